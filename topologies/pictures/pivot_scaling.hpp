// PivotMDS: first positions of the nodes of a connected graph, from hops to a few of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "topologies/pictures/arrangement.hpp"

namespace rippletank::topologies {

/// Hops from pivots that are far from each other.
///
/// Shape:   hops[p][node]; pivots[0] is the node of most links.
struct PivotHops {
  std::vector<NodeId> pivots;
  std::vector<std::vector<std::uint32_t>> hops;
};

/// Chooses pivots of a connected graph: all nodes if there are no more than that; else a quarter
/// of them as far as possible from those before, which shows the graph's extent, and the others at
/// random, which shows where most nodes are.
///
/// Random:  substream "topology/picture" of seed 1.
/// Cost:    O(pivots * (n + m)).
PivotHops pivot_hops(const Adjacency& rows, std::size_t most_pivots);

/// Positions along the two directions in which the pivots' hops vary most.
///
/// Cost:    O(n * pivots^2).
/// Source:  Brandes & Pich, Graph Drawing 2006. The eigenvectors come by power iteration, as
///          theirs do, and not from a library, whose order of sums would change the bytes.
std::vector<Position> pivot_positions(const PivotHops& pivots);

}  // namespace rippletank::topologies
