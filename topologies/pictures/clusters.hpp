// Arrangement of groups: each in a disc of its own.
#pragma once

#include <optional>

#include "topologies/pictures/arrangement.hpp"

namespace rippletank::topologies {

/// The nodes of a group on a circle (around the one they all hang on, if there is one), groups on
/// a circle around a device that joins them, or freely where they are many. Nothing if the graph
/// has no groups.
std::optional<Arrangement> arrange_clusters(const Graph& graph, const Adjacency& rows);

}  // namespace rippletank::topologies
