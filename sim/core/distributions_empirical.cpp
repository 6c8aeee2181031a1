// The empirical distribution: listed values, drawn in proportion to their weights.
#include <algorithm>
#include <cstddef>
#include <numeric>

#include "sim/core/distributions.hpp"

namespace rippletank::core {

namespace {

/// Returns the weight of each value, however it was given.
std::vector<double> weights_of(const Empirical& parameters) {
  if (!parameters.weights.empty()) return parameters.weights;
  if (parameters.cumulative.empty()) return std::vector<double>(parameters.values.size(), 1.0);
  std::vector<double> weights(parameters.cumulative.size());
  std::adjacent_difference(parameters.cumulative.begin(), parameters.cumulative.end(),
                           weights.begin());
  return weights;
}

}  // namespace

EmpiricalSampler::EmpiricalSampler(const Empirical& parameters) {
  require_valid(parameters);
  const std::vector<double> weights = weights_of(parameters);
  std::vector<std::size_t> order(weights.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return parameters.values[a] < parameters.values[b];
  });
  double sum = 0;
  for (const std::size_t index : order) {
    if (weights[index] == 0) continue;
    sum += weights[index];
    values_.push_back(parameters.values[index]);
    cumulative_.push_back(sum);
  }
}

double EmpiricalSampler::quantile(double p) const noexcept {
  const double sum = p * cumulative_.back();
  const auto reached = std::lower_bound(cumulative_.begin(), cumulative_.end(), sum);
  return values_[static_cast<std::size_t>(reached - cumulative_.begin())];
}

double EmpiricalSampler::mean() const noexcept {
  double sum = 0;
  double before = 0;
  for (std::size_t i = 0; i < values_.size(); ++i) {
    sum += values_[i] * ((cumulative_[i] - before) / cumulative_.back());
    before = cumulative_[i];
  }
  return sum;
}

}  // namespace rippletank::core
