// Ids: dense 32-bit numbers for everything that a run has many of.
#pragma once

#include <cstdint>
#include <limits>

namespace rippletank::core {

/// A peer of the overlay, 0 .. peers-1 in the order of its topology.
using PeerId = std::uint32_t;
/// A query, 0 .. queries-1 in the order of their start.
using QueryId = std::uint32_t;
/// A piece of content, 0 .. items-1 in the order in which the input names them.
using ItemId = std::uint32_t;
/// A directed connection: an index into the rows of the adjacency (CSR order).
using Slot = std::uint32_t;

inline constexpr PeerId no_peer = std::numeric_limits<PeerId>::max();
inline constexpr ItemId no_item = std::numeric_limits<ItemId>::max();

}  // namespace rippletank::core
