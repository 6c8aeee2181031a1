// CSV, GraphML and DOT: the graph survives, whatever its names.
#include <algorithm>
#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <sstream>

#include "tests/catch.hpp"
#include "topologies/readers/graphml.hpp"
#include "topologies/writers/text.hpp"
#include "topologies/writers/writers.hpp"

namespace writers_graph_test {

using namespace rippletank;
using namespace rippletank::topologies;

namespace {

Graph triangle() {
  Graph graph;
  graph.node_count = 4;
  graph.links = {{0, 1}, {2, 1}, {0, 2}};
  return graph;
}

/// Names that mean something to some format.
const std::vector<std::string> hostile_names = {"n0",
                                                "a \"quoted\" name",
                                                "<script>alert(1)</script>",
                                                "back\\slash at the end\\",
                                                "a,b;c",
                                                "]]> & &amp;",
                                                "Zürich – 東京",
                                                "tab\there",
                                                "label=\"x\"",
                                                "{a}->{b}",
                                                "'; DROP TABLE nodes; --",
                                                "\\N"};

Graph named(std::vector<std::string> names) {
  Graph graph;
  graph.node_count = static_cast<NodeId>(names.size());
  for (NodeId node = 1; node < graph.node_count; ++node) graph.links.push_back({0, node});
  graph.names = NodeNames(std::move(names), false);
  return graph;
}

/// A strict reader of RFC 4180.
std::vector<std::vector<std::string>> csv_rows(const std::string& text) {
  std::vector<std::vector<std::string>> rows(1, {""});
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c != '"') {
        rows.back().back() += c;
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        rows.back().back() += '"';
        ++i;
      } else {
        quoted = false;
        REQUIRE((text[i + 1] == ',' || text[i + 1] == '\n'));
      }
    } else if (c == '"') {
      REQUIRE(rows.back().back().empty());
      quoted = true;
    } else if (c == ',') {
      rows.back().emplace_back();
    } else if (c == '\n') {
      rows.push_back({""});
    } else {
      rows.back().back() += c;
    }
  }
  REQUIRE_FALSE(quoted);
  REQUIRE(rows.back() == std::vector<std::string>{""});  // the last line is ended, too
  rows.pop_back();
  return rows;
}

boost::property_tree::ptree xml(const std::string& text) {
  std::istringstream in(text);
  boost::property_tree::ptree tree;
  boost::property_tree::read_xml(in, tree);
  return tree;
}

/// The quoted strings of a DOT text, with \" undone and other backslashes kept, as Graphviz scans.
std::vector<std::string> dot_strings(const std::string& text) {
  std::vector<std::string> strings;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!quoted && text[i] == '"') {
      quoted = true;
      strings.emplace_back();
    } else if (quoted && text[i] == '\\' && (text[i + 1] == '"' || text[i + 1] == '\\')) {
      if (text[++i] == '\\') strings.back() += "\\";
      strings.back() += text[i];
    } else if (quoted && text[i] == '"') {
      quoted = false;
    } else if (quoted) {
      strings.back() += text[i];
    }
  }
  REQUIRE_FALSE(quoted);
  return strings;
}

/// What a label shows of a scanned string: \\ is a backslash.
std::string dot_label(const std::string& scanned) {
  std::string label;
  for (std::size_t i = 0; i < scanned.size(); ++i) {
    if (scanned[i] == '\\') ++i;
    label += scanned[i];
  }
  return label;
}

}  // namespace

