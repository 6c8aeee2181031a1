// direct: a connection is a delay, without machines, cables or queues.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <utility>

#include "sim/core/column.hpp"
#include "sim/core/ids.hpp"
#include "sim/core/prefetch.hpp"
#include "sim/core/time.hpp"

namespace rippletank::underlay {

/// TCP/IP around a message that is sent alone: headers on every segment that it fills.
///
/// Source:  RFC 791 (20 bytes), RFC 793 (20 bytes), no options; Ethernet payload 1500 bytes. With
///          options both headers have at most 60 bytes; a packet has 68 to 65,535.
struct Segments {
  std::uint32_t payload_bytes = 1460;
  std::uint32_t header_bytes = 40;

  std::uint64_t overhead_bytes(std::uint64_t bytes) const {
    if (bytes <= payload_bytes) return header_bytes;
    const std::uint64_t count =
        std::max<std::uint64_t>(1, (bytes + payload_bytes - 1) / payload_bytes);
    return count * header_bytes;
  }
};

/// How long a message takes from one peer to another, connected or not; core::never without a way.
using DelayBetween = std::function<core::Time(core::PeerId from, core::PeerId to)>;

/// Every connection has the same delay.
struct ConstantDelay {
  core::Time delay_ns = 0;
  Segments segments;

  core::Time arrival(core::Slot, core::Time now) const { return now + delay_ns; }
  core::Time arrival_between(core::PeerId, core::PeerId, core::Time now) const {
    return now + delay_ns;
  }
  core::Time longest_delay() const { return delay_ns; }
  std::uint64_t overhead_bytes(std::uint64_t bytes) const { return segments.overhead_bytes(bytes); }
  DelayBetween between() const {
    return [delay_ns = delay_ns](core::PeerId, core::PeerId) { return delay_ns; };
  }
  RIPPLETANK_ALWAYS_INLINE void prefetch(core::Slot) const {}
};

/// Every connection has a delay of its own in each direction.
///
/// Shape:   delay_ns[slot], one per directed connection, in the order of the rows. Nanoseconds
///          is the narrowest type that holds them: half the width is half the memory traffic.
///          `between` tells the delay of any two peers, and for connected ones the same.
template <class Nanoseconds>
class DelayPerConnection {
 public:
  DelayPerConnection(core::Column<Nanoseconds> delay_ns, Segments segments,
                     DelayBetween between = {})
      : delay_ns_(std::move(delay_ns)), segments_(segments), between_(std::move(between)) {
    for (const Nanoseconds delay : delay_ns_) {
      longest_ = std::max(longest_, static_cast<core::Time>(delay));
    }
  }

  core::Time arrival(core::Slot slot, core::Time now) const {
    return now + static_cast<core::Time>(delay_ns_[slot]);
  }
  core::Time arrival_between(core::PeerId from, core::PeerId to, core::Time now) const {
    return core::later(now, between_(from, to));
  }
  core::Time longest_delay() const { return longest_; }
  const DelayBetween& between() const { return between_; }
  std::uint64_t overhead_bytes(std::uint64_t bytes) const {
    return segments_.overhead_bytes(bytes);
  }
  RIPPLETANK_ALWAYS_INLINE void prefetch(core::Slot slot) const {
    core::prefetch(delay_ns_.data() + slot);
  }

 private:
  core::Column<Nanoseconds> delay_ns_;
  Segments segments_;
  DelayBetween between_;
  core::Time longest_ = 0;
};

/// Any of these, for messages that go from peer to peer whether or not they are connected: one run
/// loop for all of them, as each takes long to compile.
///
/// Cost:    an indirect call per message.
class DelaysBetween {
 public:
  template <class Delays>
  explicit DelaysBetween(const Delays& delays)
      : between_(delays.between()),
        longest_(delays.longest_delay()),
        overhead_bytes_([&delays](std::uint64_t bytes) { return delays.overhead_bytes(bytes); }) {}

  core::Time arrival_between(core::PeerId from, core::PeerId to, core::Time now) const {
    return core::later(now, between_(from, to));
  }
  core::Time longest_delay() const { return longest_; }
  std::uint64_t overhead_bytes(std::uint64_t bytes) const { return overhead_bytes_(bytes); }
  RIPPLETANK_ALWAYS_INLINE void prefetch(core::Slot) const {}

 private:
  DelayBetween between_;
  core::Time longest_;
  std::function<std::uint64_t(std::uint64_t)> overhead_bytes_;  ///< refers to the delays
};

}  // namespace rippletank::underlay
