// Arrangement: where the nodes of a graph stand on a picture, by the idea the graph has.
#pragma once

#include <optional>
#include <vector>

#include "topologies/graph.hpp"

namespace rippletank::topologies {

/// A disc drawn behind the nodes of a group.
struct Disc {
  Position centre;
  double radius = 0;
};

/// Nodes in a plane, x to the right, y down; any unit and origin.
struct Arrangement {
  std::vector<Position> at;  ///< one per node
  std::vector<Disc> groups;
  bool on_circle = false;  ///< all nodes stand in order on the circle of radius 1 around 0,0
  /// Nodes stand at steps that the picture is to show, however many there are.
  bool even = false;
};

/// Arranges the nodes as the graph's layout asks for, or freely if the graph is not of that shape.
///
/// Cost:    O(n + m) for the shapes; free: O(n^2) per round up to 400 nodes, O(n + m) above.
Arrangement arrange(const Graph& graph, const Adjacency& rows);

}  // namespace rippletank::topologies
