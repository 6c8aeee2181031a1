// Latencies of shortest paths between many pairs of nodes.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/time.hpp"
#include "topologies/graph.hpp"

namespace rippletank::topologies {

/// Nanoseconds summed over pairs, which outgrow 64 bits.
__extension__ typedef unsigned __int128 WideTime;  // NOLINT(modernize-use-using): is an extension

/// Shortest latencies from one node to all that it reaches, itself not counted.
struct LatencySums {
  std::uint64_t reached = 0;
  core::Time longest = 0;
  WideTime sum = 0;  ///< nanoseconds
};

/// Sums the shortest latencies from each source, in exact whole nanoseconds.
///
/// Shape:   result[i] belongs to sources[i]; latency_ns[link] is the latency of a link.
/// Errors:  latencies must not be negative, nor add up beyond 64 bits over all links.
/// Cost:    O((n + m) log n) per source.
/// Source:  Dijkstra, Numerische Mathematik 1, 1959; by Boost.Graph.
std::vector<LatencySums> sum_latencies(const Adjacency& rows,
                                       const std::vector<core::Time>& latency_ns,
                                       const std::vector<NodeId>& sources);

}  // namespace rippletank::topologies
