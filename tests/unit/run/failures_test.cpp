// Failures of a run: when what stops, what is left, and that everything still adds up.
#include "sim/run/failures.hpp"

#include <memory>
#include <numeric>
#include <variant>

#include "sim/core/random.hpp"
#include "sim/run/traceroute.hpp"
#include "tests/analytic/play.hpp"
#include "tests/catch.hpp"

namespace failures_test {

namespace {

using namespace rippletank;
using namespace rippletank::tests;

/// All stations ask one after the other, a second apart, round and round.
Json scenario_over(const Json& topology, std::uint32_t peers, std::uint32_t queries,
                   const Json& failures) {
  Json scenario = overlay_scenario({{"model", "true_mesh"}, {"nodes", peers}},
                                   {{"model", "flood"}, {"ttl_hops", 1}}, 50);
  scenario["underlay"] = {{"model", "physical"}, {"topology", topology}};
  scenario["failures"] = failures;
  Json origins = Json::array();
  for (std::uint32_t query = 0; query < queries; ++query) origins.push_back(query % peers);
  scenario["queries"] = {{"model", "list"}, {"origins", origins}, {"interval_s", 1}};
  return scenario;
}

std::vector<std::uint64_t> reaches(const run::Outcome& outcome) {
  std::vector<std::uint64_t> all;
  for (const measure::QueryRecord& query : outcome.measures.queries) all.push_back(query.reach);
  return all;
}

std::vector<run::Remains> remains_of(const run::Outcome& outcome) {
  std::vector<run::Remains> all;
  for (const run::Incident& incident : outcome.record.incidents) all.push_back(incident.remains);
  return all;
}

Json cut(double at_s, double duration_s, const Json& pairs) {
  return {
      {"at_s", at_s}, {"duration_s", duration_s}, {"links", {{"choose", "ids"}, {"ids", pairs}}}};
}

}  // namespace

TEST_CASE("failures that break nothing, or come too late, are noted") {
  const auto notes = [](const Json& failures) {
    Json scenario = scenario_over({{"model", "bus"}, {"nodes", 12}}, 12, 1, failures);
    scenario["horizon_s"] = 60;
    return play(scenario).network.notes;
  };
  const Json host = {{"choose", "ids"}, {"ids", {3}}};
  CHECK(notes({{{"at_s", 5}, {"hosts", host}}, {{"at_s", 60}, {"trunk", "cut"}}}).empty());
  CHECK(notes({{{"at_s", 5}, {"devices", {{"choose", "fraction"}, {"fraction", 1}}}},
               {{"at_s", 6.5},
                {"hosts", {{"choose", "fraction"}, {"fraction", 0.01}}},
                {"trunk", "cut"}},
               {{"at_s", 61}, {"hosts", host}}}) ==
        std::vector<std::string>{
            R"(failure 1 at 5 s breaks nothing: "devices" chooses none of 0 devices)",
            R"(failure 2 at 6.5 s: "hosts" chooses none of 12 hosts)",
            "failure 3 at 61 s comes after the horizon of 60 s"});
}

TEST_CASE("a cable of a star that breaks for a while isolates its station for that while") {
  const Json star = {{"model", "star"}, {"nodes", 4}, {"centre", "switch"}};
  const run::Outcome outcome =
      play(scenario_over(star, 4, 8, Json::array({cut(1.5, 4, {{1, 4}})})));
  // Asked by 0 1 2 3 0 1 2 3; from 1.5 s to 5.5 s nobody reaches station 1, nor it anybody.
  CHECK(reaches(outcome) == std::vector<std::uint64_t>{3, 3, 2, 2, 2, 0, 3, 3});
  const std::vector<run::Remains> remains = remains_of(outcome);
  REQUIRE(remains.size() == 2);
  CHECK(remains[0] == run::Remains{4, 2, 3});
  CHECK(remains[1] == run::Remains{4, 1, 4});
}

TEST_CASE("a query that asks at the moment of a break meets what is broken") {
  const Json star = {{"model", "star"}, {"nodes", 3}, {"centre", "switch"}};
  const run::Outcome outcome = play(scenario_over(star, 3, 3, Json::array({cut(1, 1, {{0, 3}})})));
  // Queries come first at their moment, so the first frames of 1 s are cut off under way, and
  // those of 2 s leave before the repair but for the first hop.
  CHECK(reaches(outcome).front() == 2);
  CHECK(reaches(outcome)[1] == 1);
}

TEST_CASE(
    "a run ends with the last thing that happens, not where what was cut off would have come") {
  Json scenario = scenario_over({{"model", "bus"}, {"nodes", 2}}, 2, 1, Json::array());
  scenario["underlay"]["link"] = {{"latency_ms", 10'000}};
  scenario["failures"] =
      Json::array({{{"at_s", 1}, {"links", {{"choose", "ids"}, {"ids", {{0, 1}}}}}}});
  const run::Outcome outcome = play(scenario);
  CHECK(outcome.measures.end == core::second);
  CHECK(outcome.online == core::second);
}

TEST_CASE("overlapping failures of one cable end with the last of them") {
  const Json star = {{"model", "star"}, {"nodes", 3}, {"centre", "hub"}};
  const Json both = Json::array({cut(0.5, 3, {{0, 3}}), cut(1.5, 4, {{0, 3}})});
  const run::Outcome outcome = play(scenario_over(star, 3, 8, both));
  CHECK(reaches(outcome) == std::vector<std::uint64_t>{2, 1, 1, 0, 1, 1, 2, 2});
}

TEST_CASE("a mesh sends round a cable that is cut: all are reached, by a longer way") {
  const Json mesh = {{"model", "true_mesh"}, {"nodes", 5}};
  const run::Outcome outcome =
      play(scenario_over(mesh, 5, 6, Json::array({cut(4.5, 9, {{0, 1}})})));
  for (const std::uint64_t reach : reaches(outcome)) CHECK(reach == 4);
  CHECK(outcome.measures.queries[0].path_links == 4);
  CHECK(outcome.measures.queries[5].path_links == 5);
}

TEST_CASE("what remains is what routes reach, on every layout and after any breaks") {
  const std::vector<Json> layouts = {
      {{"model", "star"}, {"nodes", 9}, {"centre", "hub"}},
      {{"model", "bus"}, {"nodes", 9}},
      {{"model", "ring"}, {"nodes", 9}},
      {{"model", "tree"}, {"stars", 3}, {"nodes_per_star", 3}, {"centre", "switch"}},
      {{"model", "combined_star"}, {"centres", 3}, {"nodes_per_centre", 3}, {"centre", "hub"}},
      {{"model", "complex_mesh"}, {"clusters", 3}, {"nodes_per_cluster", 3}, {"centre", "router"}},
      {{"model", "erdos_renyi"}, {"nodes", 9}, {"mean_degree", 3}}};
  core::Substream stream(1, "test/failures");
  for (const Json& layout : layouts) {
    for (int round = 0; round < 10; ++round) {
      Json failures = Json::array();
      for (int i = 0; i < 3; ++i) {
        const Json some = {{"choose", "fraction"}, {"fraction", 0.3 * stream.uniform()}};
        failures.push_back({{"at_s", 1 + i},
                            {"duration_s", 0.1 + 3 * stream.uniform()},
                            {"links", some},
                            {"nodes", some}});
      }
      INFO(layout.dump() << failures.dump());
      const run::Outcome outcome = play(scenario_over(layout, 9, 10, failures));
      const std::vector<run::Remains> remains = remains_of(outcome);
      const underlay::PhysicalWires& wires = *run::physical_wires(outcome.network);
      underlay::Damage damage(wires.graph());
      underlay::Routes routes(wires.graph(), wires.media());
      for (std::size_t event = 0; event < remains.size(); ++event) {
        damage.apply(*outcome.network.failures[event].change);
        routes.set_intact(damage.intact());
        // Whom each reaches over the overlay, by closing the relation step by step; here each is
        // connected to each, so that one step is enough.
        std::uint32_t online = 0;
        std::uint32_t largest = 0;
        std::uint32_t firsts = 0;
        for (core::PeerId peer = 0; peer < 9; ++peer) {
          const auto host = wires.host_of(peer);
          if (!routes.intact().devices[host]) continue;
          ++online;
          std::uint32_t others = 0;
          bool is_first = true;
          for (core::PeerId other = 0; other < 9; ++other) {
            if (!routes.reaches(host, wires.host_of(other))) continue;
            ++others;
            is_first &= other >= peer;
          }
          firsts += is_first ? 1U : 0U;
          largest = std::max(largest, others);
        }
        CHECK(remains[event] == run::Remains{online, firsts, largest});
      }
    }
  }
}

TEST_CASE("while a network is parted a traceroute finds no way across, and one around nothing") {
  Json scenario =
      scenario_over({{"model", "star"}, {"nodes", 6}, {"centre", "switch"}}, 6, 0,
                    Json::array({{{"at_s", 5}, {"duration_s", 10}, {"partition", {0, 1, 2}}}}));
  scenario["overlay"]["topology"] = {{"model", "ring"}, {"nodes", 6}};
  scenario.erase("queries");
  const auto found = [&](double at_s, core::PeerId from, core::PeerId to) {
    run::Network network = run::make_network(scenario_of(scenario), 1);
    run::break_until(network, core::from_seconds(at_s));
    return run::trace_route(network, from, to, 64);
  };
  CHECK(found(4, 0, 5).found());
  CHECK_FALSE(found(5, 0, 5).found());
  CHECK_FALSE(found(5, 0, 5).straight->time.there.has_value());
  CHECK(found(5, 0, 2).overlay.hops.size() == 2);
  CHECK(found(5, 3, 5).overlay.hops.size() == 2);
  CHECK(found(15, 0, 5).found());
}

}  // namespace failures_test
