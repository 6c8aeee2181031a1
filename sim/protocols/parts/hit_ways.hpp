// HitWays: from whom hits of firewalled holders have come, which is where pushes for them go.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <unordered_map>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"

namespace rippletank::protocols {

/// What peers remember of the hits that they have passed on or got.
///
/// Cost:    some 50 bytes per peer and holder whose hit it remembers.
class HitWays {
 public:
  struct Way {
    core::PeerId to = core::no_peer;
    std::uint32_t hops = 0;  ///< to the holder
    core::Time since = 0;
  };

  /// `memory`: for how long a peer remembers a hit.
  explicit HitWays(core::Time memory) : memory_(memory) {}

  /// `hops`: that the hit has travelled.
  void passed_hit(core::Time now, core::PeerId at, core::PeerId from, core::PeerId holder,
                  std::uint32_t hops) {
    if (ways_.size() >= forget_at_) forget(now);
    ways_[key(at, holder)] = {from, hops, now};
  }

  /// How many hops away a holder was when its latest hit came; 0: none has.
  std::uint32_t hops(core::PeerId at, core::PeerId holder) const {
    const auto way = ways_.find(key(at, holder));
    return way == ways_.end() ? 0 : way->second.hops;
  }

  /// From whom the latest hit of a holder has come; no_peer: the peer does not know any more.
  core::PeerId next(core::Time now, core::PeerId at, core::PeerId holder) const {
    const auto way = ways_.find(key(at, holder));
    if (way == ways_.end() || now - way->second.since > memory_) return core::no_peer;
    return way->second.to;
  }

 private:
  static std::uint64_t key(core::PeerId at, core::PeerId holder) {
    return (std::uint64_t{at} << 32U) | holder;
  }

  /// Drops what nobody remembers any more, now and then: whenever there is twice as much as was left
  /// the last time.
  void forget(core::Time now) {
    for (auto way = ways_.begin(); way != ways_.end();) {
      way = now - way->second.since > memory_ ? ways_.erase(way) : std::next(way);
    }
    forget_at_ = std::max<std::size_t>(least_forgotten, 2 * ways_.size());
  }

  static constexpr std::size_t least_forgotten = 1024;

  core::Time memory_;
  std::unordered_map<std::uint64_t, Way> ways_;  ///< looked up; walked to forget, in no order
  std::size_t forget_at_ = least_forgotten;
};

}  // namespace rippletank::protocols
