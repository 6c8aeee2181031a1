// Measures a graph: degrees, components, hops, triangles, cut nodes, latencies.
#include "topologies/metrics/metrics.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/registry/diagnostics.hpp"
#include "topologies/metrics/components.hpp"
#include "topologies/metrics/hop_counts.hpp"
#include "topologies/metrics/latencies.hpp"
#include "topologies/metrics/sampling.hpp"
#include "topologies/metrics/triangles.hpp"

namespace rippletank::topologies {
namespace {

constexpr double fewest_hop_sources = 64;
constexpr double fewest_latency_sources = 8;

double size_of(const Adjacency& rows) {
  return static_cast<double>(rows.offsets.size() - 1) + static_cast<double>(rows.neighbours.size());
}

double percolation_threshold(const Adjacency& rows) {
  double sum = 0;
  double sum_of_squares = 0;
  for (NodeId node = 0; node + 1 < rows.offsets.size(); ++node) {
    const double degree = rows.degree(node);
    sum += degree;
    sum_of_squares += degree * degree;
  }
  const double further = sum > 0 ? sum_of_squares / sum - 1 : 0;  // links of a neighbour
  return further > 1 ? 1 - 1 / further : 0;
}

void measure_degrees(const Adjacency& rows, GraphMetrics& metrics) {
  if (metrics.nodes == 0) return;
  metrics.degree_min = rows.degree(0);
  for (NodeId node = 0; node < metrics.nodes; ++node) {
    metrics.degree_min = std::min(metrics.degree_min, rows.degree(node));
    metrics.degree_max = std::max(metrics.degree_max, rows.degree(node));
  }
  metrics.degree_mean = 2 * static_cast<double>(metrics.links) / static_cast<double>(metrics.nodes);
  metrics.percolation_threshold = percolation_threshold(rows);
}

void measure_triangles(const Adjacency& rows, GraphMetrics& metrics) {
  const std::vector<std::uint64_t> at_node = triangles_at_nodes(rows);
  std::uint64_t corners = 0;
  double paths_of_two = 0;
  double local_sum = 0;
  for (NodeId node = 0; node < metrics.nodes; ++node) {
    const double degree = rows.degree(node);
    corners += at_node[node];
    paths_of_two += degree * (degree - 1) / 2;
    if (degree >= 2) {
      local_sum += 2 * static_cast<double>(at_node[node]) / (degree * (degree - 1));
    }
  }
  metrics.triangles = corners / 3;
  if (metrics.nodes > 0) metrics.clustering = local_sum / static_cast<double>(metrics.nodes);
  if (paths_of_two > 0) metrics.transitivity = static_cast<double>(corners) / paths_of_two;
}

/// The largest component on its own, its nodes numbered as a search from its best-connected node
/// meets them, so that neighbours lie close to each other in memory.
struct Compact {
  Adjacency rows;
  std::uint32_t eccentricity = 0;  // of node 0
};

Compact compact_largest(const Adjacency& rows, const Components& parts) {
  NodeId best = 0;
  bool found = false;
  for (NodeId node = 0; node < parts.of.size(); ++node) {
    if (parts.of[node] != parts.largest) continue;
    if (!found || rows.degree(node) > rows.degree(best)) best = node;
    found = true;
  }
  const Levels levels = levels_from(rows, best);
  std::vector<NodeId> number(parts.of.size());
  for (std::size_t i = 0; i < levels.order.size(); ++i) {
    number[levels.order[i]] = static_cast<NodeId>(i);
  }
  Compact compact;
  compact.eccentricity = levels.eccentricity();
  compact.rows.offsets.reserve(levels.order.size() + 1);
  compact.rows.offsets.push_back(0);
  for (const NodeId node : levels.order) {
    for (std::uint32_t k = rows.offsets[node]; k < rows.offsets[node + 1]; ++k) {
      compact.rows.neighbours.push_back(number[rows.neighbours[k]]);
    }
    compact.rows.offsets.push_back(static_cast<std::uint32_t>(compact.rows.neighbours.size()));
  }
  return compact;
}

/// SNAP's interpolation: the hops within which 90 % of the pairs are, a node and itself included.
double effective_diameter(const std::vector<std::uint64_t>& pairs_at) {
  const auto all =
      static_cast<double>(std::accumulate(pairs_at.begin(), pairs_at.end(), std::uint64_t{0}));
  const double wanted = 0.9 * all;
  auto within = static_cast<double>(pairs_at[0]);
  for (std::size_t hops = 1; hops < pairs_at.size(); ++hops) {
    const auto here = static_cast<double>(pairs_at[hops]);
    if (within + here > wanted) return static_cast<double>(hops - 1) + (wanted - within) / here;
    within += here;
  }
  return 0;
}

/// Wide sweeps pay where they end after few levels.
SweepWidth best_width(const Compact& graph) {
  return graph.eccentricity <= 32 ? SweepWidth::searches_512 : SweepWidth::searches_64;
}

/// Steps that count_hops() takes for so many sources: a node passes a search on once for every
/// level, but searches that come together pass together.
double hop_steps(double sources, const Compact& graph, SweepWidth width) {
  const bool wide = width == SweepWidth::searches_512;
  const double searches = wide ? 512 : 64;
  const double bytes_factor = wide ? 4 : 1;  // eight times the bytes take four times as long
  const double levels = std::min(searches, static_cast<double>(graph.eccentricity) + 1);
  return std::ceil(sources / searches) * levels * size_of(graph.rows) * bytes_factor;
}

/// Raises the diameter found so far by searching from the farthest node of a farthest node.
void bound_diameter(const Compact& graph, GraphMetrics& metrics) {
  const Levels first = levels_from(graph.rows, 0);
  const Levels second = levels_from(graph.rows, first.order.back());
  metrics.diameter_hops = std::max(metrics.diameter_hops, second.eccentricity());
  const bool is_tree = graph.rows.neighbours.size() == 2 * (graph.rows.offsets.size() - 2);
  const bool meets_upper_bound = metrics.diameter_hops == 2 * graph.eccentricity;
  metrics.diameter_is_lower_bound = !is_tree && !meets_upper_bound;
}

void measure_sampled_hops(const Compact& graph, const MetricsOptions& options,
                          GraphMetrics& metrics) {
  std::vector<NodeId> nodes(graph.rows.offsets.size() - 1);
  std::iota(nodes.begin(), nodes.end(), NodeId{0});
  const double steps_for_64 = hop_steps(64, graph, SweepWidth::searches_64);
  const double affordable = 64 * std::floor(options.sampled_hop_steps / steps_for_64);
  const auto count = static_cast<std::uint32_t>(
      std::clamp(affordable, fewest_hop_sources, static_cast<double>(nodes.size()) / 2));
  const std::vector<NodeId> sources =
      sample_sources(nodes, count, options.seed, "topology/metrics");
  const HopCounts counts =
      count_hops(graph.rows, sources, SweepWidth::searches_64, SourceSums::count);
  const std::vector<double> totals(counts.sum_by_source.begin(), counts.sum_by_source.end());
  const std::vector<double> targets(count, static_cast<double>(nodes.size() - 1));
  const SampledMean hops = ratio_of_sums(totals, targets, static_cast<double>(nodes.size()));
  metrics.paths_exact = false;
  metrics.sampled_sources = count;
  metrics.pairs_at_hops = counts.pairs_at;
  metrics.mean_hops = hops.mean;
  metrics.mean_hops_error = hops.error;
  metrics.diameter_hops = static_cast<std::uint32_t>(counts.pairs_at.size() - 1);
  bound_diameter(graph, metrics);
}

void measure_hops(const Adjacency& rows, const Components& parts, const MetricsOptions& options,
                  GraphMetrics& metrics) {
  const Compact graph = compact_largest(rows, parts);
  const auto n = static_cast<double>(graph.rows.offsets.size() - 1);
  const SweepWidth width = best_width(graph);
  const bool affordable = hop_steps(n, graph, width) <= options.exact_hop_steps;
  if (n <= 2 * fewest_hop_sources || affordable) {
    std::vector<NodeId> sources(graph.rows.offsets.size() - 1);
    std::iota(sources.begin(), sources.end(), NodeId{0});
    metrics.pairs_at_hops = count_hops(graph.rows, sources, width).pairs_at;
    metrics.diameter_hops = static_cast<std::uint32_t>(metrics.pairs_at_hops.size() - 1);
    std::uint64_t hops_sum = 0;
    for (std::size_t hops = 1; hops < metrics.pairs_at_hops.size(); ++hops) {
      hops_sum += hops * metrics.pairs_at_hops[hops];
    }
    if (n > 1) metrics.mean_hops = static_cast<double>(hops_sum) / (n * (n - 1));
  } else {
    measure_sampled_hops(graph, options, metrics);
  }
  metrics.effective_diameter_90 = effective_diameter(metrics.pairs_at_hops);
}

void check_sum_fits(const std::vector<core::Time>& latency_ns) {
  WideTime sum = 0;
  for (const core::Time latency : latency_ns) sum += static_cast<WideTime>(latency);
  if (sum < static_cast<WideTime>(core::never)) return;
  throw registry::InputError(registry::Diagnostic{
      .message = "the latencies of all links add up to more than 292 years; "
                 "check their unit (latency_us is in microseconds, latency_ms in milliseconds)"});
}

LatencyMetrics measure_latencies(const Adjacency& rows, const Graph& graph,
                                 const MetricsOptions& options) {
  check_sum_fits(graph.latency_ns);
  std::vector<NodeId> sources(graph.node_count);
  std::iota(sources.begin(), sources.end(), NodeId{0});
  LatencyMetrics metrics;
  const double n = graph.node_count;
  if (n > 2 * fewest_latency_sources && n * size_of(rows) > options.exact_latency_steps) {
    const double affordable = std::floor(options.sampled_latency_steps / size_of(rows));
    const auto count =
        static_cast<std::uint32_t>(std::clamp(affordable, fewest_latency_sources, n / 2));
    sources = sample_sources(sources, count, options.seed, "topology/metrics/latency");
    metrics.exact = false;
    metrics.sampled_sources = count;
  }
  std::vector<double> totals;
  std::vector<double> targets;
  WideTime sum = 0;
  std::uint64_t pairs = 0;
  core::Time longest = 0;
  for (const LatencySums& from : sum_latencies(rows, graph.latency_ns, sources)) {
    totals.push_back(static_cast<double>(from.sum) / 1e6);
    targets.push_back(static_cast<double>(from.reached));
    sum += from.sum;
    pairs += from.reached;
    longest = std::max(longest, from.longest);
  }
  metrics.max_ms = core::to_milliseconds(longest);
  if (pairs > 0) metrics.mean_ms = static_cast<double>(sum) / 1e6 / static_cast<double>(pairs);
  if (metrics.exact) {
    metrics.sum_ms = static_cast<double>(sum) / 1e6;
  } else {
    metrics.mean_error_ms = ratio_of_sums(totals, targets, n).error;
  }
  return metrics;
}

}  // namespace

GraphMetrics measure(const Graph& graph, const MetricsOptions& options) {
  GraphMetrics metrics;
  metrics.nodes = graph.node_count;
  metrics.links = graph.links.size();
  if (graph.node_count == 0) return metrics;
  const Adjacency rows = adjacency(graph);
  measure_degrees(rows, metrics);
  measure_triangles(rows, metrics);
  metrics.cut_nodes = cut_nodes(rows).size();
  const Components parts = components(rows);
  metrics.components = parts.sizes.size();
  metrics.largest_component = parts.sizes[parts.largest];
  measure_hops(rows, parts, options, metrics);
  if (!graph.latency_ns.empty()) metrics.latency = measure_latencies(rows, graph, options);
  return metrics;
}

}  // namespace rippletank::topologies
