// Floods in closed form and by search: against copies that are passed on one by one, and figures.
#include "analysis/theory/floods.hpp"

#include "analysis/theory/layouts.hpp"
#include "tests/catch.hpp"
#include "tests/data_path.hpp"
#include "tests/unit/theory/networks.hpp"

namespace floods_test {

using namespace rippletank;
using namespace rippletank::theory;
using namespace rippletank::tests;
using registry::Json;

namespace {

const std::vector<Json>& layouts() {
  static const std::vector<Json> all = {
      {{"model", "star"}, {"nodes", 1}},
      {{"model", "star"}, {"nodes", 2}},
      {{"model", "star"}, {"nodes", 9}},
      {{"model", "bus"}, {"nodes", 1}},
      {{"model", "bus"}, {"nodes", 10}},
      {{"model", "ring"}, {"nodes", 2}},
      {{"model", "ring"}, {"nodes", 3}},
      {{"model", "ring"}, {"nodes", 12}},
      {{"model", "ring"}, {"nodes", 13}},
      {{"model", "true_mesh"}, {"nodes", 2}},
      {{"model", "true_mesh"}, {"nodes", 8}},
      {{"model", "grid"}, {"rows", 1}, {"columns", 6}},
      {{"model", "grid"}, {"rows", 7}, {"columns", 4}},
      {{"model", "grid"}, {"rows", 9}, {"columns", 9}},
      {{"model", "balanced_tree"}, {"branching", 2}, {"depth", 0}},
      {{"model", "balanced_tree"}, {"branching", 1}, {"depth", 5}},
      {{"model", "balanced_tree"}, {"branching", 2}, {"depth", 4}},
      {{"model", "balanced_tree"}, {"branching", 3}, {"depth", 3}},
      {{"model", "regular_tree"}, {"degree", 2}, {"depth", 4}},
      {{"model", "regular_tree"}, {"degree", 4}, {"depth", 3}}};
  return all;
}

std::vector<Json> networks() {
  std::vector<Json> all = layouts();
  all.push_back({{"model", "erdos_renyi"}, {"nodes", 60}, {"mean_degree", 3}});
  all.push_back({{"model", "erdos_renyi"}, {"nodes", 60}, {"mean_degree", 1}});
  all.push_back({{"model", "barabasi_albert"}, {"nodes", 60}, {"links_per_node", 2}});
  all.push_back({{"model", "random_regular"}, {"nodes", 60}, {"degree", 4}});
  return all;
}

}  // namespace

TEST_CASE("floods on layouts are those that copies make, from every origin, with every TTL") {
  for (const Json& written : layouts()) {
    const TestNetwork network(written);
    for (topologies::NodeId origin = 0; origin < network.nodes(); ++origin) {
      for (const std::uint32_t ttl : {1U, 2U, 3U, 4U, 5U, 7U, 20U, no_limit}) {
        INFO(written.dump() << " from " << origin << ", TTL " << ttl);
        const PlayedFlood played(network.rows, origin, ttl, false);
        const auto counted = flood_on(network.topology, origin, ttl);
        REQUIRE(counted);
        CHECK(*counted == FloodCount{played.reach, played.copies});
      }
    }
  }
}

TEST_CASE("floods by breadth-first search are those that copies make") {
  for (const Json& written : networks()) {
    const TestNetwork network(written);
    for (topologies::NodeId origin = 0; origin < network.nodes(); ++origin) {
      for (const std::uint32_t ttl : {1U, 2U, 3U, 5U, no_limit}) {
        for (const bool sends_back : {false, true}) {
          INFO(written.dump() << " from " << origin << ", TTL " << ttl);
          const PlayedFlood played(network.rows, origin, ttl, sends_back);
          const PlayedFlood whole(network.rows, origin, no_limit, sends_back);
          const FloodFrom found = flood_from(network.rows, origin, {ttl, sends_back});
          CHECK(found.count == FloodCount{played.reach, played.copies});
          // Who gets it last and can send it on may have nobody to send it to.
          if (!found.is_cut) CHECK(played.copies == whole.copies);
          if (played.copies < whole.copies) CHECK(found.is_cut);
        }
      }
    }
  }
}

TEST_CASE("a flood without limit sends 2m - n + 1 copies, or 2m with the way back") {
  for (const Json& written : layouts()) {
    const TestNetwork network(written);
    for (const bool sends_back : {false, true}) {
      INFO(written.dump());
      const PlayedFlood played(network.rows, 0, no_limit, sends_back);
      const FloodCount count = flood_through(network.nodes(), network.links(), sends_back);
      CHECK(count == FloodCount{played.reach, played.copies});
    }
  }
}

TEST_CASE("layouts of other kinds have no closed form") {
  for (const char* model : {"tree", "random_regular"}) {
    const TestNetwork network(Json{{"model", model}});
    CHECK_FALSE(flood_on(network.topology, 0, 3));
  }
}

TEST_CASE("regular trees reach what Ritter's table says") {
  const auto reach = [](double links, std::uint32_t ttl) {
    return flood_on_tree({links, links - 1, ttl + 1, 0}, ttl).reach;
  };
  CHECK(reach(2, 8) == 16);
  CHECK(reach(3, 7) == 381);
  CHECK(reach(4, 5) == 484);
  CHECK(reach(5, 8) == 109'225);
  CHECK(reach(6, 7) == 117'186);
  CHECK(reach(7, 8) == 2'351'461);
  CHECK(reach(8, 7) == 1'098'056);
  CHECK(reach(8, 8) == 7'686'400);
}

TEST_CASE("inside a large grid a flood reaches 2T(T + 1) peers with 6T^2 - 6T + 4 copies") {
  for (std::int64_t ttl = 1; ttl <= 20; ++ttl) {
    const FloodCount count = flood_on_grid({100, 100, 50, 50}, ttl);
    const auto t = static_cast<double>(ttl);
    CHECK(count == FloodCount{2 * t * (t + 1), 6 * t * t - 6 * t + 4});
  }
}

TEST_CASE("mean hops of layouts are those between all pairs") {
  const auto counted = [](const Json& written) {
    const TestNetwork network(written);
    double hops = 0;
    double before = 0;
    for (topologies::NodeId origin = 0; origin < network.nodes(); ++origin, before = 0) {
      for (std::uint32_t ttl = 1; ttl < network.nodes(); ++ttl) {
        const double reach = flood_from(network.rows, origin, {ttl, false}).count.reach;
        hops += ttl * (reach - before);
        before = reach;
      }
    }
    return hops / network.nodes() / (network.nodes() - 1.0);
  };
  CHECK(counted({{"model", "star"}, {"nodes", 9}}) == Approx(mean_hops_on_star(9)));
  CHECK(counted({{"model", "bus"}, {"nodes", 9}}) == Approx(mean_hops_on_line(9)));
  CHECK(counted({{"model", "ring"}, {"nodes", 12}}) == Approx(mean_hops_on_ring(12)));
  CHECK(counted({{"model", "ring"}, {"nodes", 13}}) == Approx(mean_hops_on_ring(13)));
}

TEST_CASE("floods on a crawl of Gnutella are those that were counted without a simulator") {
  const auto file = data_file("snap/p2p-Gnutella04.txt");
  if (!file) return;
  const TestNetwork network({{"model", "edge_list"}, {"file", file->string()}});
  const std::vector<FloodCount> expected = {{17, 17},        {200, 215},       {2275, 2871},
                                            {7897, 26'355},  {10'716, 66'138}, {10'861, 69'092},
                                            {10'875, 69'113}};
  const auto origin = *network.graph.names.find("0", network.nodes());
  for (std::uint32_t ttl = 1; ttl <= expected.size(); ++ttl) {
    CHECK(flood_from(network.rows, origin, {ttl, false}).count == expected[ttl - 1]);
  }
}

}  // namespace floods_test
