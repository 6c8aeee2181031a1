// Plain shapes: ring, star, line, grid.
#include "topologies/pictures/shapes.hpp"

#include <algorithm>
#include <cmath>

#include "sim/core/pinned_math.hpp"

namespace rippletank::topologies {

Position direction(double angle) { return {core::sin(angle), -core::cos(angle)}; }

Position serpentine(std::uint32_t index, std::uint32_t columns) {
  const std::uint32_t row = index / columns;
  const std::uint32_t place = index % columns;
  const std::uint32_t column = row % 2 == 0 ? place : columns - 1 - place;
  return {static_cast<double>(column), static_cast<double>(row)};
}

Arrangement arrange_ring(const Graph& graph) {
  Arrangement result;
  result.even = true;
  result.on_circle = graph.node_count > 2;
  for (NodeId node = 0; node < graph.node_count; ++node) {
    result.at.push_back(direction(2 * pi * node / graph.node_count));
  }
  return result;
}

std::optional<Arrangement> arrange_star(const Graph& graph) {
  if (graph.centre >= graph.node_count || graph.links.size() + 1 != graph.node_count) return {};
  for (const Link& link : graph.links) {
    if (link.from != graph.centre && link.to != graph.centre) return {};
  }
  Arrangement result;
  result.even = true;
  NodeId placed = 0;
  for (NodeId node = 0; node < graph.node_count; ++node) {
    if (node == graph.centre) {
      result.at.push_back({0, 0});
    } else {
      result.at.push_back(direction(2 * pi * placed++ / (graph.node_count - 1)));
    }
  }
  return result;
}

Arrangement arrange_line(const Graph& graph) {
  constexpr std::uint32_t longest_row = 24;
  const double n = graph.node_count;
  const auto columns = graph.node_count <= longest_row
                           ? std::max(1U, graph.node_count)
                           : static_cast<std::uint32_t>(std::ceil(std::sqrt(1.6 * n)));
  Arrangement result;
  result.even = true;
  for (NodeId node = 0; node < graph.node_count; ++node) {
    result.at.push_back(serpentine(node, columns));
  }
  return result;
}

std::optional<Arrangement> arrange_grid(const Graph& graph) {
  if (graph.group.size() != graph.node_count || graph.node_count == 0) return {};
  if (graph.group.back() >= graph.node_count) return {};
  const std::uint32_t rows = graph.group.back() + 1;
  if (graph.node_count % rows != 0) return {};
  const std::uint32_t columns = graph.node_count / rows;
  Arrangement result;
  result.even = true;
  for (NodeId node = 0; node < graph.node_count; ++node) {
    if (graph.group[node] != node / columns) return {};
    const NodeId row = graph.group[node];
    result.at.push_back({static_cast<double>(node % columns), static_cast<double>(row)});
  }
  return result;
}

}  // namespace rippletank::topologies
