// edge_list: forms of lines, ids with gaps, latencies, and the Gnutella snapshots.
#include "topologies/readers/edge_list.hpp"

#include <ctime>

#include "tests/data_path.hpp"
#include "tests/fuzz/graph_invariants.hpp"
#include "tests/unit/topologies/readers_shared.hpp"

namespace readers_edge_list_test {

namespace {

using namespace rippletank;
using topologies::Graph;
using topologies::Link;

Graph parse(std::string_view text) { return topologies::parse_edge_list(text, "test.txt"); }

}  // namespace

TEST_CASE("edge_list: blanks, commas, semicolons, CRLF, a byte order mark and comments") {
  const std::vector<Link> expected = {{0, 1}, {1, 2}, {2, 0}};
  for (const std::string_view text :
       {"0 1\n1 2\n2 0\n", "0 1\n1 2\n2 0", "0\t1\r\n1\t2\r\n2\t0\r\n", "0,1\n1 , 2\n2;0\n",
        "\xef\xbb\xbf# a comment\n\n  0   1  \n% another\n1 2\n\t\n2 0\n", "00 1\n1 02\n2 0\n"}) {
    CAPTURE(text);
    const Graph graph = parse(text);
    CHECK(graph.node_count == 3);
    CHECK(graph.links == expected);
    CHECK(graph.latency_ns.empty());
    CHECK(graph.names.name(2) == "2");
  }
}

TEST_CASE("edge_list: ids with gaps become nodes in ascending order and keep their names") {
  const Graph graph = parse("18446744073709551615 7\n7 5\n");
  CHECK(graph.node_count == 3);
  CHECK(graph.links == std::vector<Link>{{2, 1}, {1, 0}});
  CHECK(graph.names.are_numbers());
  CHECK(graph.names.name(0) == "5");
  CHECK(graph.names.name(2) == "18446744073709551615");
  CHECK(graph.names.find("7", 3) == topologies::NodeId{1});
  CHECK_FALSE(graph.names.find("0", 3).has_value());
}

TEST_CASE("edge_list: latencies are microseconds, rounded to nanoseconds") {
  const Graph graph = parse("0 1 0\n0 2 1.5\n0,3,1e3\n0 4 1e12\n0 5 0.0004\n0 6 0.0006\n");
  CHECK(graph.latency_ns ==
        std::vector<core::Time>{0, 1500, 1'000'000, 1'000'000'000'000'000, 0, 1});
}

TEST_CASE("edge_list: a text without links is told apart from an empty one") {
  const auto message = [](std::string_view text) {
    return tests::diagnostics_of([&] { parse(text); }).at(0).message;
  };
  CHECK(message("") == "expected at least one link, got an empty file");
  CHECK(message("# nothing\n") == "expected at least one link, got only comments and blank lines");
}

TEST_CASE("edge_list: all mistakes come at once, in the order of their lines") {
  const auto diagnostics = tests::diagnostics_of([] { parse("0 1\nx\n1 2\n3 -4\n5 6 7\n"); });
  REQUIRE(diagnostics.size() == 3);
  CHECK(registry::to_string(diagnostics[0]) ==
        "test.txt:2: error: expected \"FROM TO\" or \"FROM TO LATENCY_US\", got \"x\"; begin "
        "comments with #");
  CHECK(diagnostics[1].line == 4);
  CHECK(diagnostics[2].message == "expected \"FROM TO\" as on line 1, got \"5 6 7\"");
}

TEST_CASE("edge_list: every beginning of a good file is read or refused, never worse") {
  const std::string good = "# c\r\n0 1 20\r\n1,2;3.5\r\n18446744073709551615 4 1e3\r\n";
  int accepted = 0;
  for (std::size_t length = 0; length <= good.size(); ++length) {
    try {
      Graph graph = parse(std::string_view(good).substr(0, length));
      CHECK(tests::broken_invariant(graph) == "");
      ++accepted;
    } catch (const registry::InputError&) {
    }
  }
  CHECK(accepted > 0);
}

TEST_CASE("edge_list: the example reads through the catalogue") {
  const Graph graph = tests::load(
      "edge_list", std::filesystem::path(RIPPLETANK_SOURCE_DIR) / "topologies/data/six_peers.txt");
  CHECK(graph.node_count == 6);
  CHECK(graph.links.size() == 7);
  CHECK(graph.latency_ns[6] == 80 * core::millisecond);
}

TEST_CASE("edge_list: the Gnutella snapshots have their published sizes") {
  struct Snapshot {
    const char* day;
    std::uint32_t nodes;
    std::size_t links;
    std::uint32_t largest;
  };
  // Nodes, links and largest weak component as published at snap.stanford.edu/data.
  constexpr Snapshot snapshots[] = {
      {"04", 10876, 39994, 10876}, {"05", 8846, 31839, 8842},   {"06", 8717, 31525, 8717},
      {"08", 6301, 20777, 6299},   {"09", 8114, 26013, 8104},   {"24", 26518, 65369, 26498},
      {"25", 22687, 54705, 22663}, {"30", 36682, 88328, 36646}, {"31", 62586, 147892, 62561}};
  for (const Snapshot& snapshot : snapshots) {
    CAPTURE(snapshot.day);
    const auto file = tests::data_file(std::string("snap/p2p-Gnutella") + snapshot.day + ".txt");
    if (!file) return;
    Graph graph = tests::load("edge_list", *file);
    CHECK(graph.node_count == snapshot.nodes);
    CHECK(graph.links.size() == snapshot.links);
    CHECK(tests::component_sizes(graph).front() == snapshot.largest);
    const bool has_gaps = std::string(snapshot.day) == "04";
    CHECK(graph.names.name(snapshot.nodes - 1) ==
          (has_gaps ? "10878" : std::to_string(snapshot.nodes - 1)));
    CHECK(tests::broken_invariant(graph) == "");
  }
}

TEST_CASE("edge_list: the graphs of autonomous systems have their published sizes") {
  const auto as_733 = tests::data_file("as-graphs/as20000102.txt");
  if (as_733) {
    const Graph graph = tests::load("edge_list", *as_733);
    CHECK(graph.node_count == 6474);
    CHECK(graph.links.size() == 12572);
    CHECK(graph.notes == std::vector<std::string>{"left out 1,323 self-links"});
  }
  const auto oregon = tests::data_file("as-graphs/oregon1_010331.txt");
  if (!oregon) return;
  const Graph graph = tests::load("edge_list", *oregon);
  CHECK(graph.node_count == 10670);
  CHECK(graph.links.size() == 22002);
}

TEST_CASE("edge_list: four million links take seconds of a slow processor, not minutes", "[slow]") {
  std::string text;
  constexpr std::uint64_t links = 4'000'000;
  constexpr std::uint64_t nodes = 1'000'000;
  std::uint64_t state = 1;
  for (std::uint64_t i = 0; i < links; ++i) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    text += std::to_string(i % nodes) + '\t' + std::to_string((state >> 33) % nodes) + '\n';
  }
  const std::clock_t begin = std::clock();
  const Graph graph = parse(text);
  const double cpu_s = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  CHECK(graph.node_count == nodes);
  CHECK(graph.links.size() == links);
  INFO("read " << links << " links in " << cpu_s << " s");
  CHECK(cpu_s < 20);
}

}  // namespace readers_edge_list_test
