// Fits arrangements onto the canvas.
#include "topologies/pictures/frame.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "topologies/pictures/marks.hpp"
#include "topologies/pictures/shapes.hpp"

namespace rippletank::topologies {
namespace {

constexpr double top = 72;     // below the title
constexpr double bottom = 64;  // above the legend
constexpr double vertical_margin = 36;
constexpr double tallest_content = 584;
constexpr double shortest_content = 120;
constexpr double widest_step = 170;  // three nodes do not need the whole canvas
constexpr std::size_t most_nodes_to_part = 700;
constexpr double node_room = 1.1;  // of a node, in its reach

double distance_between(Position a, Position b) {
  const double dx = a.x - b.x;
  const double dy = a.y - b.y;
  return std::sqrt(dx * dx + dy * dy);
}

struct Extent {
  Position low;
  Position high;

  void include(Position p, double radius) {
    low = {std::min(low.x, p.x - radius), std::min(low.y, p.y - radius)};
    high = {std::max(high.x, p.x + radius), std::max(high.y, p.y + radius)};
  }
};

Extent extent_of(const Arrangement& arrangement) {
  Extent extent{arrangement.at[0], arrangement.at[0]};
  for (const Position& p : arrangement.at) extent.include(p, 0);
  for (const Disc& disc : arrangement.groups) extent.include(disc.centre, disc.radius);
  return extent;
}

/// How far every node is from the nearest other, measured in the mean of how far the two reach;
/// 0 if there is none at another place. Cheap because only nodes with nearly the same x are looked
/// at.
std::vector<double> nearest_distances(const std::vector<Position>& at,
                                      const std::vector<double>& reach) {
  constexpr std::size_t most_looked_at = 700;  // to either side
  std::vector<std::size_t> order(at.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if (at[a].x != at[b].x) return at[a].x < at[b].x;
    return at[a].y != at[b].y ? at[a].y < at[b].y : a < b;
  });
  const double widest = at.empty() ? 1 : *std::max_element(reach.begin(), reach.end());
  std::vector<double> nearest(at.size(), 0);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const std::size_t node = order[i];
    double& least = nearest[node];
    const auto look_at = [&](std::size_t other) {
      const double apart = distance_between(at[node], at[other]);
      const double relative = 2 * apart / (reach[node] + reach[other]);
      if (apart > 1e-9 && (least == 0 || relative < least)) least = relative;
      return least == 0 || std::abs(at[node].x - at[other].x) < least * widest;
    };
    const std::size_t first = i < most_looked_at ? 0 : i - most_looked_at;
    const std::size_t last = std::min(order.size(), i + most_looked_at + 1);
    for (std::size_t j = i; j > first && look_at(order[j - 1]);) --j;
    for (std::size_t j = i + 1; j < last && look_at(order[j]);) ++j;
  }
  return nearest;
}

/// The distance to the nearest other node that nine of ten nodes keep, coincidences aside.
double usual_distance(std::vector<double> nearest) {
  nearest.erase(std::remove(nearest.begin(), nearest.end(), 0.0), nearest.end());
  if (nearest.empty()) return 1;
  std::sort(nearest.begin(), nearest.end());
  return nearest[nearest.size() / 10];
}

/// The distance between nodes if they were spread over the whole extent.
double spread_distance(std::size_t n, Extent extent) {
  const double area = (extent.high.x - extent.low.x) * (extent.high.y - extent.low.y);
  return std::sqrt(std::max(area, 0.0) / static_cast<double>(n));
}

double within_limits(double step_px, const Sizing& sizing) {
  return std::clamp(step_px * sizing.share, sizing.least_px, sizing.most_px);
}

/// The radius of a node on even steps, at most the one it would have elsewhere.
double beside_neighbours(double step_px, double radius) {
  constexpr double full_step = 0.36;
  constexpr double visible_px = 0.3;
  return step_px > 0 ? std::min(radius, std::max(visible_px, full_step * step_px)) : radius;
}

}  // namespace

