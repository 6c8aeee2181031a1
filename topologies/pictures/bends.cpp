// Finds ways for links around the nodes that they do not join.
#include "topologies/pictures/bends.hpp"

#include <algorithm>
#include <cmath>

namespace rippletank::topologies {
namespace {

constexpr NodeId most_bent_nodes = 200;
constexpr std::size_t most_bent_links = 600;
/// More curves than that make no picture clearer.
constexpr std::size_t most_bent_per_node = 2;
constexpr int points_per_curve = 25;
constexpr double least_gap_px = 1;  // below it a link seems to touch

double distance(Position a, Position b) {
  const double dx = a.x - b.x;
  const double dy = a.y - b.y;
  return std::sqrt(dx * dx + dy * dy);
}

double distance_to_segment(Position p, Position a, Position b) {
  const double dx = b.x - a.x;
  const double dy = b.y - a.y;
  const double squared = dx * dx + dy * dy;
  if (squared == 0) return distance(p, a);
  const double along = std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / squared, 0.0, 1.0);
  return distance(p, {a.x + along * dx, a.y + along * dy});
}

/// Points of the quadratic Bezier curve.
std::vector<Position> curve(Position from, Position control, Position to) {
  std::vector<Position> points;
  for (int i = 0; i < points_per_curve; ++i) {
    const double t = static_cast<double>(i) / (points_per_curve - 1);
    const double a = (1 - t) * (1 - t);
    const double b = 2 * t * (1 - t);
    const double c = t * t;
    points.push_back(
        {a * from.x + b * control.x + c * to.x, a * from.y + b * control.y + c * to.y});
  }
  return points;
}

/// The way of a link between nodes of the circle: towards the centre, so that it does not run
/// through the nodes between its ends; nothing where the chord keeps away from them.
std::optional<Position> bend_within_circle(const Graph& graph, const Frame& frame, Link link) {
  const NodeId n = graph.node_count;
  const NodeId apart = link.from > link.to ? link.from - link.to : link.to - link.from;
  const NodeId steps = std::min(apart, n - apart);
  if (steps < 2) return {};
  const Position& centre = frame.circle->centre;
  const double x = (frame.at[link.from].x + frame.at[link.to].x) / 2 - centre.x;
  const double y = (frame.at[link.from].y + frame.at[link.to].y) / 2 - centre.y;
  const double chord = std::sqrt(x * x + y * y);
  const double clear =
      frame.circle->radius - frame.radius * (0.9 + 0.6 * std::min<double>(steps, 4));
  if (chord <= clear || chord == 0) return {};
  // A quadratic curve passes halfway between its chord and its control point.
  const double control = 2 * clear / chord - 1;
  return Position{centre.x + x * control, centre.y + y * control};
}

/// Looks for the least bend that keeps a link away from the nodes it does not join.
class Wayfinder {
 public:
  Wayfinder(const Graph& graph, const Frame& frame)
      : graph_(graph), frame_(frame), wanted_gap_(2 + 0.12 * frame.radius) {}

  /// Whether a link as it is keeps away from all nodes that it does not join.
  bool is_free(Link link, const std::optional<Position>& bend) const {
    return gap(link, way(link, bend), wanted_gap_) > wanted_gap_;
  }

  /// Bends the link; false if there is no way that is free.
  bool find(Link link, std::optional<Position>& bend) const {
    const Position from = frame_.at[link.from];
    const Position to = frame_.at[link.to];
    double best = gap(link, way(link, bend), -1e9);
    const double length = distance(from, to);
    const double step = std::max(3.0, 0.25 * frame_.radius);
    const double highest = std::min(0.45 * length, 150.0);
    const Position along{(to.x - from.x) / length, (to.y - from.y) / length};
    for (double height = step; height <= highest; height += step) {
      for (const double shift : {0.0, -0.25, 0.25}) {
        for (const double side : {1.0, -1.0}) {
          const double middle = (0.5 + shift) * length;
          // Twice the height, as the curve passes halfway between chord and control point.
          const double off = side * 2 * height;
          const Position control{from.x + along.x * middle - along.y * off,
                                 from.y + along.y * middle + along.x * off};
          const std::vector<Position> points = curve(from, control, to);
          if (!on_canvas(points)) continue;
          const double found = gap(link, points, best);
          if (found <= best + 1e-9) continue;
          best = found;
          bend = control;
          if (best > wanted_gap_) return true;
        }
      }
    }
    return best >= least_gap_px;
  }

 private:
  std::vector<Position> way(Link link, const std::optional<Position>& bend) const {
    const Position from = frame_.at[link.from];
    const Position to = frame_.at[link.to];
    return bend ? curve(from, *bend, to) : std::vector<Position>{from, to};
  }

  /// How much is between a way and the nearest shape that it does not join; anything up to
  /// `enough_to_know` if it is no more than that.
  double gap(Link link, const std::vector<Position>& points, double enough_to_know) const {
    double least = 1e9;
    for (NodeId node = 0; node < graph_.node_count; ++node) {
      if (node == link.from || node == link.to) continue;
      for (std::size_t i = 1; i < points.size(); ++i) {
        const double off = distance_to_segment(frame_.at[node], points[i - 1], points[i]);
        least = std::min(least, off - frame_.reach[node]);
      }
      if (least <= enough_to_know) return least;
    }
    return least;
  }

  bool on_canvas(const std::vector<Position>& points) const {
    return std::all_of(points.begin(), points.end(), [&](Position p) {
      return p.x > 8 && p.x < frame_.width - 8 && p.y > title_baseline + 8 &&
             p.y < frame_.height - 44;
    });
  }

  const Graph& graph_;
  const Frame& frame_;
  double wanted_gap_;
};

}  // namespace

std::size_t bend_links(const Graph& graph, Frame& frame) {
  frame.bends.assign(graph.links.size(), std::nullopt);
  if (frame.circle) {
    for (std::size_t i = 0; i < graph.links.size(); ++i) {
      frame.bends[i] = bend_within_circle(graph, frame, graph.links[i]);
    }
  }
  if (graph.node_count > most_bent_nodes || graph.links.size() > most_bent_links) return 0;
  const Wayfinder wayfinder(graph, frame);
  std::vector<std::size_t> in_the_way;
  for (std::size_t i = 0; i < graph.links.size(); ++i) {
    const Link link = graph.links[i];
    if (link.from != link.to && !wayfinder.is_free(link, frame.bends[i])) in_the_way.push_back(i);
  }
  if (in_the_way.size() > most_bent_per_node * graph.node_count) return in_the_way.size();
  return static_cast<std::size_t>(std::count_if(
      in_the_way.begin(), in_the_way.end(),
      [&](std::size_t i) { return !wayfinder.find(graph.links[i], frame.bends[i]); }));
}

std::vector<Position> path_of(const Graph& graph, const Frame& frame, std::size_t link) {
  const Position from = frame.at[graph.links[link].from];
  const Position to = frame.at[graph.links[link].to];
  if (frame.bends.empty() || !frame.bends[link]) return {from, to};
  return curve(from, *frame.bends[link], to);
}

}  // namespace rippletank::topologies
