// transit_stub: what hangs on what, latencies by class, and the number of links.
#include <map>
#include <set>

#include "tests/unit/topologies/generators_checks.hpp"

namespace generators_transit_stub_test {

using namespace rippletank::tests;

namespace {

/// The numbers that fix which node belongs where.
struct Shape {
  std::uint32_t domains = 3;
  std::uint32_t transit = 4;
  std::uint32_t stubs = 2;
  std::uint32_t stub_nodes = 5;

  Json topology() const {
    return {{"model", "transit_stub"},
            {"transit_domains", domains},
            {"transit_nodes_per_domain", transit},
            {"stubs_per_transit_node", stubs},
            {"stub_nodes", stub_nodes}};
  }
  std::uint32_t transit_nodes() const { return domains * transit; }
  std::uint32_t nodes() const { return transit_nodes() * (1 + stubs * stub_nodes); }
  bool is_transit(NodeId node) const { return node < transit_nodes(); }
  std::uint32_t stub_of(NodeId node) const { return (node - transit_nodes()) / stub_nodes; }
  std::uint32_t group_of(NodeId node) const {
    return is_transit(node) ? node / transit : domains + stub_of(node);
  }
};

constexpr rippletank::core::Time ms = rippletank::core::millisecond;

}  // namespace

TEST_CASE("transit_stub: connected, all routers, each stub on its own transit router") {
  for (const std::uint32_t domains : {1U, 2U, 5U}) {
    for (const std::uint32_t transit : {1U, 3U}) {
      for (const std::uint32_t stubs : {0U, 1U, 3U}) {
        for (const std::uint32_t stub_nodes : {1U, 4U}) {
          const Shape shape{domains, transit, stubs, stub_nodes};
          Json topology = shape.topology();
          for (const double probability : {0.0, 0.5, 1.0}) {
            topology["domain_link_probability"] = probability;
            topology["transit_link_probability"] = probability;
            topology["stub_link_probability"] = probability;
            const Graph graph = make(topology, 5);
            INFO(topology.dump());
            REQUIRE(graph.node_count == shape.nodes());
            CHECK(is_connected(graph));
            CHECK(graph.kinds == std::vector<NodeKind>(graph.node_count, NodeKind::router));
            for (NodeId node = 0; node < graph.node_count; ++node) {
              REQUIRE(graph.group[node] == shape.group_of(node));
            }
            if (probability == 0) CHECK(graph.links.size() == graph.node_count - 1);
          }
        }
      }
    }
  }
}

TEST_CASE("transit_stub: every class of link has its latency") {
  const Shape shape;
  Json topology = shape.topology();
  topology["domain_latency_ms"] = 40;
  topology["transit_latency_ms"] = 30;
  topology["transit_stub_latency_ms"] = 7;
  topology["stub_latency_ms"] = 1.5;
  const Graph graph = make(topology, 1);
  std::map<rippletank::core::Time, std::uint32_t> classes;
  std::vector<std::uint32_t> gateways(shape.transit_nodes() * shape.stubs, 0);
  for (std::size_t i = 0; i < graph.links.size(); ++i) {
    const auto [from, to] = graph.links[i];
    rippletank::core::Time expected = 0;
    if (shape.is_transit(to)) {
      expected = graph.group[from] == graph.group[to] ? 30 * ms : 40 * ms;
    } else if (shape.is_transit(from)) {
      expected = 7 * ms;
      CHECK(shape.stub_of(to) / shape.stubs == from);
      ++gateways[shape.stub_of(to)];
    } else {
      expected = 3 * ms / 2;
      CHECK(graph.group[from] == graph.group[to]);
    }
    CHECK(graph.latency_ns[i] == expected);
    ++classes[expected];
  }
  CHECK(classes.size() == 4);
  CHECK(classes[40 * ms] == 3);
  CHECK(gateways == std::vector<std::uint32_t>(gateways.size(), 1));
}

TEST_CASE("transit_stub: extra links are as many as asked for, all of them new") {
  const Shape shape{2, 2, 2, 3};
  Json topology = shape.topology();
  const std::size_t without = make(topology, 4).links.size();
  topology["extra_transit_stub_links"] = 20;
  topology["extra_stub_stub_links"] = 50;
  const Graph graph = make(topology, 4);
  CHECK(graph.links.size() == without + 70);
  CHECK(is_simple_and_in_order(graph));
  CHECK(graph.notes.empty());
  std::uint32_t transit_stub = 0;
  std::uint32_t stub_stub = 0;
  for (const Link& link : graph.links) {
    if (shape.is_transit(link.to)) continue;
    if (shape.is_transit(link.from)) {
      ++transit_stub;
    } else if (shape.stub_of(link.from) != shape.stub_of(link.to)) {
      ++stub_stub;
    }
  }
  CHECK(transit_stub == 8 + 20);
  CHECK(stub_stub == 50);
}

TEST_CASE("transit_stub: domains have the links of a tree and a share of all other pairs") {
  const Shape shape{1, 1, 1, 20};
  Json topology = shape.topology();
  const double p = 0.3;
  topology["stub_link_probability"] = p;
  Sample links;
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    links.add(static_cast<double>(make(topology, seed).links.size()) - 1);
  }
  const double others = 190 - 19;
  CHECK(std::abs(links.mean() - (19 + others * p)) < 4 * std::sqrt(others * p * (1 - p) / 500));
}

}  // namespace generators_transit_stub_test
