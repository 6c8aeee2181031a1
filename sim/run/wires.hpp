// Wires: what carries the messages of a run, laid under its overlay as the scenario says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/overlay/link_ways.hpp"
#include "sim/overlay/paths.hpp"
#include "sim/run/graph_maker.hpp"
#include "sim/run/route.hpp"
#include "sim/run/simulation.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/underlay/access.hpp"
#include "sim/underlay/placement.hpp"
#include "topologies/graph.hpp"

namespace rippletank::run {

/// The overlay that wires are laid under.
struct OverlayGraph {
  const scenario::Scenario& scenario;
  const topologies::Graph& graph;
  /// The same with the connections that firewalls keep from coming about: messages between peers
  /// that are not connected go along these, too, if a file says how long they are.
  const topologies::Graph& ways;
  const topologies::Adjacency& rows;
  std::uint64_t seed = 1;
  const GraphMaker& graphs;
  /// Those that the scenario describes; none where it does not.
  std::optional<underlay::AccessLinks> access;

  core::PeerId peers() const { return graph.node_count; }
};

struct LaidWires {
  Wires wires;
  /// Of the peers; none where the underlay has none.
  std::optional<underlay::AccessLinks> access;
  overlay::LinkWays link_ways;         ///< may refer to what `wires` points to
  overlay::Paths paths;                ///< may refer to what `wires` points to
  RouteFinder route;                   ///< likewise; empty where no devices lie between peers
  topologies::NodeNames device_names;  ///< of an underlay with devices, hosts or regions
  std::vector<std::uint32_t> device_sections;  ///< stars or clusters; empty: there are none
  /// The device, host or region that each peer runs on; empty on an underlay without.
  std::vector<underlay::SiteId> host_of;
  bool peers_share_hosts = false;  ///< peers at one site are on one host, with no wire between
  std::vector<std::string> notes;  ///< what a reader left out or mended, for people
};

/// Builds the underlay that the scenario names and places the peers on it.
///
/// Errors:  InputError for what its files hold, and for peers that find no place.
LaidWires lay_wires(const OverlayGraph& overlay);

// ---- one function per underlay ----

LaidWires lay_direct_wires(const OverlayGraph& overlay);
LaidWires lay_physical_wires(const OverlayGraph& overlay);
LaidWires lay_internet_wires(const OverlayGraph& overlay);
LaidWires lay_matrix_wires(const OverlayGraph& overlay);
LaidWires lay_regions_wires(const OverlayGraph& overlay);

/// The topology of a physical underlay, with the latencies and speeds of its cables.
topologies::Graph physical_graph(const registry::Model& underlay, std::uint64_t seed);
/// That of an internet, with the latencies of its links; a speed that it does not know is no limit.
topologies::Graph internet_graph(const registry::Model& underlay, std::uint64_t seed);

/// The routes of physical wires that were laid.
RouteFinder physical_route(const LaidWires& laid);
/// Those of an internet, whose hosts are called as their peers.
RouteFinder internet_route(const LaidWires& laid, const topologies::NodeNames& peer_names);

// ---- what they share ----

/// The site of each peer, by the scenario's placement or the one that the underlay prefers.
std::vector<underlay::SiteId> place_peers(const OverlayGraph& overlay, const char* preferred,
                                          underlay::SiteId sites, const char* site_noun);

/// A delay with those of the access links of both ends, if the overlay has any; core::never, which
/// is no way, stays so.
underlay::DelayBetween with_access(const OverlayGraph& overlay, underlay::DelayBetween delay);

/// Wires with a delay for each connection, in the narrowest form that holds them.
///
/// Shape:   per_link[link] in the order of the overlay's links; `between` tells the same for any
///          two peers.
Wires delays_per_connection(const OverlayGraph& overlay, const std::vector<core::Time>& per_link,
                            const underlay::Segments& segments, underlay::DelayBetween between);

/// The same with a delay for each direction, and the paths that lead straight from peer to peer.
///
/// Cost:    two calls of `delay` per connection, then one per copy whose stretch is measured.
LaidWires delays_between_peers(const OverlayGraph& overlay, underlay::DelayBetween delay,
                               const underlay::Segments& segments);

}  // namespace rippletank::run
