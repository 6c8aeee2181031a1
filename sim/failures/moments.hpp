// Moments: when a failure happens, once or again and again, and for how long what failed is broken.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/core/random.hpp"
#include "sim/core/time.hpp"
#include "sim/failures/model.hpp"

namespace rippletank::failures {

/// The most occurrences of one failure.
inline constexpr std::size_t most_occurrences = 100'000;

/// What tells the random numbers of an occurrence from those of others; the first of each failure
/// has its number.
inline std::uint64_t occurrence_number(std::uint64_t failure, std::uint64_t occurrence) {
  return (occurrence << 32U) | failure;
}

/// When a failure happens until a horizon, in seconds, ascending. Without a rate and `every_s`: at
/// its moment, even beyond the horizon.
///
/// Errors:  InputError at `pointer` ("/failures/2") for more than most_occurrences.
/// Random:  substream "failures/moments" of the failure; one number per occurrence.
std::vector<double> moments_of(const Failure& failure, std::uint64_t number, core::Time horizon,
                               std::uint64_t seed, const std::string& pointer);

/// For how long what fails together is broken.
///
/// Random:  a substream of the purpose, one number per part or peer.
class RepairTimes {
 public:
  RepairTimes(const Failure& failure, core::Purpose purpose, std::uint64_t number,
              std::uint64_t seed)
      : duration_s_(failure.duration_s), stream_(seed, purpose, number) {}

  bool for_good() const { return !duration_s_; }
  /// All are repaired at once, as their time is a given one.
  bool together() const;
  /// When the next of them is repaired that has failed at a moment; at least a nanosecond later, at
  /// most ten years.
  core::Time end_after(double start_s);

 private:
  std::optional<core::Distribution> duration_s_;
  core::Substream stream_;
};

}  // namespace rippletank::failures
