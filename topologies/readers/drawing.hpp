// Drawing: where nodes of unknown position are drawn among those of known position.
#pragma once

#include <optional>
#include <vector>

#include "topologies/graph.hpp"

namespace rippletank::topologies {

/// Positions of all nodes of a graph of which some are known: an unknown one is the mean of its
/// neighbours that are nearest, in hops, to a known one; the mean of all when none can be reached.
///
/// Shape:   `known[node]`, at least one of which is given; the graph need not be simple.
/// Cost:    O(n + m) time and memory.
std::vector<Position> place_amid_neighbours(const Graph& graph,
                                            const std::vector<std::optional<Position>>& known);

}  // namespace rippletank::topologies
