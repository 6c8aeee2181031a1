// A network that is parted: who reaches whom, on every underlay, held against a search that stays
// on one side; and what protocols make of it.
#include <algorithm>
#include <queue>
#include <string>
#include <vector>

#include "sim/core/random.hpp"
#include "tests/analytic/play.hpp"
#include "tests/catch.hpp"

namespace partitions_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

Json flood(std::uint32_t ttl_hops) { return {{"model", "flood"}, {"ttl_hops", ttl_hops}}; }

constexpr auto link_down = static_cast<std::size_t>(measure::DropReason::link_down);

/// What a flood of one query counts when nobody crosses from one side to another.
struct NaiveFlood {
  std::uint64_t reach = 0;
  std::uint64_t messages = 0;
  std::uint64_t across = 0;

  NaiveFlood(const overlay::Connections& connections, const std::vector<int>& side,
             core::PeerId origin, std::uint32_t ttl_hops) {
    std::vector<std::uint32_t> hops(connections.peers(), unreached);
    std::queue<core::PeerId> next;
    hops[origin] = 0;
    for (next.push(origin); !next.empty(); next.pop()) {
      const core::PeerId peer = next.front();
      if (hops[peer] == ttl_hops) continue;
      messages += connections.degree(peer) - (peer == origin ? 0U : 1U);
      for (auto slot = connections.offsets[peer]; slot < connections.offsets[peer + 1]; ++slot) {
        const core::PeerId to = connections.neighbours[slot];
        across += side[to] != side[peer] ? 1U : 0U;
        if (side[to] != side[peer] || hops[to] != unreached) continue;
        hops[to] = hops[peer] + 1;
        ++reach;
        next.push(to);
      }
    }
  }
};

/// The parts that connections within sides join.
run::Remains naive_parts(const overlay::Connections& connections, const std::vector<int>& side) {
  run::Remains remains{connections.peers(), 0, 0};
  std::vector<bool> seen(connections.peers());
  for (core::PeerId peer = 0; peer < connections.peers(); ++peer) {
    if (seen[peer]) continue;
    std::vector<core::PeerId> part = {peer};
    seen[peer] = true;
    for (std::size_t i = 0; i < part.size(); ++i) {
      for (auto slot = connections.offsets[part[i]]; slot < connections.offsets[part[i] + 1];
           ++slot) {
        const core::PeerId to = connections.neighbours[slot];
        if (seen[to] || side[to] != side[peer]) continue;
        seen[to] = true;
        part.push_back(to);
      }
    }
    ++remains.components;
    remains.largest_component =
        std::max(remains.largest_component, static_cast<core::PeerId>(part.size()));
  }
  return remains;
}

}  // namespace

