// Remains: what is left of an overlay, as parts that connections join.
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "sim/overlay/connections.hpp"

namespace rippletank::run {

/// What is left of an overlay at a moment: peers that are online and whose host is on, joined by
/// connections whose ends reach each other.
struct Remains {
  core::PeerId peers_online = 0;
  core::PeerId components = 0;
  core::PeerId largest_component = 0;
  bool operator==(const Remains&) const = default;
};

/// Peers that are joined one by one, and two by two.
///
/// Shape:   8 bytes per peer that there may be.
/// Cost:    amortised a few steps per join.
/// Source:  R. Tarjan, Efficiency of a Good But Not Linear Set Union Algorithm, JACM 22 (1975); by
///          halving of paths.
class JoinedParts {
 public:
  explicit JoinedParts(core::PeerId peers) : above_(peers), size_(peers) {}

  /// A peer that was not there is, alone.
  void add(core::PeerId peer) {
    above_[peer] = peer;
    size_[peer] = 1;
    ++remains_.peers_online;
    ++remains_.components;
    remains_.largest_component = std::max(remains_.largest_component, core::PeerId{1});
  }
  /// Two peers that are there.
  void join(core::PeerId one, core::PeerId other) {
    one = top_of(one);
    other = top_of(other);
    if (one == other) return;
    if (size_[one] < size_[other]) std::swap(one, other);
    above_[other] = one;
    size_[one] += size_[other];
    --remains_.components;
    remains_.largest_component = std::max(remains_.largest_component, size_[one]);
  }
  const Remains& remains() const { return remains_; }

 private:
  core::PeerId top_of(core::PeerId peer) {
    while (above_[peer] != peer) {
      above_[peer] = above_[above_[peer]];
      peer = above_[peer];
    }
    return peer;
  }

  std::vector<core::PeerId> above_;
  std::vector<core::PeerId> size_;  ///< of the part of each that has none above
  Remains remains_;
};

/// Adds a peer and joins it with those of its neighbours that are there already, as far as their
/// connections work: `is_there(peer)`, `works(from, to)`.
template <class IsThere, class Works>
void join_neighbours(const overlay::Connections& connections, core::PeerId peer, IsThere is_there,
                     Works works, JoinedParts& parts) {
  parts.add(peer);
  for (core::Slot slot = connections.offsets[peer]; slot < connections.offsets[peer + 1]; ++slot) {
    const core::PeerId other = connections.neighbours[slot];
    if (is_there(other) && works(peer, other)) parts.join(peer, other);
  }
}

/// What is left when these peers are there, and these of their connections work.
///
/// Cost:    O(peers + connections).
template <class IsThere, class Works>
JoinedParts parts_of(const overlay::Connections& connections, IsThere is_there, Works works) {
  JoinedParts parts(connections.peers());
  for (core::PeerId peer = 0; peer < connections.peers(); ++peer) {
    if (!is_there(peer)) continue;
    const auto is_before = [&](core::PeerId other) { return other < peer && is_there(other); };
    join_neighbours(connections, peer, is_before, works, parts);
  }
  return parts;
}

template <class IsThere>
Remains remains_of(const overlay::Connections& connections, IsThere is_there) {
  const auto always = [](core::PeerId, core::PeerId) { return true; };
  return parts_of(connections, is_there, always).remains();
}

}  // namespace rippletank::run
