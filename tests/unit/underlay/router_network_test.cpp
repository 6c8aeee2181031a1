// Routers: shortest ways against all pairs, ties, memory, and delays of fibres.
#include "sim/underlay/router_network.hpp"

#include <cstdlib>

#include "sim/core/random.hpp"
#include "tests/catch.hpp"
#include "tests/unit/underlay/naive_internet.hpp"

namespace router_network_test {

namespace {

using namespace rippletank;
using namespace rippletank::tests;
using namespace rippletank::underlay;

/// Latencies of 0 to 2 ns, or 1 ns all of them: most ways have rivals.
RouterNetwork full_of_ties(core::Substream& stream, RouterId routers, bool equal = false) {
  std::vector<CoreLink> links;
  for (RouterId a = 0; a < routers; ++a) {
    for (RouterId b = a + 1; b < routers; ++b) {
      const auto latency_ns = equal ? 1 : static_cast<core::Time>(stream.below(3));
      if (stream.chance(0.25)) links.push_back({b, a, latency_ns, 0});
    }
  }
  return {routers, links};
}

std::vector<CoreLinkId> way_in(const RouterNetwork& network, const PathTree& tree, RouterId end) {
  std::vector<CoreLinkId> way;
  for (; tree[end].last != no_core_link; end = network.begin_of(tree[end].last)) {
    way.insert(way.begin(), tree[end].last);
  }
  return way;
}

}  // namespace

TEST_CASE("shortest ways are those of all pairs, links and ties included") {
  core::Substream stream(1, "test/router_network/ways");
  for (int round = 0; round < 100; ++round) {
    const RouterNetwork network =
        full_of_ties(stream, 1 + static_cast<RouterId>(round % 20), round < 50);
    const AllPairs pairs(network);
    if (round < 50) REQUIRE(network.has_equal_latencies());
    ShortestPaths paths(network);
    PathTree tree;
    for (RouterId root = 0; root < network.routers(); ++root) {
      paths.find(root, tree);
      for (RouterId end = 0; end < network.routers(); ++end) {
        REQUIRE((tree[end].latency_ns != core::never) == pairs.connected(root, end));
        if (!pairs.connected(root, end)) continue;
        REQUIRE(AllPairs::Length(tree[end].latency_ns, tree[end].links) == pairs.length(root, end));
        REQUIRE(way_in(network, tree, end) == pairs.way(root, end));
      }
    }
  }
}

TEST_CASE("trees that had to make room are found again") {
  core::Substream stream(1, "test/router_network/trees");
  const RouterNetwork network = full_of_ties(stream, 12);
  PathTrees few(network, 0);
  ShortestPaths paths(network);
  PathTree expected;
  for (int i = 0; i < 200; ++i) {
    const auto root = static_cast<RouterId>(stream.below(12));
    paths.find(root, expected);
    const PathTree& found = few.from(root);
    for (RouterId end = 0; end < 12; ++end) {
      REQUIRE(found[end].latency_ns == expected[end].latency_ns);
      REQUIRE(found[end].last == expected[end].last);
    }
  }
  CHECK(few.trees() == PathTrees::fewest_trees);
  PathTrees all(network);
  for (RouterId root = 0; root < 12; ++root) all.from(root);
  CHECK(all.trees() == 12);
}

TEST_CASE("light in fibre over the great circle") {
  const topologies::Position pole{77, 90};
  const topologies::Position equator{-20, 0};
  const topologies::Position far_side{160, 0};
  // A quarter of 2 pi 6371.0088 km, at 299792.458 / 1.5 km/s, worked out apart.
  constexpr core::Time quarter_ns = 50'072'427;
  CHECK(fibre_latency(pole, equator, 1) == quarter_ns);
  CHECK(std::abs(fibre_latency(equator, far_side, 1) - 2 * quarter_ns) <= 1);
  CHECK(std::abs(fibre_latency(equator, far_side, 2) - 4 * quarter_ns) <= 2);
  CHECK(fibre_latency(pole, pole, 1) == 1000);
  // Across the date line: one degree of longitude.
  CHECK(std::abs(90 * fibre_latency({179.5, 0}, {-179.5, 0}, 1) - quarter_ns) <= 90);
}

TEST_CASE("a link's latency comes from the file, else from places, else from the scenario") {
  topologies::Graph graph;
  graph.node_count = 2;
  graph.links = {{0, 1}};
  InternetParameters parameters;
  CHECK(router_network(graph, parameters, 1).links().front().latency_ns == 10 * core::millisecond);
  graph.positions = {{0, 90}, {0, 0}};
  CHECK(router_network(graph, parameters, 1).links().front().latency_ns == 10 * core::millisecond);
  graph.layout = topologies::Layout::geographic;
  CHECK(router_network(graph, parameters, 1).links().front().latency_ns ==
        fibre_latency(graph.positions[0], graph.positions[1], 1));
  graph.latency_ns = {77};
  graph.bandwidth_mbit_s = {0};
  CHECK(router_network(graph, parameters, 1).links().front().latency_ns == 77);
  CHECK_FALSE(router_network(graph, parameters, 1).has_speeds());
  graph.bandwidth_mbit_s = {80};
  CHECK(router_network(graph, parameters, 1).links().front().ns_per_byte == 100);
}

}  // namespace router_network_test
