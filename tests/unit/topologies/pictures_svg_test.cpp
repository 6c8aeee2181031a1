// SVG: well-formed, complete, harmless, the same every time, and no name covers another.
#include <algorithm>
#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <fstream>
#include <sstream>

#include "sim/core/random.hpp"
#include "sim/registry/diagnostics.hpp"
#include "tests/catch.hpp"
#include "tests/data_path.hpp"
#include "topologies/catalogue.hpp"
#include "topologies/pictures/labels.hpp"
#include "topologies/pictures/pictures.hpp"
#include "topologies/readers/graphml.hpp"

namespace pictures_svg_test {

using namespace rippletank;
using namespace rippletank::topologies;
using boost::property_tree::ptree;
using registry::Json;

namespace {

Graph make(const Json& topology) {
  registry::Reader reader{{}};
  const registry::Model model = registry::read_model(catalogue(), topology, reader);
  REQUIRE(reader.diagnostics().empty());
  return build(model, 1);
}

ptree parsed(const std::string& svg) {
  std::istringstream in(svg);
  ptree tree;
  boost::property_tree::read_xml(in, tree);
  return tree;
}

/// All elements of a document in their order, with their names.
void collect(const ptree& tree, std::vector<std::pair<std::string, ptree>>& elements) {
  for (const auto& [name, child] : tree) {
    if (name == "<xmlattr>") continue;
    elements.emplace_back(name, child);
    collect(child, elements);
  }
}

std::vector<std::pair<std::string, ptree>> elements_of(const std::string& svg) {
  std::vector<std::pair<std::string, ptree>> elements;
  collect(parsed(svg), elements);
  return elements;
}

std::size_t count_of(const std::string& svg, const std::string& name) {
  const auto elements = elements_of(svg);
  return static_cast<std::size_t>(
      std::count_if(elements.begin(), elements.end(),
                    [&](const auto& element) { return element.first == name; }));
}

/// The texts that stand on the picture.
std::vector<std::string> texts_of(const std::string& svg) {
  std::vector<std::string> texts;
  for (const auto& [name, element] : elements_of(svg)) {
    if (name == "text") texts.push_back(element.data());
  }
  return texts;
}

std::size_t occurrences(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

/// The path data of links only.
std::size_t links_drawn(const std::string& svg) {
  std::size_t count = 0;
  for (const auto& [name, element] : elements_of(svg)) {
    if (name != "g" || element.get<std::string>("<xmlattr>.fill", "") != "none") continue;
    for (const auto& [child_name, child] : element) {
      if (child_name == "path") count += occurrences(child.get<std::string>("<xmlattr>.d"), "M");
    }
  }
  return count;
}

const std::vector<Json> classics = {
    {{"model", "star"}, {"nodes", 8}},
    {{"model", "star"}, {"nodes", 8}, {"centre", "hub"}},
    {{"model", "bus"}, {"nodes", 10}},
    {{"model", "ring"}, {"nodes", 10}},
    {{"model", "tree"}, {"stars", 3}, {"nodes_per_star", 4}, {"centre", "switch"}},
    {{"model", "combined_star"}, {"centres", 3}, {"nodes_per_centre", 6}},
    {{"model", "true_mesh"}, {"nodes", 7}},
    {{"model", "complex_mesh"}, {"clusters", 4}, {"nodes_per_cluster", 6}},
    {{"model", "complex_mesh"}, {"clusters", 4}, {"nodes_per_cluster", 6}, {"centre", "router"}},
    {{"model", "balanced_tree"}, {"branching", 2}, {"depth", 3}},
    {{"model", "regular_tree"}, {"degree", 4}, {"depth", 3}},
    {{"model", "grid"}, {"rows", 5}, {"columns", 7}},
    {{"model", "watts_strogatz"}, {"nodes", 40}, {"neighbours", 4}},
};

struct Box {
  double left;
  double top;
  double right;
  double bottom;
};

/// The boxes of the names on a picture: of the last group of texts that has an anchor per text.
std::vector<Box> name_boxes(const std::string& svg) {
  std::vector<Box> boxes;
  for (const auto& [name, element] : elements_of(svg)) {
    const auto font = element.get<double>("<xmlattr>.font-size", 0);
    if (name != "g" || font == 0 || element.get<std::string>("<xmlattr>.fill") != "#000000") {
      continue;
    }
    for (const auto& [child_name, child] : element) {
      if (child_name != "text" || !child.get_optional<std::string>("<xmlattr>.text-anchor")) {
        continue;
      }
      const auto x = child.get<double>("<xmlattr>.x");
      const auto y = child.get<double>("<xmlattr>.y");
      const double width = 0.55 * font * static_cast<double>(child.data().size());
      const auto anchor = child.get<std::string>("<xmlattr>.text-anchor");
      const double left = anchor == "start" ? x : anchor == "middle" ? x - width / 2 : x - width;
      boxes.push_back({left, y - 0.7 * font, left + width, y + 0.2 * font});
    }
  }
  return boxes;
}

void check_names_apart(const std::vector<Box>& boxes) {
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const Box& a = boxes[i];
      const Box& b = boxes[j];
      const bool apart =
          a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
      CHECK(apart);
    }
  }
}

}  // namespace

