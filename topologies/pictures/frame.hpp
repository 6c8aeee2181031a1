// Frame: an arrangement fitted onto the canvas of a picture, with nodes of a size that fits.
#pragma once

#include <optional>
#include <vector>

#include "topologies/pictures/arrangement.hpp"

namespace rippletank::topologies {

/// A picture in pixels, 960 wide.
struct Frame {
  double width = 960;
  double height = 0;
  double radius = 0;  ///< of a host's circle, the smallest if they differ
  std::vector<Position> at;
  std::vector<double> radii;  ///< of each node's circle, if it were a host
  std::vector<double> reach;  ///< of each node's shape, from its middle to its outermost point
  std::vector<Disc> groups;
  std::optional<Disc> circle;  ///< the one that all nodes stand on, in order
  /// Control points of the links that are quadratic curves; see bend_links().
  std::vector<std::optional<Position>> bends;
};

/// Moves points apart whose rooms overlap, each pair by half, until none do or it does not help;
/// coincident ones in directions of their own. `rooms` are the radii of what each keeps free.
///
/// Cost:    O(n^2) per round, at most 100 rounds.
void part_points(std::vector<Position>& points, const std::vector<double>& rooms);

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
  bool each = false;  ///< on even steps, each node as large as the way to its neighbours allows
};

/// Fits an arrangement; flat ones get a flat canvas. Without kinds all nodes are hosts.
///
/// Shape:   shapes keep a tenth of their size between them in graphs of up to 700 nodes, which may
///          move some of them a little; in even arrangements of any size nodes are smaller than
///          the steps between them, unless these are below 0.6 pixels.
/// Cost:    O(n^2) up to 700 nodes, else O(n log n).
Frame fit(const Arrangement& arrangement, const Sizing& sizing,
          const std::vector<NodeKind>& kinds = {});

}  // namespace rippletank::topologies
