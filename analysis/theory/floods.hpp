// Floods on any network: what a breadth-first search tells of reach and copies.
#pragma once

#include <cstdint>

#include "analysis/theory/layouts.hpp"
#include "topologies/graph.hpp"

namespace rippletank::theory {

/// How peers pass a query on.
struct FloodRules {
  std::uint32_t ttl_hops = 0;
  bool sends_back = false;  ///< also to the neighbour that the first copy came from
};

/// A TTL that ends no flood.
inline constexpr std::uint32_t no_limit = 0xffffffff;

/// A flood from one peer, and whether its TTL ended it.
struct FloodFrom {
  FloodCount count;
  bool is_cut = false;  ///< not every peer that got a copy could send it on
};

/// What a flood from a peer reaches where all connections take equally long: whoever is within its
/// TTL. Where they do not, reach may be less (a slow short way loses to a fast long one, which has
/// used up the TTL), and copies with it; never more. A flood that its TTL does not cut is the same
/// whatever the delays.
///
/// Cost:    O(n + m).
FloodFrom flood_from(const topologies::Adjacency& rows, topologies::NodeId origin,
                     const FloodRules& rules);

/// A flood without limit through a connected network: every peer sends to all its neighbours but
/// the one that it has the query from, so copies are 2 m - (n - 1); with that one too 2 m.
FloodCount flood_through(double nodes, double links, bool sends_back);

}  // namespace rippletank::theory
