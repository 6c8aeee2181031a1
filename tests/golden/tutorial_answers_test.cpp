// The answers of the tutorial, worked out here as a student does, with and without --set.
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/golden/answers.hpp"

namespace tutorial_answers_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

constexpr double query_bytes = 23 + 2 + 18 + 1;  // header, minimum speed, text, closing zero
constexpr double tcp_ip_bytes = 20 + 20;
constexpr double latency_ms = 50;

void check(const std::string& name, const Settings& settings, const Answers& answers) {
  const run::Outcome outcome = play_tutorial(name, settings);
  for (const auto& [metric, expected] : answers) {
    INFO(name << (settings.empty() ? "" : " --set " + settings.front()) << ": " << metric);
    CHECK(value(outcome, metric) == expected);
  }
}

/// What follows from reach and messages for any flood of queries of the usual size.
Answers flood(double reach, double messages, double last_reach_hops) {
  return {{"reach_mean", reach},
          {"messages", messages},
          {"duplicates", messages - reach},
          {"bytes", messages * query_bytes},
          {"tcp_ip_bytes", messages * tcp_ip_bytes},
          {"last_reach_ms_max", last_reach_hops * latency_ms}};
}

/// Peers that hop t of Ritter's tree adds: N children of the origin, N-1 of each other peer.
double ritter_reach(int links, int ttl_hops) {
  double reach = 0;
  double added = links;
  for (int hop = 1; hop <= ttl_hops; ++hop, added *= links - 1) reach += added;
  return reach;
}

std::string set(const std::string& pointer, int number) {
  return pointer + "=" + std::to_string(number);
}

}  // namespace

TEST_CASE("counting certain duplicates when they are sent changes no number", "[tutorial]") {
  for (const char* name : {"01_ripple", "02_star", "03_ring", "04_mesh", "05_tree", "06_detour",
                           "07_chat", "08_chance", "09_hub", "10_bus", "11_dual_ring", "12_trunk",
                           "13_server", "14_reroute", "15_far_friends", "16_broker"}) {
    const scenario::Scenario scenario = tutorial(name, {});
    run::Watch plain;
    plain.count_certain_duplicates = false;
    const run::Outcome quick_outcome = run::run(scenario, scenario.seed);
    const run::Outcome plain_outcome = run::run(scenario, scenario.seed, plain);
    CHECK(plain_outcome.measures.certain_duplicates == 0);
    CHECK(quick_outcome.measures.fingerprint.value() == plain_outcome.measures.fingerprint.value());
    for (const run::Metric& metric : run::metrics()) {
      INFO(name << ": " << metric.name);
      CHECK(metric.value(quick_outcome) == metric.value(plain_outcome));
    }
  }
}

TEST_CASE("01_ripple: on a grid the ripple grows by four peers a hop", "[tutorial]") {
  for (int ttl = 1; ttl <= 4; ++ttl) {
    double reach = 0;
    double messages = 4;
    for (int hop = 1; hop <= ttl; ++hop) reach += 4 * hop;
    for (int hop = 1; hop < ttl; ++hop) messages += 3 * 4 * hop;
    CHECK(reach == 2 * ttl * (ttl + 1));
    CHECK(messages == 6 * ttl * ttl - 6 * ttl + 4);
    check("01_ripple", {set("/overlay/protocol/ttl_hops", ttl)}, flood(reach, messages, ttl));
  }
  check("01_ripple", {}, flood(40, 76, 4));
  check("01_ripple", {}, {{"peers", 81}, {"coverage_mean", 0.5}, {"hops_mean", 3}});
}

TEST_CASE("01_ripple: from a corner only a quarter of the ripple is there", "[tutorial]") {
  check("01_ripple", {"/queries/origins=[0]"}, {{"reach_mean", 2 + 3 + 4 + 5}});
  check("01_ripple", {"/overlay/protocol/ttl_hops=5"}, {{"reach_mean", 2 * 5 * 6 - 4}});
  check("01_ripple", {"/overlay/protocol/ttl_hops=8"}, {{"reach_mean", 80}});
}

TEST_CASE("02_star: all messages touch the centre, and none is in vain", "[tutorial]") {
  check("02_star", {}, flood(8, 8, 2));
  check("02_star", {}, {{"peer_bytes_max", 8 * query_bytes}, {"hops_mean", (1 + 7 * 2) / 8.0}});
  check("02_star", {"/queries/origins=[0]"}, flood(8, 8, 1));
  check("02_star", {"/queries/origins=[0,1,2,3,4,5,6,7,8]"},
        {{"messages", 9 * 8}, {"peer_bytes_max", 9 * 8 * query_bytes}});
}

TEST_CASE("03_ring: two waves, and two copies in vain where they meet", "[tutorial]") {
  for (int ttl = 1; ttl <= 5; ++ttl) {
    check("03_ring", {set("/overlay/protocol/ttl_hops", ttl)}, flood(2 * ttl, 2 * ttl, ttl));
  }
  check("03_ring", {"/overlay/protocol/ttl_hops=6"}, flood(11, 12, 6));
  check("03_ring", {"/overlay/protocol/ttl_hops=7"}, flood(11, 13, 6));
  check("03_ring", {"/overlay/protocol/ttl_hops=100"}, flood(11, 13, 6));
  check("03_ring", {R"(/overlay/topology={"model":"bus","nodes":12})"}, flood(4, 4, 4));
}

