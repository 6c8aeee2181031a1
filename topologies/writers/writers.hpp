// Graphs and their metrics as text: for spreadsheets, graph programs, scripts and people.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "topologies/graph.hpp"
#include "topologies/metrics/metrics.hpp"

namespace rippletank::topologies {

/// The links as CSV, `from,to` and, where known, `latency_ms` and `bandwidth_mbit_s`.
///
/// Shape:   one row per link in the graph's order, the input's own names; nodes without links do
///          not appear (GraphML keeps them).
/// Cost:    O(n + m).
/// Source:  RFC 4180 for quoting; lines end in LF.
std::string to_csv(const Graph& graph);

/// The graph as GraphML, which parse_graphml(), networkx, igraph, Gephi and yEd read.
///
/// Shape:   node ids are the names where XML allows them as ids, else n0, n1, …; the name is
///          also the node's `label`. Data: kind, group, Latitude and Longitude or x and y on
///          nodes, latency_ms and bandwidth_mbit_s on edges, as far as known.
/// Cost:    O(n + m).
/// Source:  Brandes et al., GraphML Progress Report, Graph Drawing (2001).
std::string to_graphml(const Graph& graph, std::string_view title = {});

/// The graph in the DOT language, with the Graphviz layout that suits it.
///
/// Shape:   node ids are the names, quoted, unless some could not be told apart or shown so; then
///          they are n0, n1, … and the names are labels.
/// Cost:    O(n + m).
std::string to_dot(const Graph& graph, std::string_view title = {});

/// The metrics as a JSON object, one figure a line.
///
/// Units:   in the keys (`_hops`, `_ms`); the others are counts and ratios.
std::string to_json(const GraphMetrics& metrics);

/// The metrics as a table for people, with the degrees as bars; at most 80 columns wide.
std::string to_summary(const Graph& graph, const GraphMetrics& metrics,
                       std::string_view title = {});

/// The word for a kind of node: host, router, hub, switch.
std::string_view name_of(NodeKind kind);

/// How many nodes are of which kind, "8 hosts, 1 hub" or "all routers"; empty if it is not known.
std::string kinds_in_words(const Graph& graph);

}  // namespace rippletank::topologies
