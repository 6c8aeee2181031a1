// Marks: how large the shapes of nodes are, in radii of a host's circle.
#pragma once

#include "topologies/graph.hpp"

namespace rippletank::topologies {

/// Devices stand out a little: half the side of a switch's square, and how far the corners of a
/// hub's hexagon and of a router's diamond are from the middle.
inline constexpr double square_half_side = 1.08;
inline constexpr double hexagon_reach = 1.32;
inline constexpr double diamond_reach = 1.5;

/// From the middle of a node's shape to its outermost point.
inline double reach_in_radii(NodeKind kind) {
  switch (kind) {
    case NodeKind::switch_device:
      return 1.42 * square_half_side;
    case NodeKind::hub:
      return hexagon_reach;
    case NodeKind::router:
      return diamond_reach;
    case NodeKind::host:
      break;
  }
  return 1;
}

/// Smaller shapes have no outline, which would hide them.
inline constexpr double least_outlined_px = 3;

}  // namespace rippletank::topologies
