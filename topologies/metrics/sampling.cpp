// Sampled sources and the confidence interval of means over them.
#include "topologies/metrics/sampling.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/core/random.hpp"

namespace rippletank::topologies {
namespace {

/// The 97.5 % quantile of Student's t, within 0.4 % from 7 degrees of freedom on.
double student_t_975(double freedom) {
  const double z = 1.959963984540054;
  const double z3 = z * z * z;
  const double first = (z3 + z) / (4 * freedom);
  const double second = (5 * z3 * z * z + 16 * z3 + 3 * z) / (96 * freedom * freedom);
  return z + first + second;
}

}  // namespace

std::vector<NodeId> sample_sources(const std::vector<NodeId>& nodes, std::uint32_t count,
                                   std::uint64_t seed, std::string_view purpose) {
  core::Substream stream(seed, purpose);
  std::vector<NodeId> chosen =
      core::sample_without_replacement(static_cast<std::uint32_t>(nodes.size()), count, stream);
  std::sort(chosen.begin(), chosen.end());
  for (NodeId& node : chosen) node = nodes[node];
  return chosen;
}

SampledMean ratio_of_sums(const std::vector<double>& totals, const std::vector<double>& weights,
                          double population) {
  const auto count = static_cast<double>(totals.size());
  const double weight = std::accumulate(weights.begin(), weights.end(), 0.0);
  if (weight == 0) return {};
  const double ratio = std::accumulate(totals.begin(), totals.end(), 0.0) / weight;
  double squares = 0;
  for (std::size_t i = 0; i < totals.size(); ++i) {
    const double residual = totals[i] - ratio * weights[i];
    squares += residual * residual;
  }
  const double unsampled = std::max(0.0, 1 - count / population);
  const double mean_weight = weight / count;
  const double standard_error = std::sqrt(unsampled * squares / (count - 1) / count) / mean_weight;
  return {ratio, student_t_975(count - 1) * standard_error};
}

}  // namespace rippletank::topologies
