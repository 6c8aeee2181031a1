// The answers of the tutorial on wires, worked out here as a student does, with and without --set.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "tests/golden/answers.hpp"

namespace tutorial_wires_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

using Counts = std::vector<std::uint64_t>;

/// 44 bytes, with TCP/IP and Ethernet 122, at 10 Mbit/s; and a cable.
constexpr double sending_us = (44 + 40 + 38) * 8 / 10.0;
constexpr double cable_us = 5;

Counts reach(const run::Outcome& outcome) {
  Counts reach;
  for (const auto& query : outcome.measures.queries) reach.push_back(query.reach);
  return reach;
}

/// Cables that the first copies of each query crossed, all together.
Counts paths(const run::Outcome& outcome) {
  Counts paths;
  for (const auto& query : outcome.measures.queries) paths.push_back(query.path_links);
  return paths;
}

/// The end of each query, in nanoseconds as the program counts.
void check_last_reach_us(const run::Outcome& outcome, const std::vector<double>& expected_us) {
  REQUIRE(outcome.measures.queries.size() == expected_us.size());
  for (std::size_t i = 0; i < expected_us.size(); ++i) {
    const auto& last_reach = outcome.measures.queries[i].last_reach;
    REQUIRE(last_reach.has_value());
    CHECK(*last_reach == std::llround(1000 * expected_us[i]));
  }
}

const underlay::PhysicalWires& wires_of(const run::Outcome& outcome) {
  return **std::get_if<std::unique_ptr<underlay::PhysicalWires>>(&outcome.network.wires);
}

/// Frames into each direction of a cable, or into a medium.
Counts frames(const run::Outcome& outcome) {
  Counts frames;
  for (const auto& channel : wires_of(outcome).frames().channels()) {
    frames.push_back(channel.sent.frames);
  }
  return frames;
}

std::uint64_t greatest_stress(const run::Outcome& outcome) {
  const underlay::PhysicalWires& wires = wires_of(outcome);
  std::uint32_t greatest = 0;
  for (underlay::CableId cable = 0; cable < wires.graph().cables.size(); ++cable) {
    greatest = std::max(greatest, wires.frames().stress().most(cable));
  }
  return greatest;
}

const std::string mesh_of_eight = R"(/overlay/topology={"model":"true_mesh","nodes":8})";
const std::string near_ring = R"(/overlay/topology={"model":"ring","nodes":12})";
const std::string chain_of_switches =
    R"(/underlay/topology={"model":"combined_star","centres":3,"nodes_per_centre":4,)"
    R"("centre":"switch"})";

}  // namespace

TEST_CASE("09_hub: a hub repeats to all at once, a switch to one but later", "[tutorial]") {
  const run::Outcome hub = play_tutorial("09_hub", {});
  CHECK(frames(hub) == Counts{1});  // there is one medium
  check_last_reach_us(hub, {sending_us + 2 * cable_us});
  const run::Outcome one = play_tutorial("09_hub", {"/underlay/topology/centre=switch"});
  // Station 0 to the switch, and from there to station 1.
  Counts expected(16, 0);
  expected[0] = expected[3] = 1;
  CHECK(frames(one) == expected);
  check_last_reach_us(one, {2 * (sending_us + cable_us)});
}

TEST_CASE("09_hub: when all talk at once, one medium makes all wait", "[tutorial]") {
  Settings all = {mesh_of_eight, "/queries/origins=[0,1,2,3,4,5,6,7]", "/queries/interval_s=0"};
  CHECK_THAT(value(play_tutorial("09_hub", all), "last_reach_ms_max"),
             Catch::Matchers::WithinAbs((8 * 7 * sending_us + 2 * cable_us) / 1000, 1e-9));
  all.emplace_back("/underlay/topology/centre=switch");
  const double switched_ms = value(play_tutorial("09_hub", all), "last_reach_ms_max");
  CHECK(switched_ms > 1.35);
  CHECK(switched_ms < 1.45);
}

TEST_CASE("09_hub: a cut cable carries nothing, and the overlay falls apart beside it",
          "[tutorial]") {
  const auto cut = [](const std::string& cable) {
    return play_tutorial(
        "09_hub", {R"(/failures=[{"at_s":0,"links":{"choose":"ids","ids":[)" + cable + "]}}]",
                   "/queries/start_s=1"});
  };
  const run::Outcome beside = cut("[2,8]");
  CHECK(reach(beside) == Counts{1});
  Counts carried;
  for (underlay::CableId cable = 0; cable < 8; ++cable) {
    carried.push_back(wires_of(beside).frames().forward_count(cable).sent.frames);
  }
  CHECK(carried == Counts{1, 1, 0, 1, 1, 1, 1, 1});
  CHECK(reach(cut("[1,8]")) == Counts{0});
}

TEST_CASE("10_bus: a break anywhere silences all", "[tutorial]") {
  const run::Outcome outcome = play_tutorial("10_bus", {});
  CHECK(reach(outcome) == Counts{7, 0, 7});
  CHECK(paths(outcome) == Counts{1 + 2 + 3 + 4 + 5 + 6 + 7, 0, 28});
  CHECK(reach(play_tutorial(
            "10_bus", {R"(/failures=[{"at_s":5,"duration_s":10,"trunk":"unterminated"}])"})) ==
        Counts{7, 0, 7});
  CHECK(reach(play_tutorial("10_bus",
                            {R"(/failures=[{"at_s":5,"hosts":{"choose":"ids","ids":[3]}}])"})) ==
        Counts{7, 6, 6});
  CHECK(reach(play_tutorial("10_bus", {"/failures/0/links/ids=[[6,7]]"})) == Counts{7, 0, 7});
  // Seven messages one after the other, the k-th over k cables.
  double stretch = 0;
  for (int k = 1; k <= 7; ++k) {
    stretch += (k * sending_us + k * cable_us) / (sending_us + k * cable_us) / 7;
  }
  CHECK_THAT(value(outcome, "stretch_mean"), Catch::Matchers::WithinAbs(stretch, 1e-9));
}

