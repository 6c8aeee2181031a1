// Chooses how large the nodes of a picture are.
#include "topologies/pictures/picture_frame.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "topologies/pictures/bends.hpp"
#include "topologies/pictures/labels.hpp"

namespace rippletank::topologies {
namespace {

constexpr Sizing room_for_names{0.36, 0.8, 22};
constexpr Sizing names_beside{0.36, 4, 7, 80};
constexpr Sizing no_names{0.27, 0.8, 12, 36, true};
constexpr Sizing on_map_without_names{0.36, 2.2, 5};

void size_by_degree(const Graph& graph, Frame& frame) {
  std::vector<double> degrees(graph.node_count, 0);
  for (const Link& link : graph.links) {
    ++degrees[link.from];
    ++degrees[link.to];
  }
  const double mean = 2 * static_cast<double>(graph.links.size()) / graph.node_count;
  for (NodeId node = 0; node < graph.node_count; ++node) {
    const double factor = std::clamp(std::sqrt(degrees[node] / mean), 0.75, 3.5);
    frame.radii[node] *= factor;
    frame.reach[node] *= factor;
  }
}

Frame fit_without_names(const Graph& graph, const Arrangement& arrangement) {
  const bool on_map = graph.layout == Layout::geographic;
  Frame frame = fit(arrangement, on_map ? on_map_without_names : no_names, graph.kinds);
  if (sized_by_degree(graph)) size_by_degree(graph, frame);
  bend_links(graph, frame);
  return frame;
}

/// Nodes that hold their names, smaller where links find no way between them; nothing if they
/// cannot hold them.
std::optional<Frame> fit_around_names(const Graph& graph, const Arrangement& arrangement) {
  constexpr double smaller = 0.9;
  std::optional<Frame> best;
  std::size_t least_blocked = 0;
  for (Sizing sizing = room_for_names; sizing.share > 0.1; sizing.share *= smaller) {
    Frame frame = fit(arrangement, sizing, graph.kinds);
    if (!names_fit_inside(graph, frame.radius)) break;
    const std::size_t blocked = bend_links(graph, frame);
    if (!best || blocked < least_blocked) {
      best = std::move(frame);
      least_blocked = blocked;
    }
    if (least_blocked == 0) break;
  }
  return best;
}

}  // namespace

bool sized_by_degree(const Graph& graph) {
  return graph.layout == Layout::free && graph.node_count > most_labelled_nodes &&
         graph.node_count <= most_shaped_nodes && !graph.links.empty();
}

Frame frame_of(const Graph& graph) {
  const Arrangement arrangement = arrange(graph, adjacency(graph));
  if (graph.node_count > most_labelled_nodes) return fit_without_names(graph, arrangement);
  if (graph.layout != Layout::geographic) {
    if (std::optional<Frame> frame = fit_around_names(graph, arrangement)) return *frame;
  }
  Frame frame = fit(arrangement, names_beside, graph.kinds);
  bend_links(graph, frame);
  return frame;
}

}  // namespace rippletank::topologies
