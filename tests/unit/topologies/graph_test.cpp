// Graph: simplification and adjacency.
#include "topologies/graph.hpp"

#include <algorithm>
#include <set>

#include "sim/core/random.hpp"
#include "tests/catch.hpp"
#include "topologies/catalogue.hpp"

namespace graph_test {

using namespace rippletank::topologies;

TEST_CASE("simplify drops self-links and repeats in either direction, keeping attributes") {
  Graph graph;
  graph.node_count = 3;
  graph.links = {{1, 0}, {0, 0}, {0, 1}, {2, 1}, {1, 2}};
  graph.latency_ns = {10, 20, 30, 40, 50};
  simplify(graph);
  CHECK(graph.links == std::vector<Link>{{1, 0}, {2, 1}});
  CHECK(graph.latency_ns == std::vector<rippletank::core::Time>{10, 40});
  CHECK(graph.notes ==
        std::vector<std::string>{"left out 1 self-link", "left out 2 repeated links"});
}

TEST_CASE("simplify keeps what a slow twin keeps, in graphs with many repeats") {
  for (const NodeId nodes : {1U, 2U, 5U, 40U}) {
    for (const std::size_t links : {0U, 1U, 20U, 500U}) {
      CAPTURE(nodes, links);
      rippletank::core::Substream stream(nodes + links, "test/simplify");
      Graph graph;
      graph.node_count = nodes;
      std::set<std::pair<NodeId, NodeId>> seen;
      std::vector<Link> expected;
      std::vector<double> expected_mbit_s;
      for (std::size_t i = 0; i < links; ++i) {
        const Link link{static_cast<NodeId>(stream.below(nodes)),
                        static_cast<NodeId>(stream.below(nodes))};
        graph.links.push_back(link);
        graph.bandwidth_mbit_s.push_back(static_cast<double>(i));
        if (link.from == link.to || !seen.insert(std::minmax(link.from, link.to)).second) continue;
        expected.push_back(link);
        expected_mbit_s.push_back(static_cast<double>(i));
      }
      simplify(graph);
      CHECK(graph.links == expected);
      CHECK(graph.bandwidth_mbit_s == expected_mbit_s);
    }
  }
}

TEST_CASE("adjacency rows are ascending and know their links") {
  Graph graph;
  graph.node_count = 4;
  graph.links = {{3, 0}, {2, 0}, {0, 1}, {3, 2}};
  const Adjacency rows = adjacency(graph);
  CHECK(rows.offsets == rippletank::core::Column<std::uint32_t>{0, 3, 4, 6, 8});
  CHECK(rows.neighbours == rippletank::core::Column<NodeId>{1, 2, 3, 0, 0, 3, 0, 2});
  CHECK(rows.link == std::vector<std::uint32_t>{2, 1, 0, 2, 1, 3, 0, 3});
}

TEST_CASE("names are found whether they are numbers with gaps or texts") {
  const NodeNames plain;
  CHECK(plain.name(7) == "7");
  CHECK(plain.find("7", 8) == NodeId{7});
  CHECK_FALSE(plain.find("8", 8).has_value());
  CHECK_FALSE(plain.find("x", 8).has_value());
  const NodeNames texts({"Wien", "Graz"}, false);
  CHECK(texts.find("Graz", 2) == NodeId{1});
  CHECK_FALSE(texts.find("Linz", 2).has_value());
}

}  // namespace graph_test
