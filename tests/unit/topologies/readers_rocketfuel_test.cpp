// rocketfuel: backbones against independently computed shortest latencies, and router maps.
#include "topologies/readers/rocketfuel.hpp"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <set>

#include "tests/data_path.hpp"
#include "tests/fuzz/graph_invariants.hpp"
#include "tests/unit/topologies/readers_shared.hpp"

namespace readers_rocketfuel_test {

namespace {

using namespace rippletank;
using topologies::Graph;
using topologies::Link;
using topologies::RocketfuelValues;
using Names = std::vector<std::string>;

Graph parse(std::string_view text, RocketfuelValues values = RocketfuelValues::latency_ms) {
  return topologies::parse_rocketfuel(text, "test.intra", values);
}

/// Shortest distances over ordered pairs that are joined.
struct AllPairs {
  std::int64_t pairs = 0;
  std::int64_t sum = 0;
  std::int64_t max = 0;
};

/// Over the pairs in components of at least that many nodes.
AllPairs all_pairs(const Graph& graph, const std::vector<std::int64_t>& weights,
                   std::uint32_t smallest_component = 2) {
  using Edge = boost::property<boost::edge_weight_t, std::int64_t>;
  using Vertices =
      boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, boost::no_property, Edge>;
  Vertices vertices(graph.node_count);
  for (std::size_t i = 0; i < graph.links.size(); ++i) {
    boost::add_edge(graph.links[i].from, graph.links[i].to, weights[i], vertices);
  }
  AllPairs all;
  std::vector<std::int64_t> distance(graph.node_count);
  constexpr std::int64_t unreached = std::numeric_limits<std::int64_t>::max();
  for (topologies::NodeId origin = 0; origin < graph.node_count; ++origin) {
    boost::dijkstra_shortest_paths(
        vertices, origin,
        boost::distance_map(boost::make_iterator_property_map(
            distance.begin(), boost::get(boost::vertex_index, vertices))));
    const auto outside = std::count(distance.begin(), distance.end(), unreached);
    if (graph.node_count - outside < smallest_component) continue;
    for (topologies::NodeId node = 0; node < graph.node_count; ++node) {
      if (node == origin || distance[node] == unreached) continue;
      ++all.pairs;
      all.sum += distance[node];
      all.max = std::max(all.max, distance[node]);
    }
  }
  return all;
}

double mean(const AllPairs& all) {
  return static_cast<double>(all.sum) / static_cast<double>(all.pairs);
}

std::filesystem::path example(const std::string& name) {
  return std::filesystem::path(RIPPLETANK_SOURCE_DIR) / "topologies/data" / name;
}

}  // namespace

TEST_CASE("rocketfuel: a backbone has a line per direction") {
  Graph graph = parse("b1 a2 2.5\r\n# c\na2 b1 2.5\na2 c3 0\nc3 a2 0\n");
  CHECK(graph.node_count == 3);
  CHECK(graph.names.name(0) == "b1");
  CHECK(graph.links[0] == Link{0, 1});
  CHECK(graph.latency_ns == std::vector<core::Time>{2'500'000, 2'500'000, 0, 0});
  CHECK(graph.group == std::vector<std::uint32_t>{0, 1, 2});
  simplify(graph);
  CHECK(graph.latency_ns == std::vector<core::Time>{2'500'000, 0});
}

TEST_CASE("rocketfuel: weights are checked and dropped, also where the directions differ") {
  const std::string text = "a1 b2 3\nb2 a1 4.5\n";
  const Graph graph = parse(text, RocketfuelValues::weight);
  CHECK(graph.links.size() == 2);
  CHECK(graph.latency_ns.empty());
  CHECK_THROWS_AS(parse(text, RocketfuelValues::latency_ms), registry::InputError);
  CHECK_THROWS_AS(parse("a1 b2 x\nb2 a1 1\n", RocketfuelValues::weight), registry::InputError);
  CHECK_THROWS_AS(parse("a1 b2 -1\nb2 a1 -1\n", RocketfuelValues::weight), registry::InputError);
}

TEST_CASE("rocketfuel: nodes without a place have no groups") {
  CHECK(parse("a1 b 3\nb a1 3\n").group.empty());
  const Graph numbers = parse("1 2 3\n2 1 3\n");
  CHECK(numbers.group.empty());
  CHECK(numbers.names.are_numbers());
}

TEST_CASE("rocketfuel: a file whose name says weights is not taken for latencies") {
  const auto diagnostics =
      tests::diagnostics_of([] { tests::load("rocketfuel", "1221.weights.intra"); });
  REQUIRE(diagnostics.size() == 1);
  CHECK(diagnostics[0].message.find("set \"values\": \"weight\"") != std::string::npos);
}

TEST_CASE("rocketfuel: a router map, its places, and what is left out of it") {
  Graph graph = tests::load("rocketfuel", example("four_routers.cch"));
  CHECK(graph.node_count == 4);
  CHECK(graph.links == std::vector<Link>{{0, 1}, {0, 2}, {1, 3}});
  CHECK(graph.group == std::vector<std::uint32_t>{0, 1, 0, 2});
  CHECK(graph.names.name(3) == "4");
  CHECK(graph.latency_ns.empty());
  CHECK(graph.notes == Names{"left out 1 link to external addresses", "left out 3 repeated links"});
  CHECK(tests::broken_invariant(graph) == "");

  const Graph cut = parse("5 @St. Louis,+MO bb (2) &3 -> <6> <99> =x r12\n6 @T (0) -> =y! r0\n");
  CHECK(cut.links == std::vector<Link>{{0, 1}});
  CHECK(cut.notes == Names{"left out 1 link to routers that the map does not list"});
}

TEST_CASE("rocketfuel: the example backbone reads through the catalogue") {
  Graph graph = tests::load("rocketfuel", example("four_cities.latencies.intra"));
  CHECK(graph.node_count == 4);
  CHECK(graph.links.size() == 4);
  CHECK(tests::broken_invariant(graph) == "");
}

TEST_CASE("rocketfuel: shortest latencies of the six backbones") {
  struct Backbone {
    const char* as;
    std::uint32_t nodes;
    std::uint32_t largest;  ///< component
    std::size_t links;
    std::int64_t diameter_hops;
    double mean_hops;
    double mean_ms;
    std::int64_t max_ms;
  };
  // Computed for these files by other software; means to three decimals, of hops in the largest
  // component and of latencies over all pairs that are joined.
  constexpr Backbone backbones[] = {{"1221", 108, 104, 153, 8, 4.616, 15.790, 54},
                                    {"1239", 315, 315, 972, 10, 3.972, 23.162, 136},
                                    {"1755", 87, 87, 161, 11, 4.525, 12.650, 47},
                                    {"3257", 161, 161, 328, 10, 4.198, 15.648, 83},
                                    {"3967", 79, 79, 147, 10, 4.083, 24.180, 105},
                                    {"6461", 141, 138, 374, 8, 3.849, 35.112, 137}};
  for (const Backbone& backbone : backbones) {
    CAPTURE(backbone.as);
    const std::string as = backbone.as;
    const auto latencies = tests::data_file("rocketfuel/" + as + ".latencies.intra");
    if (!latencies) return;
    Graph graph = tests::load("rocketfuel", *latencies);
    CHECK(graph.node_count == backbone.nodes);
    CHECK(graph.links.size() == backbone.links);
    CHECK(tests::component_sizes(graph).front() == backbone.largest);
    CHECK(tests::broken_invariant(graph) == "");

    const std::vector<std::int64_t> ones(graph.links.size(), 1);
    const AllPairs hops = all_pairs(graph, ones, backbone.largest);
    const AllPairs latency = all_pairs(graph, graph.latency_ns);
    CHECK(hops.max == backbone.diameter_hops);
    CHECK(latency.max == backbone.max_ms * core::millisecond);
    if (as == "3967") {
      CHECK(latency.sum == 148'996 * core::millisecond);
      CHECK(latency.pairs == 6162);
    }
    CHECK(std::abs(mean(hops) - backbone.mean_hops) <= 0.0005);
    CHECK(std::abs(mean(latency) / 1e6 - backbone.mean_ms) <= 0.0005);
  }
}

TEST_CASE("rocketfuel: files of weights have the links of the files of latencies") {
  for (const std::string as : {"1221", "1239", "1755", "3257", "3967", "6461"}) {
    const auto weights = tests::data_file("rocketfuel/" + as + ".weights.intra");
    const auto latencies = tests::data_file("rocketfuel/" + as + ".latencies.intra");
    if (!weights || !latencies) return;
    const Graph by_weight = tests::load("rocketfuel", *weights, {{"values", "weight"}});
    const Graph by_latency = tests::load("rocketfuel", *latencies);
    const auto named_links = [](const Graph& graph) {
      std::set<std::pair<std::string, std::string>> links;
      for (const Link& link : graph.links) {
        links.insert(std::minmax(graph.names.name(link.from), graph.names.name(link.to)));
      }
      return links;
    };
    CHECK(by_weight.latency_ns.empty());
    CHECK(named_links(by_weight) == named_links(by_latency));
  }
}

TEST_CASE("rocketfuel: the router maps of Tiscali and AT&T load") {
  struct Map {
    const char* file;
    std::uint32_t routers;
    std::size_t links;
  };
  // Half as many links as there are directed entries <uid> in the files.
  for (const Map& map : {Map{"3257.r0.cch", 248, 405}, Map{"7018.r0.cch", 656, 2078}}) {
    const auto file = tests::data_file(std::string("rocketfuel/") + map.file);
    if (!file) return;
    Graph graph = tests::load("rocketfuel", *file);
    CHECK(graph.node_count == map.routers);
    CHECK(graph.links.size() == map.links);
    CHECK(graph.group.size() == map.routers);
    CHECK(tests::broken_invariant(graph) == "");
  }
}

}  // namespace readers_rocketfuel_test
