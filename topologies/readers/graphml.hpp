// graphml: graphs in XML, from the Topology Zoo, yEd, networkx, igraph, Gephi and others.
#pragma once

#include <string>
#include <string_view>

#include "topologies/graph.hpp"

namespace rippletank::topologies {

/// The graph of a GraphML document.
///
/// What is used, by the attr.name of a <key>, upper and lower case alike; <default>s count:
///     node  label (or name, or the text of a yEd label)   its name, if no other node's
///           Latitude, Longitude                           its position, Layout::geographic
///           kind (host, router, hub, switch)              its kind
///     edge  latency_ms, latency_us, latency ("12" is ms, "12 us" says so)
///           bandwidth_mbit_s, LinkSpeedRaw (bit/s)
///
/// Shape:   nodes in document order. A node whose label is shared by others, or is the id of
///          another, is called by its id. Nodes without a position are drawn amid their
///          neighbours when most nodes have one; else there are no positions.
///          Direction is dropped; self-links and repeats are kept; ports, locators and all other
///          data are not used. A note says so if only some edges have a speed.
/// Errors:  InputError with the first 20 mistakes, each with its line: no XML, no graph, no edge,
///          unknown or repeated ids, nested graphs, hyperedges, latencies on some edges only.
/// Cost:    O(bytes) time and memory.
/// Source:  Brandes et al., GraphML Progress Report, Graph Drawing (2001).
Graph parse_graphml(std::string_view text, const std::string& file_name);

}  // namespace rippletank::topologies
