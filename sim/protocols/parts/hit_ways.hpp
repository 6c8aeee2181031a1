// HitWays: from whom hits of firewalled holders have come, which is where pushes for them go.
#pragma once

#include <cstdint>
#include <unordered_map>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"

namespace rippletank::protocols {

/// What peers remember of the hits that they have passed on or got.
///
/// Cost:    24 bytes per peer and holder.
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

  core::Time memory_;
  std::unordered_map<std::uint64_t, Way> ways_;  ///< only looked up, never walked
};

}  // namespace rippletank::protocols
