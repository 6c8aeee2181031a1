// Metrics of model networks against their closed forms.
#include <cmath>

#include "tests/catch.hpp"
#include "topologies/metrics/metrics.hpp"

namespace metrics_closed_forms_test {

using namespace rippletank::topologies;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

Graph line(NodeId n) {
  Graph graph;
  graph.node_count = n;
  for (NodeId node = 0; node + 1 < n; ++node) graph.links.push_back({node, node + 1});
  return graph;
}

Graph ring(NodeId n) {
  Graph graph = line(n);
  graph.links.push_back({n - 1, 0});
  return graph;
}

Graph star(NodeId n) {
  Graph graph;
  graph.node_count = n;
  for (NodeId node = 1; node < n; ++node) graph.links.push_back({0, node});
  return graph;
}

Graph mesh(NodeId n) {
  Graph graph;
  graph.node_count = n;
  for (NodeId a = 0; a < n; ++a) {
    for (NodeId b = a + 1; b < n; ++b) graph.links.push_back({a, b});
  }
  return graph;
}

Graph balanced_tree(NodeId branching, std::uint32_t depth) {
  Graph graph;
  graph.node_count = 1;
  NodeId parent = 0;
  for (std::uint32_t level = 1; level <= depth; ++level) {
    for (const NodeId end = graph.node_count; parent < end; ++parent) {
      for (NodeId k = 0; k < branching; ++k) graph.links.push_back({parent, graph.node_count++});
    }
  }
  return graph;
}

/// A ring of n nodes, each joined to the k/2 next on either side.
Graph ring_lattice(NodeId n, NodeId k) {
  Graph graph;
  graph.node_count = n;
  for (NodeId node = 0; node < n; ++node) {
    for (NodeId step = 1; step <= k / 2; ++step) graph.links.push_back({node, (node + step) % n});
  }
  return graph;
}

Graph grid(NodeId rows, NodeId columns) {
  Graph graph;
  graph.node_count = rows * columns;
  NodeId node = 0;
  for (NodeId row = 0; row < rows; ++row) {
    for (NodeId column = 0; column < columns; ++column, ++node) {
      if (column + 1 < columns) graph.links.push_back({node, node + 1});
      if (row + 1 < rows) graph.links.push_back({node, node + columns});
    }
  }
  return graph;
}

}  // namespace

TEST_CASE("stars, lines, rings and meshes of any size have their closed forms") {
  for (const NodeId n : {3U, 4U, 5U, 10U, 31U, 64U, 65U, 200U, 600U}) {
    INFO("n = " << n);
    const double size = n;
    const GraphMetrics of_star = measure(star(n));
    CHECK(of_star.links == n - 1);
    CHECK(of_star.diameter_hops == 2);
    CHECK_THAT(of_star.mean_hops, WithinRel(2 - 2 / size, 1e-14));
    CHECK(of_star.cut_nodes == 1);
    CHECK(of_star.degree_max == n - 1);
    CHECK(of_star.degree_min == 1);

    const GraphMetrics of_line = measure(line(n));
    CHECK(of_line.links == n - 1);
    CHECK(of_line.diameter_hops == n - 1);
    CHECK_THAT(of_line.mean_hops, WithinRel((size + 1) / 3, 1e-14));
    CHECK(of_line.cut_nodes == n - 2);
    CHECK(of_line.transitivity == 0);

    const GraphMetrics of_ring = measure(ring(n));
    const bool odd = n % 2 == 1;
    CHECK(of_ring.links == n);
    CHECK(of_ring.diameter_hops == n / 2);
    CHECK_THAT(of_ring.mean_hops,
               WithinRel(odd ? (size + 1) / 4 : size * size / (4 * (size - 1)), 1e-14));
    CHECK(of_ring.cut_nodes == 0);
    CHECK(of_ring.degree_min == 2);
    CHECK(of_ring.triangles == (n == 3 ? 1 : 0));

    const GraphMetrics of_mesh = measure(mesh(n));
    CHECK(of_mesh.links == std::uint64_t{n} * (n - 1) / 2);
    CHECK(of_mesh.diameter_hops == 1);
    CHECK(of_mesh.mean_hops == 1);
    CHECK(of_mesh.triangles == std::uint64_t{n} * (n - 1) * (n - 2) / 6);
    CHECK_THAT(of_mesh.clustering, WithinRel(1, 1e-14));
    CHECK(of_mesh.transitivity == 1);
    CHECK(of_mesh.cut_nodes == 0);
  }
}

TEST_CASE("a binary tree of depth 6 has mean hops 8.35096") {
  const GraphMetrics metrics = measure(balanced_tree(2, 6));
  CHECK(metrics.nodes == 127);
  CHECK(metrics.diameter_hops == 12);
  CHECK_THAT(metrics.mean_hops, WithinAbs(8.35096, 5e-6));
  CHECK(metrics.cut_nodes == 63);
}

