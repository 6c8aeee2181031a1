// Chooses the arrangement that a graph's layout asks for, if the graph is of that shape.
#include "topologies/pictures/arrangement.hpp"

#include "topologies/metrics/hop_counts.hpp"
#include "topologies/pictures/clusters.hpp"
#include "topologies/pictures/free.hpp"
#include "topologies/pictures/map.hpp"
#include "topologies/pictures/shapes.hpp"
#include "topologies/pictures/trees.hpp"

namespace rippletank::topologies {
namespace {

/// Whether the groups are the levels of a tree, not the stars along a trunk.
bool groups_are_levels(const Graph& graph, const Adjacency& rows) {
  if (graph.group.size() != graph.node_count || graph.centre >= graph.node_count) return false;
  const Levels levels = levels_from(rows, graph.centre);
  for (std::uint32_t level = 0; level <= levels.eccentricity(); ++level) {
    for (std::uint32_t i = levels.level_begin[level]; i < levels.level_begin[level + 1]; ++i) {
      if (graph.group[levels.order[i]] != level) return false;
    }
  }
  return true;
}

std::optional<Arrangement> arrange_tree(const Graph& graph, const Adjacency& rows) {
  constexpr std::size_t longest_trunk = 8;
  if (!groups_are_levels(graph, rows)) {
    if (const std::optional<Chain> chain = find_chain(graph, rows)) {
      return chain->centres.size() <= longest_trunk ? arrange_trunk(graph, *chain)
                                                    : arrange_stars(graph, *chain);
    }
  }
  return arrange_levels(graph, rows);
}

std::optional<Arrangement> arrange_groups(const Graph& graph, const Adjacency& rows) {
  if (const std::optional<Chain> chain = find_chain(graph, rows)) {
    return arrange_stars(graph, *chain);
  }
  return arrange_clusters(graph, rows);
}

std::optional<Arrangement> arrange_as_asked(const Graph& graph, const Adjacency& rows) {
  switch (graph.layout) {
    case Layout::ring:
      return arrange_ring(graph);
    case Layout::star:
      return arrange_star(graph);
    case Layout::line:
      return arrange_line(graph);
    case Layout::tree:
      return arrange_tree(graph, rows);
    case Layout::grid:
      return arrange_grid(graph);
    case Layout::clusters:
      return arrange_groups(graph, rows);
    case Layout::geographic:
      return arrange_map(graph);
    case Layout::free:
      break;
  }
  return {};
}

}  // namespace

Arrangement arrange(const Graph& graph, const Adjacency& rows) {
  if (graph.node_count == 0) return {};
  std::optional<Arrangement> asked = arrange_as_asked(graph, rows);
  if (asked) return *std::move(asked);
  return {arrange_freely(rows), {}, false, false};
}

}  // namespace rippletank::topologies
