// What McKeeth's guide says about each physical topology, a test per sentence.
#include <set>

#include "tests/catch.hpp"
#include "tests/end_to_end/wired_stations.hpp"

namespace guide_topologies_test {

// Source:  McKeeth, A Guide to Peer-2-Peer (2003), "Topologies": physical ones first, then logical.

namespace {

using namespace rippletank::tests;
using Counts = WiredStations::Counts;

Json star(int nodes, const char* centre) {
  return {{"model", "star"}, {"nodes", nodes}, {"centre", centre}};
}
Json bus(int nodes) { return {{"model", "bus"}, {"nodes", nodes}}; }
Json ring(int nodes) { return {{"model", "ring"}, {"nodes", nodes}}; }
Json true_mesh(int nodes) { return {{"model", "true_mesh"}, {"nodes", nodes}}; }
/// Three stars of four stations; their centres are 12, 13 and 14.
Json tree(const char* centre) {
  return {{"model", "tree"}, {"stars", 3}, {"nodes_per_star", 4}, {"centre", centre}};
}
Json combined_star(int centres, int nodes, const char* centre) {
  return {{"model", "combined_star"},
          {"centres", centres},
          {"nodes_per_centre", nodes},
          {"centre", centre}};
}

/// Every one of the stations is heard by this many others, and hears as many.
void check_each(const WiredStations& played, std::uint64_t others) {
  for (const std::uint64_t reach : played.reach()) CHECK(reach == others);
  for (const std::uint64_t received : played.received()) CHECK(received == others);
}

/// Equal but for the rounding of this arithmetic; times are told to a nanosecond.
void check_close(double found, double expected) {
  CHECK_THAT(found, Catch::Matchers::WithinAbs(expected, 1e-9));
}

const Experiment& with_dual_ring(Experiment& experiment) {
  experiment.wires["dual"] = true;
  return experiment;
}

constexpr double switched(int cables) { return cables * (sending_ms + cable_ms); }
constexpr double repeated(int cables) { return sending_ms + cables * cable_ms; }

}  // namespace

// Star

TEST_CASE("guide, star: a cut cable isolates one node", "[guide]") {
  const char* centre = GENERATE("switch", "hub");
  for (int lost = 0; lost < 6; ++lost) {
    const WiredStations played(all_to_all(star(6, centre), 6, cut({{lost, 6}})));
    // Of six stations one is alone; each of the other five keeps four others.
    Counts expected(6, 4);
    expected[static_cast<std::size_t>(lost)] = 0;
    CHECK(played.reach() == expected);
    CHECK(played.received() == expected);
    CHECK(played.parts() == 2);
    CHECK(played.largest_part() == 5);
  }
}

TEST_CASE("guide, star: when the centre is lost everything stops", "[guide]") {
  const char* centre = GENERATE("switch", "hub");
  Json failure = down("devices", {6});
  const WiredStations played(all_to_all(star(6, centre), 6, failure));
  check_each(played, 0);
  CHECK(played.parts() == 6);
  // Queries come at 1, 2, … 6 s: one that comes after the repair gets everywhere.
  failure[0]["duration_s"] = 3.5;
  CHECK(WiredStations(all_to_all(star(6, centre), 6, failure)).reach() == Counts{0, 0, 0, 5, 5, 5});
}

TEST_CASE("guide, star with a switch: a frame goes to its destination only", "[guide]") {
  const WiredStations played(one_to(star(6, "switch"), 6, 0, {3}));
  for (int station = 0; station < 6; ++station) {
    CHECK(played.frames({station, 6}) == (station == 0 || station == 3 ? 1 : 0));
  }
  check_close(played.last_reach_ms(), switched(2));
}

TEST_CASE("guide, star with a hub: a frame is repeated to every node", "[guide]") {
  const WiredStations played(one_to(star(6, "hub"), 6, 0, {3}));
  for (int station = 0; station < 6; ++station) CHECK(played.frames({station, 6}) == 1);
  CHECK(played.reach() == Counts{1});  // all hear it, one is meant
  check_close(played.last_reach_ms(), repeated(2));
}

TEST_CASE("guide, star: a hub is shared, a switch is not", "[guide]") {
  // 30 messages: each station hears all of them, or the five to it besides the five of its own.
  CHECK(WiredStations(all_to_all(star(6, "hub"), 6)).frames({0, 6}) == 30);
  CHECK(WiredStations(all_to_all(star(6, "switch"), 6)).frames({0, 6}) == 10);
}

// Bus

TEST_CASE("guide, bus: every node receives everything", "[guide]") {
  const WiredStations played(one_to(bus(6), 6, 0, {1}));
  for (int station = 0; station < 5; ++station) {
    CHECK(played.frames({station, station + 1}) == 1);  // beyond the destination, too
    CHECK(played.medium({station, station + 1}) == played.medium({0, 1}));
  }
  CHECK_FALSE(played.medium({0, 1}).empty());
  // Nobody passes it on: it is sent once, however far it goes.
  check_close(WiredStations(one_to(bus(6), 6, 0, {5})).last_reach_ms(), repeated(5));
}

TEST_CASE("guide, bus: a break anywhere downs the whole network", "[guide]") {
  for (int at = 0; at < 5; ++at) {
    const WiredStations played(all_to_all(bus(6), 6, cut({{at, at + 1}})));
    check_each(played, 0);
    CHECK(played.parts() == 6);
  }
  check_each(WiredStations(all_to_all(bus(6), 6, trunk("cut"))), 0);
}

TEST_CASE("guide, bus: a node that is off breaks nothing", "[guide]") {
  for (int off = 0; off < 6; ++off) {
    Counts expected(6, 4);
    expected[static_cast<std::size_t>(off)] = 0;
    CHECK(WiredStations(all_to_all(bus(6), 6, down("hosts", {off}))).reach() == expected);
  }
}

TEST_CASE("guide, bus: without a terminator at each end nothing gets through", "[guide]") {
  Json failure = trunk("unterminated");
  check_each(WiredStations(all_to_all(bus(6), 6, failure)), 0);
  failure[0]["duration_s"] = 2.5;  // the queries at 1 and 2 s are lost
  CHECK(WiredStations(all_to_all(bus(6), 6, failure)).reach() == Counts{0, 0, 5, 5, 5, 5});
}

TEST_CASE("guide, bus: it has no hub and needs the least cable", "[guide]") {
  for (int nodes = 3; nodes <= 9; ++nodes) {
    const auto cables = [&](const Json& wires) {
      return WiredStations(one_to(wires, nodes, 0, {1})).cables();
    };
    const auto n = static_cast<std::size_t>(nodes);
    CHECK(cables(bus(nodes)) == n - 1);
    CHECK(cables(star(nodes, "switch")) == n);
    CHECK(cables(ring(nodes)) == n);
    CHECK(cables(true_mesh(nodes)) == n * (n - 1) / 2);
  }
}

// Ring

TEST_CASE("guide, ring: data passes through each node from source to destination", "[guide]") {
  const WiredStations played(one_to(ring(6), 6, 1, {4}));
  const std::set<int> passed = {1, 2, 3};  // the stations whose cable to the next is used
  for (int station = 0; station < 6; ++station) {
    CHECK(played.frames({station, (station + 1) % 6}) == passed.count(station));
  }
  CHECK(played.path_links() == 3);
  // One way only: to the station before it a message goes all the way round.
  CHECK(WiredStations(one_to(ring(6), 6, 4, {3})).path_links() == 5);
}

TEST_CASE("guide, ring: any node or cable out downs all", "[guide]") {
  for (int at = 0; at < 6; ++at) {
    check_each(WiredStations(all_to_all(ring(6), 6, cut({{at, (at + 1) % 6}}))), 0);
    check_each(WiredStations(all_to_all(ring(6), 6, down("hosts", {at}))), 0);
  }
  check_each(WiredStations(all_to_all(ring(6), 6)), 5);
}

TEST_CASE("guide, ring: unless it is dual", "[guide]") {
  for (int at = 0; at < 6; ++at) {
    Experiment cable = all_to_all(ring(6), 6, cut({{at, (at + 1) % 6}}));
    check_each(WiredStations(with_dual_ring(cable)), 5);
    Experiment node = all_to_all(ring(6), 6, down("hosts", {at}));
    Counts expected(6, 4);
    expected[static_cast<std::size_t>(at)] = 0;
    CHECK(WiredStations(with_dual_ring(node)).reach() == expected);
  }
  // A message takes the shorter way round: from 4 back to 3 along one cable, not five.
  Experiment back = one_to(ring(6), 6, 4, {3});
  CHECK(WiredStations(with_dual_ring(back)).path_links() == 1);
  back.failures = cut({{3, 4}});
  CHECK(WiredStations(back).path_links() == 5);
}

TEST_CASE("guide, ring: nodes repeat the signal, so it can be larger", "[guide]") {
  // Each node on the way sends the frame afresh; on a bus the first signal must carry all the way.
  check_close(WiredStations(one_to(ring(40), 40, 0, {30})).last_reach_ms(),
              30 * (sending_ms + cable_ms));
  check_close(WiredStations(one_to(bus(40), 40, 0, {30})).last_reach_ms(),
              sending_ms + 30 * cable_ms);
}

// Tree

TEST_CASE("guide, tree: a trunk break acts as a bus break", "[guide]") {
  const char* centre = GENERATE("switch", "hub");
  // Wherever it is cut, no star hears another: three parts of four stations each.
  for (const Json& failure : {cut({{12, 13}}), cut({{13, 14}}), trunk("unterminated")}) {
    const WiredStations played(all_to_all(tree(centre), 12, failure));
    check_each(played, 3);
    CHECK(played.parts() == 3);
    CHECK(played.largest_part() == 4);
  }
}

TEST_CASE("guide, tree: a star cable loses one node", "[guide]") {
  const char* centre = GENERATE("switch", "hub");
  for (const int lost : {0, 5, 11}) {
    Counts expected(12, 10);
    expected[static_cast<std::size_t>(lost)] = 0;
    const WiredStations played(all_to_all(tree(centre), 12, cut({{lost, 12 + lost / 4}})));
    CHECK(played.reach() == expected);
    CHECK(played.received() == expected);
  }
}

TEST_CASE("guide, tree: servers often sit on the trunk, to pass fewer devices", "[guide]") {
  // The centres of three stars are computers on the trunk. The one in the middle has 3 stations at
  // one cable, 2 centres at one, and 6 stations at two: (3 + 2 + 12) / 11. A station beside it has
  // that centre at one cable, 2 stations and 2 centres at two, and 6 stations at three.
  std::vector<double> paths;
  for (int from = 0; from < 12; ++from) {
    std::vector<int> others;
    for (int to = 0; to < 12; ++to) {
      if (to != from) others.push_back(to);
    }
    paths.push_back(WiredStations(one_to(tree("node"), 12, from, others)).path_links());
  }
  std::sort(paths.begin(), paths.end());
  check_close(paths[0], (3 + 2 + 12) / 11.0);
  // At an end of the trunk: 3 and a centre at one, a centre and 3 stations at two, 3 at three.
  check_close(paths[1], (3 + 1 + 2 + 6 + 9) / 11.0);
  CHECK(paths[2] == paths[1]);
  // No station that is not on the trunk is as near to the others.
  check_close(paths[3], (1 + 4 + 4 + 18) / 11.0);
}

// Combined star

TEST_CASE("guide, combined star: losing the link between the hubs splits the segments", "[guide]") {
  const char* centre = GENERATE("switch", "hub");
  const WiredStations played(all_to_all(combined_star(2, 4, centre), 8, cut({{8, 9}})));
  check_each(played, 3);
  CHECK(played.parts() == 2);
  CHECK(played.largest_part() == 4);
  // Unlike a trunk, a cable between two of three centres leaves the third with its neighbour.
  CHECK(WiredStations(all_to_all(combined_star(3, 4, centre), 12, cut({{12, 13}}))).reach() ==
        Counts{3, 3, 3, 3, 7, 7, 7, 7, 7, 7, 7, 7});
}

TEST_CASE("guide, combined star: through the second hub it is one hop more", "[guide]") {
  // The server is station 7 on the right centre, 9; stations 0 to 3 are on the left one, 8.
  const Json switches = combined_star(2, 4, "switch");
  for (int near = 4; near < 7; ++near) {
    const WiredStations played(one_to(switches, 8, 7, {near}));
    CHECK(played.path_links() == 2);
    check_close(played.last_reach_ms(), switched(2));
  }
  for (int far = 0; far < 4; ++far) {
    const WiredStations played(one_to(switches, 8, 7, {far}));
    CHECK(played.path_links() == 3);
    check_close(played.last_reach_ms(), switched(3));
  }
  check_close(WiredStations(one_to(combined_star(2, 4, "hub"), 8, 7, {0})).last_reach_ms(),
              repeated(3));
}

// Meshes

TEST_CASE("guide, true mesh: n(n-1)/2 links, and a seventh node takes six more", "[guide]") {
  const auto links = [](int nodes) {
    return WiredStations(all_to_all(true_mesh(nodes), nodes)).cables();
  };
  std::size_t expected = 1;  // of two nodes; every further one is joined to all that are there
  for (int nodes = 2; nodes <= 7; ++nodes) {
    CHECK(links(nodes) == expected);
    expected += static_cast<std::size_t>(nodes);
  }
  CHECK(links(6) == 15);
  CHECK(links(7) == 15 + 6);
}

TEST_CASE("guide, true mesh: only the lost node or cable is affected", "[guide]") {
  const WiredStations whole(all_to_all(true_mesh(6), 6));
  const WiredStations node(all_to_all(true_mesh(6), 6, down("hosts", {2})));
  CHECK(node.reach() == Counts{4, 4, 0, 4, 4, 4});
  for (const Ends& cable : {Ends{0, 1}, Ends{0, 3}, Ends{1, 4}, Ends{3, 5}, Ends{4, 5}}) {
    CHECK(whole.frames(cable) == 2);  // one message each way
    CHECK(node.frames(cable) == 2);
  }
  const WiredStations cable(all_to_all(true_mesh(6), 6, cut({{1, 3}})));
  check_each(cable, 5);
  // 28 of the 30 messages go straight as before; the two between 1 and 3 take two cables each.
  CHECK(whole.frames() == 30);
  CHECK(cable.frames() == 28 + 2 * 2);
  CHECK(cable.frames({1, 3}) == 0);
}

TEST_CASE("guide, complex mesh: there are several routes, and traffic goes another", "[guide]") {
  // Meshes 0 1 2 and 3 4 5 with the links 0-3 and 1-4.
  const Json wires = {
      {"model", "complex_mesh"}, {"clusters", 2}, {"nodes_per_cluster", 3}, {"links_between", 2}};
  const auto path = [&](const std::vector<Ends>& broken) {
    Experiment experiment = one_to(wires, 6, 0, {3});
    experiment.failures = cut(broken);
    return WiredStations(experiment).path_links();
  };
  CHECK(WiredStations(one_to(wires, 6, 0, {3})).path_links() == 1);
  CHECK(path({{0, 3}}) == 3);          // 0-1-4-3
  CHECK(path({{0, 3}, {0, 1}}) == 4);  // 0-2-1-4-3
  check_each(WiredStations(all_to_all(wires, 6, cut({{0, 3}}))), 5);
  check_each(WiredStations(all_to_all(wires, 6, cut({{1, 4}}))), 5);
  check_each(WiredStations(all_to_all(wires, 6, cut({{0, 3}, {1, 4}}))), 2);
}

TEST_CASE("guide, router: the gateway between networks, where a broadcast domain ends", "[guide]") {
  // Stations 0 1 2 on hub 6, 3 4 5 on hub 7; 8 joins the hubs.
  const auto played = [](const char* between, int to) {
    std::vector<std::string> kinds(6, "host");
    kinds.insert(kinds.end(), {"hub", "hub", between});
    Experiment experiment = one_to({{"model", "graphml"}, {"file", "w.graphml"}}, 6, 0, {to});
    experiment.files["w.graphml"] =
        graphml(kinds, {{0, 6}, {1, 6}, {2, 6}, {3, 7}, {4, 7}, {5, 7}, {6, 8}, {7, 8}});
    return WiredStations(experiment);
  };
  const WiredStations local = played("router", 1);
  CHECK(local.frames({2, 6}) == 1);
  CHECK(local.frames({6, 8}) == 1);  // the router hears it, and keeps it to itself
  for (const Ends& cable : {Ends{7, 8}, Ends{3, 7}, Ends{4, 7}, Ends{5, 7}}) {
    CHECK(local.frames(cable) == 0);
  }
  const WiredStations external = played("router", 4);
  CHECK(external.frames({2, 6}) == 1);
  CHECK(external.frames({5, 7}) == 1);
  CHECK(external.medium({2, 6}) != external.medium({5, 7}));
  check_close(external.last_reach_ms(), 2 * repeated(2));
  // With a hub in its place all is one network.
  CHECK(played("hub", 1).frames({5, 7}) == 1);
}

TEST_CASE("guide, router: without it networks are by themselves", "[guide]") {
  // Two meshes of three, each with two links to router 6.
  const Json wires = {{"model", "complex_mesh"},
                      {"clusters", 2},
                      {"nodes_per_cluster", 3},
                      {"links_between", 2},
                      {"centre", "router"}};
  check_each(WiredStations(all_to_all(wires, 6)), 5);
  const WiredStations played(all_to_all(wires, 6, down("devices", {6})));
  check_each(played, 2);
  CHECK(played.parts() == 2);
}

TEST_CASE("guide: a farther node can have the lower ping", "[guide]") {
  const auto played = [](int to) {
    Experiment experiment = one_to({{"model", "graphml"}, {"file", "w.graphml"}}, 4, 0, {to});
    experiment.files["w.graphml"] = graphml(std::vector<std::string>(4, "host"),
                                            {{0, 1, 100'000}, {0, 2, 10'000}, {2, 3, 10'000}});
    return WiredStations(experiment);
  };
  const WiredStations near = played(1);
  const WiredStations far = played(3);
  CHECK(near.path_links() == 1);
  CHECK(far.path_links() == 2);
  check_close(near.last_reach_ms(), 100 + sending_ms);
  check_close(far.last_reach_ms(), 20 + 2 * sending_ms);
}

// Logical layers, all of them over the same switch

TEST_CASE("guide, logical bus: passing a series of intermediaries", "[guide]") {
  const WiredStations played(Experiment{star(5, "switch"), bus(5), {0}, Json::array(), 7});
  CHECK(played.reach() == Counts{4});
  for (int station = 1; station < 4; ++station) CHECK(played.frames({station, 5}) == 2);
  CHECK(played.frames({4, 5}) == 1);
  // Peers at 1, 2, 3 and 4 hops, each hop two cables long.
  check_close(played.path_links(), 2 * (1 + 2 + 3 + 4) / 4.0);
  check_close(played.last_reach_ms(), 4 * switched(2));
}

TEST_CASE("guide, logical star: any node through one intermediary", "[guide]") {
  const Json talk = {{"model", "star"}, {"nodes", 5}};
  const WiredStations played(Experiment{star(5, "switch"), talk, {1}, Json::array(), 7});
  CHECK(played.reach() == Counts{4});
  CHECK(played.frames({0, 5}) == 1 + 3);  // peer 0 is the middle: one in, three out
  // The middle at one hop, three others at two, each hop two cables long.
  check_close(played.path_links(), 2 * (1 + 3 * 2) / 4.0);
}

TEST_CASE("guide, logical mesh: directly", "[guide]") {
  const WiredStations played(Experiment{star(5, "switch"), true_mesh(5), {1}, Json::array(), 1});
  CHECK(played.reach() == Counts{4});
  CHECK(played.path_links() == 2);
  for (const int station : {0, 2, 3, 4}) CHECK(played.frames({station, 5}) == 1);
}

}  // namespace guide_topologies_test