// Watts & Strogatz, Nature 393 (1998): C = 3(k-2) / (4(k-1)); hops of a node: 5k at each distance.
TEST_CASE("a ring lattice of 1000 nodes and 10 neighbours has C 0.66667 and L 50.4505") {
  const GraphMetrics metrics = measure(ring_lattice(1000, 10));
  CHECK_THAT(metrics.clustering, WithinRel(2.0 / 3, 1e-14));
  CHECK_THAT(metrics.transitivity, WithinRel(2.0 / 3, 1e-14));
  CHECK_THAT(metrics.mean_hops, WithinAbs(50.4505, 5e-5));
  CHECK(metrics.diameter_hops == 100);
}

// Along each axis of r places, ordered pairs with repetition lie (r^2 - 1) / 3r apart on average.
TEST_CASE("a grid's mean hops are the sum of those along its axes", "[statistics]") {
  for (const auto& [rows, columns] : {std::pair<NodeId, NodeId>{5, 7}, {20, 31}, {100, 100}}) {
    const GraphMetrics metrics = measure(grid(rows, columns));
    const double r = rows;
    const double c = columns;
    const double with_itself = (r * r - 1) / (3 * r) + (c * c - 1) / (3 * c);
    CHECK_THAT(metrics.mean_hops, WithinRel(with_itself * r * c / (r * c - 1), 1e-13));
    CHECK(metrics.diameter_hops == rows + columns - 2);
    CHECK(metrics.links == rows * (columns - 1) + columns * (rows - 1));
    CHECK(metrics.paths_exact);
  }
}

TEST_CASE("the effective diameter is interpolated as SNAP does, a node at 0 hops of itself") {
  // Four nodes in a line: 4 pairs at 0 hops, then 6, 4, 2; 90 % of 16 is 14.4, past 14 by 0.4 of 2.
  CHECK_THAT(measure(line(4)).effective_diameter_90, WithinRel(2.2, 1e-14));
  // Ten meshed nodes: 10 pairs at 0 hops, 90 at 1; 90 % of 100 is 90, past 10 by 80 of 90.
  CHECK_THAT(measure(mesh(10)).effective_diameter_90, WithinRel(80.0 / 90, 1e-14));
}

TEST_CASE("hops go by the largest component, latencies by all joined pairs") {
  Graph graph = line(4);
  graph.node_count = 10;
  graph.links.push_back({4, 5});
  graph.links.push_back({6, 7});
  for (std::size_t i = 0; i < graph.links.size(); ++i) graph.latency_ns.push_back(1'000'000);
  graph.latency_ns.back() = 5'500'000;
  const GraphMetrics metrics = measure(graph);
  CHECK(metrics.components == 5);
  CHECK(metrics.largest_component == 4);
  CHECK(metrics.degree_min == 0);
  CHECK(metrics.degree_mean == 1.0);
  CHECK(metrics.diameter_hops == 3);
  CHECK_THAT(metrics.mean_hops, WithinRel(20.0 / 12, 1e-14));
  CHECK(metrics.pairs_at_hops == std::vector<std::uint64_t>{4, 6, 4, 2});
  CHECK(metrics.cut_nodes == 2);
  REQUIRE(metrics.latency.has_value());
  CHECK(metrics.latency->sum_ms == 20 + 2 + 11.0);
  CHECK_THAT(metrics.latency->mean_ms, WithinRel(33.0 / 16, 1e-14));
  CHECK(metrics.latency->max_ms == 5.5);
}

TEST_CASE("of components of equal size the one with the smallest node is measured") {
  Graph graph;
  graph.node_count = 6;
  graph.links = {{0, 2}, {2, 4}, {1, 3}, {3, 5}, {5, 1}};
  const GraphMetrics metrics = measure(graph);
  CHECK(metrics.largest_component == 3);
  CHECK(metrics.diameter_hops == 2);  // the line 0-2-4, not the triangle
}

TEST_CASE("graphs without links or nodes measure to nothing, not to nonsense") {
  const GraphMetrics nothing = measure(Graph{});
  CHECK(nothing.nodes == 0);
  CHECK(nothing.components == 0);
  CHECK(nothing.mean_hops == 0);
  CHECK_FALSE(nothing.latency.has_value());
  Graph lonely;
  lonely.node_count = 3;
  const GraphMetrics metrics = measure(lonely);
  CHECK(metrics.components == 3);
  CHECK(metrics.largest_component == 1);
  CHECK(metrics.diameter_hops == 0);
  CHECK(metrics.mean_hops == 0);
  CHECK(metrics.effective_diameter_90 == 0);
  CHECK(metrics.clustering == 0);
  CHECK(metrics.paths_exact);
}

TEST_CASE("random losses that leave no giant component follow from degrees") {
  // Of k links each all but one in k - 1 may go; a line has no giant component to lose.
  for (const NodeId k : {4U, 6U, 10U}) {
    const double threshold = measure(ring_lattice(40, k)).percolation_threshold;
    CHECK_THAT(threshold, WithinRel(1 - 1.0 / (k - 1), 1e-12));
  }
  CHECK(measure(ring(9)).percolation_threshold == 0);
  CHECK(measure(line(2)).percolation_threshold == 0);
  CHECK(measure(line(1)).percolation_threshold == 0);
  // Squares 16 + 4, links 4 + 4.
  CHECK_THAT(measure(star(5)).percolation_threshold, WithinRel(1.0 / 3, 1e-12));
}

}  // namespace metrics_closed_forms_test
