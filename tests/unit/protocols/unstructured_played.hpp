// Plays a network of equal peers over connections and changes that a test says.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <queue>
#include <string>
#include <utility>
#include <vector>

#include "sim/protocols/equal_peer.hpp"
#include "sim/protocols/gnutella_0_4.hpp"
#include "tests/unit/protocols/scripted_star.hpp"

namespace rippletank::tests {

/// A run that has ended, and what its peers tell of it.
template <class Rules>
struct PlayedPeers : PlayedScript<Rules> {
  const overlay::Neighbours& neighbours() const { return this->protocol->rules().neighbours(); }
  std::uint64_t figure(const std::string& name) const {
    for (const measure::Figure& figure : this->measures.figures) {
      if (figure.name == name) return std::get<std::uint64_t>(figure.value);
    }
    FAIL("no figure is called " << name);
    return 0;
  }
};

template <class Rules>
PlayedPeers<Rules> play_peers(const Script<Rules>& script, std::uint64_t seed = 1) {
  return {play_whole(script, seed)};
}

/// How many hops each peer that can be reached from one is away, itself included.
inline std::vector<std::uint32_t> hops_from(const overlay::Neighbours& neighbours,
                                            core::PeerId first) {
  std::vector<bool> seen(neighbours.peers());
  std::queue<std::pair<core::PeerId, std::uint32_t>> next;
  seen[first] = true;
  std::vector<std::uint32_t> all;
  for (next.push({first, 0}); !next.empty(); next.pop()) {
    const auto [peer, hops] = next.front();
    all.push_back(hops);
    for (const core::PeerId neighbour : neighbours.of(peer)) {
      if (seen[neighbour]) continue;
      seen[neighbour] = true;
      next.push({neighbour, hops + 1});
    }
  }
  return all;
}

/// How many peers can be reached from one, itself included.
inline std::size_t component_of(const overlay::Neighbours& neighbours, core::PeerId first) {
  return hops_from(neighbours, first).size();
}

/// From each peer to each that it can reach, in the mean.
inline double mean_hops(const overlay::Neighbours& neighbours) {
  double hops = 0;
  double pairs = 0;
  for (core::PeerId peer = 0; peer < neighbours.peers(); ++peer) {
    const std::vector<std::uint32_t> from = hops_from(neighbours, peer);
    for (const std::uint32_t each : from) hops += each;
    pairs += static_cast<double>(from.size() - 1);
  }
  return hops / pairs;
}

/// Whether each connection is one to both of its peers.
inline bool is_mutual(const overlay::Neighbours& neighbours) {
  for (core::PeerId peer = 0; peer < neighbours.peers(); ++peer) {
    const auto row = neighbours.of(peer);
    const auto knows = [&](core::PeerId other) { return neighbours.has(other, peer); };
    if (!std::all_of(row.begin(), row.end(), knows)) return false;
  }
  return true;
}

}  // namespace rippletank::tests
