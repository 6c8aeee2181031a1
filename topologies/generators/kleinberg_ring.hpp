// The random part of kleinberg_ring, apart from the graph, in which chance meetings are hidden.
#pragma once

#include <cstdint>
#include <vector>

#include "topologies/graph.hpp"

namespace rippletank::topologies {

struct KleinbergRing {
  std::uint32_t nodes = 1000;
  double exponent = 1;
  std::uint32_t long_links = 1;
};

/// The far ends of every node's long links: those of node v are number v * long_links and
/// following. Each is any other node with probability proportional to its distance along the ring
/// to the power of -exponent; neighbours on the ring and repeats are among them.
///
/// Random:  substream "topology/kleinberg_ring"; two numbers per long link, rarely more.
/// Cost:    O(nodes * long_links * log nodes).
/// Source:  Kleinberg, "Navigation in a small world", Nature 406 (2000), in one dimension.
std::vector<NodeId> long_link_ends(const KleinbergRing& ring, std::uint64_t seed);

}  // namespace rippletank::topologies