TEST_CASE("pictures of the classic topologies are well-formed, complete and labelled") {
  for (const Json& classic : classics) {
    INFO(classic.dump());
    const Graph graph = make(classic);
    const std::string svg = to_svg(graph, "A classic");
    CHECK(links_drawn(svg) == graph.links.size());
    std::size_t hosts = graph.node_count;
    if (graph.has_devices()) {
      hosts = static_cast<std::size_t>(
          std::count(graph.kinds.begin(), graph.kinds.end(), NodeKind::host));
      ++hosts;  // the one in the legend
    }
    std::size_t circles = 0;
    for (const auto& [name, element] : elements_of(svg)) {
      if (name == "circle" && !element.get<std::string>("title", "").empty()) ++circles;
    }
    CHECK(circles == hosts);
    const std::vector<std::string> texts = texts_of(svg);
    for (NodeId node = 0; node < graph.node_count; ++node) {
      CHECK(std::count(texts.begin(), texts.end(), graph.names.name(node)) == 1);
    }
    CHECK(std::count(texts.begin(), texts.end(), "A classic") == 1);
    const std::vector<Box> boxes = name_boxes(svg);
    CHECK(boxes.size() == graph.node_count);
    check_names_apart(boxes);
    CHECK(svg == to_svg(graph, "A classic"));
  }
}

TEST_CASE("devices are explained, and only those there are") {
  const auto texts =
      texts_of(to_svg(make({{"model", "star"}, {"nodes", 5}, {"centre", "hub"}}), "Hub"));
  CHECK(std::count(texts.begin(), texts.end(), "host") == 1);
  CHECK(std::count(texts.begin(), texts.end(), "hub") == 1);
  CHECK(std::count(texts.begin(), texts.end(), "switch") == 0);
  CHECK(std::count(texts.begin(), texts.end(), "6 nodes (5 hosts, 1 hub), 5 links") == 1);
  const auto plain = texts_of(to_svg(make({{"model", "star"}, {"nodes", 5}}), "Star"));
  CHECK(std::count(plain.begin(), plain.end(), "host") == 0);
  CHECK(std::count(plain.begin(), plain.end(), "5 nodes, 4 links") == 1);
}

