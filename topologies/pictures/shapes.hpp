// Arrangements of the plain shapes: ring, star, line, grid.
#pragma once

#include <cstdint>
#include <optional>

#include "topologies/pictures/arrangement.hpp"

namespace rippletank::topologies {

inline constexpr double pi = 3.14159265358979323846;

/// The direction of an angle in radians, clockwise from the top.
Position direction(double angle);

/// Place `index` of `count` in rows of `columns`, every second one from right to left, so that
/// successive places are next to each other.
Position serpentine(std::uint32_t index, std::uint32_t columns);

/// Node 0 on top, the others clockwise.
Arrangement arrange_ring(const Graph& graph);

/// The centre amid the others; nothing if some link does not end at the centre.
std::optional<Arrangement> arrange_star(const Graph& graph);

/// In order from left to right; many nodes fill rows, like a text but turning at the ends.
Arrangement arrange_line(const Graph& graph);

/// Rows are groups; nothing if they are not equally long.
std::optional<Arrangement> arrange_grid(const Graph& graph);

}  // namespace rippletank::topologies