TEST_CASE("CSV has a header and one row per link, with what is known") {
  Graph graph = triangle();
  CHECK(to_csv(graph) == "from,to\n0,1\n2,1\n0,2\n");
  graph.latency_ns = {1, 1'500'000, 20'000'000'000};
  CHECK(to_csv(graph) == "from,to,latency_ms\n0,1,0.000001\n2,1,1.5\n0,2,20000\n");
  graph.bandwidth_mbit_s = {0.1, 1000, 2.5};
  CHECK(to_csv(graph) ==
        "from,to,latency_ms,bandwidth_mbit_s\n"
        "0,1,0.000001,0.1\n2,1,1.5,1000\n0,2,20000,2.5\n");
  graph.bandwidth_mbit_s[1] = 0;  // unknown
  CHECK(to_csv(graph) ==
        "from,to,latency_ms,bandwidth_mbit_s\n"
        "0,1,0.000001,0.1\n2,1,1.5,\n0,2,20000,2.5\n");
  CHECK(to_dot(graph).find("\"1.5\"];") != std::string::npos);
  CHECK(parse_graphml(to_graphml(graph), "some.graphml").bandwidth_mbit_s ==
        graph.bandwidth_mbit_s);
}

TEST_CASE("CSV keeps hostile names") {
  std::vector<std::string> names = hostile_names;
  names.emplace_back("line\nbreak");
  const auto rows = csv_rows(to_csv(named(names)));
  REQUIRE(rows.size() == names.size());
  for (std::size_t i = 1; i < names.size(); ++i) {
    CHECK(rows[i] == std::vector<std::string>{names[0], names[i]});
  }
}

TEST_CASE("GraphML comes back the same through our reader") {
  Graph graph = triangle();
  graph.latency_ns = {1'000, 1'500'000, 123'456'789'012};
  graph.bandwidth_mbit_s = {0.1, 1000, 2.5};
  graph.kinds = {NodeKind::host, NodeKind::switch_device, NodeKind::hub, NodeKind::router};
  graph.names = NodeNames({"Wien", "Graz", "Linz", "St. Pölten"}, false);
  graph.positions = {{16.37, 48.21}, {15.44, 47.07}, {14.29, 48.31}, {15.62, 48.2}};
  graph.layout = Layout::geographic;
  const Graph read = parse_graphml(to_graphml(graph, "Österreich"), "austria.graphml");
  CHECK(read.node_count == graph.node_count);
  CHECK(read.links == graph.links);
  CHECK(read.latency_ns == graph.latency_ns);
  CHECK(read.bandwidth_mbit_s == graph.bandwidth_mbit_s);
  CHECK(read.kinds == graph.kinds);
  CHECK(read.layout == Layout::geographic);
  for (NodeId node = 0; node < 4; ++node) {
    CHECK(read.names.name(node) == graph.names.name(node));
    CHECK(read.positions[node].x == graph.positions[node].x);
    CHECK(read.positions[node].y == graph.positions[node].y);
  }
}

TEST_CASE("GraphML keeps hostile names, and numbers remain numbers") {
  const Graph graph = named(hostile_names);
  const Graph read = parse_graphml(to_graphml(graph, "<&\">"), "hostile.graphml");
  REQUIRE(read.node_count == graph.node_count);
  CHECK(read.links == graph.links);
  for (NodeId node = 0; node < graph.node_count; ++node) {
    std::string expected = graph.names.name(node);
    std::replace(expected.begin(), expected.end(), '\t', ' ');  // names are single lines
    CHECK(read.names.name(node) == expected);
  }
  Graph numbered = triangle();
  numbered.names = NodeNames({"7", "3", "10878", "0"}, true);
  const Graph numbers = parse_graphml(to_graphml(numbered), "numbers.graphml");
  CHECK(numbers.names.are_numbers());
  CHECK(numbers.names.name(2) == "10878");
  CHECK(numbers.links == numbered.links);
}

TEST_CASE("GraphML is XML with an id that no other node has, also for bytes that are no text") {
  const Graph graph = named({"nn1", "n2", std::string("\x01\x02"), "\xff\xfe", "caf\xe9", ""});
  const auto tree = xml(to_graphml(graph));
  std::vector<std::string> ids;
  std::vector<std::string> labels;
  for (const auto& [tag, node] : tree.get_child("graphml.graph")) {
    if (tag != "node") continue;
    ids.push_back(node.get<std::string>("<xmlattr>.id"));
    labels.push_back(node.get<std::string>("data"));
  }
  CHECK(ids == std::vector<std::string>{"nnn0", "nnn1", "nnn2", "nnn3", "nnn4", "nnn5"});
  CHECK(labels ==
        std::vector<std::string>{"nn1", "n2", "\uFFFD\uFFFD", "\uFFFD\uFFFD", "caf\uFFFD", ""});
}

TEST_CASE("DOT names nodes by their names, devices by their shape") {
  Graph graph = triangle();
  graph.kinds = {NodeKind::host, NodeKind::hub, NodeKind::switch_device, NodeKind::router};
  graph.latency_ns = {0, 1'500'000, 2'000'000};
  CHECK(to_dot(graph, "a \"b\"") ==
        "graph \"a \\\"b\\\"\" {\n"
        "  layout=neato;\n"
        "  \"0\";\n"
        "  \"1\" [shape=hexagon, kind=\"hub\"];\n"
        "  \"2\" [shape=box, kind=\"switch\"];\n"
        "  \"3\" [shape=diamond, kind=\"router\"];\n"
        "  \"0\" -- \"1\" [latency_ms=\"0\"];\n"
        "  \"2\" -- \"1\" [latency_ms=\"1.5\"];\n"
        "  \"0\" -- \"2\" [latency_ms=\"2\"];\n"
        "}\n");
}

TEST_CASE("DOT keeps hostile names as labels where they cannot be ids") {
  const std::string text = to_dot(named(hostile_names));
  const std::vector<std::string> strings = dot_strings(text);
  REQUIRE(strings.size() == 1 + hostile_names.size());
  for (std::size_t i = 0; i < hostile_names.size(); ++i) {
    std::string expected = hostile_names[i];
    std::replace(expected.begin(), expected.end(), '\t', ' ');
    CHECK(dot_label(strings[i + 1]) == expected);
  }
  CHECK(text.find("n0 -- n11;") != std::string::npos);
  const std::string quoted = to_dot(named({"say \"hi\"", "a;b"}));
  CHECK(quoted.find("\"say \\\"hi\\\"\" -- \"a;b\";") != std::string::npos);
}

TEST_CASE("texts are cleaned of what is no UTF-8 and of control characters, and of nothing else") {
  CHECK(clean_utf8("Grüße 東京 \U0001F310\n") == "Grüße 東京 \U0001F310\n");
  CHECK(clean_utf8(std::string("a\0b", 3)) == "a\uFFFDb");
  CHECK(clean_utf8("\x1b[31m") == "\uFFFD[31m");
  CHECK(clean_utf8("\xc2\x85") == "\uFFFD");                            // a C1 control
  CHECK(clean_utf8("\xc0\xaf") == "\uFFFD\uFFFD");                      // overlong
  CHECK(clean_utf8("\xed\xa0\x80") == "\uFFFD\uFFFD\uFFFD");            // surrogate
  CHECK(clean_utf8("\xf4\x90\x80\x80") == "\uFFFD\uFFFD\uFFFD\uFFFD");  // beyond U+10FFFF
  CHECK(clean_utf8("\xe6\x9d") == "\uFFFD\uFFFD");                      // cut off
  CHECK(clean_utf8("\xef\xbf\xbf") == "\uFFFD");                        // U+FFFF, not in XML
}

TEST_CASE("milliseconds are exact") {
  CHECK(milliseconds_text(0) == "0");
  CHECK(milliseconds_text(1) == "0.000001");
  CHECK(milliseconds_text(100'000) == "0.1");
  CHECK(milliseconds_text(10'000'000) == "10");
  CHECK(milliseconds_text(9'007'199'254'740'993) == "9007199254.740993");  // no double
}

}  // namespace writers_graph_test
