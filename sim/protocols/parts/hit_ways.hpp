// HitWays: from whom hits of firewalled holders have come, which is where pushes for them go.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <utility>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"

namespace rippletank::protocols {

/// What peers remember of the hits that they have passed on or got.
///
/// Ways lie in two tables: when the newer one has been filled for as long as a peer remembers, it
/// becomes the older one, which then holds nothing that anybody remembers and is dropped.
///
/// Cost:    some 50 bytes per peer and holder, of hits not older than twice the memory.
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
    if (now - begun_ > memory_) {
      older_ = std::exchange(newer_, {});
      begun_ = now;
    }
    newer_[key(at, holder)] = {from, hops, now};
  }

  /// How many hops away a holder was when its latest hit came; 0: the peer does not know any more.
  std::uint32_t hops(core::Time now, core::PeerId at, core::PeerId holder) const {
    const Way* const way = find(now, at, holder);
    return way == nullptr ? 0 : way->hops;
  }

  /// From whom the latest hit of a holder has come; no_peer: the peer does not know any more.
  core::PeerId next(core::Time now, core::PeerId at, core::PeerId holder) const {
    const Way* const way = find(now, at, holder);
    return way == nullptr ? core::no_peer : way->to;
  }

 private:
  using Ways = std::unordered_map<std::uint64_t, Way>;  ///< only looked up, never walked

  static std::uint64_t key(core::PeerId at, core::PeerId holder) {
    return (std::uint64_t{at} << 32U) | holder;
  }

  /// Null for one that the peer does not remember.
  const Way* find(core::Time now, core::PeerId at, core::PeerId holder) const {
    for (const Ways* ways : {&newer_, &older_}) {
      const auto way = ways->find(key(at, holder));
      if (way == ways->end()) continue;
      return now - way->second.since > memory_ ? nullptr : &way->second;
    }
    return nullptr;
  }

  core::Time memory_;
  core::Time begun_ = 0;  ///< when the newer one was
  Ways newer_;
  Ways older_;
};

}  // namespace rippletank::protocols
