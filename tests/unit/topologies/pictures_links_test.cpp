// Pictures show the network that there is: no link seems to end where it does not, no node hides
// another.
#include <algorithm>
#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <cmath>
#include <map>
#include <sstream>

#include "tests/catch.hpp"
#include "topologies/catalogue.hpp"
#include "topologies/pictures/pictures.hpp"

namespace pictures_links_test {

using namespace rippletank;
using namespace rippletank::topologies;
using boost::property_tree::ptree;
using registry::Json;

namespace {

Graph make(const Json& topology, std::uint64_t seed = 1) {
  registry::Reader reader{{}};
  const registry::Model model = registry::read_model(catalogue(), topology, reader);
  REQUIRE(reader.diagnostics().empty());
  return build(model, seed);
}

double distance(Position a, Position b) { return std::hypot(a.x - b.x, a.y - b.y); }

/// The shape of a node as drawn.
struct Mark {
  Position at;
  double reach = 0;  // from the middle to the outermost corner
  bool outlined = false;
};

/// A link as drawn, a point at a time; the first and last are its ends.
using Way = std::vector<Position>;

struct Picture {
  std::map<std::string, Mark> marks;  // by the name of the node
  std::vector<Way> ways;
};

/// All numbers in a text, whatever stands between them.
std::vector<double> numbers_in(std::string text) {
  for (char& c : text) {
    if ((c < '0' || c > '9') && c != '.' && c != '-') c = ' ';
  }
  std::istringstream in(text);
  std::vector<double> numbers;
  for (double number = 0; in >> number;) numbers.push_back(number);
  return numbers;
}

Mark mark_of(const std::string& element, const ptree& shape, bool outlined) {
  const auto attribute = [&](const std::string& name) {
    return shape.get<double>("<xmlattr>." + name);
  };
  if (element == "circle") return {{attribute("cx"), attribute("cy")}, attribute("r"), outlined};
  if (element == "rect") {
    const double half = attribute("width") / 2;
    return {{attribute("x") + half, attribute("y") + half}, std::hypot(half, half), outlined};
  }
  const std::vector<double> corners = numbers_in(shape.get<std::string>("<xmlattr>.d"));
  const auto count = static_cast<double>(corners.size()) / 2;
  Mark mark;
  mark.outlined = outlined;
  for (std::size_t i = 0; i < corners.size(); i += 2) {
    mark.at.x += corners[i] / count;
    mark.at.y += corners[i + 1] / count;
  }
  for (std::size_t i = 0; i < corners.size(); i += 2) {
    mark.reach = std::max(mark.reach, distance(mark.at, {corners[i], corners[i + 1]}));
  }
  return mark;
}

/// The ways of path data like "M1,2L3,4M5,6Q7,8 9,10".
void add_ways(const std::string& data, std::vector<Way>& ways) {
  for (std::size_t at = data.find('M'); at != std::string::npos;) {
    const std::size_t next = data.find('M', at + 1);
    const std::string path = data.substr(at, next - at);
    const std::vector<double> p = numbers_in(path);
    const Position from{p.at(0), p.at(1)};
    const Position to{p.at(p.size() - 2), p.at(p.size() - 1)};
    const Position middle{(from.x + to.x) / 2, (from.y + to.y) / 2};
    const bool curved = path.find('Q') != std::string::npos;
    REQUIRE(p.size() == (curved ? 6 : 4));
    const Position control = curved ? Position{p.at(2), p.at(3)} : middle;
    Way way;
    for (int i = 0; i <= 200; ++i) {
      const double t = i / 200.0;
      const double a = (1 - t) * (1 - t);
      const double b = 2 * t * (1 - t);
      way.push_back(
          {a * from.x + b * control.x + t * t * to.x, a * from.y + b * control.y + t * t * to.y});
    }
    ways.push_back(way);
    at = next;
  }
}

Picture read_picture(const std::string& svg) {
  std::istringstream in(svg);
  ptree tree;
  boost::property_tree::read_xml(in, tree);
  Picture picture;
  for (const auto& [name, group] : tree.get_child("svg")) {
    if (name != "g") continue;
    const bool outlined = group.get<std::string>("<xmlattr>.stroke", "none") != "none";
    for (const auto& [element, shape] : group) {
      const auto title = shape.get_optional<std::string>("title");
      const auto data = shape.get_optional<std::string>("<xmlattr>.d");
      // The shapes of the legend are called host, switch, hub and router.
      if (title && title->find_first_of("0123456789") != std::string::npos) {
        picture.marks[*title] = mark_of(element, shape, outlined);
      } else if (!title && data) {
        add_ways(*data, picture.ways);
      }
    }
  }
  return picture;
}

/// How many shapes a way passes nearer than half a pixel, and shapes of nodes at its ends.
int touches(const Way& way, const Picture& picture) {
  int touched = 0;
  for (const auto& [name, mark] : picture.marks) {
    const auto nearest = std::min_element(
        way.begin(), way.end(),
        [&, at = mark.at](auto a, auto b) { return distance(a, at) < distance(b, at); });
    if (distance(*nearest, mark.at) < mark.reach + 0.5) ++touched;
  }
  return touched;
}

void check_links(const Graph& graph) {
  const Picture picture = read_picture(to_svg(graph));
  REQUIRE(picture.marks.size() == graph.node_count);
  REQUIRE(picture.ways.size() == graph.links.size());
  for (const Way& way : picture.ways) {
    INFO("from " << way.front().x << "," << way.front().y << " to " << way.back().x << ","
                 << way.back().y);
    CHECK(touches(way, picture) == 2);
  }
}

void check_apart(const Picture& picture) {
  int overlaps = 0;
  for (auto a = picture.marks.begin(); a != picture.marks.end(); ++a) {
    for (auto b = picture.marks.begin(); b != a; ++b) {
      const Mark& one = a->second;
      const Mark& other = b->second;
      if (distance(one.at, other.at) <= one.reach + other.reach) ++overlaps;
    }
  }
  CHECK(overlaps == 0);
}

/// The examples of all generators.
std::vector<Json> examples() {
  std::vector<Json> all;
  for (const registry::Entry* entry : catalogue().entries) {
    if (entry->section.find("file") != nullptr) continue;
    Json example = entry->example;
    example["model"] = entry->name;
    all.push_back(example);
  }
  return all;
}

}  // namespace

TEST_CASE("in the examples no link passes a node that it does not join") {
  for (const Json& example : examples()) {
    INFO(example.dump());
    check_links(make(example));
  }
}

TEST_CASE("in small graphs of many kinds no link passes a node that it does not join",
          "[statistics]") {
  const std::vector<Json> topologies = {
      {{"model", "complex_mesh"}, {"clusters", 3}, {"nodes_per_cluster", 6}, {"links_between", 3}},
      {{"model", "complex_mesh"}, {"clusters", 4}, {"nodes_per_cluster", 6}},
      {{"model", "complex_mesh"}, {"clusters", 5}, {"nodes_per_cluster", 5}, {"centre", "router"}},
      {{"model", "regular_tree"}, {"degree", 3}, {"depth", 4}},
      {{"model", "balanced_tree"}, {"branching", 3}, {"depth", 3}},
      {{"model", "random_regular"}, {"nodes", 40}, {"degree", 3}},
      {{"model", "random_regular"}, {"nodes", 50}, {"degree", 4}},
      {{"model", "barabasi_albert"}, {"nodes", 40}, {"links_per_node", 2}},
      {{"model", "erdos_renyi"}, {"nodes", 40}, {"mean_degree", 4}},
      {{"model", "watts_strogatz"}, {"nodes", 40}, {"neighbours", 4}},
      {{"model", "kleinberg_ring"}, {"nodes", 40}},
      {{"model", "transit_stub"}, {"stub_nodes", 3}}};
  for (const Json& topology : topologies) {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
      INFO(topology.dump() << " seed " << seed);
      check_links(make(topology, seed));
    }
  }
}

