// Daily pattern: hours of the day at which more peers come than at others.
#pragma once

#include <array>

#include "sim/core/time.hpp"
#include "sim/registry/entry.hpp"

namespace rippletank::workload {

inline constexpr std::size_t hours_per_day = 24;

/// How fast what peers wait for passes in each hour of the day, 1 in the mean: where 2 stands
/// twice as many come back as by the day. So a wait drawn in ordinary seconds ends when as much of
/// the day's integral has passed.
///
/// Cost:    O(24) for everything.
class DailyPattern {
 public:
  /// Every hour like any other.
  DailyPattern();
  /// `weights`: at least 0, of which one is more; `start_hour`: 0 to 24, of the day at which
  /// virtual time begins.
  DailyPattern(const std::array<double, hours_per_day>& weights, double start_hour);

  /// When a wait that begins at a moment ends; at the latest just before the end of virtual time.
  core::Time end_of_wait(core::Time begin, double wait_s) const;
  /// How much of a wait passes between the beginning of virtual time and a moment.
  double passed_s(core::Time until) const;

 private:
  /// How much passes from midnight, in seconds, to so many seconds after it, at most a day.
  double within_day(double seconds) const;

  bool is_even_ = true;
  double start_s_ = 0;                              ///< after midnight
  std::array<double, hours_per_day> speed_;         ///< of each hour
  std::array<double, hours_per_day + 1> passed_{};  ///< seconds since midnight, at each hour
};

/// The ways in which a scenario can choose a pattern.
const registry::Catalogue& daily_patterns();

/// `chosen`: of daily_patterns(), or empty: every hour is like any other.
DailyPattern daily_pattern(const registry::Model& chosen);

}  // namespace rippletank::workload
