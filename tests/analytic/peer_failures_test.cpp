// Floods and servers among peers that fail: against breadth-first search over who is left, and
// against counts of damaged snapshots of the real Gnutella that were made without a simulator.
//
// The snapshot: M. Ripeanu, I. Foster, A. Iamnitchi, Mapping the Gnutella Network, IEEE Internet
// Computing 6 (2002); SNAP, p2p-Gnutella04 (4 August 2002).
#include <fmt/format.h>

#include <cmath>
#include <queue>
#include <string>
#include <vector>

#include "sim/core/random.hpp"
#include "tests/analytic/play.hpp"
#include "tests/catch.hpp"
#include "tests/data_path.hpp"

namespace peer_failures_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

Json flood(std::uint32_t ttl_hops) { return {{"model", "flood"}, {"ttl_hops", ttl_hops}}; }

Json gone_at(double at_s, const Json& choice) { return {{"at_s", at_s}, {"peers", choice}}; }

/// What a flood counts when some peers are off all the time, by breadth-first search.
struct NaiveReach {
  std::uint64_t reach = 0;
  std::uint64_t messages = 0;
  std::uint64_t to_nobody = 0;
  std::uint64_t others = 0;

  NaiveReach(const overlay::Connections& connections, const std::vector<bool>& off,
             core::PeerId origin, std::uint32_t ttl_hops) {
    std::vector<std::uint32_t> hops(connections.peers(), unreached);
    std::queue<core::PeerId> next;
    hops[origin] = 0;
    for (next.push(origin); !next.empty(); next.pop()) {
      const core::PeerId peer = next.front();
      if (hops[peer] == ttl_hops) continue;
      for (auto slot = connections.offsets[peer]; slot < connections.offsets[peer + 1]; ++slot) {
        const core::PeerId to = connections.neighbours[slot];
        ++messages;
        to_nobody += off[to] ? 1U : 0U;
        if (off[to] || hops[to] != unreached) continue;
        hops[to] = hops[peer] + 1;
        ++reach;
        next.push(to);
      }
      if (peer != origin) --messages;  // not to the one that it came from
    }
    for (core::PeerId peer = 0; peer < connections.peers(); ++peer) {
      others += !off[peer] && peer != origin ? 1U : 0U;
    }
  }
};

std::vector<bool> off_at_start(const run::Outcome& outcome) {
  std::vector<bool> off(outcome.network.connections.peers());
  for (const run::FailureEvent& event : outcome.network.failures) {
    for (const core::PeerId peer : event.peers) off[peer] = true;
  }
  return off;
}

void check_flood(const run::Outcome& outcome, std::uint32_t ttl_hops) {
  const std::vector<bool> off = off_at_start(outcome);
  std::uint64_t dropped = 0;
  for (const measure::QueryRecord& query : outcome.measures.queries) {
    const NaiveReach naive(outcome.network.connections, off, query.origin, ttl_hops);
    CHECK(query.reach == naive.reach);
    CHECK(query.messages == naive.messages);
    CHECK(query.duplicates == naive.messages - naive.reach - naive.to_nobody);
    CHECK(query.others_online == naive.others);
    dropped += naive.to_nobody;
  }
  const measure::MessageCount& count = outcome.measures.messages.front();
  CHECK(count.dropped_total() == dropped);
  CHECK(count.dropped[static_cast<std::size_t>(measure::DropReason::peer_offline)] == dropped);
}

}  // namespace

TEST_CASE("a flood among those left after failures at 0 s is a breadth-first search") {
  const std::vector<Json> choices = {{{"choose", "ids"}, {"ids", {1, 2, 30}}},
                                     {{"choose", "fraction"}, {"fraction", 0.35}},
                                     {{"choose", "modulus"}, {"modulus", 3}, {"remainder", 2}},
                                     {{"choose", "highest_degree"}, {"fraction", 0.2}}};
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    const Json topology = {{"model", "erdos_renyi"}, {"nodes", 60}, {"mean_degree", 5}};
    std::vector<std::string> origins;
    for (int origin = 0; origin < 60; origin += 2) origins.push_back(std::to_string(origin));
    for (const Json& choice : choices) {
      const auto ttl_hops = static_cast<std::uint32_t>(1 + seed % 7);
      INFO("seed " << seed << ", " << choice.dump());
      Json scenario = overlay_scenario(topology, flood(ttl_hops), 50, origins);
      scenario["seed"] = seed;
      scenario["failures"] = Json::array({gone_at(0, choice)});
      const run::Outcome outcome = play(scenario);
      CHECK(outcome.measures.queries.size() < origins.size());  // who is off asks nothing
      check_flood(outcome, ttl_hops);
      CHECK((outcome.measures.certain_duplicates > 0) == (ttl_hops > 1));
      run::Watch plainly;
      plainly.count_certain_duplicates = false;
      const run::Outcome plain = play(scenario, plainly);
      check_flood(plain, ttl_hops);
      CHECK(plain.measures.traffic == outcome.measures.traffic);
      CHECK(plain.measures.fingerprint.value() == outcome.measures.fingerprint.value());
    }
  }
}

