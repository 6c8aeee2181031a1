// Fits arrangements onto the canvas.
#include "topologies/pictures/frame.hpp"

#include <algorithm>
#include <cmath>

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
constexpr double least_distance = 2.2;  // in radii

double distance(Position a, Position b) {
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

/// The distance to the nearest other node that nine of ten nodes keep, coincidences aside.
double usual_distance(const std::vector<Position>& at, Extent extent) {
  const std::size_t n = at.size();
  if (n == 1) return 1;
  if (n > most_nodes_to_part) {
    const double area = (extent.high.x - extent.low.x) * (extent.high.y - extent.low.y);
    return std::sqrt(std::max(area, 0.0) / static_cast<double>(n));
  }
  std::vector<double> nearest;
  for (std::size_t i = 0; i < n; ++i) {
    double least = 0;
    for (std::size_t j = 0; j < n; ++j) {
      const double apart = distance(at[i], at[j]);
      if (apart > 1e-9 && (least == 0 || apart < least)) least = apart;
    }
    if (least > 0) nearest.push_back(least);
  }
  if (nearest.empty()) return 1;
  std::sort(nearest.begin(), nearest.end());
  return nearest[nearest.size() / 10];
}

}  // namespace

void part_points(std::vector<Position>& points, double wanted) {
  constexpr int most_rounds = 100;
  const double golden_angle = pi * (3 - std::sqrt(5.0));
  bool moved = true;
  for (int round = 0; moved && round < most_rounds; ++round) {
    moved = false;
    for (std::size_t i = 0; i < points.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        Position& a = points[i];
        Position& b = points[j];
        const double apart = distance(a, b);
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

Frame fit(const Arrangement& arrangement, const Sizing& sizing) {
  Frame frame;
  if (arrangement.at.empty()) {
    frame.height = top + shortest_content + bottom;
    return frame;
  }
  const Extent extent = extent_of(arrangement);
  const double wide = extent.high.x - extent.low.x;
  const double tall = extent.high.y - extent.low.y;
  const double step = usual_distance(arrangement.at, extent);
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
  frame.radius = std::clamp(step * scale * sizing.share, sizing.least_px, sizing.most_px);
  if (frame.at.size() <= most_nodes_to_part) part_points(frame.at, least_distance * frame.radius);
  return frame;
}

}  // namespace rippletank::topologies
