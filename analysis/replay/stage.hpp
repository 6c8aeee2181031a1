// Stage: the pictures on which a run is played back.
#pragma once

#include <cstddef>

#include "sim/registry/json.hpp"
#include "sim/run/run.hpp"
#include "topologies/graph.hpp"

namespace rippletank::replay {

/// Networks of more peers or connections are not drawn: nobody could follow anything.
inline constexpr topologies::NodeId most_staged_nodes = 20'000;
inline constexpr std::size_t most_staged_links = 200'000;

/// The graph of who is connected to whom at the end of a run, arranged as its topology is where
/// peers keep the connections of that.
topologies::Graph connections_graph(const scenario::Scenario& scenario,
                                    const run::Outcome& outcome);

/// A graph as it is drawn.
///
/// Shape:   {"width", "height", "radius", "x": [node], "y": [node], "radii": [node] or null where
///          all are alike, "kinds": [node] or null where all are hosts, "links": [from, to, …],
///          "bends": [[link, x, y] …], "groups": [[x, y, radius] …], "names": [node] or null where
///          they are numbers from 0, "labels": {"inside", "font_px", "placed": [[node, x, y,
///          anchor] …]}}; lengths in pixels of a picture 960 wide, to a tenth. Only "nodes" and
///          "links_in_all", which are always there, of a graph that is too large.
/// Cost:    that of topologies::frame_of().
registry::Json layer_json(const topologies::Graph& graph);

/// Both layers of a run: "overlay", and "underlay" (null without cables; with "trunk_of": [link], a
/// number or null, where there are trunks), "host_of": [peer] or null, "roles": {"names", "of":
/// [peer]} or null where all peers are equal, "warm_up_s", and "connections_made": whether peers
/// make and break connections; what is drawn then are those that they have when the run ends.
registry::Json stage_json(const scenario::Scenario& scenario, const run::Outcome& outcome);

}  // namespace rippletank::replay
