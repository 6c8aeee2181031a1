// Host caches: the addresses that each peer keeps, and which of them it tries first.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/core/prefetch.hpp"
#include "sim/core/random.hpp"
#include "sim/core/time.hpp"
#include "sim/overlay/connections.hpp"
#include "sim/registry/codec.hpp"

namespace rippletank::protocols {

/// Which of the peers that it knows a peer asks to connect first.
enum class NeighbourChoice : std::uint8_t { random, nearest, far_apart };

/// How far away a peer is, as the latest pong from it has told.
struct Distance {
  std::uint32_t hops = 0;  ///< that the pong has travelled; 0: nobody has told
  core::Time answer = 0;   ///< from the ping to the pong
};

/// Peers keep some addresses of others, and take them out to try them in the order of a
/// NeighbourChoice; any of those that are alike. One of whom no pong tells is farther away than all
/// others.
///
/// Random:  substream "joining/choices" of each peer, in the order of events.
/// Cost:    8 bytes per address, 80 per peer. O(addresses of a peer) for everything.
class HostCaches {
 public:
  /// `first`: in whose rows stand the peers that each knows at first. `most`: addresses of a peer.
  HostCaches(NeighbourChoice choice, const overlay::Connections& first, std::uint32_t most,
             std::uint64_t seed);

  bool is_choosy() const { return choice_ != NeighbourChoice::random; }

  /// A peer hears of another one. Who has no room forgets one that it has known for long or, if it
  /// is choosy, the one that it would try last.
  void learn(core::PeerId peer, core::PeerId other, const Distance& distance);
  /// It remembers those that it knew at first; `learn(peer, other)` is called for each.
  template <class Learn>
  void recall_first(core::PeerId peer, Learn learn) const {
    for (auto slot = first_.offsets[peer]; slot < first_.offsets[peer + 1]; ++slot) {
      learn(peer, first_.neighbours[slot]);
    }
  }

  /// The one that it tries next of those that are not `unwanted(other)`; it is known no more, and
  /// those that were are not either.
  template <class Unwanted>
  std::optional<core::PeerId> take(core::PeerId peer, Unwanted unwanted) {
    std::vector<Known>& known = caches_[peer].known;
    while (!known.empty()) {
      Known& next = known[is_choosy() ? best_of(peer) : choices_[peer].below(known.size())];
      const core::PeerId other = next.peer;
      next = known.back();
      known.pop_back();
      if (!unwanted(other)) return other;
    }
    return {};
  }

  /// Of some neighbours of a peer and those that it knows, `most` that are `worth(other)`; begins
  /// anywhere among them.
  template <class Neighbours, class Worth>
  std::vector<core::PeerId> some(core::PeerId peer, const Neighbours& neighbours,
                                 std::uint32_t most, Worth worth) {
    std::vector<core::PeerId> told;
    std::vector<core::PeerId> all(neighbours.begin(), neighbours.end());
    for (const Known& known : caches_[peer].known) all.push_back(known.peer);
    if (all.empty() || most == 0) return told;
    const std::size_t begin = choices_[peer].below(all.size());
    for (std::size_t i = 0; i < all.size() && told.size() < most; ++i) {
      const core::PeerId other = all[(begin + i) % all.size()];
      if (worth(other)) told.push_back(other);
    }
    return told;
  }

  RIPPLETANK_ALWAYS_INLINE void fetch_cache(core::PeerId peer) const {
    core::prefetch(caches_.data() + peer);
  }
  RIPPLETANK_ALWAYS_INLINE void fetch_known(core::PeerId peer) const {
    constexpr std::size_t per_line = 64 / sizeof(Known);
    const std::vector<Known>& known = caches_[peer].known;
    for (std::size_t at = 0; at < known.size(); at += per_line) core::prefetch(&known[at]);
  }

 private:
  struct Known {
    core::PeerId peer = 0;
    std::uint32_t rank = 0;  ///< the smaller, the sooner it is tried
  };
  struct Cache {
    std::vector<Known> known;
    std::uint32_t oldest = 0;  ///< place of the address that makes room next
  };

  std::uint32_t rank_of(const Distance& distance) const;
  /// Where the one that is tried next stands; draws among those that are alike.
  std::size_t best_of(core::PeerId peer);

  NeighbourChoice choice_;
  const overlay::Connections& first_;
  std::uint32_t most_;
  std::vector<Cache> caches_;             ///< [peer]
  std::vector<core::Substream> choices_;  ///< [peer]
};

}  // namespace rippletank::protocols

template <>
struct rippletank::registry::ChoiceNames<rippletank::protocols::NeighbourChoice> {
  using NeighbourChoice = rippletank::protocols::NeighbourChoice;
  static constexpr std::array<std::pair<const char*, NeighbourChoice>, 3> names = {
      {{"random", NeighbourChoice::random},
       {"nearest", NeighbourChoice::nearest},
       {"far_apart", NeighbourChoice::far_apart}}};
};