TEST_CASE("a link on a map goes around the town between its ends, others are straight") {
  Graph graph;
  graph.node_count = 4;
  graph.links = {{0, 1}, {1, 2}, {0, 2}, {2, 3}};
  graph.layout = Layout::geographic;
  graph.positions = {{10, 50}, {15, 50}, {20, 50}, {20, 45}};
  check_links(graph);
  const std::string svg = to_svg(graph);
  CHECK(std::count(svg.begin(), svg.end(), 'Q') == 1);
}

TEST_CASE("in the examples no node touches another, corners of devices included") {
  for (const Json& example : examples()) {
    INFO(example.dump());
    check_apart(read_picture(to_svg(make(example))));
  }
  for (const char* centre : {"hub", "switch"}) {
    INFO(centre);
    check_apart(read_picture(to_svg(make({{"model", "star"}, {"nodes", 5}, {"centre", centre}}))));
    check_apart(read_picture(to_svg(make({{"model", "star"}, {"nodes", 9}, {"centre", centre}}))));
  }
}

TEST_CASE("neighbours on large rings and in large trees never overlap, small ones without outline",
          "[statistics]") {
  const std::vector<Json> topologies = {
      {{"model", "watts_strogatz"}},
      {{"model", "kleinberg_ring"}},
      {{"model", "regular_tree"}, {"degree", 4}, {"depth", 6}},
      {{"model", "balanced_tree"}, {"branching", 2}, {"depth", 9}},
      {{"model", "star"}, {"nodes", 1000}, {"centre", "switch"}},
      {{"model", "combined_star"}, {"centres", 20}, {"nodes_per_centre", 60}},
      {{"model", "ring"}, {"nodes", 61}},
      {{"model", "ring"}, {"nodes", 300}},
      {{"model", "ring"}, {"nodes", 700}},
      {{"model", "ring"}, {"nodes", 701}},
      {{"model", "ring"}, {"nodes", 2000}},
      {{"model", "grid"}, {"rows", 30}, {"columns", 50}},
      {{"model", "bus"}, {"nodes", 1500}}};
  for (const Json& topology : topologies) {
    INFO(topology.dump());
    const Graph graph = make(topology);
    const Picture picture = read_picture(to_svg(graph));
    CHECK(picture.marks.size() == graph.node_count);
    check_apart(picture);
    const bool right_outlines =
        std::all_of(picture.marks.begin(), picture.marks.end(), [](const auto& entry) {
          const Mark& mark = entry.second;
          return mark.outlined ? mark.reach > 2.9 : mark.reach < 5;  // a diamond of 3.0 reaches 4.5
        });
    CHECK(right_outlines);
  }
}

}  // namespace pictures_links_test
