// Counts the peers at each distance on regular layouts.
#include "analysis/theory/layouts.hpp"

#include <algorithm>
#include <cmath>

namespace rippletank::theory {
namespace {

/// Children of a node on a level.
double children(const TreePlace& tree, std::uint32_t level) {
  if (level >= tree.depth) return 0;
  return level == 0 ? tree.root_children : tree.other_children;
}

/// Nodes below one on a level, down to so many steps.
double below(const TreePlace& tree, std::uint32_t level, std::uint32_t steps) {
  double nodes = 0;
  double on_level = 1;
  for (std::uint32_t step = 0; step < steps && level + step < tree.depth; ++step) {
    on_level *= children(tree, level + step);
    nodes += on_level;
  }
  return nodes;
}

/// Of the nodes of a grid within so many steps of one: how many, and their links.
struct Ball {
  double nodes = 0;
  double link_ends = 0;
};

Ball ball_on_grid(const GridPlace& at, std::int64_t steps) {
  Ball ball;
  const std::int64_t first = std::max<std::int64_t>(0, at.row - steps);
  const std::int64_t last = std::min(at.rows - 1, at.row + steps);
  for (std::int64_t row = first; row <= last; ++row) {
    const std::int64_t left_over = steps - std::abs(row - at.row);
    const std::int64_t left = std::max<std::int64_t>(0, at.column - left_over);
    const std::int64_t right = std::min(at.columns - 1, at.column + left_over);
    const auto nodes = static_cast<double>(right - left + 1);
    const double across = 2 * nodes - (left == 0 ? 1 : 0) - (right == at.columns - 1 ? 1 : 0);
    const double along = nodes * ((row > 0 ? 1 : 0) + (row < at.rows - 1 ? 1 : 0));
    ball.nodes += nodes;
    ball.link_ends += across + along;
  }
  return ball;
}

/// A node of a level tree, by its number: levels are numbered one after the other.
std::uint32_t level_of(const TreePlace& tree, core::PeerId node) {
  double first_below = 1;
  double on_level = 1;
  std::uint32_t level = 0;
  while (node >= first_below && level < tree.depth) {
    on_level *= children(tree, level++);
    first_below += on_level;
  }
  return level;
}

}  // namespace

FloodCount flood_on_star(double nodes, bool from_centre, double ttl_hops) {
  if (nodes <= 1) return {};
  if (from_centre || ttl_hops >= 2) return {nodes - 1, nodes - 1};
  return {1, 1};
}

FloodCount flood_on_line(double left, double right, double ttl_hops) {
  const double reach = std::min(ttl_hops, left) + std::min(ttl_hops, right);
  return {reach, reach};
}

FloodCount flood_on_ring(double nodes, double ttl_hops) {
  const double reach = std::min(2 * ttl_hops, nodes - 1);
  // The origin sends two copies, and whoever is nearer than the TTL sends one on.
  return {reach, 2 + std::min(2 * (ttl_hops - 1), nodes - 1)};
}

FloodCount flood_on_mesh(double nodes, double ttl_hops) {
  const double others = nodes - 1;
  return {others, ttl_hops >= 2 ? others * others : others};
}

FloodCount flood_on_grid(const GridPlace& origin, std::int64_t ttl_hops) {
  // Any further, and rows would be counted that there are not.
  const std::int64_t steps = std::min(ttl_hops, origin.rows + origin.columns);
  const Ball reached = ball_on_grid(origin, steps);
  const Ball senders = ball_on_grid(origin, steps - 1);
  // All but the origin leave out the neighbour that they got it from.
  return {reached.nodes - 1, senders.link_ends - (senders.nodes - 1)};
}

FloodCount flood_on_tree(const TreePlace& origin, std::uint32_t ttl_hops) {
  double reach = below(origin, origin.level, ttl_hops);
  for (std::uint32_t up = 1; up <= std::min(origin.level, ttl_hops); ++up) {
    const std::uint32_t ancestor = origin.level - up;
    const std::uint32_t left = ttl_hops - up;
    ++reach;
    if (left == 0) continue;
    // Its other children and what is below them.
    reach += (children(origin, ancestor) - 1) * (1 + below(origin, ancestor + 1, left - 1));
  }
  return {reach, reach};
}

std::optional<FloodCount> flood_on(const registry::Json& topology, core::PeerId origin,
                                   std::uint32_t ttl_hops) {
  const auto& model = topology.at("model").get_ref<const std::string&>();
  const auto number = [&](const char* key) { return topology.at(key).get<double>(); };
  const double from = origin;
  if (model == "star") return flood_on_star(number("nodes"), origin == 0, ttl_hops);
  if (model == "true_mesh") return flood_on_mesh(number("nodes"), ttl_hops);
  if (model == "bus" || (model == "ring" && number("nodes") < 3)) {
    return flood_on_line(from, number("nodes") - 1 - from, ttl_hops);
  }
  if (model == "ring") return flood_on_ring(number("nodes"), ttl_hops);
  if (model == "grid") {
    const auto columns = topology.at("columns").get<std::int64_t>();
    return flood_on_grid(
        {topology.at("rows").get<std::int64_t>(), columns, origin / columns, origin % columns},
        ttl_hops);
  }
  TreePlace place;
  if (model == "balanced_tree") {
    place = {number("branching"), number("branching")};
  } else if (model == "regular_tree") {
    place = {number("degree"), number("degree") - 1};
  } else {
    return {};
  }
  place.depth = topology.at("depth").get<std::uint32_t>();
  place.level = level_of(place, origin);
  return flood_on_tree(place, ttl_hops);
}

double mean_hops_on_star(double nodes) { return 2 - 2 / nodes; }

double mean_hops_on_line(double nodes) { return (nodes + 1) / 3; }

double mean_hops_on_ring(double nodes) {
  const bool odd = std::fmod(nodes, 2) == 1;
  return odd ? (nodes + 1) / 4 : nodes * nodes / (4 * (nodes - 1));
}

}  // namespace rippletank::theory