TEST_CASE("a flood in a parted network stays on its side, on every underlay") {
  const Json topology = {{"model", "erdos_renyi"}, {"nodes", 30}, {"mean_degree", 4}};
  const std::vector<Json> underlays = {
      {{"model", "direct"}, {"latency_ms", 20}},
      {{"model", "direct"}, {"latency_ms", {{"model", "uniform"}, {"min", 5}, {"max", 50}}}},
      {{"model", "physical"},
       {"topology", {{"model", "star"}, {"nodes", 30}, {"centre", "switch"}}}},
      {{"model", "internet"}, {"topology", {{"model", "transit_stub"}}}},
      {{"model", "regions"}, {"file", "topologies/data/three_regions.json"}}};
  const std::vector<std::pair<Json, std::vector<std::vector<core::PeerId>>>> partitions = {
      {{{"choose", "ids"}, {"ids", {0, 1, 2, 3, 4, 5, 6, 7}}}, {{0, 1, 2, 3, 4, 5, 6, 7}}},
      {Json::array({0, 29}), {{0, 29}}},
      {{{"choose", "groups"}, {"groups", {{0, 1, 2, 3, 4, 5}, {6, 7, 8, 9, 10, 11, 12}}}},
       {{0, 1, 2, 3, 4, 5}, {6, 7, 8, 9, 10, 11, 12}}}};
  for (const Json& underlay : underlays) {
    for (const auto& [choice, groups] : partitions) {
      for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        INFO(underlay.dump() << choice.dump() << " seed " << seed);
        std::vector<std::string> origins;
        for (int origin = 0; origin < 30; origin += 5) origins.push_back(std::to_string(origin));
        Json scenario = overlay_scenario(topology, flood(20), 20, origins);
        scenario["underlay"] = underlay;
        scenario["seed"] = seed;
        scenario["failures"] = Json::array({{{"at_s", 0}, {"partition", choice}}});
        const run::Outcome outcome = play(scenario);
        std::vector<int> side(30);
        for (std::size_t group = 0; group < groups.size(); ++group) {
          for (const core::PeerId peer : groups[group]) side[peer] = static_cast<int>(group) + 1;
        }
        std::uint64_t across = 0;
        for (const measure::QueryRecord& query : outcome.measures.queries) {
          const NaiveFlood naive(outcome.network.connections, side, query.origin, 20);
          CHECK(query.reach == naive.reach);
          CHECK(query.messages == naive.messages);
          across += naive.across;
        }
        CHECK(across > 0);
        CHECK(outcome.measures.messages.front().dropped[link_down] == across);
        CHECK(outcome.measures.certain_duplicates == 0);
        REQUIRE(outcome.record.incidents.size() == 1);
        CHECK(outcome.record.incidents[0].remains ==
              naive_parts(outcome.network.connections, side));
      }
    }
  }
}

TEST_CASE("overlapping partitions keep apart whom any of them does, until each ends") {
  // A ring of six, parted into {0 1 2} and {3 4 5} from 10 to 30 s, {2 3} and others from 20 to 40.
  Json scenario = overlay_scenario({{"model", "ring"}, {"nodes", 6}}, flood(6), 50);
  scenario["queries"] = {
      {"model", "list"}, {"origins", {0, 0, 0, 0, 0}}, {"start_s", 5}, {"interval_s", 10}};
  scenario["failures"] = Json::array({{{"at_s", 10}, {"duration_s", 20}, {"partition", {0, 1, 2}}},
                                      {{"at_s", 20}, {"duration_s", 20}, {"partition", {2, 3}}}});
  const run::Outcome outcome = play(scenario);
  std::vector<std::uint64_t> reach;
  for (const measure::QueryRecord& query : outcome.measures.queries) reach.push_back(query.reach);
  // All; 1 and 2; 1; all but 2 and 3; all again.
  CHECK(reach == std::vector<std::uint64_t>{5, 2, 1, 3, 5});
  std::vector<run::Remains> remains;
  for (const run::Incident& incident : outcome.record.incidents) {
    remains.push_back(incident.remains);
  }
  CHECK(remains == std::vector<run::Remains>{{6, 2, 3}, {6, 4, 2}, {6, 2, 4}, {6, 1, 6}});
}

TEST_CASE("a partition changes nothing before it comes and leaves nothing when it has gone") {
  Json scenario = overlay_scenario({{"model", "random_regular"}, {"nodes", 60}, {"degree", 4}},
                                   flood(5), {{"model", "uniform"}, {"min", 5}, {"max", 90}});
  scenario["queries"] = {{"model", "poisson"}, {"rate_per_min", 2}};
  scenario["horizon_s"] = 90;
  const run::Outcome whole = play(scenario);
  scenario["failures"] =
      Json::array({{{"at_s", 30},
                    {"duration_s", 30},
                    {"partition", {{"choose", "fraction"}, {"fraction", 0.4}}}}});
  const run::Outcome parted = play(scenario);
  run::Watch plainly;
  plainly.count_certain_duplicates = false;
  const run::Outcome plain = play(scenario, plainly);
  CHECK(plain.measures.fingerprint.value() == parted.measures.fingerprint.value());
  CHECK(plain.measures.traffic == parted.measures.traffic);
  CHECK(parted.measures.certain_duplicates > 0);
  REQUIRE(parted.measures.queries.size() == whole.measures.queries.size());
  std::size_t fewer = 0;
  for (std::size_t i = 0; i < whole.measures.queries.size(); ++i) {
    const measure::QueryRecord& with = parted.measures.queries[i];
    const measure::QueryRecord& without = whole.measures.queries[i];
    // Five hops of 90 ms lie before the first and after the last that it can touch.
    const bool untouched = with.start < core::from_seconds(29.5) || with.start > 60 * core::second;
    if (untouched) {
      CHECK(with.reach == without.reach);
      CHECK(with.messages == without.messages);
    }
    CHECK(with.reach <= without.reach);
    fewer += with.reach < without.reach ? 1U : 0U;
  }
  CHECK(fewer > 10);
}

