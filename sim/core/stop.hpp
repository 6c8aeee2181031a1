// Stop: a run that is asked from outside to end does so.
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>

namespace rippletank::core {

/// What a run throws that was asked to stop; nothing of it is left.
class Stopped : public std::exception {
 public:
  const char* what() const noexcept override { return "stopped"; }
};

/// Whether a run is to stop. Others set it; the run looks now and then.
using StopFlag = std::atomic<bool>;

/// Errors:  Stopped if that is wanted; `flag` may be null.
inline void stop_if_wanted(const StopFlag* flag) {
  if (flag != nullptr && flag->load(std::memory_order_relaxed)) throw Stopped();
}

/// The same where so many events have happened, for every so many of them.
inline void look_now_and_then(std::uint64_t events, const StopFlag* flag) {
  constexpr std::uint64_t between_looks = 1U << 14U;  // some tenths of a millisecond
  if (events % between_looks == 0) [[unlikely]]
    stop_if_wanted(flag);
}

}  // namespace rippletank::core
