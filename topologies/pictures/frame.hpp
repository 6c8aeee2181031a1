// Frame: an arrangement fitted onto the canvas of a picture, with nodes of a size that fits.
#pragma once

#include <string_view>
#include <vector>

#include "topologies/pictures/arrangement.hpp"

namespace rippletank::topologies {

/// A picture in pixels, 960 wide.
struct Frame {
  double width = 960;
  double height = 0;
  double radius = 0;  ///< of a host's circle
  std::vector<Position> at;
  std::vector<Disc> groups;
  std::optional<Disc> circle;  ///< the one that all nodes stand on, in order
};

/// Moves points apart that are nearer than wanted, each pair by half, until none are or it does
/// not help; coincident ones in directions of their own.
///
/// Cost:    O(n^2) per round, at most 100 rounds.
void part_points(std::vector<Position>& points, double wanted);

/// Where texts stand.
inline constexpr double side_margin = 40;
inline constexpr double title_baseline = 46;

/// How large nodes may be, a share of the usual distance between neighbours within limits, and how
/// much room stays free on either side.
struct Sizing {
  double share = 0.36;
  double least_px = 0.8;
  double most_px = 22;
  double margin_px = 36;
};

/// Fits an arrangement; flat ones get a flat canvas.
///
/// Shape:   nodes are at least 2.2 radii apart in graphs of up to 700 nodes, which may move some
///          of them a little.
/// Cost:    O(n^2) up to 700 nodes, else O(n).
Frame fit(const Arrangement& arrangement, const Sizing& sizing);

}  // namespace rippletank::topologies
