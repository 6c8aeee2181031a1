// Placement of labels.
#include "topologies/pictures/labels.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "topologies/pictures/bends.hpp"
#include "topologies/pictures/marks.hpp"
#include "topologies/writers/text.hpp"

namespace rippletank::topologies {
namespace {

constexpr double least_font_px = 11;
constexpr double largest_font_px = 17;
constexpr std::size_t most_characters = 24;
constexpr NodeId few_nodes = 30;  // whose names may be larger

struct Rectangle {
  double left;
  double top;
  double right;
  double bottom;

  double overlap(const Rectangle& other) const {
    const double x = std::min(right, other.right) - std::max(left, other.left);
    const double y = std::min(bottom, other.bottom) - std::max(top, other.top);
    return x > 0 && y > 0 ? x * y : 0;
  }
};

/// The largest font in which every name fits into its node's shape, if hosts have that radius.
double inside_font_px(const Graph& graph, double radius) {
  double font_px = largest_font_px;
  for (NodeId node = 0; node < graph.node_count; ++node) {
    const double width = std::max(0.5, text_width(one_line(graph.names.name(node)), 1));
    const bool diamond = graph.has_devices() && graph.kinds[node] == NodeKind::router;
    // Within a diamond half the width and half the height of a text make up its reach.
    const double fits = diamond ? diamond_reach * radius / (width / 2 + 0.36)
                                : std::min(1.75 / width, 1.3) * radius;
    font_px = std::min(font_px, fits);
  }
  return font_px;
}

std::string shortened(std::string text) {
  if (shown_length(text) <= most_characters) return text;
  std::size_t bytes = 0;
  for (std::size_t shown = 0; bytes < text.size(); ++bytes) {
    const bool begins = (static_cast<unsigned char>(text[bytes]) & 0xC0U) != 0x80;
    if (begins && shown++ == most_characters - 1) break;
  }
  return text.substr(0, bytes) + "…";
}

/// The length of the part of a segment that lies within a rectangle (Liang & Barsky's clipping).
double length_within(Position a, Position b, const Rectangle& box) {
  const double dx = b.x - a.x;
  const double dy = b.y - a.y;
  double begin = 0;
  double end = 1;
  const std::array<std::array<double, 2>, 4> sides = {
      {{-dx, a.x - box.left}, {dx, box.right - a.x}, {-dy, a.y - box.top}, {dy, box.bottom - a.y}}};
  for (const auto& [slope, room] : sides) {
    if (slope == 0) {
      if (room < 0) return 0;
    } else if (slope < 0) {
      begin = std::max(begin, room / slope);
    } else {
      end = std::min(end, room / slope);
    }
  }
  return begin < end ? (end - begin) * std::sqrt(dx * dx + dy * dy) : 0;
}

/// Places labels beside nodes, one after the other, each where it covers least.
class Placement {
 public:
  Placement(const Graph& graph, const Frame& frame, double font_px)
      : graph_(graph), frame_(frame), font_px_(font_px) {
    for (std::size_t link = 0; link < graph.links.size(); ++link) {
      paths_.push_back(path_of(graph, frame, link));
    }
  }

  std::vector<Label> run() {
    std::vector<Label> labels;
    for (const NodeId node : by_crowding()) {
      if (auto label = place(node)) labels.push_back(*std::move(label));
    }
    std::sort(labels.begin(), labels.end(),
              [](const Label& a, const Label& b) { return a.node < b.node; });
    return labels;
  }

 private:
  /// Nodes with the nearest neighbours first: they have the least choice.
  std::vector<NodeId> by_crowding() const {
    std::vector<std::pair<double, NodeId>> nearest;
    for (NodeId i = 0; i < graph_.node_count; ++i) {
      double least = 1e12;
      for (NodeId j = 0; j < graph_.node_count; ++j) {
        const double dx = frame_.at[i].x - frame_.at[j].x;
        const double dy = frame_.at[i].y - frame_.at[j].y;
        if (i != j) least = std::min(least, dx * dx + dy * dy);
      }
      nearest.emplace_back(least, i);
    }
    std::sort(nearest.begin(), nearest.end());
    std::vector<NodeId> order;
    order.reserve(nearest.size());
    for (const auto& [squared, node] : nearest) order.push_back(node);
    return order;
  }

