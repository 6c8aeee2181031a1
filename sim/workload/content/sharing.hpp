// Sharing: which peers share files, and how many compared with the others.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/distributions.hpp"
#include "sim/core/ids.hpp"

namespace rippletank::workload {

/// The peers that share, ascending, and the weight of each, above 0.
struct Sharing {
  std::vector<core::PeerId> peers;
  std::vector<double> weights;
};

/// Leaves out the servers and the free riders, a ratio of all peers rounded down, and draws a
/// weight for each other; a peer that draws 0 shares nothing either.
///
/// Random:  substream "peers/free_riders", of which more are drawn for a larger ratio, the same
///          ones first; and "content/files_per_peer", one number per peer, free riders included.
/// Cost:    O(peers).
Sharing draw_sharing(core::PeerId peers, const std::vector<core::PeerId>& servers,
                     double free_riders, const core::Distribution& files_per_peer,
                     std::uint64_t seed);

}  // namespace rippletank::workload
