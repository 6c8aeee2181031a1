// as_relationships: both forms, their opposite signs, and the graph of September 2007.
#include "topologies/readers/as_relationships.hpp"

#include "tests/data_path.hpp"
#include "tests/fuzz/graph_invariants.hpp"
#include "tests/unit/topologies/readers_shared.hpp"

namespace readers_as_relationships_test {

namespace {

using namespace rippletank;
using topologies::Graph;
using topologies::Link;
using Relationships = std::vector<std::int8_t>;

Graph parse(std::string_view text) { return topologies::parse_as_relationships(text, "test.txt"); }

}  // namespace

TEST_CASE("as_relationships: with blanks, -1 says that FROM is the customer") {
  Graph graph = parse("# c\n7 3 -1\n3\t7\t1\n3 9 0\n9 11 2\n11 9 2\n");
  CHECK(graph.node_count == 4);
  CHECK(graph.names.name(3) == "11");
  CHECK(graph.links[0] == Link{1, 0});
  CHECK(graph.relationship == Relationships{-1, 1, 0, 2, 2});
  simplify(graph);
  CHECK(graph.links == std::vector<Link>{{1, 0}, {0, 2}, {2, 3}});
  CHECK(graph.relationship == Relationships{-1, 0, 2});
}

TEST_CASE("as_relationships: with bars, -1 says that FROM is the provider") {
  const Graph graph = parse("# source:topology|BGP\n3|7|-1\n3|9|0|bgp\n");
  CHECK(graph.links[0] == Link{0, 1});
  CHECK(graph.relationship == Relationships{1, 0});
}

TEST_CASE("as_relationships: a self-link contradicts nothing") {
  CHECK(parse("1 1 -1\n1 1 1\n1 2 0\n").links.size() == 3);
}

TEST_CASE("as_relationships: each contradiction is told once, at its later line") {
  const auto diagnostics =
      tests::diagnostics_of([] { parse("5 6 0\n1 2 -1\n1 2 1\n6 5 2\n2 1 -1\n"); });
  REQUIRE(diagnostics.size() == 2);
  CHECK(diagnostics[0].line == 3);
  CHECK(diagnostics[1].line == 4);
}

TEST_CASE("as_relationships: the example reads through the catalogue") {
  const Graph graph = tests::load("as_relationships", std::filesystem::path(RIPPLETANK_SOURCE_DIR) /
                                                          "topologies/data/five_systems.txt");
  CHECK(graph.node_count == 5);
  CHECK(graph.relationship == Relationships{0, -1, -1, -1, 2});
  CHECK(graph.names.name(0) == "64496");
}

TEST_CASE("as_relationships: CAIDA's graph of 17 September 2007 has its published sizes") {
  const auto file = tests::data_file("as-graphs/as-caida20070917.txt");
  if (!file) return;
  Graph graph = tests::load("as_relationships", *file);
  CHECK(graph.node_count == 8020);
  CHECK(graph.links.size() == 18203);
  int transit = 0;
  int peers = 0;
  int siblings = 0;
  for (const std::int8_t relationship : graph.relationship) {
    if (relationship == 1 || relationship == -1) ++transit;
    if (relationship == 0) ++peers;
    if (relationship == 2) ++siblings;
  }
  CHECK(transit == 15079);
  CHECK(peers == 3032);
  CHECK(siblings == 92);
  CHECK(tests::broken_invariant(graph) == "");
}

}  // namespace readers_as_relationships_test
