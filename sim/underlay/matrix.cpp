// Fills in a matrix of round-trip times and halves them.
#include "sim/underlay/matrix.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace rippletank::underlay {
namespace {

using topologies::LatencyMatrix;

/// Calls `visit(from, to)` for every ordered pair of different hosts that was not measured.
template <class Visit>
void for_each_missing(const LatencyMatrix& matrix, Visit visit) {
  for (SiteId from = 0; from < matrix.n; ++from) {
    for (SiteId to = 0; to < matrix.n; ++to) {
      if (matrix.is_missing(from, to)) visit(from, to);
    }
  }
}

struct Missing {
  std::uint64_t pairs = 0;
  SiteId from = 0;  ///< of the first of them
  SiteId to = 0;
};

Missing count_missing(const LatencyMatrix& matrix) {
  Missing missing;
  for_each_missing(matrix, [&](SiteId from, SiteId to) {
    if (missing.pairs++ == 0) {
      missing.from = from;
      missing.to = to;
    }
  });
  return missing;
}

/// The median round trip of all measured ordered pairs; 0 when there are none.
double median(const LatencyMatrix& matrix) {
  std::vector<double> measured;
  for (SiteId from = 0; from < matrix.n; ++from) {
    for (SiteId to = 0; to < matrix.n; ++to) {
      if (from != to && !matrix.is_missing(from, to)) {
        measured.push_back(matrix.rtt_from_to(from, to));
      }
    }
  }
  if (measured.empty()) return 0;
  const auto middle = measured.begin() + static_cast<std::ptrdiff_t>(measured.size() / 2);
  std::nth_element(measured.begin(), middle, measured.end());
  if (measured.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(measured.begin(), middle)) / 2;
}

[[noreturn]] void refuse(const std::string& file_name, std::string message) {
  throw registry::InputError(registry::Diagnostic{file_name, 0, "", std::move(message)});
}

const char* unit_name(RttUnit unit) { return unit == RttUnit::s ? "s" : "ms"; }

}  // namespace

MatrixDelays::MatrixDelays(LatencyMatrix matrix, const MatrixParameters& parameters,
                           const std::string& file_name)
    : matrix_(std::move(matrix)),
      unit_ns_(
          static_cast<double>(parameters.unit == RttUnit::s ? core::second : core::millisecond)),
      local_ns_(core::from_milliseconds(parameters.local_latency_ms)) {
  fill_in(parameters, file_name);
}

core::Time MatrixDelays::one_way(double rtt) const {
  return std::llround(std::min(rtt / 2 * unit_ns_, core::longest_s * 1e9));
}

void MatrixDelays::fill_in(const MatrixParameters& parameters, const std::string& file_name) {
  const Missing missing = count_missing(matrix_);
  if (missing.pairs == 0) return;
  const std::uint64_t pairs = std::uint64_t{matrix_.n} * (matrix_.n - 1);
  if (parameters.not_measured == NotMeasured::error) {
    refuse(file_name,
           fmt::format("expected a round-trip time above 0 between any two hosts, got 0 for {} of "
                       "{} ordered pairs, the first from host {} to host {}; \"not_measured\": "
                       "\"fill\" in the underlay fills them in",
                       missing.pairs, pairs, missing.from, missing.to));
  }
  const double middle = median(matrix_);
  if (middle == 0) {
    refuse(file_name, "expected some round-trip times above 0 between hosts, got none");
  }
  std::vector<std::pair<std::size_t, double>> found;
  std::uint64_t reversed = 0;
  for_each_missing(matrix_, [&](SiteId from, SiteId to) {
    const bool known = !matrix_.is_missing(to, from);
    reversed += known ? 1U : 0U;
    found.emplace_back(std::size_t{from} * matrix_.n + to,
                       known ? matrix_.rtt_from_to(to, from) : middle);
  });
  for (const auto& [cell, rtt] : found) matrix_.rtt_ms[cell] = rtt;
  notes_.push_back(fmt::format(
      "{}: {} of {} ordered pairs of hosts {} not measured; {} got the round trip of the other "
      "direction, {} the median of all measured ones, {} {}",
      file_name, missing.pairs, pairs, missing.pairs == 1 ? "was" : "were", reversed,
      missing.pairs - reversed, middle, unit_name(parameters.unit)));
}

}  // namespace rippletank::underlay
