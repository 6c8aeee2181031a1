// GraphMetrics: the figures that describe a graph, exact where that is affordable.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "topologies/graph.hpp"

namespace rippletank::topologies {

/// How much work may be spent, and the seed of what is sampled where it does not suffice.
///
/// Shape:   a step is one search passing one node or link (up to 512 searches pass together); the
///          defaults keep a million nodes of mean degree 8 below ten seconds. The work is counted,
///          not timed, so that the figures are the same on any machine.
struct MetricsOptions {
  std::uint64_t seed = 1;
  double exact_hop_steps = 4e9;      ///< up to here every pair's hops are counted
  double sampled_hop_steps = 1e9;    ///< above it, how much sampled sources may take
  double exact_latency_steps = 1e8;  ///< up to here every pair's latency is found
  double sampled_latency_steps = 2e7;
};

/// Latencies of shortest paths over all ordered pairs of nodes that a path joins.
///
/// Units:   milliseconds; in exact figures the sum is of whole nanoseconds, rounded once.
struct LatencyMetrics {
  double mean_ms = 0;
  double max_ms = 0;
  std::optional<double> sum_ms;  ///< only if exact
  bool exact = true;             ///< if not: the mean is sampled, the maximum a lower bound
  std::uint32_t sampled_sources = 0;
  double mean_error_ms = 0;  ///< half the width of the 95 % confidence interval; 0 if exact
};

/// The figures that describe a graph.
///
/// Hops (diameter, mean, effective diameter) are those within the largest component, as is usual
/// for snapshots of overlays; latencies go over all joined pairs, in every component.
///
/// Shape:   pairs_at_hops[h], ordered pairs of the largest component at h hops, h = 0 (the nodes
///          themselves) … ; pairs from the sampled sources only, unless paths_exact.
struct GraphMetrics {
  std::uint64_t nodes = 0;
  std::uint64_t links = 0;
  std::uint64_t components = 0;
  std::uint64_t largest_component = 0;

  std::uint32_t degree_min = 0;
  double degree_mean = 0;
  std::uint32_t degree_max = 0;
  /// The share of nodes whose random loss leaves no giant component in a large random graph with
  /// these degrees: 1 - 1/(k - 1) with k the sum of their squares divided by their sum; 0 where
  /// there is none even without a loss.
  double percolation_threshold = 0;

  std::uint32_t diameter_hops = 0;
  bool diameter_is_lower_bound = false;
  double mean_hops = 0;  ///< over ordered pairs of different nodes
  /// Hops within which 90 % of ordered pairs are, each node with itself included, interpolated.
  double effective_diameter_90 = 0;
  std::vector<std::uint64_t> pairs_at_hops;
  bool paths_exact = true;
  std::uint32_t sampled_sources = 0;  ///< 0 if exact
  double mean_hops_error = 0;  ///< half the width of the 95 % confidence interval; 0 if exact

  std::uint64_t triangles = 0;
  double clustering = 0;    ///< mean over nodes; 0 for a node with fewer than two neighbours
  double transitivity = 0;  ///< closed share of all paths of two links
  std::uint64_t cut_nodes = 0;

  std::optional<LatencyMetrics> latency;  ///< if the graph has latencies
};

/// Measures a simple graph.
///
/// Errors:  InputError if the latencies of all links add up beyond 64 bits of nanoseconds.
/// Random:  substreams "topology/metrics" (sources of hops) and "topology/metrics/latency".
/// Cost:    exact: O(n * (n + m) / 512) to O(n * (n + m)) steps for hops, O(m^1.5) for triangles,
///          O(n + m) for the rest, O(n * (n + m) log n) for latencies; sampled: see MetricsOptions.
/// Source:  clustering: Watts & Strogatz, Nature 393, 1998; effective diameter: Leskovec,
///          Kleinberg & Faloutsos, ACM TKDD 1(1), 2007, as interpolated by SNAP (which counts a
///          node as its own neighbour at 0 hops); percolation threshold: Cohen, Erez, ben-Avraham &
///          Havlin, Physical Review Letters 85, 2000.
GraphMetrics measure(const Graph& graph, const MetricsOptions& options = {});

}  // namespace rippletank::topologies
