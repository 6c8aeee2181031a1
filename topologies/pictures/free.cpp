// Free arrangement by stress, one component after the other.
#include "topologies/pictures/free.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "topologies/metrics/components.hpp"
#include "topologies/pictures/pivot_scaling.hpp"
#include "topologies/pictures/shapes.hpp"

namespace rippletank::topologies {
namespace {

constexpr std::size_t most_nodes_of_full_stress = 400;
constexpr std::size_t most_pivots = 60;
constexpr double most_steps = 1.5e8;  // about a second

/// How far a node should be from another, and how much that matters.
struct Term {
  NodeId other;
  double distance;
  double weight;
};

/// Moves a node to where its terms want it on average; how far it went.
double move_node(NodeId node, const std::vector<Term>& terms, std::vector<Position>& at) {
  Position sum;
  double weights = 0;
  for (const Term& term : terms) {
    const Position& other = at[term.other];
    const double dx = at[node].x - other.x;
    const double dy = at[node].y - other.y;
    const double length = std::sqrt(dx * dx + dy * dy);
    const double scale = length > 1e-9 ? term.distance / length : 0;
    sum.x += term.weight * (other.x + dx * scale);
    sum.y += term.weight * (other.y + dy * scale);
    weights += term.weight;
  }
  if (weights == 0) return 0;
  const Position moved{sum.x / weights, sum.y / weights};
  const double change = std::max(std::abs(moved.x - at[node].x), std::abs(moved.y - at[node].y));
  at[node] = moved;
  return change;
}

/// For each pivot, how many nodes that are nearest to it lie within so many hops of it.
std::vector<std::vector<double>> nodes_around(const PivotHops& pivots) {
  std::vector<std::vector<double>> around(pivots.pivots.size());
  const std::size_t n = pivots.hops[0].size();
  for (NodeId node = 0; node < n; ++node) {
    std::size_t nearest = 0;
    for (std::size_t p = 0; p < around.size(); ++p) {
      if (pivots.hops[p][node] < pivots.hops[nearest][node]) nearest = p;
    }
    const std::size_t hops = pivots.hops[nearest][node];
    if (around[nearest].size() <= hops) around[nearest].resize(hops + 1, 0);
    around[nearest][hops] += 1;
  }
  for (std::vector<double>& counts : around) {
    std::partial_sum(counts.begin(), counts.end(), counts.begin());
  }
  return around;
}

/// The terms of stress: all pairs in small graphs. In larger ones neighbours and pivots, where a
/// pivot stands for those of the nodes around it that are no more than half as far from it.
std::vector<std::vector<Term>> stress_terms(const Adjacency& rows, const PivotHops& pivots) {
  const std::size_t n = rows.offsets.size() - 1;
  std::vector<std::vector<Term>> terms(n);
  const bool full = pivots.pivots.size() == n;
  const std::vector<std::vector<double>> around = nodes_around(pivots);
  for (NodeId node = 0; node < n; ++node) {
    for (std::size_t p = 0; p < around.size(); ++p) {
      const std::size_t hops = pivots.hops[p][node];
      if (hops == 0 || (!full && hops == 1)) continue;
      const double stands_for = full ? 1 : around[p][std::min(hops / 2, around[p].size() - 1)];
      const auto distance = static_cast<double>(hops);
      terms[node].push_back({pivots.pivots[p], distance, stands_for / (distance * distance)});
    }
    for (std::uint32_t k = rows.offsets[node]; !full && k < rows.offsets[node + 1]; ++k) {
      terms[node].push_back({rows.neighbours[k], 1, 1});
    }
  }
  return terms;
}

/// Nodes with the same hops to all pivots start at the same place: parts them a little, each in a
/// direction of its own.
void part(std::vector<Position>& at, double by) {
  const double golden_angle = pi * (3 - std::sqrt(5.0));
  for (std::size_t i = 0; i < at.size(); ++i) {
    const Position towards = direction(golden_angle * static_cast<double>(i));
    at[i].x += by * towards.x;
    at[i].y += by * towards.y;
  }
}

/// Scales positions so that linked nodes are 1 apart on average.
void scale_to_links(const Adjacency& rows, std::vector<Position>& at) {
  double sum = 0;
  for (NodeId node = 0; node < at.size(); ++node) {
    for (std::uint32_t k = rows.offsets[node]; k < rows.offsets[node + 1]; ++k) {
      const Position& other = at[rows.neighbours[k]];
      const double dx = at[node].x - other.x;
      const double dy = at[node].y - other.y;
      sum += std::sqrt(dx * dx + dy * dy);
    }
  }
  if (sum == 0) return;
  const double scale = static_cast<double>(rows.neighbours.size()) / sum;
  for (Position& position : at) position = {position.x * scale, position.y * scale};
}

/// Centres positions and turns them so that they vary most from left to right.
void turn_wide(std::vector<Position>& at) {
  Position mean;
  for (const Position& p : at) mean = {mean.x + p.x, mean.y + p.y};
  mean = {mean.x / static_cast<double>(at.size()), mean.y / static_cast<double>(at.size())};
  double xx = 0;
  double xy = 0;
  double yy = 0;
  for (Position& p : at) {
    p = {p.x - mean.x, p.y - mean.y};
    xx += p.x * p.x;
    xy += p.x * p.y;
    yy += p.y * p.y;
  }
  // The eigenvector of the larger eigenvalue of the 2x2 covariance, in closed form.
  const double half = (xx - yy) / 2;
  const double root = std::sqrt(half * half + xy * xy);
  Position axis{half + root, xy};
  if (axis.x * axis.x + axis.y * axis.y < 1e-12 * root * root) axis = {0, 1};
  const double length = std::sqrt(axis.x * axis.x + axis.y * axis.y);
  if (length == 0) return;
  axis = {axis.x / length, axis.y / length};
  for (Position& p : at) p = {p.x * axis.x + p.y * axis.y, p.y * axis.x - p.x * axis.y};
}

std::vector<Position> arrange_connected(const Adjacency& rows) {
  const std::size_t n = rows.offsets.size() - 1;
  if (n == 1) return {Position{}};
  const bool full = n <= most_nodes_of_full_stress;
  const PivotHops pivots = pivot_hops(rows, full ? n : most_pivots);
  std::vector<Position> at = pivot_positions(pivots);
  scale_to_links(rows, at);
  part(at, 0.1);
  const std::vector<std::vector<Term>> terms = stress_terms(rows, pivots);
  double steps = 0;
  for (const std::vector<Term>& of_node : terms) steps += static_cast<double>(of_node.size());
  const auto rounds = static_cast<int>(std::clamp(most_steps / std::max(steps, 1.0), 10.0, 500.0));
  for (int round = 0; round < rounds; ++round) {
    double change = 0;
    for (NodeId node = 0; node < n; ++node) {
      change = std::max(change, move_node(node, terms[node], at));
    }
    if (change < 1e-4) break;
  }
  turn_wide(at);
  return at;
}

struct Box {
  Position low;
  Position high;
};

Box box_around(const std::vector<Position>& at) {
  Box box{at[0], at[0]};
  for (const Position& p : at) {
    box.low = {std::min(box.low.x, p.x), std::min(box.low.y, p.y)};
    box.high = {std::max(box.high.x, p.x), std::max(box.high.y, p.y)};
  }
  return box;
}

/// One component on its own, with the nodes it came from, ascending.
struct Part {
  std::vector<NodeId> nodes;
  std::vector<Position> at;
  Box box;
};

Part arrange_part(const Adjacency& rows, std::vector<NodeId> nodes, std::vector<NodeId>& number) {
  for (std::size_t i = 0; i < nodes.size(); ++i) number[nodes[i]] = static_cast<NodeId>(i);
  Adjacency own;
  own.offsets.push_back(0);
  for (const NodeId node : nodes) {
    for (std::uint32_t k = rows.offsets[node]; k < rows.offsets[node + 1]; ++k) {
      own.neighbours.push_back(number[rows.neighbours[k]]);
    }
    own.offsets.push_back(static_cast<std::uint32_t>(own.neighbours.size()));
  }
  Part part{std::move(nodes), arrange_connected(own), {}};
  part.box = box_around(part.at);
  return part;
}

/// Puts parts into rows, the largest first, so that all together are about 4 : 3.
std::vector<Position> pack(const std::vector<Part>& parts, std::size_t n) {
  constexpr double gap = 1;
  double area = 0;
  double widest = 0;
  for (const Part& part : parts) {
    const double width = part.box.high.x - part.box.low.x + gap;
    area += width * (part.box.high.y - part.box.low.y + gap);
    widest = std::max(widest, width);
  }
  const double row_width = std::max(widest, std::sqrt(area * 4 / 3));
  std::vector<Position> at(n);
  Position corner;
  double row_height = 0;
  for (const Part& part : parts) {
    const double width = part.box.high.x - part.box.low.x + gap;
    if (corner.x > 0 && corner.x + width > row_width + 1e-9) {
      corner = {0, corner.y + row_height};
      row_height = 0;
    }
    for (std::size_t i = 0; i < part.nodes.size(); ++i) {
      at[part.nodes[i]] = {corner.x + part.at[i].x - part.box.low.x,
                           corner.y + part.at[i].y - part.box.low.y};
    }
    corner.x += width;
    row_height = std::max(row_height, part.box.high.y - part.box.low.y + gap);
  }
  return at;
}

}  // namespace

std::vector<Position> arrange_freely(const Adjacency& rows) {
  const std::size_t n = rows.offsets.size() - 1;
  const Components components_found = components(rows);
  std::vector<std::vector<NodeId>> members(components_found.sizes.size());
  for (NodeId node = 0; node < n; ++node) members[components_found.of[node]].push_back(node);
  std::stable_sort(members.begin(), members.end(),
                   [](const auto& a, const auto& b) { return a.size() > b.size(); });
  std::vector<NodeId> number(n);
  std::vector<Part> parts;
  parts.reserve(members.size());
  for (std::vector<NodeId>& nodes : members) {
    parts.push_back(arrange_part(rows, std::move(nodes), number));
  }
  return pack(parts, n);
}

}  // namespace rippletank::topologies