void part_points(std::vector<Position>& points, const std::vector<double>& rooms) {
  constexpr int most_rounds = 100;
  const double golden_angle = pi * (3 - std::sqrt(5.0));
  bool moved = true;
  for (int round = 0; moved && round < most_rounds; ++round) {
    moved = false;
    for (std::size_t i = 0; i < points.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        Position& a = points[i];
        Position& b = points[j];
        const double wanted = rooms[i] + rooms[j];
        const double apart = distance_between(a, b);
        if (apart >= 0.999 * wanted) continue;
        Position towards = direction(golden_angle * static_cast<double>(i + j));
        if (apart > 1e-6 * wanted) towards = {(a.x - b.x) / apart, (a.y - b.y) / apart};
        const double by = (wanted - apart) / 2;
        a = {a.x + by * towards.x, a.y + by * towards.y};
        b = {b.x - by * towards.x, b.y - by * towards.y};
        moved = true;
      }
    }
  }
}

Frame fit(const Arrangement& arrangement, const Sizing& sizing,
          const std::vector<NodeKind>& kinds) {
  Frame frame;
  if (arrangement.at.empty()) {
    frame.height = top + shortest_content + bottom;
    return frame;
  }
  frame.reach.assign(arrangement.at.size(), 1);
  for (std::size_t i = 0; i < kinds.size(); ++i) frame.reach[i] = reach_in_radii(kinds[i]);
  const Extent extent = extent_of(arrangement);
  const double wide = extent.high.x - extent.low.x;
  const double tall = extent.high.y - extent.low.y;
  const std::size_t n = arrangement.at.size();
  const bool crowded = n > most_nodes_to_part && !arrangement.even;
  const std::vector<double> nearest =
      crowded ? std::vector<double>{} : nearest_distances(arrangement.at, frame.reach);
  const double spread = spread_distance(n, extent);
  const double step = crowded ? spread : usual_distance(nearest);
  const double room_x = frame.width - 2 * (side_margin + sizing.margin_px);
  const double room_y = tallest_content - 2 * vertical_margin;
  double scale = widest_step / std::max(step, 1e-9);
  if (wide > 0) scale = std::min(scale, room_x / wide);
  if (tall > 0) scale = std::min(scale, room_y / tall);
  const double content = std::max(shortest_content, tall * scale + 2 * vertical_margin);
  frame.height = std::ceil(top + content + bottom);
  const Position middle{(extent.low.x + extent.high.x) / 2, (extent.low.y + extent.high.y) / 2};
  const auto onto_canvas = [&](Position p) {
    return Position{frame.width / 2 + (p.x - middle.x) * scale,
                    top + content / 2 + (p.y - middle.y) * scale};
  };
  for (const Position& p : arrangement.at) frame.at.push_back(onto_canvas(p));
  if (arrangement.on_circle) frame.circle = Disc{onto_canvas({0, 0}), scale};
  for (const Disc& disc : arrangement.groups) {
    frame.groups.push_back({onto_canvas(disc.centre), disc.radius * scale});
  }
  frame.radius = within_limits(step * scale, sizing);
  frame.radii.assign(n, frame.radius);
  if (arrangement.even && sizing.each) {
    const double largest = within_limits(std::max(step, spread) * scale, sizing);
    for (std::size_t i = 0; i < n; ++i) {
      frame.radii[i] = beside_neighbours(nearest[i] * scale, largest);
    }
    frame.radius = *std::min_element(frame.radii.begin(), frame.radii.end());
  } else if (arrangement.even) {
    frame.radius = beside_neighbours(step * scale, frame.radius);
    frame.radii.assign(n, frame.radius);
  }
  for (std::size_t i = 0; i < n; ++i) frame.reach[i] *= frame.radii[i];
  if (n <= most_nodes_to_part) {
    std::vector<double> rooms = frame.reach;
    for (double& of_node : rooms) of_node *= node_room;
    part_points(frame.at, rooms);
  }
  return frame;
}

}  // namespace rippletank::topologies