TEST_CASE("hostile names and titles are harmless") {
  Graph graph;
  graph.names = NodeNames({"<script>alert(1)</script>", R"("/><svg onload="x">)", "a & b]]>",
                           "\x01\xff", "line\nbreak", std::string(300, 'w')},
                          false);
  graph.node_count = 6;
  graph.links = {{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}};
  const std::string svg = to_svg(graph, "</title><script>alert(2)</script>");
  CHECK(count_of(svg, "script") == 0);
  CHECK(count_of(svg, "svg") == 1);
  CHECK(svg.find("onload=\"") == std::string::npos);
  const auto texts = texts_of(svg);
  CHECK(std::count(texts.begin(), texts.end(), "</title><script>alert(2)</script>") == 1);
  for (const std::string& text : texts) CHECK(text.size() < 100);
  const std::string long_title = to_svg(graph, std::string(500, 'x'));
  for (const std::string& text : texts_of(long_title)) CHECK(text.size() < 150);
}

TEST_CASE("long names stand beside their nodes and never on each other") {
  Graph graph;
  graph.node_count = 40;
  std::vector<std::string> names;
  core::Substream stream(3, "test/pictures/names");
  for (NodeId node = 0; node < 40; ++node) {
    names.push_back("city number " + std::to_string(node));
    graph.links.push_back({node, static_cast<NodeId>(stream.below(40))});
  }
  simplify(graph);
  graph.names = NodeNames(names, false);
  const std::vector<Box> boxes = name_boxes(to_svg(graph));
  CHECK(boxes.size() > 30);  // the others found no free place
  check_names_apart(boxes);
  for (const Box& box : boxes) {
    CHECK(box.left >= 0);
    CHECK(box.right <= 960);
  }
}

TEST_CASE("maps of the Topology Zoo are labelled without names on each other") {
  for (const char* name : {"Abilene", "Aarnet", "Geant2001", "Arpanet19723"}) {
    const auto file = tests::data_file(std::string("topology-zoo/graphml/") + name + ".graphml");
    if (!file) continue;
    INFO(name);
    std::ifstream in(*file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    Graph graph = parse_graphml(text, name);
    simplify(graph);
    const std::string svg = to_svg(graph, name);
    const std::vector<Box> boxes = name_boxes(svg);
    CHECK(boxes.size() * 10 >= std::size_t{graph.node_count} * 8);
    check_names_apart(boxes);
    CHECK(svg.find("drawn by longitude and latitude") != std::string::npos);
  }
}

TEST_CASE("very small and empty graphs have pictures") {
  Graph graph;
  CHECK(texts_of(to_svg(graph, "Nothing")) ==
        std::vector<std::string>{"Nothing", "0 nodes, 0 links"});
  for (const NodeId nodes : {1U, 2U, 3U}) {
    graph.node_count = nodes;
    for (const Layout layout : {Layout::ring, Layout::line, Layout::free, Layout::tree}) {
      graph.layout = layout;
      CHECK(count_of(to_svg(graph), "circle") == nodes);
    }
  }
}

TEST_CASE("large graphs are dots, and all of their links are there") {
  Graph graph;
  graph.node_count = 6'000;
  core::Substream stream(8, "test/pictures/large");
  for (NodeId node = 1; node < graph.node_count; ++node) {
    graph.links.push_back({static_cast<NodeId>(stream.below(node)), node});
  }
  const std::string svg = to_svg(graph, "Large");
  CHECK(links_drawn(svg) == graph.links.size());
  CHECK(count_of(svg, "circle") == 0);
  CHECK(occurrences(svg, "h.1") == graph.node_count);
  CHECK(svg.size() < 500'000);
  CHECK(svg == to_svg(graph, "Large"));
}

TEST_CASE("graphs beyond drawing are refused with advice") {
  Graph graph;
  graph.node_count = 50'001;
  try {
    to_svg(graph);
    FAIL("was not refused");
  } catch (const registry::InputError& error) {
    const std::string message = error.what();
    CHECK(message.find("at most 50,000 nodes") != std::string::npos);
    CHECK(message.find("got 50,001 nodes") != std::string::npos);
    CHECK(message.find("--format graphml") != std::string::npos);
  }
  graph.node_count = 1'000;
  graph.links.assign(300'001, {0, 1});
  CHECK_THROWS_AS(to_svg(graph), registry::InputError);
}

}  // namespace pictures_svg_test
