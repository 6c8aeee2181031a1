// Draws graphs as SVG.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "sim/registry/counts.hpp"
#include "sim/registry/diagnostics.hpp"
#include "topologies/pictures/labels.hpp"
#include "topologies/pictures/marks.hpp"
#include "topologies/pictures/picture_frame.hpp"
#include "topologies/pictures/pictures.hpp"
#include "topologies/writers/text.hpp"
#include "topologies/writers/writers.hpp"

namespace rippletank::topologies {
namespace {

/// A length or coordinate to a tenth of a pixel, as short as it goes.
std::string px(double value) {
  const double tenths = std::floor(value * 10 + 0.5);
  std::string text = fmt::format("{:.1f}", tenths == 0 ? 0 : tenths / 10);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text;
}

/// A size to a tenth of a pixel; below 1 to a hundredth, as nodes of 0.3 and 0.4 differ by much.
std::string size_px(double value) {
  return value < 1 ? fmt::format("{:.2g}", std::floor(value * 100 + 0.5) / 100) : px(value);
}

std::string xy(Position at) { return px(at.x) + "," + px(at.y); }

std::string_view colour_of(NodeKind kind) {
  switch (kind) {
    case NodeKind::router:
      return "#cc79a7";  // reddish purple
    case NodeKind::hub:
      return "#f0e442";  // yellow
    case NodeKind::switch_device:
      return "#e69f00";  // orange
    case NodeKind::host:
      break;
  }
  return "#56b4e9";  // sky blue
}

constexpr std::string_view small_host_colour = "#0072b2";  // blue, darker

NodeKind kind_of(const Graph& graph, NodeId node) {
  return graph.has_devices() ? graph.kinds[node] : NodeKind::host;
}

/// How links are drawn: the more of them, the thinner and paler.
struct Stroke {
  double width;
  double opacity;
};

Stroke link_stroke(std::size_t links) {
  if (links <= 150) return {1.8, 1};
  if (links <= 600) return {1.2, 0.7};
  if (links <= 3'000) return {0.8, 0.45};
  if (links <= 20'000) return {0.5, 0.25};
  return {0.4, 0.12};
}

/// Writes the elements of a picture, one below the other, so that later ones cover earlier ones.
class Drawing {
 public:
  Drawing(const Graph& graph, const Frame& frame, const Labels& labels)
      : graph_(graph), frame_(frame), labels_(labels) {}

  std::string run(std::string_view title) {
    begin(title);
    draw_groups();
    draw_links();
    if (graph_.node_count <= most_shaped_nodes) {
      draw_shapes();
    } else {
      draw_dots();
    }
    draw_labels();
    draw_title(title);
    draw_legend();
    append(out_, "</svg>\n");
    return fmt::to_string(out_);
  }

 private:
  std::string caption() const {
    const std::string kinds = kinds_in_words(graph_);
    const std::string_view how = graph_.layout == Layout::geographic
                                     ? ", drawn by longitude and latitude"
                                 : sized_by_degree(graph_) ? "; larger: more links"
                                                           : "";
    return fmt::format("{}{}, {}{}", registry::count_in_words(graph_.node_count, "node", "nodes"),
                       kinds.empty() ? "" : " (" + kinds + ")",
                       registry::count_in_words(graph_.links.size(), "link", "links"), how);
  }

  void begin(std::string_view title) {
    append(out_,
           R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" width="{0}" )"
           R"(height="{1}" role="img" font-family="Helvetica, Arial, sans-serif">)",
           px(frame_.width), px(frame_.height));
    append(out_, "\n<title>{}</title>\n<desc>{}</desc>\n",
           title.empty() ? "Topology" : xml_escaped(one_line(title)), caption());
    append(out_, "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
  }

  void draw_groups() {
    if (frame_.groups.empty()) return;
    append(out_, "<g fill=\"#f3f3f3\" stroke=\"#cfcfcf\" stroke-width=\"1\">\n");
    for (const Disc& disc : frame_.groups) {
      append(out_, "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"/>\n", px(disc.centre.x), px(disc.centre.y),
             px(disc.radius));
    }
    append(out_, "</g>\n");
  }

  /// Links between groups stand out from those within, if groups are drawn.
  void draw_links() {
    const Stroke stroke = link_stroke(graph_.links.size());
    if (frame_.groups.empty()) {
      draw_links_if("#555555", stroke, [](const Link&) { return true; });
      return;
    }
    const auto within = [&](const Link& link) {
      return graph_.group[link.from] == graph_.group[link.to];
    };
    draw_links_if("#777777", {stroke.width * 0.8, stroke.opacity}, within);
    draw_links_if("#0072b2", {stroke.width * 1.3, stroke.opacity},
                  [&](const Link& link) { return !within(link); });
  }

  /// Several paths: within one path overlapping lines would not get darker.
  template <class Condition>
  void draw_links_if(std::string_view colour, Stroke stroke, Condition condition) {
    const std::size_t per_path = 1 + graph_.links.size() / 1'000;
    std::size_t drawn = 0;
    append(out_, R"(<g fill="none" stroke="{}" stroke-width="{:.2g}" stroke-opacity="{}">)", colour,
           stroke.width, stroke.opacity);
    for (std::size_t link = 0; link < graph_.links.size(); ++link) {
      if (!condition(graph_.links[link])) continue;
      if (drawn % per_path == 0) append(out_, "{}\n<path d=\"", drawn == 0 ? "" : "\"/>");
      draw_link(link);
      ++drawn;
    }
    append(out_, "{}\n</g>\n", drawn == 0 ? "" : "\"/>");
  }

  void draw_link(std::size_t link) {
    const std::string to = xy(frame_.at[graph_.links[link].to]);
    append(out_, "M{}", xy(frame_.at[graph_.links[link].from]));
    if (const std::optional<Position>& control = frame_.bends[link]) {
      append(out_, "Q{} {}", xy(*control), to);
    } else {
      append(out_, "L{}", to);
    }
  }

  /// Large nodes first, so that they hide no small ones; small ones have no outline.
  void draw_shapes() {
    std::vector<NodeId> order(graph_.node_count);
    std::iota(order.begin(), order.end(), NodeId{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](NodeId a, NodeId b) { return frame_.radii[a] > frame_.radii[b]; });
    const auto outlined = std::find_if(order.begin(), order.end(), [&](NodeId node) {
      return frame_.radii[node] < least_outlined_px;
    });
    const std::string outline =
        fmt::format(R"(stroke="#222222" stroke-width="{}")", frame_.radius > 4 ? "1.2" : "0.5");
    // One colour for all: two would seem to mean something.
    const std::string_view host_colour =
        outlined == order.end() ? colour_of(NodeKind::host) : small_host_colour;
    draw_shapes_of({order.begin(), outlined}, outline, host_colour);
    draw_shapes_of({outlined, order.end()}, R"(stroke="none")", host_colour);
  }

  void draw_shapes_of(const std::vector<NodeId>& nodes, std::string_view outline,
                      std::string_view host_colour) {
    if (nodes.empty()) return;
    append(out_, "<g {}>\n", outline);
    for (const NodeId node : nodes) {
      const NodeKind kind = kind_of(graph_, node);
      draw_shape(kind, frame_.at[node], frame_.radii[node],
                 xml_escaped(one_line(graph_.names.name(node))),
                 kind == NodeKind::host ? host_colour : colour_of(kind));
    }
    append(out_, "</g>\n");
  }

  void draw_shape(NodeKind kind, Position at, double radius, std::string_view title,
                  std::string_view colour) {
    std::string shape;
    switch (kind) {
      case NodeKind::host:
        shape =
            fmt::format(R"(circle cx="{}" cy="{}" r="{}")", px(at.x), px(at.y), size_px(radius));
        break;
      case NodeKind::switch_device: {
        const double half = square_half_side * radius;
        shape = fmt::format(R"(rect x="{}" y="{}" width="{}" height="{}" rx="{}")", px(at.x - half),
                            px(at.y - half), size_px(2 * half), size_px(2 * half),
                            size_px(radius * 0.18));
        break;
      }
      case NodeKind::router: {
        const double r = diamond_reach * radius;
        shape = fmt::format(R"(path d="M{}L{}L{}L{}Z")", xy({at.x, at.y - r}), xy({at.x + r, at.y}),
                            xy({at.x, at.y + r}), xy({at.x - r, at.y}));
        break;
      }
      case NodeKind::hub: {
        const double r = hexagon_reach * radius;
        const double x = r / 2;
        const double y = r * 0.864;  // nearly regular
        shape =
            fmt::format(R"(path d="M{}L{}L{}L{}L{}L{}Z")", xy({at.x - r, at.y}),
                        xy({at.x - x, at.y - y}), xy({at.x + x, at.y - y}), xy({at.x + r, at.y}),
                        xy({at.x + x, at.y + y}), xy({at.x - x, at.y + y}));
        break;
      }
    }
    append(out_, R"(<{} fill="{}">)", shape, colour);
    append(out_, "<title>{}</title></{}>\n", title, shape.substr(0, shape.find(' ')));
  }

  /// Very many nodes as round dots: the ends of strokes almost without length.
  void draw_dots() {
    for (const NodeKind kind : kinds_drawn) {
      bool any = false;
      for (NodeId node = 0; node < graph_.node_count; ++node) {
        if (kind_of(graph_, node) != kind) continue;
        if (!any) {
          append(out_,
                 R"(<path fill="none" stroke="{}" stroke-width="{}" stroke-linecap="round" d=")",
                 kind == NodeKind::host ? small_host_colour : colour_of(kind),
                 size_px(2 * frame_.radius));
        }
        any = true;
        append(out_, "M{}h.1", xy(frame_.at[node]));
      }
      if (any) append(out_, "\"/>\n");
    }
  }

  void draw_labels() {
    if (labels_.placed.empty()) return;
    // Beside nodes a white rim keeps a name readable across links.
    if (!labels_.inside) {
      draw_texts(R"(fill="none" stroke="#ffffff" stroke-width="3" stroke-linejoin="round")");
    }
    draw_texts(R"(fill="#000000")");
  }

  void draw_texts(std::string_view style) {
    append(out_, "<g {} font-size=\"{}\">\n", style, px(labels_.font_px));
    constexpr std::array<std::string_view, 3> anchors = {"start", "middle", "end"};
    for (const Label& label : labels_.placed) {
      append(out_, R"(<text x="{}" y="{}" text-anchor="{}">{}</text>)", px(label.at.x),
             px(label.at.y), anchors[static_cast<std::size_t>(label.anchor)],
             xml_escaped(label.text));
      append(out_, "\n");
    }
    append(out_, "</g>\n");
  }

  void draw_title(std::string_view title) {
    if (title.empty()) return;
    const std::string text = one_line(title);
    const double room = frame_.width - 2 * side_margin;
    const double font_px = std::clamp(26 * room / text_width(text, 26), 15.0, 26.0);
    append(out_,
           R"(<text x="{}" y="{}" font-size="{}" font-weight="bold" fill="#000000">{}</text>)",
           px(side_margin), px(title_baseline), px(font_px),
           xml_escaped(shortened(text, room, font_px)));
    append(out_, "\n");
  }

  static std::string shortened(const std::string& text, double room, double font_px) {
    if (text_width(text, font_px) <= room) return text;
    std::string kept = text;
    while (!kept.empty() && text_width(kept, font_px) > room - font_px) {
      while (!kept.empty() && (static_cast<unsigned char>(kept.back()) & 0xC0U) == 0x80) {
        kept.pop_back();
      }
      if (!kept.empty()) kept.pop_back();
    }
    return kept + "…";
  }

  /// What the shapes mean, where there is more than one, and how large the graph is.
  void draw_legend() {
    const double middle = frame_.height - 26;
    double x = side_margin;
    if (graph_.has_devices()) {
      append(out_, "<g stroke=\"#222222\" stroke-width=\"1.2\">\n");
      std::string texts;
      for (const NodeKind kind : kinds_drawn) {
        if (std::count(graph_.kinds.begin(), graph_.kinds.end(), kind) == 0) continue;
        draw_shape(kind, {x + 9, middle}, kind == NodeKind::host ? 9 : 7.5, name_of(kind),
                   colour_of(kind));
        texts += fmt::format("<text x=\"{}\" y=\"{}\">{}</text>\n", px(x + 26), px(middle + 5.5),
                             name_of(kind));
        x += 26 + text_width(name_of(kind), 16) + 24;
      }
      append(out_, "</g>\n<g font-size=\"16\" fill=\"#000000\">\n{}</g>\n", texts);
    }
    append(out_, R"(<text x="{}" y="{}" font-size="16" text-anchor="end" fill="#444444">{}</text>)",
           px(frame_.width - side_margin), px(middle + 5.5), caption());
    append(out_, "\n");
  }

  static constexpr std::array<NodeKind, 4> kinds_drawn = {NodeKind::host, NodeKind::switch_device,
                                                          NodeKind::hub, NodeKind::router};

  const Graph& graph_;
  const Frame& frame_;
  const Labels& labels_;
  fmt::memory_buffer out_;
};

void check_size(const Graph& graph) {
  if (graph.node_count <= most_drawn_nodes && graph.links.size() <= most_drawn_links) return;
  throw registry::InputError(registry::Diagnostic{
      .message = fmt::format("expected at most {} and {} for a picture, got {} and {}; take "
                             "--format graphml and draw a part of it with Gephi or Cytoscape",
                             registry::count_in_words(most_drawn_nodes, "node", "nodes"),
                             registry::count_in_words(most_drawn_links, "link", "links"),
                             registry::count_in_words(graph.node_count, "node", "nodes"),
                             registry::count_in_words(graph.links.size(), "link", "links"))});
}

}  // namespace

std::string to_svg(const Graph& graph, std::string_view title) {
  check_size(graph);
  const Frame frame = frame_of(graph);
  return Drawing(graph, frame, place_labels(graph, frame)).run(title);
}

}  // namespace rippletank::topologies
