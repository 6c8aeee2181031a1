// LinkQueue: one direction of a link, and the messages that wait for it.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "sim/core/time.hpp"

namespace rippletank::underlay {

using core::later;

/// How long so many bytes take to be sent; bounded, so that sums do not overflow.
inline core::Time sending_time(std::uint64_t bytes, double ns_per_byte) {
  constexpr core::Time longest = core::never / 1024;
  const double ns = static_cast<double>(bytes) * ns_per_byte + 0.5;
  return static_cast<core::Time>(std::min(ns, static_cast<double>(longest)));
}

/// How many bytes wait where what comes now waits for so long. Whole ones: sending times are
/// rounded, and what just fits must not depend on that.
inline double waiting_bytes(core::Time waits, double ns_per_byte) {
  return ns_per_byte > 0 ? std::floor(static_cast<double>(waits) / ns_per_byte) : 0;
}

/// Sends one message at a time, in the order in which they come. So the moment at which a message
/// has been sent is known when it comes, and the queue is one number.
struct LinkQueue {
  /// What enter() returns for a message that does not fit.
  static constexpr core::Time no_room = -1;

  double ns_per_byte = 0;     ///< 0: as fast as can be
  core::Time latency_ns = 0;  ///< from the last bit sent to the last bit received
  core::Time busy_until = 0;
  std::uint64_t messages = 0;  ///< sent or waiting
  std::uint64_t bytes = 0;     ///< of these, with TCP/IP
  std::uint64_t drops = 0;     ///< found no room
  core::Time busy = 0;         ///< by all that came
  core::Time longest_wait = 0;

  core::Time sending_time(std::uint64_t size) const {
    return underlay::sending_time(size, ns_per_byte);
  }

  /// When the last bit of a message that comes now has been sent; no_room if more than `room` bytes
  /// would be in the queue with it (0: any number waits). Of a message that is being sent, the bits
  /// that are left count.
  core::Time enter(core::Time now, std::uint64_t size, std::uint64_t room) {
    const core::Time waits = std::max<core::Time>(busy_until - now, 0);
    if (room > 0) {
      const double before = waiting_bytes(waits, ns_per_byte);
      if (before + static_cast<double>(size) > static_cast<double>(room)) {
        ++drops;
        return no_room;
      }
    }
    const core::Time sending = sending_time(size);
    busy_until = later(now + waits, sending);
    ++messages;
    bytes += size;
    busy = later(busy, sending);
    longest_wait = std::max(longest_wait, waits);
    return busy_until;
  }

  /// For how long it was busy until a moment at which it is asked.
  core::Time busy_before(core::Time end) const {
    return busy - std::max<core::Time>(busy_until - end, 0);
  }
};
static_assert(sizeof(LinkQueue) == 64, "one line of a cache");

}  // namespace rippletank::underlay