TEST_CASE("files on their way between two sides are cut, whatever carries them") {
  for (const char* access : {"none", "links"}) {
    INFO(access);
    Json scenario =
        overlay_scenario({{"model", "ring"}, {"nodes", 8}}, {{"model", "gnutella_0_4"}}, 20);
    scenario["horizon_s"] = 600;
    scenario["content"] = {{"items", 1},
                           {"size_bytes", 50'000'000},
                           {"replication", {{"model", "uniform"}, {"replicas_per_item", 2}}}};
    if (access == std::string("links")) {
      scenario["peers"] = {
          {"access",
           {{"classes",
             {{{"name", "all"}, {"share", 1}, {"down_kbit_s", 8000}, {"up_kbit_s", 8000}}}}}}};
    }
    scenario["queries"] = {{"model", "list"},
                           {"origins", {0, 1, 2, 3, 4, 5, 6, 7}},
                           {"start_s", 10},
                           {"interval_s", 1},
                           {"download", true}};
    scenario["failures"] =
        Json::array({{{"at_s", 25}, {"partition", {{"choose", "modulus"}, {"modulus", 2}}}}});
    const run::Outcome outcome = play(scenario);
    std::size_t cut = 0;
    for (const measure::DownloadRecord& download : outcome.measures.downloads) {
      const bool apart = download.from % 2 != download.to % 2;
      const bool was_on_its_way = download.status != measure::DownloadStatus::complete ||
                                  download.start + *download.duration > 25 * core::second;
      if (!measure::was_sent(download.status)) {
        CHECK(apart);  // asked for while nothing gets through
        continue;
      }
      if (apart && was_on_its_way) {
        CHECK(download.status == measure::DownloadStatus::cut);
        ++cut;
      }
      if (!apart) CHECK(download.status == measure::DownloadStatus::complete);
    }
    if (access == std::string("links")) CHECK(cut > 0);
  }
}

TEST_CASE("clients on the other side of their server are not served until the network is whole") {
  Json scenario =
      overlay_scenario({{"model", "star"}, {"nodes", 6}, {"centre", "node"}},
                       {{"model", "brokered"}, {"login_spread_s", 1}, {"retry_s", 5}}, 20);
  scenario["content"] = {{"items", 4},
                         {"replication", {{"model", "uniform"}, {"replicas_per_item", 3}}}};
  Json origins = Json::array();
  for (int i = 0; i < 60; ++i) origins.push_back(1 + i % 5);
  scenario["queries"] = {
      {"model", "list"}, {"origins", origins}, {"start_s", 5}, {"interval_s", 1}};
  scenario["failures"] =
      Json::array({{{"at_s", 20.5}, {"duration_s", 20}, {"partition", {0, 1, 2}}}});
  const run::Outcome outcome = play(scenario);
  REQUIRE(outcome.measures.queries.size() == 60);
  for (const measure::QueryRecord& query : outcome.measures.queries) {
    const double at_s = core::to_seconds(query.start);
    INFO("at " << at_s << " of " << query.origin);
    if (at_s < 20 || at_s > 50) CHECK(query.hits > 0);
    if (at_s > 21 && at_s < 40 && query.origin > 2) CHECK(query.hits == 0);
    if (at_s > 21 && at_s < 40 && query.origin <= 2) CHECK(query.hits > 0);
  }
  for (core::PeerId peer = 0; peer < 6; ++peer) {
    CHECK(outcome.measures.attendance.time_online(peer, outcome.online) == outcome.online);
  }
}

}  // namespace partitions_test
