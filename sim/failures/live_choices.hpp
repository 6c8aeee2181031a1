// Live choices: peers that are chosen by what the network is at the moment at which they fail.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "sim/failures/choices.hpp"

namespace rippletank::failures {

/// What a choice may ask of a network at a moment.
struct Moment {
  NodeId peers = 0;
  std::function<bool(NodeId)> is_online;
  std::function<const char*(NodeId)> role;
  /// Rows: those of peer p are neighbours[offsets[p]] … neighbours[offsets[p + 1] - 1].
  std::span<const std::uint32_t> offsets;
  std::span<const NodeId> neighbours;
  bool peers_connect = false;  ///< they have made these connections themselves
};

/// Whether a choice is a matter of the moment in any network.
bool is_live(const registry::Model& choice);
/// Whether it is one where peers make their connections.
bool is_live_where_peers_connect(const registry::Model& choice);

/// The peers of such a choice, ascending.
///
/// Cost:    O(peers + connections); adaptive O((peers + connections) log peers).
std::vector<NodeId> choose_at(const Moment& moment, const registry::Model& choice,
                              const Drawing& drawing);

}  // namespace rippletank::failures
