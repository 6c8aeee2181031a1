// Trees by levels, and as stars along a trunk.
#include "topologies/pictures/trees.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "topologies/metrics/hop_counts.hpp"
#include "topologies/pictures/shapes.hpp"

namespace rippletank::topologies {
namespace {

/// A rooted tree; nodes in the order of a walk along levels, so that parents come first.
struct Rooted {
  Levels levels;
  std::vector<NodeId> parent;        // the root is its own
  std::vector<std::uint32_t> level;  // of each node
  std::vector<double> leaves;        // below each node, 1 for a leaf
};

std::optional<Rooted> rooted(const Graph& graph, const Adjacency& rows) {
  if (graph.node_count == 0 || graph.centre >= graph.node_count) return {};
  if (graph.links.size() + 1 != graph.node_count) return {};
  Rooted tree{levels_from(rows, graph.centre), {}, {}, {}};
  if (tree.levels.order.size() != graph.node_count) return {};
  tree.parent.assign(graph.node_count, graph.centre);
  tree.level.assign(graph.node_count, 0);
  tree.leaves.assign(graph.node_count, 0);
  for (const NodeId node : tree.levels.order) {
    for (std::uint32_t k = rows.offsets[node]; k < rows.offsets[node + 1]; ++k) {
      const NodeId child = rows.neighbours[k];
      if (child == tree.parent[node]) continue;
      tree.parent[child] = node;
      tree.level[child] = tree.level[node] + 1;
    }
  }
  for (auto i = tree.levels.order.rbegin(); i != tree.levels.order.rend(); ++i) {
    if (tree.leaves[*i] == 0) tree.leaves[*i] = 1;
    if (*i != graph.centre) tree.leaves[tree.parent[*i]] += tree.leaves[*i];
  }
  return tree;
}

/// The middle of each node's share, when each leaf gets 1 and children share their parent's.
std::vector<double> middles(const Rooted& tree) {
  const std::size_t n = tree.parent.size();
  std::vector<double> next_child_begins(n, 0);
  std::vector<double> middle(n, 0);
  for (const NodeId node : tree.levels.order) {
    const NodeId parent = tree.parent[node];
    const double begin = node == parent ? 0 : next_child_begins[parent];
    next_child_begins[parent] = begin + tree.leaves[node];
    next_child_begins[node] = begin;
    middle[node] = begin + tree.leaves[node] / 2;
  }
  return middle;
}

/// Angles for `count` leaves around a centre that has links in some of the four directions, given
/// in quarter turns, ascending: shared out among the arcs between them by their size.
std::vector<double> leaf_angles(const std::vector<std::uint32_t>& links, std::size_t count) {
  struct Arc {
    std::uint32_t begin;
    std::uint32_t quarters;
    std::size_t leaves = 0;
  };
  std::vector<Arc> arcs;
  for (std::size_t i = 0; i < links.size(); ++i) {
    const bool last = i + 1 == links.size();
    arcs.push_back({links[i], last ? links[0] + 4 - links[i] : links[i + 1] - links[i]});
  }
  if (arcs.empty()) arcs.push_back({0, 4});
  for (std::size_t placed = 0; placed < count; ++placed) {
    const auto roomiest =
        std::max_element(arcs.begin(), arcs.end(), [](const Arc& a, const Arc& b) {
          return static_cast<double>(a.quarters) / static_cast<double>(a.leaves + 1) <
                 static_cast<double>(b.quarters) / static_cast<double>(b.leaves + 1);
        });
    ++roomiest->leaves;
  }
  std::vector<double> angles;
  for (const Arc& arc : arcs) {
    const auto slots = static_cast<double>(links.empty() ? arc.leaves : arc.leaves + 1);
    for (std::size_t i = 0; i < arc.leaves; ++i) {
      const auto slot = static_cast<double>(links.empty() ? i : i + 1);
      angles.push_back(pi / 2 * (arc.begin + arc.quarters * slot / slots));
    }
  }
  return angles;
}

/// In which of the four directions, clockwise from the top, a neighbour in a row or column lies.
std::uint32_t quarter_towards(Position from, Position to) {
  if (to.y < from.y) return 0;
  if (to.x > from.x) return 1;
  return to.y > from.y ? 2 : 3;
}

}  // namespace

std::optional<Arrangement> arrange_levels(const Graph& graph, const Adjacency& rows) {
  constexpr double most_leaves_in_line = 18;
  const std::optional<Rooted> tree = rooted(graph, rows);
  if (!tree) return {};
  const std::vector<double> middle = middles(*tree);
  const double leaves = tree->leaves[graph.centre];
  const double depth = std::max(1U, tree->levels.eccentricity());
  Arrangement result;
  result.even = true;
  for (NodeId node = 0; node < graph.node_count; ++node) {
    const double level = tree->level[node];
    if (leaves <= most_leaves_in_line) {
      const double step = std::min(leaves * 0.66 / depth, std::max(1.5, leaves * 0.28));
      result.at.push_back({middle[node], level * step});
    } else {
      const Position towards = direction(2 * pi * middle[node] / leaves);
      result.at.push_back({level * towards.x, level * towards.y});
    }
  }
  return result;
}

std::optional<Chain> find_chain(const Graph& graph, const Adjacency& rows) {
  if (!rooted(graph, rows)) return {};
  const auto is_inner = [&](NodeId node) { return rows.degree(node) > 1; };
  const auto inner_neighbours = [&](NodeId node) {
    std::vector<NodeId> found;
    for (std::uint32_t k = rows.offsets[node]; k < rows.offsets[node + 1]; ++k) {
      if (is_inner(rows.neighbours[k])) found.push_back(rows.neighbours[k]);
    }
    return found;
  };
  NodeId end = graph.node_count;
  for (NodeId node = graph.node_count; node-- > 0;) {
    if (!is_inner(node)) continue;
    const std::size_t count = inner_neighbours(node).size();
    if (count > 2) return {};
    if (count < 2) end = node;
  }
  if (end == graph.node_count) return {};
  Chain chain;
  NodeId before = end;
  for (NodeId node = end;;) {
    chain.centres.push_back(node);
    chain.leaves.emplace_back();
    NodeId after = node;
    for (std::uint32_t k = rows.offsets[node]; k < rows.offsets[node + 1]; ++k) {
      const NodeId neighbour = rows.neighbours[k];
      if (!is_inner(neighbour)) {
        chain.leaves.back().push_back(neighbour);
      } else if (neighbour != before) {
        after = neighbour;
      }
    }
    if (after == node) return chain;
    before = node;
    node = after;
  }
}

Arrangement arrange_trunk(const Graph& graph, const Chain& chain) {
  constexpr double fan = 110 * pi / 180;
  Arrangement result;
  result.even = true;
  result.at.resize(graph.node_count);
  double x = 0;
  double reach_before = 0;
  for (std::size_t star = 0; star < chain.centres.size(); ++star) {
    const auto leaves = static_cast<double>(chain.leaves[star].size());
    const double radius = std::max(2.2, 1.15 * (leaves - 1) / fan);
    const double reach = leaves <= 1 ? 0.3 : 0.82 * radius;  // the sine of half the fan
    if (star > 0) x += std::max(1.4, reach_before + reach + 1.1);
    reach_before = reach;
    result.at[chain.centres[star]] = {x, 0};
    for (std::size_t i = 0; i < chain.leaves[star].size(); ++i) {
      const double share = leaves == 1 ? 0.5 : static_cast<double>(i) / (leaves - 1);
      const Position towards = direction(pi + fan * (0.5 - share));
      result.at[chain.leaves[star][i]] = {x + radius * towards.x, radius * towards.y};
    }
  }
  return result;
}

Arrangement arrange_stars(const Graph& graph, const Chain& chain) {
  constexpr std::uint32_t longest_row = 4;
  const auto count = static_cast<std::uint32_t>(chain.centres.size());
  const std::uint32_t columns =
      count <= longest_row ? count : static_cast<std::uint32_t>(std::ceil(std::sqrt(1.5 * count)));
  std::size_t most_leaves = 0;
  for (const auto& leaves : chain.leaves) most_leaves = std::max(most_leaves, leaves.size());
  const double radius = std::max(1.3, static_cast<double>(most_leaves + 2) * 1.1 / (2 * pi));
  const double step = 2 * radius + 1.2;
  Arrangement result;
  result.even = true;
  result.at.resize(graph.node_count);
  for (std::uint32_t star = 0; star < count; ++star) {
    const Position cell = serpentine(star, columns);
    std::vector<std::uint32_t> links;
    if (star > 0) links.push_back(quarter_towards(cell, serpentine(star - 1, columns)));
    if (star + 1 < count) links.push_back(quarter_towards(cell, serpentine(star + 1, columns)));
    std::sort(links.begin(), links.end());
    const Position centre{step * cell.x, step * cell.y};
    result.at[chain.centres[star]] = centre;
    const std::vector<double> angles = leaf_angles(links, chain.leaves[star].size());
    for (std::size_t i = 0; i < angles.size(); ++i) {
      const Position towards = direction(angles[i]);
      result.at[chain.leaves[star][i]] = {centre.x + radius * towards.x,
                                          centre.y + radius * towards.y};
    }
  }
  return result;
}

}  // namespace rippletank::topologies