TEST_CASE("11_dual_ring: the long way round after one break, a part after two", "[tutorial]") {
  const run::Outcome outcome = play_tutorial("11_dual_ring", {});
  CHECK(reach(outcome) == Counts{11, 11, 5});
  CHECK(paths(outcome) == Counts{2 * (1 + 2 + 3 + 4 + 5) + 6, 11 * 12 / 2, 1 + 2 + 3 + 4 + 5});
  const run::Outcome single = play_tutorial("11_dual_ring", {"/underlay/topology/dual=false"});
  CHECK(reach(single) == Counts{11, 0, 0});
  CHECK(paths(single) == Counts{11 * 12 / 2, 0, 0});
  const std::string host = R"(/failures=[{"at_s":5,"hosts":{"choose":"ids","ids":[6]}}])";
  CHECK(reach(play_tutorial("11_dual_ring", {host})) == Counts{11, 10, 10});
  CHECK(reach(play_tutorial("11_dual_ring", {host, "/underlay/topology/dual=false"})) ==
        Counts{11, 0, 0});
  // A break opposite changes no way of station 0.
  CHECK(paths(play_tutorial("11_dual_ring", {"/failures/0/links/ids=[[6,7]]"}))[1] == 36);
}

TEST_CASE("12_trunk: a trunk breaks as a bus, a chain of switches in two", "[tutorial]") {
  CHECK(reach(play_tutorial("12_trunk", {})) == Counts{11, 3, 11, 10});
  CHECK(reach(play_tutorial("12_trunk", {chain_of_switches})) == Counts{11, 7, 11, 10});
  const Settings middle = {R"(/failures=[{"at_s":5,"devices":{"choose":"ids","ids":[13]}}])",
                           "/queries/origins=[0,0]"};
  CHECK(reach(play_tutorial("12_trunk", middle)) == Counts{11, 7});
  CHECK(reach(play_tutorial("12_trunk", {middle[0], middle[1], chain_of_switches})) ==
        Counts{11, 3});
}

TEST_CASE("13_server: from the middle of the chain all are nearer", "[tutorial]") {
  const run::Outcome outcome = play_tutorial("13_server", {});
  CHECK(paths(outcome) == Counts{3 * 2 + 4 * 3 + 4 * 4, 3 * 2 + 8 * 3});
  check_last_reach_us(outcome, {14 * sending_us + 4 * cable_us, 13 * sending_us + 3 * cable_us});
  // The server as a centre: 3 stations and 2 centres at one cable, 6 stations at two.
  CHECK(paths(play_tutorial("13_server", {"/underlay/topology/centre=node"}))[1] == 3 + 2 + 6 * 2);
  const run::Outcome hubs = play_tutorial("13_server", {"/underlay/topology/centre=hub"});
  CHECK(frames(hubs).front() == 22);  // on the one medium of all hubs
  check_last_reach_us(hubs, {11 * sending_us + 4 * cable_us, 11 * sending_us + 3 * cable_us});
}

TEST_CASE("14_reroute: a longer way as long as there is one", "[tutorial]") {
  const run::Outcome outcome = play_tutorial("14_reroute", {});
  CHECK(reach(outcome) == Counts{5, 5, 2, 5});
  CHECK(paths(outcome) == Counts{1 + 1 + 1 + 2 + 2, 1 + 1 + 3 + 2 + 3, 1 + 1, 1 + 1 + 3 + 2 + 3});
  CHECK(reach(play_tutorial("14_reroute", {"/underlay/topology/links_between=3"})) ==
        Counts{5, 5, 5, 5});
}

TEST_CASE("15_far_friends: the same flood, further and oftener over the same cables",
          "[tutorial]") {
  const run::Outcome far = play_tutorial("15_far_friends", {});
  const run::Outcome near = play_tutorial("15_far_friends", {near_ring});
  for (const run::Outcome* outcome : {&far, &near}) {
    CHECK(value(*outcome, "messages") == 12);
    CHECK(value(*outcome, "hops_max") == 6);
  }
  CHECK(paths(far) == Counts{(3 + 6 + 10 + 13 + 16 + 20) + (4 + 7 + 10 + 14 + 17)});
  CHECK(greatest_stress(far) == 8);
  // One wave: 2 2 2 3 2 2 cables; the other: 4 2 2 2 3.
  CHECK(paths(near) == Counts{(2 + 4 + 6 + 9 + 11 + 13) + (4 + 6 + 8 + 10 + 13)});
  CHECK(greatest_stress(near) == 2);
  const run::Outcome straight = play_tutorial(
      "15_far_friends",
      {R"(/overlay/topology={"model":"true_mesh","nodes":12})", "/overlay/protocol/ttl_hops=1"});
  CHECK(paths(straight) == Counts{34});
  CHECK(greatest_stress(straight) == 11);
  const double random = value(
      play_tutorial("15_far_friends", {near_ring, R"(/overlay/placement={"model":"random"})"}),
      "path_links_mean");
  CHECK(random > 86.0 / 11);
  CHECK(random < 120.0 / 11);
}

}  // namespace tutorial_wires_test