TEST_CASE("04_mesh: everybody passes on what everybody knows", "[tutorial]") {
  for (int peers = 2; peers <= 12; ++peers) {
    const double others = peers - 1;
    check("04_mesh", {set("/overlay/topology/nodes", peers)}, flood(others, others * others, 1));
  }
  check("04_mesh", {}, flood(7, 49, 1));
  check("04_mesh", {"/overlay/protocol/ttl_hops=1"}, flood(7, 7, 1));
  check("04_mesh", {"/overlay/topology/nodes=100"}, flood(99, 9801, 1));
}

TEST_CASE("05_tree: Ritter's arithmetic", "[tutorial]") {
  constexpr double ritters_query_bytes = 23 + 2 + 18;
  for (int ttl = 1; ttl <= 5; ++ttl) {
    const double reach = ritter_reach(4, ttl);
    check("05_tree", {set("/overlay/protocol/ttl_hops", ttl)},
          {{"reach_mean", reach},
           {"messages", reach},
           {"bytes", reach * ritters_query_bytes},
           {"tcp_ip_bytes", reach * tcp_ip_bytes}});
  }
  CHECK(ritter_reach(4, 5) == 484);
  CHECK(484 * (ritters_query_bytes + tcp_ip_bytes) == 40'172);
  check("05_tree", {},
        {{"peers", 1457}, {"reach_mean", 484}, {"bytes", 20'812}, {"tcp_ip_bytes", 19'360}});
}

TEST_CASE("05_tree: eight connections and a TTL of seven", "[tutorial][slow]") {
  CHECK(ritter_reach(8, 7) == 1'098'056);
  check("05_tree",
        {"/overlay/topology/degree=8", "/overlay/topology/depth=7", "/overlay/protocol/ttl_hops=7"},
        {{"reach_mean", 1'098'056}, {"bytes", 47'216'408}, {"tcp_ip_bytes", 43'922'240}});
  CHECK(47'216'408 + 43'922'240 == 91'138'648);
}

TEST_CASE("06_detour: the copy that comes first has spent its TTL", "[tutorial]") {
  check("06_detour", {},
        {{"reach_mean", 3}, {"messages", 5}, {"duplicates", 2}, {"last_reach_ms_max", 30}});
  check("06_detour", {"/overlay/topology/file=data/detour_equal.txt"}, flood(4, 6, 3));
  check("06_detour", {"/overlay/protocol/ttl_hops=4"},
        {{"reach_mean", 4}, {"messages", 6}, {"duplicates", 2}, {"last_reach_ms_max", 40}});
}

TEST_CASE("07_chat: every connection carries a line once each way", "[tutorial]") {
  constexpr double line_bytes = 60 + 2;
  for (const bool polls : {true, false}) {
    const Settings settings = polls ? Settings{} : Settings{"/overlay/protocol/poll_interval_ms=0"};
    check("07_chat", settings,
          {{"connections", 11},
           {"reach_mean", 11},
           {"messages", 2 * 11},
           {"duplicates", 11},
           {"bytes", 2 * 11 * line_bytes}});
  }
  check("07_chat", {"/overlay/protocol/poll_interval_ms=0"}, {{"last_reach_ms_max", 4 * 50}});
  check("07_chat", {R"(/overlay/topology={"model":"true_mesh","nodes":8})"},
        {{"messages", 8 * 7}, {"duplicates", 8 * 7 - 7}});
  check("07_chat", {R"(/overlay/protocol={"model":"flood"})"}, flood(11, 11, 4));
}

TEST_CASE("07_chat: the same line twice within a second is taken for an echo", "[tutorial]") {
  check("07_chat", {R"(/queries={"model":"trace","file":"data/chat.csv"})"},
        {{"queries", 4},
         {"reach_min", 0},
         {"reach_max", 11},
         {"messages", 3 * 2 * 11 + 1},
         {"duplicates", 3 * 11 + 1}});
}

TEST_CASE("08_chance: as many questions as a Poisson process asks", "[tutorial]") {
  constexpr double expected = 50 * 0.3 * 10;
  constexpr std::uint64_t repetitions = 20;
  const scenario::Scenario scenario = tutorial("08_chance", {});
  double sum = 0;
  for (std::uint64_t r = 0; r < repetitions; ++r) {
    const run::Outcome outcome = run::run(scenario, run::repetition_seed(scenario.seed, r));
    const double queries = value(outcome, "queries");
    sum += queries;
    if (value(outcome, "in_flight") > 0) continue;  // the horizon cut the last query off
    CHECK(value(outcome, "messages") == 49 * queries);
    CHECK(value(outcome, "peer_bytes_max") == value(outcome, "messages") * query_bytes);
  }
  const double standard_error = std::sqrt(expected / repetitions);
  CHECK(std::abs(sum / repetitions - expected) < 3 * standard_error);
  check("08_chance", {}, {{"queries", 144}, {"messages", 144 * 49}});
}

}  // namespace tutorial_answers_test
