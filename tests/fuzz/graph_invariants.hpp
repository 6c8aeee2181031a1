// What holds of every graph that a reader returns, whatever its input was.
#pragma once

#include <fmt/format.h>

#include <string>

#include "topologies/graph.hpp"
#include "topologies/readers/problems.hpp"

namespace rippletank::tests {

inline bool fits(std::size_t column, std::size_t expected) {
  return column == 0 || column == expected;
}

/// The first invariant that a graph breaks, in words; empty when it is sound. Simplifies it.
inline std::string broken_invariant(topologies::Graph& graph) {
  using namespace topologies;
  if (graph.node_count == 0 || graph.links.empty()) return "no nodes or links";
  for (const Link& link : graph.links) {
    if (link.from >= graph.node_count || link.to >= graph.node_count) return "node out of range";
  }
  for (int round = 0; round < 2; ++round, simplify(graph)) {
    const std::size_t m = graph.links.size();
    if (!fits(graph.latency_ns.size(), m)) return "latency_ns has another size";
    if (!fits(graph.bandwidth_mbit_s.size(), m)) return "bandwidth_mbit_s has another size";
    if (!fits(graph.relationship.size(), m)) return "relationship has another size";
  }
  if (!fits(graph.kinds.size(), graph.node_count)) return "kinds has another size";
  if (!fits(graph.group.size(), graph.node_count)) return "group has another size";
  if (!fits(graph.positions.size(), graph.node_count)) return "positions has another size";
  for (const core::Time latency : graph.latency_ns) {
    if (latency < 0 || latency > 1'000'000 * core::second) return "latency out of range";
  }
  for (const double bandwidth : graph.bandwidth_mbit_s) {
    if (!(bandwidth >= 0)) return "bandwidth out of range";
  }
  for (NodeId node = 0; node < graph.node_count; ++node) {
    const std::string name = graph.names.name(node);
    if (name.empty()) return fmt::format("node {} has an empty name", node);
    if (find_not_utf8(name) != std::string::npos) return "a name is not UTF-8";
    if (graph.names.find(name, graph.node_count) != node) return "a name leads elsewhere";
  }
  const Adjacency rows = adjacency(graph);
  if (rows.neighbours.size() != 2 * graph.links.size()) return "adjacency has another size";
  for (NodeId node = 0; node < graph.node_count; ++node) {
    for (std::uint32_t slot = rows.offsets[node]; slot < rows.offsets[node + 1]; ++slot) {
      if (rows.neighbours[slot] == node) return "a self-link is left";
      const bool is_first = slot == rows.offsets[node];
      if (!is_first && rows.neighbours[slot - 1] >= rows.neighbours[slot])
        return "a repeat is left";
    }
  }
  return {};
}

}  // namespace rippletank::tests