  std::optional<Label> place(NodeId node) {
    const std::string text = shortened(one_line(graph_.names.name(node)));
    std::optional<Label> best;
    Rectangle best_box{};
    double least = 0;
    double preference = 0;  // earlier places read better
    for (const auto& [x, y] : places) {
      preference += 1;
      const Label label = label_at(node, text, x, y);
      const Rectangle box = box_of(label);
      const std::optional<double> covered = cost(box, node);
      if (!covered || (best && *covered + preference >= least)) continue;
      best = label;
      best_box = box;
      least = *covered + preference;
    }
    if (best) taken_.push_back(best_box);
    return best;
  }

  Label label_at(NodeId node, const std::string& text, int x, int y) const {
    const double off = frame_.reach[node] + 4;
    const double diagonal = off * 0.8;
    const Position& at = frame_.at[node];
    const double by = x != 0 && y != 0 ? diagonal : off;
    const double middle = font_px_ * 0.35;  // from a line's middle to its baseline
    const double rise = y == 0 ? 0 : y * (x == 0 ? font_px_ * 0.5 : font_px_ * 0.3);
    const Anchor anchor = x > 0 ? Anchor::start : x < 0 ? Anchor::end : Anchor::middle;
    return {node, text, {at.x + x * by, at.y + y * by + rise + middle}, anchor};
  }

  Rectangle box_of(const Label& label) const {
    const double width = text_width(label.text, font_px_);
    const double left = label.anchor == Anchor::start    ? label.at.x
                        : label.anchor == Anchor::middle ? label.at.x - width / 2
                                                         : label.at.x - width;
    return {left, label.at.y - font_px_ * 0.8, left + width, label.at.y + font_px_ * 0.25};
  }

  /// What a label in that place would cover; nothing if another label or too much of a node.
  std::optional<double> cost(const Rectangle& box, NodeId own) const {
    if (box.left < 4 || box.right > frame_.width - 4) return {};
    if (box.top < title_baseline + 10 || box.bottom > frame_.height - 44) return {};
    for (const Rectangle& other : taken_) {
      if (box.overlap(other) > 0) return {};
    }
    double covered = 0;
    for (NodeId node = 0; node < graph_.node_count; ++node) {
      const Position& at = frame_.at[node];
      const double r = frame_.radii[node];
      const double overlap = box.overlap({at.x - r, at.y - r, at.x + r, at.y + r});
      if (node != own && overlap > r * r) return {};
      if (node != own) covered += overlap;
    }
    for (const std::vector<Position>& path : paths_) {
      for (std::size_t i = 1; i < path.size(); ++i) {
        covered += 0.5 * length_within(path[i - 1], path[i], box);
      }
    }
    return covered;
  }

  /// Right, left, below, above, then the corners.
  static constexpr std::array<std::pair<int, int>, 8> places = {
      {{1, 0}, {-1, 0}, {0, 1}, {0, -1}, {1, -1}, {1, 1}, {-1, -1}, {-1, 1}}};

  const Graph& graph_;
  const Frame& frame_;
  double font_px_;
  std::vector<std::vector<Position>> paths_;  // of the links
  std::vector<Rectangle> taken_;
};

}  // namespace

double text_width(std::string_view text, double font_px) {
  constexpr std::string_view narrow = " !'(),.:;I[]`fijlrt{|}";
  constexpr std::string_view wide = "%@MWmw";
  double width = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) == 0x80) continue;
    if (narrow.find(c) != std::string_view::npos) {
      width += 0.36;
    } else if (byte >= 0xE0 || wide.find(c) != std::string_view::npos) {
      width += 1;
    } else if (byte >= 0x80 || (c >= 'A' && c <= 'Z')) {
      width += 0.74;
    } else {
      width += 0.59;
    }
  }
  return width * font_px;
}

bool names_fit_inside(const Graph& graph, double radius) {
  return inside_font_px(graph, radius) >= least_font_px;
}

Labels place_labels(const Graph& graph, const Frame& frame) {
  Labels labels;
  if (graph.node_count > most_labelled_nodes || graph.node_count == 0) return labels;
  labels.inside = graph.layout != Layout::geographic && names_fit_inside(graph, frame.radius);
  if (!labels.inside) {
    labels.font_px = graph.node_count <= few_nodes ? 15 : 13;
    labels.placed = Placement(graph, frame, labels.font_px).run();
    return labels;
  }
  labels.font_px = inside_font_px(graph, frame.radius);
  for (NodeId node = 0; node < graph.node_count; ++node) {
    const Position& at = frame.at[node];
    labels.placed.push_back({node,
                             one_line(graph.names.name(node)),
                             {at.x, at.y + labels.font_px * 0.35},
                             Anchor::middle});
  }
  return labels;
}

}  // namespace rippletank::topologies
