// What the tests of generators share: graphs from JSON, breadth-first search, error bars.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/core/random.hpp"
#include "tests/catch.hpp"
#include "topologies/catalogue.hpp"

namespace rippletank::tests {

using registry::Json;
using topologies::Adjacency;
using topologies::Graph;
using topologies::Link;
using topologies::NodeId;
using topologies::NodeKind;

inline constexpr std::uint32_t unreached = ~std::uint32_t{0};

/// The graph of a topology as a scenario writes it, which must be valid.
inline Graph make(const Json& topology, std::uint64_t seed = 1) {
  registry::Reader reader{{}};
  const registry::Model model = registry::read_model(topologies::catalogue(), topology, reader);
  INFO(topology.dump());
  for (const registry::Diagnostic& mistake : reader.diagnostics()) {
    FAIL(mistake.pointer << ": " << mistake.message);
  }
  return topologies::build(model, seed);
}

/// "pointer: message" of the first mistake, or empty.
inline std::string mistake_in(const Json& topology) {
  registry::Reader reader{{}};
  registry::read_model(topologies::catalogue(), topology, reader);
  if (reader.diagnostics().empty()) return {};
  const registry::Diagnostic& first = reader.diagnostics().front();
  return first.pointer + ": " + first.message;
}

/// Every link leads upwards and comes after all smaller ones: so there are no self-links and no
/// repeats either.
inline bool is_simple_and_in_order(const Graph& graph) {
  for (std::size_t i = 0; i < graph.links.size(); ++i) {
    const Link link = graph.links[i];
    if (link.from >= link.to || link.to >= graph.node_count) return false;
    if (i == 0) continue;
    const Link before = graph.links[i - 1];
    if (before.from > link.from || (before.from == link.from && before.to >= link.to)) {
      return false;
    }
  }
  return true;
}

inline std::vector<std::uint32_t> degrees(const Graph& graph) {
  std::vector<std::uint32_t> all(graph.node_count, 0);
  for (const Link& link : graph.links) {
    ++all[link.from];
    ++all[link.to];
  }
  return all;
}

inline bool has_link(const Adjacency& rows, NodeId a, NodeId b) {
  const auto begin = rows.neighbours.begin();
  return std::binary_search(begin + rows.offsets[a], begin + rows.offsets[a + 1], b);
}

/// Hops from the origin to every node.
inline std::vector<std::uint32_t> distances(const Adjacency& rows, NodeId origin) {
  std::vector<std::uint32_t> hops(rows.offsets.size() - 1, unreached);
  std::vector<NodeId> queue = {origin};
  hops[origin] = 0;
  for (std::size_t i = 0; i < queue.size(); ++i) {
    for (std::uint32_t k = rows.offsets[queue[i]]; k < rows.offsets[queue[i] + 1]; ++k) {
      const NodeId next = rows.neighbours[k];
      if (hops[next] != unreached) continue;
      hops[next] = hops[queue[i]] + 1;
      queue.push_back(next);
    }
  }
  return hops;
}

struct Paths {
  std::uint32_t diameter = 0;
  double mean_hops = 0;
  bool connected = true;
};

/// Over all ordered pairs, by a search from every node.
inline Paths paths(const Graph& graph) {
  const Adjacency rows = adjacency(graph);
  Paths result;
  std::uint64_t sum = 0;
  for (NodeId origin = 0; origin < graph.node_count; ++origin) {
    for (const std::uint32_t hops : distances(rows, origin)) {
      if (hops == unreached) {
        result.connected = false;
        continue;
      }
      sum += hops;
      result.diameter = std::max(result.diameter, hops);
    }
  }
  const double pairs = static_cast<double>(graph.node_count) * (graph.node_count - 1.0);
  if (pairs > 0) result.mean_hops = static_cast<double>(sum) / pairs;
  return result;
}

inline std::uint32_t largest_component(const Graph& graph) {
  const Adjacency rows = adjacency(graph);
  std::vector<bool> seen(graph.node_count, false);
  std::size_t largest = 0;
  std::vector<NodeId> queue;
  for (NodeId origin = 0; origin < graph.node_count; ++origin) {
    if (seen[origin]) continue;
    queue.assign(1, origin);
    seen[origin] = true;
    for (std::size_t i = 0; i < queue.size(); ++i) {
      for (std::uint32_t k = rows.offsets[queue[i]]; k < rows.offsets[queue[i] + 1]; ++k) {
        const NodeId next = rows.neighbours[k];
        if (seen[next]) continue;
        seen[next] = true;
        queue.push_back(next);
      }
    }
    largest = std::max(largest, queue.size());
  }
  return static_cast<std::uint32_t>(largest);
}

inline bool is_connected(const Graph& graph) {
  return largest_component(graph) == graph.node_count;
}

/// Triangles by looking at every two neighbours of every node.
inline std::uint64_t triangles(const Graph& graph) {
  const Adjacency rows = adjacency(graph);
  std::uint64_t corners = 0;
  for (NodeId node = 0; node < graph.node_count; ++node) {
    for (std::uint32_t i = rows.offsets[node]; i < rows.offsets[node + 1]; ++i) {
      for (std::uint32_t j = i + 1; j < rows.offsets[node + 1]; ++j) {
        if (has_link(rows, rows.neighbours[i], rows.neighbours[j])) ++corners;
      }
    }
  }
  return corners / 3;
}

/// One number for all that a graph says.
inline std::uint64_t fingerprint(const Graph& graph) {
  std::uint64_t hash = core::hash64(graph.node_count);
  const auto add = [&](std::uint64_t value) { hash = core::hash64(hash ^ value); };
  for (const Link& link : graph.links) add(std::uint64_t{link.from} << 32U | link.to);
  for (const core::Time latency : graph.latency_ns) add(static_cast<std::uint64_t>(latency));
  for (const NodeKind kind : graph.kinds) add(static_cast<std::uint64_t>(kind));
  for (const std::uint32_t group : graph.group) add(group);
  add(static_cast<std::uint64_t>(graph.layout));
  add(graph.centre);
  return hash;
}

inline bool is_near(double actual, double expected, double margin) {
  return std::abs(actual - expected) <= margin;
}

/// Mean and standard error of a sample.
class Sample {
 public:
  void add(double value) {
    ++count_;
    sum_ += value;
    sum_of_squares_ += value * value;
  }
  double count() const { return count_; }
  double mean() const { return sum_ / count_; }
  double variance() const { return (sum_of_squares_ - sum_ * sum_ / count_) / (count_ - 1); }
  double error() const { return std::sqrt(variance() / count_); }

 private:
  double count_ = 0;
  double sum_ = 0;
  double sum_of_squares_ = 0;
};

/// How many of its own standard deviations a chi-square statistic lies above its mean.
inline double chi_square_excess(const std::vector<double>& observed,
                                const std::vector<double>& expected) {
  double statistic = 0;
  double freedom = -1;
  for (std::size_t i = 0; i < observed.size(); ++i) {
    const double difference = observed[i] - expected[i];
    statistic += difference * difference / expected[i];
    freedom += 1;
  }
  return (statistic - freedom) / std::sqrt(2 * freedom);
}

}  // namespace rippletank::tests
