// Every generator of the catalogue: its example, its defaults, its words and its mistakes.
#include <map>
#include <set>

#include "tests/unit/topologies/generators_checks.hpp"

namespace generators_catalogue_test {

using namespace rippletank::tests;
using rippletank::registry::Entry;
using rippletank::topologies::catalogue;

namespace {

const std::set<std::string> random_ones = {"erdos_renyi",    "random_regular", "barabasi_albert",
                                           "watts_strogatz", "power_law",      "kleinberg_ring",
                                           "clustered",      "transit_stub"};

/// The topologies that need no file.
std::vector<const Entry*> generators() {
  std::vector<const Entry*> all;
  for (const Entry* entry : catalogue().entries) {
    if (entry->section.find("file") == nullptr) all.push_back(entry);
  }
  return all;
}

void check_columns(const Graph& graph) {
  const auto fits = [](std::size_t column, std::size_t wanted) {
    return column == 0 || column == wanted;
  };
  CHECK(fits(graph.kinds.size(), graph.node_count));
  CHECK(fits(graph.group.size(), graph.node_count));
  CHECK(fits(graph.latency_ns.size(), graph.links.size()));
  CHECK(graph.centre < graph.node_count);
  const bool hosts_first = std::is_partitioned(
      graph.kinds.begin(), graph.kinds.end(), [](NodeKind kind) { return kind == NodeKind::host; });
  CHECK(hosts_first);
}

}  // namespace

TEST_CASE("the catalogue lists the generators in the order of the documentation") {
  std::vector<std::string> names;
  for (const Entry* entry : generators()) names.push_back(entry->name);
  CHECK(names == std::vector<std::string>{"star", "bus", "ring", "tree", "combined_star",
                                          "true_mesh", "complex_mesh", "balanced_tree",
                                          "regular_tree", "grid", "erdos_renyi", "random_regular",
                                          "barabasi_albert", "watts_strogatz", "power_law",
                                          "kleinberg_ring", "clustered", "transit_stub"});
}

TEST_CASE("every example makes a small simple graph, the same each time") {
  for (const Entry* entry : generators()) {
    INFO(entry->name);
    const Graph graph = make(entry->example);
    CHECK(graph.node_count >= 10);
    CHECK(graph.node_count <= 60);
    CHECK(is_simple_and_in_order(graph));
    CHECK(graph.notes.empty());
    check_columns(graph);
    CHECK(fingerprint(graph) == fingerprint(make(entry->example)));
    const bool differs = fingerprint(graph) != fingerprint(make(entry->example, 2));
    CHECK(differs == (random_ones.count(entry->name) == 1));
  }
}

TEST_CASE("the defaults of every generator are valid") {
  for (const Entry* entry : generators()) {
    INFO(entry->name);
    const Graph graph = make({{"model", entry->name}});
    CHECK(is_simple_and_in_order(graph));
    CHECK(graph.notes.empty());
    check_columns(graph);
  }
}

TEST_CASE("every generator says what it is and where it comes from") {
  for (const Entry* entry : generators()) {
    INFO(entry->name);
    CHECK(entry->summary.back() == '.');
    CHECK(entry->source.size() > 20);
    CHECK_FALSE(entry->section.parameters.empty());
    for (const auto& parameter : entry->section.parameters) {
      INFO(parameter.name);
      CHECK(parameter.description.back() == '.');
    }
  }
}

TEST_CASE("the examples are the same graphs on every machine") {
  const std::map<std::string, std::uint64_t> golden = {{"star", 0x0f36498cede2be19},
                                                       {"bus", 0x5207e1b246c44f6b},
                                                       {"ring", 0x400e702a6ae264be},
                                                       {"tree", 0x2148e356ff96d6e6},
                                                       {"combined_star", 0x4b5934beb7f87e48},
                                                       {"true_mesh", 0x1296d1d409f3ed06},
                                                       {"complex_mesh", 0x3357ba6bdbe659d3},
                                                       {"balanced_tree", 0x2392ac00c26dacbb},
                                                       {"regular_tree", 0xa6c812dcfdae18f1},
                                                       {"grid", 0x9d5ed361955cac45},
                                                       {"erdos_renyi", 0x8c8d5a0045084dd1},
                                                       {"random_regular", 0xad59e3440aa77384},
                                                       {"barabasi_albert", 0x0e4d319316eb4783},
                                                       {"watts_strogatz", 0xbe2bd3c3ceeb65d1},
                                                       {"power_law", 0xb0cd391ed1fcf68b},
                                                       {"kleinberg_ring", 0x6c1bfb82e42e1053},
                                                       {"clustered", 0xc3896f248d041fc3},
                                                       {"transit_stub", 0x22e08842fa933e4e}};
  for (const Entry* entry : generators()) {
    INFO(entry->name << ": " << fmt::format("{:#018x}", fingerprint(make(entry->example))));
    REQUIRE(golden.count(entry->name) == 1);
    CHECK(fingerprint(make(entry->example)) == golden.at(entry->name));
  }
}

TEST_CASE("larger random graphs are the same on every machine") {
  const std::vector<std::pair<Json, std::uint64_t>> golden = {
      {{{"model", "erdos_renyi"}, {"nodes", 20000}, {"mean_degree", 5}}, 0xd2e1a00744b04440},
      {{{"model", "random_regular"}, {"nodes", 20000}, {"degree", 4}}, 0x1007bbfe4322a944},
      {{{"model", "random_regular"}, {"nodes", 300}, {"degree", 200}}, 0xac64a8b4f980f005},
      {{{"model", "random_regular"}, {"nodes", 60000}, {"degree", 4}}, 0x33e07964ad9dc51d},
      {{{"model", "barabasi_albert"}, {"nodes", 20000}, {"links_per_node", 3}}, 0x49067df61bbdf527},
      {{{"model", "watts_strogatz"},
        {"nodes", 20000},
        {"neighbours", 10},
        {"rewire_probability", 0.2}},
       0x170cbe018b6d436c},
      {{{"model", "power_law"}, {"nodes", 20000}, {"exponent", 2.3}, {"degree_max", 150}},
       0x4a404e4e22333352},
      {{{"model", "kleinberg_ring"}, {"nodes", 20000}, {"exponent", 1.3}, {"long_links", 2}},
       0xd6372678926bcf7d},
      {{{"model", "transit_stub"},
        {"transit_domains", 6},
        {"transit_nodes_per_domain", 5},
        {"stubs_per_transit_node", 5},
        {"stub_nodes", 20},
        {"extra_stub_stub_links", 100}},
       0x37698610770e3799}};
  for (const auto& [topology, expected] : golden) {
    const std::uint64_t actual = fingerprint(make(topology, 7));
    INFO(topology.dump() << ": " << fmt::format("{:#018x}", actual));
    CHECK(actual == expected);
  }
}

TEST_CASE("what does not fit together is refused with what to do about it") {
  const std::vector<std::pair<Json, std::string>> mistakes = {
      {{{"model", "complex_mesh"}, {"nodes_per_cluster", 3}, {"links_between", 10}},
       "/links_between: expected at most 9 (nodes_per_cluster squared: all pairs of nodes of two "
       "clusters), got 10"},
      {{{"model", "complex_mesh"},
        {"nodes_per_cluster", 3},
        {"links_between", 4},
        {"centre", "router"}},
       "/links_between: expected at most 3 (nodes_per_cluster: each has at most one link to the "
       "router), got 4"},
      {{{"model", "erdos_renyi"}, {"nodes", 10}, {"mean_degree", 9.5}},
       "/mean_degree: expected at most nodes - 1 = 9, got 9.5"},
      {{{"model", "random_regular"}, {"nodes", 5}, {"degree", 5}},
       "/degree: expected less than nodes (5), got 5"},
      {{{"model", "random_regular"}, {"nodes", 5}, {"degree", 3}},
       "/degree: expected nodes * degree to be even, as every link has two ends, got 5 * 3; make "
       "either even"},
      {{{"model", "barabasi_albert"}, {"nodes", 5}, {"links_per_node", 5}},
       "/links_per_node: expected less than nodes (5), got 5"},
      {{{"model", "watts_strogatz"}, {"nodes", 10}, {"neighbours", 10}},
       "/neighbours: expected less than nodes (10), got 10"},
      {{{"model", "watts_strogatz"}, {"nodes", 10}, {"neighbours", 5}},
       "/neighbours: expected an even number, half on each side, got 5; take 4"},
      {{{"model", "power_law"}, {"nodes", 50}, {"degree_max", 50}},
       "/degree_max: expected less than nodes (50), got 50"},
      {{{"model", "power_law"}, {"degree_min", 8}, {"degree_max", 7}},
       "/degree_min: expected at most degree_max (7), got 8"},
      {{{"model", "power_law"}, {"nodes", 9}, {"degree_min", 3}, {"degree_max", 3}},
       "/degree_min: expected nodes * degree to be even where all degrees are alike, got 9 * 3; "
       "make either even"},
      {{{"model", "kleinberg_ring"}, {"nodes", 5}, {"long_links", 5}},
       "/long_links: expected less than nodes (5), got 5"},
      {{{"model", "transit_stub"}, {"extra_transit_stub_links", 187}},
       "/extra_transit_stub_links: expected at most 186 (half of the pairs that this could join), "
       "got 187"},
      {{{"model", "transit_stub"},
        {"transit_nodes_per_domain", 1},
        {"stubs_per_transit_node", 1},
        {"extra_stub_stub_links", 1}},
       "/extra_stub_stub_links: expected at most 0 (half of the pairs that this could join), got "
       "1"},
      {{{"model", "transit_stub"}, {"stubs_per_transit_node", 0}, {"extra_stub_stub_links", 1}},
       "/extra_stub_stub_links: expected at most 0 (half of the pairs that this could join), got "
       "1"},
  };
  for (const auto& [topology, expected] : mistakes) CHECK(mistake_in(topology) == expected);
}

TEST_CASE("what takes too much memory is refused with how much it would be and what to lower") {
  const std::vector<std::pair<Json, std::string>> mistakes = {
      {{{"model", "tree"}, {"stars", 100000}, {"nodes_per_star", 2000}},
       "/: expected a graph that takes at most 4 GB of memory with its run, "
       "got about 26.0 GB for 200000000 nodes and 199999999 links; lower stars or nodes_per_star"},
      {{{"model", "combined_star"},
        {"centres", 100000000},
        {"nodes_per_centre", 1},
        {"centre", "hub"}},
       "/: expected a graph that takes at most 4 GB of memory with its run, "
       "got about 26.0 GB for 200000000 nodes and 199999999 links; lower centres or "
       "nodes_per_centre"},
      {{{"model", "complex_mesh"}, {"clusters", 100000}, {"nodes_per_cluster", 2}},
       "/: expected a graph that takes at most 4 GB of memory with its run, "
       "got about 340.1 GB for 200000 nodes and 10000000000 links; lower clusters, "
       "nodes_per_cluster or links_between"},
      {{{"model", "balanced_tree"}, {"branching", 10}, {"depth", 8}},
       "/: expected a graph that takes at most 4 GB of memory with its run, "
       "got about 14.5 GB for 111111111 nodes and 111111110 links; lower branching or depth"},
      {{{"model", "balanced_tree"}, {"branching", 1}, {"depth", 100000000}},
       "/: expected a graph that takes at most 4 GB of memory with its run, "
       "got about 13.1 GB for 100000001 nodes and 100000000 links; lower branching or depth"},
      {{{"model", "grid"}, {"rows", 20000}, {"columns", 20000}},
       "/: expected a graph that takes at most 4 GB of memory with its run, "
       "got about 65.6 GB for 400000000 nodes and 799960000 links; lower rows or columns"},
      {{{"model", "erdos_renyi"}, {"nodes", 100000000}, {"mean_degree", 50}},
       "/: expected a graph that takes at most 4 GB of memory with its run, "
       "got about 94.7 GB for 100000000 nodes and 2500500000 links; lower nodes or mean_degree"},
      {{{"model", "random_regular"}, {"nodes", 100000000}, {"degree", 44}},
       "/: expected a graph that takes at most 4 GB of memory with its run, "
       "got about 84.4 GB for 100000000 nodes and 2200000000 links; lower nodes or degree"},
      {{{"model", "transit_stub"}, {"stub_nodes", 100000000}},
       "/: expected a graph that takes at most 4 GB of memory with its run, got about 856800201.5 "
       "GB for 1200000004 nodes and 25200002535450824 links; lower the numbers of domains and "
       "nodes or the probabilities"},
  };
  for (const auto& [topology, expected] : mistakes) CHECK(mistake_in(topology) == expected);
}

TEST_CASE("single values out of range are refused") {
  const std::vector<Json> refused = {
      {{"model", "star"}, {"nodes", 0}},          {{"model", "star"}, {"centre", "router"}},
      {{"model", "ring"}, {"nodes", 2}},          {{"model", "true_mesh"}, {"nodes", 65537}},
      {{"model", "regular_tree"}, {"degree", 1}}, {{"model", "erdos_renyi"}, {"mean_degree", -1}},
      {{"model", "power_law"}, {"exponent", -1}}, {{"model", "kleinberg_ring"}, {"nodes", 2}},
  };
  for (const Json& topology : refused) {
    INFO(topology.dump());
    CHECK_FALSE(mistake_in(topology).empty());
  }
}

TEST_CASE("sizes that fit into memory are accepted, those a little above are not") {
  const std::vector<std::pair<Json, std::pair<std::string, std::uint32_t>>> fitting = {
      {{{"model", "ring"}, {"nodes", 30'000'000}}, {"nodes", 31'000'000}},
      {{{"model", "bus"}, {"nodes", 30'000'000}}, {"nodes", 100'000'000}},
      {{{"model", "star"}, {"nodes", 30'000'000}, {"centre", "hub"}}, {"nodes", 31'000'000}},
      {{{"model", "true_mesh"}, {"nodes", 15'000}}, {"nodes", 16'000}},
      {{{"model", "grid"}, {"rows", 4'000}, {"columns", 5'000}}, {"rows", 5'000}},
      {{{"model", "balanced_tree"}, {"branching", 1}, {"depth", 30'000'000}},
       {"depth", 31'000'000}},
      {{{"model", "random_regular"}, {"nodes", 10'000'000}, {"degree", 4}}, {"degree", 20}},
      {{{"model", "kleinberg_ring"}, {"nodes", 20'000'000}}, {"long_links", 3}},
  };
  for (const auto& [topology, above] : fitting) {
    INFO(topology.dump());
    CHECK(mistake_in(topology) == "");
    Json too_large = topology;
    too_large[above.first] = above.second;
    INFO(mistake_in(too_large));
    CHECK(mistake_in(too_large).find("at most 4 GB of memory") != std::string::npos);
  }
}

TEST_CASE("a graph whose random degrees add up to too much memory is refused before it is made") {
  const Json topology = {
      {"model", "power_law"}, {"nodes", 1'000'000}, {"exponent", 0}, {"degree_max", 999'999}};
  CHECK(mistake_in(topology) == "");
  try {
    make(topology);
    FAIL("was made");
  } catch (const rippletank::registry::InputError& error) {
    const std::string message = error.what();
    INFO(message);
    CHECK(message.find("power_law: expected a graph that takes at most 4 GB") != std::string::npos);
    CHECK(message.find("lower nodes or degree_max") != std::string::npos);
  }
}

TEST_CASE("the smallest sizes are accepted") {
  const std::vector<Json> fitting = {
      {{"model", "star"}, {"nodes", 1}},
      {{"model", "bus"}, {"nodes", 1}},
      {{"model", "ring"}, {"nodes", 3}},
      {{"model", "true_mesh"}, {"nodes", 1}},
      {{"model", "erdos_renyi"}, {"nodes", 1}, {"mean_degree", 0}},
      {{"model", "transit_stub"}, {"stubs_per_transit_node", 0}},
  };
  for (const Json& topology : fitting) CHECK(mistake_in(topology) == "");
}

}  // namespace generators_catalogue_test
