// Maps.
#include "topologies/pictures/map.hpp"

#include <algorithm>
#include <cmath>

#include "sim/core/pinned_math.hpp"
#include "topologies/pictures/shapes.hpp"

namespace rippletank::topologies {
namespace {

/// The longitude east of which the map begins: where the gap between nodes is widest, so that a
/// network across the Pacific is not torn apart.
double western_edge(const std::vector<Position>& positions) {
  std::vector<double> longitudes;
  longitudes.reserve(positions.size());
  for (const Position& position : positions) longitudes.push_back(position.x);
  std::sort(longitudes.begin(), longitudes.end());
  double edge = longitudes.front();
  double widest = longitudes.front() + 360 - longitudes.back();
  for (std::size_t i = 1; i < longitudes.size(); ++i) {
    if (longitudes[i] - longitudes[i - 1] <= widest) continue;
    widest = longitudes[i] - longitudes[i - 1];
    edge = longitudes[i];
  }
  return edge;
}

}  // namespace

std::optional<Arrangement> arrange_map(const Graph& graph) {
  if (graph.node_count == 0 || graph.positions.size() != graph.node_count) return {};
  const bool on_earth =
      std::all_of(graph.positions.begin(), graph.positions.end(),
                  [](const Position& p) { return std::abs(p.x) <= 180 && std::abs(p.y) <= 90; });
  if (!on_earth) return {};
  const double edge = western_edge(graph.positions);
  double north = -90;
  double south = 90;
  for (const Position& position : graph.positions) {
    north = std::max(north, position.y);
    south = std::min(south, position.y);
  }
  const double shrink = std::max(0.05, core::cos((north + south) / 2 * pi / 180));
  Arrangement result;
  for (const Position& position : graph.positions) {
    const double east = position.x < edge ? position.x + 360 - edge : position.x - edge;
    result.at.push_back({east * shrink, -position.y});
  }
  return result;
}

}  // namespace rippletank::topologies
