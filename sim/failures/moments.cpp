// Finds out when failures happen and end.
#include "sim/failures/moments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <variant>

#include "sim/core/pinned_math.hpp"

namespace rippletank::failures {
namespace {

/// From one occurrence to the next, in seconds.
double gap_s(const Failure& failure, core::Substream& stream) {
  if (failure.every_s) return failure.every_s->sample(stream);
  return -core::log(stream.uniform_open()) * 3600 / *failure.rate_per_hour;
}

}  // namespace

std::vector<double> moments_of(const Failure& failure, std::uint64_t number, core::Time horizon,
                               std::uint64_t seed, const std::string& pointer) {
  if (!failure.every_s && !failure.rate_per_hour) return {failure.at_s};
  constexpr core::Purpose purpose("failures/moments");
  core::Substream stream(seed, purpose, number);
  const double end_s = failure.until_s.value_or(core::longest_s);
  const double last_s = std::min(end_s, core::to_seconds(std::min(horizon, core::never - 1)));
  double at_s = failure.at_s;
  if (failure.rate_per_hour) at_s += gap_s(failure, stream);
  std::vector<double> moments;
  while (at_s <= last_s) {
    if (moments.size() == most_occurrences) {
      throw registry::InputError(registry::Diagnostic{
          "", 0, pointer + (failure.every_s ? "/every_s" : "/rate_per_hour"),
          fmt::format("expected at most {} times, and this happens more often until {} s; let it "
                      "happen less often, or end earlier",
                      most_occurrences, last_s)});
    }
    moments.push_back(at_s);
    // Time goes on even where a distribution says that it does not.
    at_s += std::max(gap_s(failure, stream), 1e-9);
  }
  return moments;
}

bool RepairTimes::together() const {
  return for_good() || std::holds_alternative<core::Constant>(duration_s_->model());
}

core::Time RepairTimes::end_after(double start_s) {
  if (for_good()) return core::never;
  const double duration_s = together() ? duration_s_->lower_bound()
                                       : std::min(duration_s_->sample(stream_), core::longest_s);
  return std::max(core::from_seconds(start_s + duration_s), core::from_seconds(start_s) + 1);
}

}  // namespace rippletank::failures
