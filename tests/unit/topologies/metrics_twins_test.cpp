// The fast algorithms of the metrics against their slow, obvious twins.
#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/floyd_warshall_shortest.hpp>
#include <numeric>

#include "sim/core/random.hpp"
#include "sim/registry/diagnostics.hpp"
#include "tests/catch.hpp"
#include "topologies/metrics/components.hpp"
#include "topologies/metrics/hop_counts.hpp"
#include "topologies/metrics/latencies.hpp"
#include "topologies/metrics/metrics.hpp"
#include "topologies/metrics/triangles.hpp"

namespace metrics_twins_test {

using namespace rippletank;
using namespace rippletank::topologies;

namespace {

/// Random pairs, hence with some parts apart; `hubs` of the nodes get most of the links.
Graph random_graph(NodeId nodes, std::size_t links, NodeId hubs, std::uint64_t seed) {
  core::Substream stream(seed, "test/metrics");
  Graph graph;
  graph.node_count = nodes;
  for (std::size_t i = 0; i < links; ++i) {
    const bool from_hub = hubs > 0 && stream.chance(0.6);
    const auto from = static_cast<NodeId>(stream.below(from_hub ? hubs : nodes));
    graph.links.push_back({from, static_cast<NodeId>(stream.below(nodes))});
  }
  simplify(graph);
  graph.notes.clear();
  return graph;
}

Graph line(NodeId nodes) {
  Graph graph;
  graph.node_count = nodes;
  for (NodeId node = 0; node + 1 < nodes; ++node) graph.links.push_back({node, node + 1});
  return graph;
}

/// Random graphs of all densities and shapes, in which nodes are few enough for slow twins.
std::vector<Graph> assorted_graphs() {
  std::vector<Graph> graphs;
  std::uint64_t seed = 0;
  for (const NodeId nodes : {2U, 7U, 30U, 63U, 64U, 65U, 150U, 513U, 700U}) {
    for (const double mean_degree : {0.5, 1.5, 3.0, 8.0, 40.0}) {
      for (const NodeId hubs : {0U, 2U}) {
        const auto links = static_cast<std::size_t>(mean_degree * nodes / 2);
        graphs.push_back(random_graph(nodes, links, hubs, ++seed));
      }
    }
  }
  graphs.push_back(line(300));
  graphs.push_back(line(1));
  return graphs;
}

using Plain = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS>;

Plain plain(const Graph& graph) {
  Plain result(graph.node_count);
  for (const Link& link : graph.links) boost::add_edge(link.from, link.to, result);
  return result;
}

constexpr std::uint32_t unreached = static_cast<std::uint32_t>(-1);

std::vector<std::uint32_t> plain_hops(const Plain& graph, NodeId source) {
  std::vector<std::uint32_t> hops(num_vertices(graph), unreached);
  hops[source] = 0;
  boost::breadth_first_search(graph, source,
                              boost::visitor(boost::make_bfs_visitor(
                                  boost::record_distances(hops.data(), boost::on_tree_edge{}))));
  return hops;
}

HopCounts plain_hop_counts(const Graph& graph, const std::vector<NodeId>& sources) {
  const Plain slow = plain(graph);
  HopCounts counts;
  for (const NodeId source : sources) {
    std::uint64_t sum = 0;
    for (const std::uint32_t hops : plain_hops(slow, source)) {
      if (hops == unreached) continue;
      if (counts.pairs_at.size() <= hops) counts.pairs_at.resize(hops + 1);
      ++counts.pairs_at[hops];
      sum += hops;
    }
    counts.sum_by_source.push_back(sum);
  }
  return counts;
}

std::size_t plain_component_count(const Graph& graph, NodeId without) {
  const Plain slow = plain(graph);
  std::vector<bool> seen(graph.node_count, false);
  std::size_t count = 0;
  for (NodeId start = 0; start < graph.node_count; ++start) {
    if (seen[start] || start == without) continue;
    ++count;
    std::vector<NodeId> stack{start};
    seen[start] = true;
    while (!stack.empty()) {
      const NodeId node = stack.back();
      stack.pop_back();
      for (const auto next : boost::make_iterator_range(adjacent_vertices(node, slow))) {
        if (seen[next] || next == without) continue;
        seen[next] = true;
        stack.push_back(static_cast<NodeId>(next));
      }
    }
  }
  return count;
}

/// The diagonal of the cube of the adjacency matrix counts the closed walks of three links.
std::vector<std::uint64_t> triangles_by_matrix(const Graph& graph) {
  const std::size_t n = graph.node_count;
  std::vector<std::vector<std::uint64_t>> a(n, std::vector<std::uint64_t>(n, 0));
  for (const Link& link : graph.links) a[link.from][link.to] = a[link.to][link.from] = 1;
  std::vector<std::uint64_t> at_node(n, 0);
  for (std::size_t i = 0; i < n; ++i) {
    std::uint64_t closed_walks = 0;
    for (std::size_t j = 0; j < n; ++j) {
      if (a[i][j] == 0) continue;
      for (std::size_t k = 0; k < n; ++k) closed_walks += a[j][k] * a[k][i];
    }
    at_node[i] = closed_walks / 2;
  }
  return at_node;
}

std::vector<NodeId> all_nodes(const Graph& graph) {
  std::vector<NodeId> nodes(graph.node_count);
  std::iota(nodes.begin(), nodes.end(), NodeId{0});
  return nodes;
}

}  // namespace

TEST_CASE("many searches at once count the same hops as one after the other", "[statistics]") {
  for (const Graph& graph : assorted_graphs()) {
    INFO(graph.node_count << " nodes, " << graph.links.size() << " links");
    const std::vector<NodeId> sources = all_nodes(graph);
    const HopCounts expected = plain_hop_counts(graph, sources);
    for (const SweepWidth width : {SweepWidth::searches_64, SweepWidth::searches_512}) {
      const HopCounts counts = count_hops(adjacency(graph), sources, width, SourceSums::count);
      CHECK(counts.pairs_at == expected.pairs_at);
      CHECK(counts.sum_by_source == expected.sum_by_source);
    }
    CHECK(count_hops(adjacency(graph), sources, SweepWidth::searches_512).pairs_at ==
          expected.pairs_at);
  }
}

TEST_CASE("sources may be any of the nodes in any order") {
  const Graph graph = random_graph(400, 1200, 3, 77);
  core::Substream stream(5, "test/metrics/sources");
  const std::vector<NodeId> sources = core::sample_without_replacement(400, 130, stream);
  const HopCounts expected = plain_hop_counts(graph, sources);
  const HopCounts counts =
      count_hops(adjacency(graph), sources, SweepWidth::searches_64, SourceSums::count);
  CHECK(counts.pairs_at == expected.pairs_at);
  CHECK(counts.sum_by_source == expected.sum_by_source);
}

TEST_CASE("cut nodes are those whose loss adds a component") {
  for (const Graph& graph : assorted_graphs()) {
    if (graph.node_count > 160) continue;
    INFO(graph.node_count << " nodes, " << graph.links.size() << " links");
    const std::size_t whole = plain_component_count(graph, unreached);
    std::vector<NodeId> expected;
    for (NodeId node = 0; node < graph.node_count; ++node) {
      if (plain_component_count(graph, node) > whole) expected.push_back(node);
    }
    CHECK(cut_nodes(adjacency(graph)) == expected);
    CHECK(components(adjacency(graph)).sizes.size() == whole);
  }
}

TEST_CASE("components are numbered by their smallest node and know their sizes") {
  const Graph graph = random_graph(500, 300, 0, 3);
  const Components parts = components(adjacency(graph));
  const Plain slow = plain(graph);
  std::uint32_t next = 0;
  for (NodeId node = 0; node < graph.node_count; ++node) {
    CHECK(parts.of[node] <= next);
    if (parts.of[node] != next) continue;
    ++next;
    const std::vector<std::uint32_t> hops = plain_hops(slow, node);
    std::uint32_t size = 0;
    for (NodeId other = 0; other < graph.node_count; ++other) {
      CHECK((hops[other] != unreached) == (parts.of[other] == parts.of[node]));
      if (hops[other] != unreached) ++size;
    }
    CHECK(parts.sizes[parts.of[node]] == size);
  }
  CHECK(parts.sizes[parts.largest] == *std::max_element(parts.sizes.begin(), parts.sizes.end()));
}

TEST_CASE("triangles by either way are those of the cubed matrix") {
  for (const Graph& graph : assorted_graphs()) {
    if (graph.node_count > 160) continue;
    INFO(graph.node_count << " nodes, " << graph.links.size() << " links");
    const std::vector<std::uint64_t> expected = triangles_by_matrix(graph);
    CHECK(triangle_ways::forward(adjacency(graph)) == expected);
    CHECK(triangle_ways::bit_rows(adjacency(graph)) == expected);
    CHECK(triangles_at_nodes(adjacency(graph)) == expected);
  }
}

TEST_CASE("latencies are those of Floyd and Warshall") {
  Graph graph = random_graph(120, 260, 2, 9);
  core::Substream stream(9, "test/metrics/latency");
  for (std::size_t i = 0; i < graph.links.size(); ++i) {
    graph.latency_ns.push_back(static_cast<core::Time>(stream.below(20'000'000)));  // 0 is allowed
  }
  using Weighted =
      boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, boost::no_property,
                            boost::property<boost::edge_weight_t, core::Time>>;
  Weighted slow(graph.node_count);
  for (std::size_t i = 0; i < graph.links.size(); ++i) {
    boost::add_edge(graph.links[i].from, graph.links[i].to, graph.latency_ns[i], slow);
  }
  std::vector<std::vector<core::Time>> expected(120, std::vector<core::Time>(120));
  REQUIRE(boost::floyd_warshall_all_pairs_shortest_paths(slow, expected));
  const std::vector<LatencySums> sums =
      sum_latencies(adjacency(graph), graph.latency_ns, all_nodes(graph));
  std::uint64_t pairs = 0;
  for (NodeId node = 0; node < graph.node_count; ++node) {
    core::Time sum = 0;
    core::Time longest = 0;
    std::uint64_t reached = 0;
    for (NodeId other = 0; other < graph.node_count; ++other) {
      if (other == node || expected[node][other] == core::never) continue;
      ++reached;
      sum += expected[node][other];
      longest = std::max(longest, expected[node][other]);
    }
    CHECK(sums[node].sum == static_cast<WideTime>(sum));
    CHECK(sums[node].longest == longest);
    CHECK(sums[node].reached == reached);
    pairs += reached;
  }
  CHECK(pairs > 10'000);  // the graph is no collection of crumbs
}

TEST_CASE("latencies beyond 64 bits are refused with advice") {
  Graph graph = line(4);
  graph.latency_ns.assign(3, core::never / 2);
  try {
    measure(graph);
    FAIL("was not refused");
  } catch (const registry::InputError& error) {
    CHECK(std::string(error.what()).find("latency_us is in microseconds") != std::string::npos);
  }
}

TEST_CASE("a line of a million nodes overflows no stack and takes no ages", "[slow]") {
  const Graph graph = line(1'000'000);
  const GraphMetrics metrics = measure(graph);
  CHECK(metrics.components == 1);
  CHECK(metrics.cut_nodes == 999'998);
  CHECK(metrics.diameter_hops == 999'999);
  CHECK_FALSE(metrics.diameter_is_lower_bound);  // a tree: two searches find it
  CHECK_FALSE(metrics.paths_exact);
  CHECK(std::abs(metrics.mean_hops - 1'000'001.0 / 3) < 2 * metrics.mean_hops_error);
}

}  // namespace metrics_twins_test