TEST_CASE("peers fail on every underlay, and what is sent to them is dropped there") {
  const std::vector<Json> underlays = {
      {{"model", "direct"}, {"latency_ms", 20}},
      {{"model", "physical"},
       {"topology", {{"model", "star"}, {"nodes", 8}, {"centre", "switch"}}}},
      {{"model", "internet"}, {"topology", {{"model", "transit_stub"}}}}};
  for (const Json& underlay : underlays) {
    INFO(underlay.dump());
    Json scenario = overlay_scenario({{"model", "ring"}, {"nodes", 8}}, flood(7), 20, {"0"});
    scenario["underlay"] = underlay;
    scenario["failures"] = Json::array({gone_at(0, {{"choose", "ids"}, {"ids", {3}}})});
    const run::Outcome outcome = play(scenario);
    // 1 2 on one side, 7 6 5 4 on the other; either end tries in vain to reach 3.
    const measure::QueryRecord& query = outcome.measures.queries.front();
    CHECK(query.reach == 6);
    CHECK(query.coverage() == 1.0);
    CHECK(query.messages == 8);
    CHECK(outcome.measures.messages.front().dropped[0] == 2);
    CHECK(outcome.measures.attendance.time_online(3, outcome.online) == 0);
    CHECK(outcome.measures.attendance.time_online(4, outcome.online) == outcome.online);
    REQUIRE(outcome.record.incidents.size() == 1);
    CHECK(outcome.record.incidents[0].remains == run::Remains{7, 1, 7});
  }
}

namespace {

struct Damaged {
  std::uint64_t alive;
  std::uint64_t components;
  std::uint64_t largest;
  std::uint64_t reach;
};

/// The lowest peer that is alive asks with a TTL of 7, at the moment at which the others go.
Damaged damaged(const std::string& file, const Json& choice, const std::string& origin) {
  Json scenario =
      overlay_scenario({{"model", "edge_list"}, {"file", file}}, flood(7), 50, {origin});
  scenario["queries"]["start_s"] = 0;
  scenario["failures"] = Json::array({gone_at(0, choice)});
  const run::Outcome outcome = play(scenario);
  const run::Remains& remains = outcome.record.incidents.at(0).remains;
  REQUIRE(outcome.measures.queries.size() == 1);
  check_flood(outcome, 7);
  return {remains.peers_online, remains.components, remains.largest_component,
          outcome.measures.queries.front().reach};
}

void check_damaged(const Damaged& found, const Damaged& expected) {
  CHECK(found.alive == expected.alive);
  CHECK(found.components == expected.components);
  CHECK(found.largest == expected.largest);
  CHECK(found.reach == expected.reach);
}

/// The lowest peer that is not among those with most connections.
std::string lowest_alive(const std::string& file, double fraction) {
  Json scenario = overlay_scenario({{"model", "edge_list"}, {"file", file}}, flood(7), 50);
  scenario["failures"] =
      Json::array({gone_at(0, {{"choose", "highest_degree"}, {"fraction", fraction}})});
  const run::Network network = run::make_network(scenario_of(scenario), 1);
  core::PeerId lowest = 0;
  for (const core::PeerId gone : network.failures.front().peers) lowest += gone == lowest ? 1U : 0U;
  return network.peer_name(lowest);
}

}  // namespace

