// Wires: what carries the messages of a run, laid under its overlay as the scenario says.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/overlay/paths.hpp"
#include "sim/run/simulation.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/underlay/placement.hpp"
#include "topologies/graph.hpp"

namespace rippletank::run {

/// The overlay that wires are laid under.
struct OverlayGraph {
  const scenario::Scenario& scenario;
  const topologies::Graph& graph;
  const topologies::Adjacency& rows;
  std::uint64_t seed = 1;

  core::PeerId peers() const { return graph.node_count; }
};

struct LaidWires {
  Wires wires;
  overlay::Paths paths;                ///< may refer to what `wires` points to
  topologies::NodeNames device_names;  ///< of an underlay with devices
  std::vector<std::string> notes;      ///< what a reader left out or mended, for people
};

/// Builds the underlay that the scenario names and places the peers on it.
///
/// Errors:  InputError for what its files hold, and for peers that find no place.
LaidWires lay_wires(const OverlayGraph& overlay);

// ---- one function per underlay ----

LaidWires lay_direct_wires(const OverlayGraph& overlay);
LaidWires lay_physical_wires(const OverlayGraph& overlay);
LaidWires lay_internet_wires(const OverlayGraph& overlay);

// ---- what they share ----

/// The site of each peer, by the scenario's placement or the one that the underlay prefers.
std::vector<underlay::SiteId> place_peers(const OverlayGraph& overlay, const char* preferred,
                                          underlay::SiteId sites, const char* site_noun);

/// Wires with a delay for each connection, in the narrowest form that holds them.
///
/// Shape:   per_link[link] in the order of the overlay's links.
Wires delays_per_connection(const OverlayGraph& overlay, const std::vector<core::Time>& per_link,
                            const underlay::Segments& segments);

}  // namespace rippletank::run
