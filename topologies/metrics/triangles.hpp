// Triangles of a graph, at each node.
#pragma once

#include <cstdint>
#include <vector>

#include "topologies/graph.hpp"

namespace rippletank::topologies {

/// The number of triangles that each node is a corner of; their sum is three times the triangles.
///
/// Cost:    O(m^1.5) time at worst, also beside hubs; O(n + m) memory. Dense graphs go by rows of
///          bits instead, in m * n / 64 steps and n^2 / 8 bytes (at most 128 MiB).
/// Source:  Latapy, "Main-memory triangle computations for very large (sparse (power-law))
///          graphs", Theoretical Computer Science 407, 2008: algorithm forward.
std::vector<std::uint64_t> triangles_at_nodes(const Adjacency& rows);

namespace triangle_ways {

/// From each node to its neighbours of higher degree (ties: higher number) only.
std::vector<std::uint64_t> forward(const Adjacency& rows);

/// By comparing rows of one bit per node; memory n^2 / 8 bytes.
std::vector<std::uint64_t> bit_rows(const Adjacency& rows);

}  // namespace triangle_ways
}  // namespace rippletank::topologies
