// Components of a graph and the nodes that hold it together.
#pragma once

#include <cstdint>
#include <vector>

#include "topologies/graph.hpp"

namespace rippletank::topologies {

/// The parts of a graph that no link joins.
///
/// Shape:   of[node], the component of a node; components are numbered by their smallest node.
///          sizes[component], its number of nodes. largest: of equals the first.
struct Components {
  std::vector<std::uint32_t> of;
  std::vector<std::uint32_t> sizes;
  std::uint32_t largest = 0;
};

/// Cost:    O(n + m) time, O(n) memory; no recursion.
Components components(const Adjacency& rows);

/// The nodes whose loss alone splits the component they are in, ascending.
///
/// Cost:    O(n + m) time and memory; no recursion.
/// Source:  Hopcroft & Tarjan, Communications of the ACM 16(6), 1973 (articulation points).
std::vector<NodeId> cut_nodes(const Adjacency& rows);

}  // namespace rippletank::topologies
