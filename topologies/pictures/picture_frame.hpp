// The frame of a picture: where and how large the nodes of a graph are drawn.
#pragma once

#include "topologies/pictures/frame.hpp"

namespace rippletank::topologies {

/// Pictures of more nodes than this have dots for nodes, whatever they are.
inline constexpr NodeId most_shaped_nodes = 5'000;

/// Where nodes have no names to show who is who, their areas grow with their degrees.
bool sized_by_degree(const Graph& graph);

/// Nodes arranged as the graph's layout asks for, as large as their names need, or dots with names
/// beside; on maps always dots.
///
/// Cost:    O(n^2) up to 700 nodes, else O(n + m) times a few hundred.
Frame frame_of(const Graph& graph);

}  // namespace rippletank::topologies
