// Sampled metrics: the true figures lie within the stated errors as often as stated.
#include <algorithm>
#include <cmath>

#include "sim/core/random.hpp"
#include "tests/catch.hpp"
#include "topologies/metrics/metrics.hpp"
#include "topologies/metrics/sampling.hpp"

namespace metrics_sampling_test {

using namespace rippletank;
using namespace rippletank::topologies;

namespace {

Graph random_graph(NodeId nodes, std::size_t links, NodeId hubs) {
  core::Substream stream(11, "test/metrics/sampling");
  Graph graph;
  graph.node_count = nodes;
  for (std::size_t i = 0; i < links; ++i) {
    const bool from_hub = hubs > 0 && stream.chance(0.5);
    const auto from = static_cast<NodeId>(stream.below(from_hub ? hubs : nodes));
    graph.links.push_back({from, static_cast<NodeId>(stream.below(nodes))});
  }
  simplify(graph);
  for (std::size_t i = 0; i < graph.links.size(); ++i) {
    graph.latency_ns.push_back(static_cast<core::Time>(1 + stream.below(50'000'000)));
  }
  return graph;
}

Graph line(NodeId nodes) {
  Graph graph;
  graph.node_count = nodes;
  for (NodeId node = 0; node + 1 < nodes; ++node) {
    graph.links.push_back({node, node + 1});
    graph.latency_ns.push_back(core::millisecond);
  }
  return graph;
}

/// Allows only the smallest samples of hops, and samples of latencies of about 40 sources.
MetricsOptions frugal(const Graph& graph, std::uint64_t seed) {
  MetricsOptions options;
  options.seed = seed;
  options.exact_hop_steps = 0;
  options.sampled_hop_steps = 0;
  options.exact_latency_steps = 0;
  options.sampled_latency_steps =
      40.5 * (graph.node_count + 2.0 * static_cast<double>(graph.links.size()));
  return options;
}

/// How often the truth was within the error, and the sum and sum of squares of the deviations.
struct Coverage {
  int hits = 0;
  double sum = 0;
  double squares = 0;

  void add(double estimate, double error, double truth) {
    if (std::abs(estimate - truth) <= error) ++hits;
    sum += estimate - truth;
    squares += (estimate - truth) * (estimate - truth);
  }
};

constexpr int tries = 400;

/// 95 % of the tries within three standard deviations, sqrt(0.95 * 0.05 / tries), and no bias.
void check(const Coverage& coverage) {
  const double share = static_cast<double>(coverage.hits) / tries;
  CHECK(std::abs(share - 0.95) < 3 * std::sqrt(0.95 * 0.05 / tries));
  CHECK(std::abs(coverage.sum) < 3 * std::sqrt(coverage.squares));
}

}  // namespace

TEST_CASE("the true mean lies within the stated error in 95 of 100 samples", "[slow]") {
  for (const Graph& graph : {random_graph(600, 1800, 0), random_graph(600, 1800, 3), line(300)}) {
    INFO(graph.node_count << " nodes, " << graph.links.size() << " links");
    const GraphMetrics truth = measure(graph);
    REQUIRE(truth.paths_exact);
    REQUIRE(truth.latency->exact);
    Coverage hops;
    Coverage latency;
    for (int seed = 1; seed <= tries; ++seed) {
      const GraphMetrics sampled = measure(graph, frugal(graph, static_cast<std::uint64_t>(seed)));
      hops.add(sampled.mean_hops, sampled.mean_hops_error, truth.mean_hops);
      latency.add(sampled.latency->mean_ms, sampled.latency->mean_error_ms, truth.latency->mean_ms);
    }
    check(hops);
    check(latency);
  }
}

TEST_CASE("sampled figures say that they are, and bound the exact ones") {
  const Graph graph = random_graph(2000, 5000, 0);
  const GraphMetrics truth = measure(graph);
  const GraphMetrics sampled = measure(graph, frugal(graph, 1));
  CHECK_FALSE(sampled.paths_exact);
  CHECK(sampled.sampled_sources == 64);
  CHECK(sampled.pairs_at_hops[0] == 64);
  CHECK(sampled.mean_hops_error > 0);
  CHECK(sampled.diameter_is_lower_bound);
  CHECK(sampled.diameter_hops <= truth.diameter_hops);
  CHECK_FALSE(sampled.latency->exact);
  CHECK(sampled.latency->sampled_sources == 40);
  CHECK_FALSE(sampled.latency->sum_ms.has_value());
  CHECK(sampled.latency->max_ms <= truth.latency->max_ms);
  CHECK(sampled.triangles == truth.triangles);
  CHECK(sampled.cut_nodes == truth.cut_nodes);
  CHECK(sampled.clustering == truth.clustering);
}

TEST_CASE("more work buys more sources and a smaller error") {
  const Graph graph = random_graph(3000, 9000, 0);
  MetricsOptions options = frugal(graph, 1);
  const GraphMetrics coarse = measure(graph, options);
  options.sampled_hop_steps = 5e6;
  const GraphMetrics fine = measure(graph, options);
  CHECK(fine.sampled_sources > 4 * coarse.sampled_sources);
  CHECK(fine.mean_hops_error < coarse.mean_hops_error / 2);
}

TEST_CASE("a sampled diameter is exact where two bounds meet") {
  Graph tree;  // every node hangs on the one half as large
  tree.node_count = 5000;
  for (NodeId node = 1; node < 5000; ++node) tree.links.push_back({node / 2, node});
  MetricsOptions options = frugal(tree, 1);
  CHECK(measure(tree, options).diameter_hops == measure(tree).diameter_hops);
  CHECK_FALSE(measure(tree, options).diameter_is_lower_bound);
  Graph wheel = line(999);  // a centre that all others are joined to
  wheel.latency_ns.clear();
  wheel.node_count = 1000;
  for (NodeId node = 0; node < 999; ++node) wheel.links.push_back({node, 999});
  CHECK(measure(wheel, frugal(wheel, 1)).diameter_hops == 2);
  CHECK_FALSE(measure(wheel, frugal(wheel, 1)).diameter_is_lower_bound);
}

TEST_CASE("the same seed samples the same, another seed another") {
  const Graph graph = random_graph(1000, 3000, 0);
  const GraphMetrics first = measure(graph, frugal(graph, 7));
  const GraphMetrics again = measure(graph, frugal(graph, 7));
  const GraphMetrics other = measure(graph, frugal(graph, 8));
  CHECK(first.mean_hops == again.mean_hops);
  CHECK(first.pairs_at_hops == again.pairs_at_hops);
  CHECK(first.latency->mean_ms == again.latency->mean_ms);
  CHECK(first.pairs_at_hops != other.pairs_at_hops);
}

TEST_CASE("the error of a mean over samples is Student's") {
  // Ten numbers, 1 to 10, out of very many: mean 5.5, s^2 = 82.5 / 9, t(9) = 2.26216.
  std::vector<double> totals;
  for (int i = 1; i <= 10; ++i) totals.push_back(i);
  const std::vector<double> weights(10, 1.0);
  const SampledMean mean = ratio_of_sums(totals, weights, 1e12);
  CHECK(mean.mean == 5.5);
  CHECK_THAT(mean.error, Catch::Matchers::WithinRel(2.26216 * std::sqrt(82.5 / 90), 2e-3));
  CHECK(ratio_of_sums(totals, weights, 10).error == 0);
  // Means of targets reached, weighted: (1*1 + 3*3) / (1 + 3) from totals 1 and 9.
  CHECK(ratio_of_sums({1, 9}, {1, 3}, 100).mean == 2.5);
}

}  // namespace metrics_sampling_test
