// graphml: dialects, names, latencies, speeds, places and kinds, and the whole Topology Zoo.
#include "topologies/readers/graphml.hpp"

#include <algorithm>
#include <fstream>
#include <set>

#include "sim/registry/input_file.hpp"
#include "tests/data_path.hpp"
#include "tests/fuzz/graph_invariants.hpp"
#include "tests/unit/topologies/readers_shared.hpp"
#include "topologies/catalogue.hpp"
#include "topologies/readers/graphml_document.hpp"

namespace readers_graphml_test {

namespace {

using namespace rippletank;
using topologies::Graph;
using topologies::Link;

Graph parse(std::string_view text) { return topologies::parse_graphml(text, "test.graphml"); }

/// A document of keys, and of nodes and edges.
std::string document(const std::string& keys, const std::string& graph) {
  return "<graphml>" + keys + "<graph edgedefault=\"directed\">" + graph + "</graph></graphml>";
}

std::string key(const std::string& id, const std::string& domain, const std::string& name,
                const std::string& content = "") {
  return "<key id=\"" + id + "\" for=\"" + domain + "\" attr.name=\"" + name + "\">" + content +
         "</key>";
}

std::string node(const std::string& id, const std::string& content = "") {
  return "<node id=\"" + id + "\">" + content + "</node>";
}

std::string edge(const std::string& source, const std::string& target,
                 const std::string& content = "") {
  return "<edge source=\"" + source + "\" target=\"" + target + "\">" + content + "</edge>";
}

std::string data(const std::string& key, const std::string& text) {
  return "<data key=\"" + key + "\">" + text + "</data>";
}

std::vector<std::string> names_of(const Graph& graph) {
  std::vector<std::string> names;
  for (topologies::NodeId v = 0; v < graph.node_count; ++v) names.push_back(graph.names.name(v));
  return names;
}

using Names = std::vector<std::string>;
using Times = std::vector<core::Time>;

}  // namespace

TEST_CASE("graphml: edges may come before their nodes; direction is dropped") {
  const Graph graph = parse(document("", edge("b", "a") + node("a") + node("b") + edge("a", "a")));
  CHECK(graph.node_count == 2);
  CHECK(graph.links == std::vector<Link>{{1, 0}, {0, 0}});
  CHECK(names_of(graph) == Names{"a", "b"});
  CHECK_FALSE(graph.names.are_numbers());
}

TEST_CASE("graphml: a label names its node unless it is another's, too") {
  const std::string keys = key("l", "node", "Label");
  CHECK(names_of(parse(
            document(keys, node("0", data("l", " New\n  York ")) + node("1", data("l", "Graz")) +
                               node("2", data("l", "Graz")) + node("3") + node("4", data("l", "")) +
                               edge("0", "1")))) == Names{"New York", "1", "2", "3", "4"});
  CHECK(names_of(parse(document(keys, node("0", data("l", "1")) + node("1", data("l", "x")) +
                                          node("2", data("l", "2")) + edge("0", "1")))) ==
        Names{"0", "x", "2"});
  const Graph numbers =
      parse(document(keys, node("a", data("l", "7")) + node("b", data("l", "5")) + edge("a", "b")));
  CHECK(numbers.names.are_numbers());
  CHECK(numbers.names.find("5", 2) == topologies::NodeId{1});
}

TEST_CASE("graphml: names may come from igraph's name, yEd's drawing or any script") {
  CHECK(names_of(parse(document(key("v_name", "node", "name"),
                                node("n0", data("v_name", "Zürich &amp; Bern")) +
                                    node("n1", data("v_name", "北京")) + edge("n0", "n1")))) ==
        Names{"Zürich & Bern", "北京"});
  const std::string yed =
      "<key for=\"port\" id=\"d0\" yfiles.type=\"portgraphics\"/>"
      "<key for=\"node\" id=\"d6\" yfiles.type=\"nodegraphics\"/>"
      "<key for=\"edge\" id=\"d9\" yfiles.type=\"edgegraphics\"/>";
  const std::string drawing =
      "<data key=\"d6\"><y:ShapeNode><y:Geometry height=\"30.0\" x=\"415.0\"/>"
      "<y:NodeLabel alignment=\"center\">Router\n1<y:LabelModel/></y:NodeLabel></y:ShapeNode>"
      "</data>";
  CHECK(names_of(parse(
            document(yed, node("n0", drawing) + node("n1", "<port name=\"p\"/>") +
                              edge("n0", "n1", "<data key=\"d9\"><y:PolyLineEdge/></data>")))) ==
        Names{"Router 1", "n1"});
}

TEST_CASE("graphml: latencies in each unit, by default, and the finest name first") {
  const std::string ends = node("a") + node("b");
  const auto latency = [&](const std::string& name, const std::string& text) {
    return parse(document(key("k", "edge", name), ends + edge("a", "b", data("k", text))))
        .latency_ns.at(0);
  };
  CHECK(latency("latency_ms", "1.5") == 1'500'000);
  CHECK(latency("latency_us", "1.5") == 1'500);
  CHECK(latency("latency", "2") == 2'000'000);
  CHECK(latency("latency", "2 us") == 2'000);
  CHECK(latency("latency", "2ms") == 2'000'000);
  CHECK(latency("latency", "0.25 s") == 250'000'000);
  CHECK(latency("latency", "7 ns") == 7);
  const std::string keys =
      key("k", "edge", "latency_ms", "<default>4</default>") + key("u", "all", "latency_us");
  CHECK(parse(document(keys, ends + edge("a", "b", data("u", "9") + data("k", "8")) +
                                 edge("b", "a") + edge("b", "b", data("k", "6"))))
            .latency_ns == Times{8'000'000, 4'000'000, 6'000'000});
}

TEST_CASE("graphml: speeds in either unit; 0 where an edge has none") {
  const std::string keys = key("m", "edge", "bandwidth_mbit_s") + key("r", "edge", "LinkSpeedRaw");
  const std::string ends = node("a") + node("b");
  CHECK(parse(document(keys, ends + edge("a", "b", data("r", "2500000000.0")) +
                                 edge("b", "a", data("m", "0.5"))))
            .bandwidth_mbit_s == std::vector<double>{2500, 0.5});
  const Graph some =
      parse(document(keys, ends + edge("a", "b", data("r", "1e9")) + edge("b", "a")));
  CHECK(some.bandwidth_mbit_s == std::vector<double>{1000, 0});
  CHECK(some.notes == Names{"link speeds are known of 1 of 2 edges"});
  const Graph ours = parse(document(keys, ends + edge("a", "b") + edge("b", "a", data("m", "2"))));
  CHECK(ours.bandwidth_mbit_s == std::vector<double>{0, 2});
  CHECK(parse(document(keys, ends + edge("a", "b"))).bandwidth_mbit_s.empty());
}

TEST_CASE("graphml: nodes without a place are drawn amid their neighbours") {
  const std::string keys = key("y", "node", "Latitude") + key("x", "node", "Longitude");
  const auto at = [](const std::string& x, const std::string& y) {
    return data("x", x) + data("y", y);
  };
  const std::string nodes = node("a", at("10", "40")) + node("b", at("20", "50")) +
                            node("c", at("-30", "0")) + node("d") + node("e") +
                            node("f", at("0", "0")) + node("g", at("50", "60"));
  const std::string edges = edge("a", "d") + edge("d", "b") + edge("c", "f");
  const Graph graph = parse(document(keys, nodes + edges));
  CHECK(graph.layout == topologies::Layout::geographic);
  REQUIRE(graph.positions.size() == 7);
  CHECK(graph.positions[2].x == -30);
  CHECK(graph.positions[3].x == 15);
  CHECK(graph.positions[3].y == 45);
  CHECK(graph.positions[4].x == 10);  // reached by no edge: the mean of all
  CHECK(graph.positions[4].y == 30);
  CHECK(graph.notes == Names{"placed 2 nodes without a position amid their neighbours"});

  const Graph few = parse(document(keys, node("a", at("1", "2")) + node("b") + edge("a", "b")));
  CHECK(few.positions.empty());
  CHECK(few.layout == topologies::Layout::free);
  CHECK(few.notes == Names{"left out positions, known of only 1 of 2 nodes"});
}

TEST_CASE("graphml: one node without a place is told in the singular") {
  const std::string keys = key("y", "node", "Latitude") + key("x", "node", "Longitude");
  const std::string at = data("x", "1") + data("y", "2");
  const std::string nodes = node("a", at) + node("b", at) + node("c");
  CHECK(parse(document(keys, nodes + edge("a", "c"))).notes ==
        Names{"placed 1 node without a position amid its neighbours"});
}

TEST_CASE("graphml: a range is told in the unit of its key") {
  const auto refusal_of = [](const std::string& name, const std::string& value) {
    const std::string text =
        document(key("k", "edge", name), node("a") + node("b") + edge("a", "b", data("k", value)));
    const auto mistakes = tests::diagnostics_of([&] { parse(text); });
    return mistakes.size() == 1 ? mistakes[0].message : std::to_string(mistakes.size());
  };
  CHECK(refusal_of("latency_ms", "2e9") ==
        R"(expected a latency_ms of 0 to 1000000000 [ms], got "2e9")");
  CHECK(refusal_of("latency_us", "2e12") ==
        R"(expected a latency_us of 0 to 1000000000000 [us], got "2e12")");
  CHECK(refusal_of("latency", "-1 us") ==
        R"(expected a latency of 0 to 1000000000 [ms], got "-1 us")");
  CHECK(refusal_of("bandwidth_mbit_s", "0") ==
        R"(expected a bandwidth_mbit_s of more than 0 to 1000000000000 [Mbit/s], got "0")");
  CHECK(refusal_of("linkspeedraw", "1e19") ==
        R"(expected a LinkSpeedRaw of more than 0 to 1e+18 [bit/s], got "1e19")");
}

TEST_CASE("graphml: its description and its README name every key that is read") {
  using topologies::EdgeDatum;
  using topologies::NodeDatum;
  const std::string readme = registry::read_input_file(
      {"README.md", RIPPLETANK_SOURCE_DIR "/topologies/readers/README.md"});
  const registry::Entry* entry = topologies::catalogue().find("graphml");
  REQUIRE(entry != nullptr);
  const std::string& description = entry->section.find("file")->description;
  const auto check = [&](std::string_view name, std::string_view unit) {
    CAPTURE(name);
    CHECK(readme.find("`" + std::string(name) + "`") != std::string::npos);
    const std::size_t at = description.find(std::string(name) + " (");
    REQUIRE(at != std::string::npos);
    const std::string words = description.substr(at, description.find(')', at) - at);
    if (!unit.empty()) CHECK(words.find(" in " + std::string(unit)) != std::string::npos);
  };
  for (int i = 0; i < static_cast<int>(NodeDatum::count); ++i) {
    const topologies::GraphmlKey& key = topologies::key_of(static_cast<NodeDatum>(i));
    check(key.name, key.unit);
  }
  for (int i = 0; i < static_cast<int>(EdgeDatum::count); ++i) {
    const topologies::GraphmlKey& key = topologies::key_of(static_cast<EdgeDatum>(i));
    check(key.name, key.unit);
  }
}

TEST_CASE("graphml: kinds count when they are ours, and are somebody else's data otherwise") {
  using topologies::NodeKind;
  const std::string keys = key("k", "node", "kind");
  const std::string two = node("b") + edge("a", "b");
  CHECK(parse(document(keys, node("a", data("k", "switch")) + two)).kinds ==
        std::vector<NodeKind>{NodeKind::switch_device, NodeKind::host});
  CHECK(parse(document(keys, node("a", data("k", "host")) + two)).kinds.empty());
  CHECK(parse(document(keys, node("a", data("k", "university")) + two)).kinds.empty());
}

TEST_CASE("graphml: prefixes, a document type, CDATA and Latin-1 are read") {
  const std::string text =
      "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<!DOCTYPE g:graphml SYSTEM \"a.dtd\">\n"
      "<g:graphml xmlns:g=\"http://graphml.graphdrawing.org/xmlns\">"
      "<g:key id=\"l\" for=\"node\" attr.name=\"label\"/><g:graph><g:desc>d</g:desc>"
      "<g:node id=\"a\"><g:data key=\"l\"><![CDATA[Z\xfcrich]]></g:data></g:node>"
      "<g:node id=\"b\"><g:desc/></g:node>"
      "<g:edge id=\"e\" source=\"a\" target=\"b\" directed=\"true\" sourceport=\"p\"/>"
      "</g:graph><g:data key=\"l\">about all</g:data></g:graphml>";
  CHECK(names_of(parse(text)) == Names{"Zürich", "b"});
}

TEST_CASE("graphml: mistakes all over a document come together") {
  const auto diagnostics = tests::diagnostics_of([] {
    parse(
        "<graphml>\n<graph>\n<node/>\n<node id='a'/>\n<node id='a'/>\n"
        "<edge source='a' target='z'/>\n<hyperedge/>\n</graph>\n</graphml>");
  });
  std::vector<int> lines;
  for (const auto& diagnostic : diagnostics) lines.push_back(diagnostic.line);
  CHECK(lines == std::vector<int>{3, 5, 6, 7});
}

TEST_CASE("graphml: every beginning of a good file is refused, never worse") {
  std::ifstream stream(std::string(RIPPLETANK_SOURCE_DIR) + "/topologies/data/three_towns.graphml",
                       std::ios::binary);
  const std::string good{std::istreambuf_iterator<char>(stream), {}};
  const std::size_t end = good.rfind("</graphml>") + std::string("</graphml>").size();
  REQUIRE(good.size() == end + 1);
  for (std::size_t length = 0; length < end; ++length) {
    CHECK_THROWS_AS(parse(std::string_view(good).substr(0, length)), registry::InputError);
  }
  CHECK(parse(good).node_count == 3);
}

TEST_CASE("graphml: the examples read through the catalogue") {
  const std::filesystem::path data =
      std::filesystem::path(RIPPLETANK_SOURCE_DIR) / "topologies/data";
  const Graph towns = tests::load("graphml", data / "three_towns.graphml");
  CHECK(names_of(towns) == Names{"Wien", "Graz", "Linz"});
  CHECK(towns.latency_ns == Times{1'200'000, 900'000});
  CHECK(towns.bandwidth_mbit_s == std::vector<double>{100, 1000});
  const Graph office = tests::load("graphml", data / "switched_office.graphml");
  CHECK(office.kinds[3] == topologies::NodeKind::switch_device);
  CHECK(office.latency_ns == Times{5'000, 5'000, 5'000});
}

TEST_CASE("graphml: all of the Topology Zoo loads") {
  const auto folder = tests::data_file("topology-zoo/graphml");
  if (!folder) return;
  int files = 0;
  int connected = 0;
  int connected_with_some_speeds = 0;
  int connected_with_speeds = 0;
  std::set<std::filesystem::path> in_order;
  for (const auto& entry : std::filesystem::directory_iterator(*folder)) {
    in_order.insert(entry.path());
  }
  for (const std::filesystem::path& file : in_order) {
    CAPTURE(file.filename().string());
    Graph graph = tests::load("graphml", file);
    CHECK(tests::broken_invariant(graph) == "");
    ++files;
    if (tests::component_sizes(graph).size() != 1) continue;
    ++connected;
    const std::vector<double>& speeds = graph.bandwidth_mbit_s;
    if (speeds.empty()) continue;
    ++connected_with_some_speeds;
    if (std::count(speeds.begin(), speeds.end(), 0) == 0) ++connected_with_speeds;
  }
  CHECK(files == 276);
  CHECK(connected == 253);
  CHECK(connected_with_some_speeds == 109);
  CHECK(connected_with_speeds == 28);
}

TEST_CASE("graphml: Abilene as Knight et al. drew it") {
  const auto file = tests::data_file("topology-zoo/graphml/Abilene.graphml");
  if (!file) return;
  const Graph graph = tests::load("graphml", *file);
  CHECK(graph.node_count == 11);
  CHECK(graph.links.size() == 14);
  CHECK(graph.layout == topologies::Layout::geographic);
  const auto new_york = graph.names.find("New York", graph.node_count);
  REQUIRE(new_york.has_value());
  CHECK(graph.positions[*new_york].x == -74.00597);
  CHECK(graph.positions[*new_york].y == 40.71427);
}

}  // namespace readers_graphml_test
