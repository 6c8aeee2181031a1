// Virtual time: whole nanoseconds since the start of a run.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

namespace rippletank::core {

/// A moment or a span of virtual time in nanoseconds; 64 bits reach 292 years.
using Time = std::int64_t;

inline constexpr Time microsecond = 1'000;
inline constexpr Time millisecond = 1'000'000;
inline constexpr Time second = 1'000'000'000;

/// Later than anything that happens.
inline constexpr Time never = std::numeric_limits<Time>::max();

/// The end of a span, at the latest just before the end of virtual time, where nothing happens.
inline Time later(Time begin, Time span) {
  constexpr Time latest = never - 1;
  return span < latest - begin ? begin + span : latest;
}

/// The longest span a user may name (ten years), far enough from overflow to add a few of them.
inline constexpr double longest_s = 315'360'000.0;

/// Nearest whole nanosecond; the value must lie within ±longest_s.
inline Time from_seconds(double seconds) { return std::llround(seconds * 1e9); }
inline Time from_milliseconds(double milliseconds) { return std::llround(milliseconds * 1e6); }
/// The same for any length, cut to longest_s.
inline Time from_milliseconds_cut(double milliseconds) {
  constexpr double longest_ms = longest_s * 1000;
  return from_milliseconds(milliseconds < longest_ms ? milliseconds : longest_ms);
}
inline double to_seconds(Time time) { return static_cast<double>(time) / 1e9; }
inline double to_milliseconds(Time time) { return static_cast<double>(time) / 1e6; }

}  // namespace rippletank::core
