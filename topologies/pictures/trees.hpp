// Arrangements of trees: by levels, and as stars along a trunk.
#pragma once

#include <optional>
#include <vector>

#include "topologies/pictures/arrangement.hpp"

namespace rippletank::topologies {

/// The root on top and every level on a line of its own, or, where leaves are many, the root amid
/// circles. Nothing if the graph is no tree.
std::optional<Arrangement> arrange_levels(const Graph& graph, const Adjacency& rows);

/// Centres in line, each with the nodes that hang on it alone.
struct Chain {
  std::vector<NodeId> centres;
  std::vector<std::vector<NodeId>> leaves;  ///< of each centre, ascending
};

/// The stars of a graph whose inner nodes form a line; nothing if it is no such tree.
std::optional<Chain> find_chain(const Graph& graph, const Adjacency& rows);

/// The trunk across the top, the leaves fanned out below their centres.
Arrangement arrange_trunk(const Graph& graph, const Chain& chain);

/// Stars side by side, or in rows where they are many; leaves all around their centres.
Arrangement arrange_stars(const Graph& graph, const Chain& chain);

}  // namespace rippletank::topologies
