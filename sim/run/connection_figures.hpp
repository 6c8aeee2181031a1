// Figures of the network that peers have made by themselves.
#pragma once

#include <vector>

#include "sim/overlay/measures.hpp"

namespace rippletank::run {

/// Of the peers that are online at the end of a run but those `apart`, ascending, which are no part
/// of the network; none where connections are those of the topology.
///
/// Cost:    O(peers + connections).
std::vector<measure::Figure> figures_of_connections(const overlay::Measures& measures,
                                                    const std::vector<core::PeerId>& apart);

}  // namespace rippletank::run