TEST_CASE("damaged snapshots of the Gnutella of 4 August 2002 are exact") {
  const auto file = data_file("snap/p2p-Gnutella04.txt");
  if (!file) return;
  const auto remainder = [](int modulus, int left) {
    return Json{{"choose", "modulus"}, {"modulus", modulus}, {"remainder", left}};
  };
  check_damaged(damaged(file->string(), remainder(10, 3), "0"), {9'789, 231, 9'547, 9'546});
  check_damaged(damaged(file->string(), remainder(2, 1), "0"), {5'439, 890, 4'537, 4'528});
  check_damaged(damaged(file->string(), {{"choose", "highest_degree"}, {"fraction", 0.3}},
                        lowest_alive(file->string(), 0.3)),
                {7'614, 3'494, 3'885, 1'178});
}

TEST_CASE("a random loss of 30 % of that Gnutella leaves a giant of 64 %") {
  const auto file = data_file("snap/p2p-Gnutella04.txt");
  if (!file) return;
  const Json topology = {{"model", "edge_list"}, {"file", file->string()}};
  Json scenario = overlay_scenario(topology, flood(7), 50);
  scenario["failures"] = Json::array({gone_at(0, {{"choose", "fraction"}, {"fraction", 0.3}})});
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    scenario["seed"] = seed;
    const run::Outcome outcome = play(scenario);
    const double giant =
        static_cast<double>(outcome.record.incidents.at(0).remains.largest_component) /
        static_cast<double>(outcome.network.connections.peers());
    INFO("seed " << seed << ": " << giant);
    CHECK(std::abs(giant - 0.640) < 3 * 0.003);
  }
}

TEST_CASE("searches fail while the server is down, and succeed again when it is back") {
  for (const char* how : {"crash", "leave"}) {
    INFO(how);
    Json scenario =
        overlay_scenario({{"model", "star"}, {"nodes", 6}, {"centre", "node"}},
                         {{"model", "brokered"}, {"login_spread_s", 1}, {"retry_s", 5}}, 20);
    scenario["content"] = {{"items", 4},
                           {"replication", {{"model", "uniform"}, {"replicas_per_item", 3}}}};
    Json origins = Json::array();
    for (int i = 0; i < 60; ++i) origins.push_back(1 + i % 5);
    scenario["queries"] = {
        {"model", "list"}, {"origins", origins}, {"start_s", 5}, {"interval_s", 1}};
    Json failure = gone_at(20.5, {{"choose", "ids"}, {"ids", {0}}});
    failure["duration_s"] = 20;
    failure["how"] = how;
    scenario["failures"] = Json::array({failure});
    const run::Outcome outcome = play(scenario);
    REQUIRE(outcome.measures.queries.size() == 60);
    for (const measure::QueryRecord& query : outcome.measures.queries) {
      const double at_s = core::to_seconds(query.start);
      INFO("at " << at_s);
      if (at_s < 20) CHECK(query.hits > 0);
      if (at_s > 21 && at_s < 40) CHECK(query.hits == 0);
      // By then each client has tried again, logged in and told what it holds.
      if (at_s > 50) CHECK(query.hits > 0);
    }
    CHECK(outcome.measures.attendance.time_online(0, outcome.online) ==
          outcome.online - 20 * core::second);
    CHECK(outcome.network.failures.front().reason ==
          (std::string(how) == "leave" ? run::FailureReason::leave : run::FailureReason::crash));
  }
}

TEST_CASE("a peer in overlapping failures is back when the last of them ends") {
  Json scenario = overlay_scenario({{"model", "true_mesh"}, {"nodes", 4}}, flood(1), 50);
  scenario["queries"] = {
      {"model", "list"}, {"origins", {0, 0, 0, 0, 0, 0, 0, 0}}, {"start_s", 0}, {"interval_s", 1}};
  const auto away = [](double at_s, double duration_s, const Json& ids, const char* how) {
    return Json{{"at_s", at_s},
                {"duration_s", duration_s},
                {"how", how},
                {"peers", {{"choose", "ids"}, {"ids", ids}}}};
  };
  // 1 is away from 1 to 5.5 s, as its second failure begins when the first one ends; 2 from 2 to 4.
  scenario["failures"] = Json::array(
      {away(1, 2, {1}, "leave"), away(3, 2.5, {1}, "crash"), away(2, 2, {2, 1}, "crash")});
  const run::Outcome outcome = play(scenario);
  std::vector<std::uint64_t> reach;
  std::vector<std::uint64_t> others;
  for (const measure::QueryRecord& query : outcome.measures.queries) {
    reach.push_back(query.reach);
    others.push_back(query.others_online);
  }
  CHECK(reach == std::vector<std::uint64_t>{3, 2, 1, 1, 2, 2, 3, 3});
  CHECK(others == reach);
  CHECK(outcome.measures.attendance.time_online(1, outcome.online) ==
        outcome.online - core::from_seconds(4.5));
}

}  // namespace peer_failures_test
