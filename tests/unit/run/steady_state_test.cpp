// What summary.json and the terminal say of the time after the warm-up, if a scenario asks for it.
#include "sim/run/steady_state.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "sim/run/summary.hpp"
#include "sim/run/table_columns.hpp"
#include "tests/analytic/play.hpp"
#include "tests/catch.hpp"

namespace steady_state_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

/// Clients that search at a busy server; every other search finds nothing.
Json busy_server(double horizon_s) {
  const Json service = {{"model", "exponential"}, {"mean", 10}};
  return {{"horizon_s", horizon_s},
          {"underlay", {{"model", "direct"}, {"latency_ms", 5}}},
          {"overlay",
           {{"protocol", {{"model", "brokered"}, {"server", {{"service_ms", service}}}}},
            {"topology", {{"model", "star"}, {"nodes", 11}, {"centre", "node"}}}}},
          {"content",
           {{"items", 2}, {"replication", {{"model", "uniform"}, {"replicas_per_item", 2}}}}},
          {"queries", {{"model", "poisson"}, {"rate_per_min", 240}}},
          {"measure", {{"steady_state", true}}}};
}

Json summary_of(const Json& json) { return run::summary_json(scenario_of(json), {}, play(json)); }

}  // namespace

TEST_CASE("steady_state tells of each measure what batch means of its queries say") {
  const Json json = busy_server(60);
  const run::Outcome outcome = play(json);
  const Json found = summary_of(json)["steady_state"];
  REQUIRE(found.size() == run::query_measures().size());
  std::vector<double> waits;
  std::vector<double> starts;
  for (const measure::QueryRecord& query : outcome.measures.queries) {
    if (!query.first_hit) continue;
    waits.push_back(core::to_milliseconds(*query.first_hit));
    starts.push_back(core::to_seconds(query.start));
  }
  REQUIRE(waits.size() > 1000);
  REQUIRE(waits.size() < outcome.measures.queries.size());
  const statistics::SteadyState expected = statistics::steady_state(waits);
  REQUIRE(expected.truncated > 0);
  const Json& one = found["first_hit_ms"];
  CHECK(one["unit"] == "ms");
  CHECK(one["n"] == waits.size());
  CHECK(one["queries_left_out"] == expected.truncated);
  CHECK(one["from_s"] == starts[expected.truncated]);
  CHECK(one["mean"] == *expected.rest.mean);
  CHECK(one["half_width_95"] == *expected.rest.half_width);
  CHECK(one["batches"] == 20);
  CHECK(one["queries_per_batch"] == (waits.size() - expected.truncated) / 20);
  CHECK(one["lag_1"] == *expected.rest.lag_1);
  CHECK(one["warnings"].size() == expected.rest.warnings.size());
  // Nobody fetches anything, and a direct underlay has no links.
  CHECK(found["download_ms"].is_null());
  CHECK(found["path_links"].is_null());
  CHECK(summary_of(json)["definitions"]["steady_state"]["definition"] ==
        run::steady_state_definition);
}

TEST_CASE("a warm-up of the scenario is left out before") {
  Json json = busy_server(60);
  const Json whole = summary_of(json)["steady_state"]["reach"];
  json["warm_up_s"] = 30;
  const Json half = summary_of(json)["steady_state"]["reach"];
  CHECK(half["n"].get<double>() < 0.6 * whole["n"].get<double>());
  CHECK(half["from_s"] >= 30);
}

TEST_CASE("a run with few queries has means without intervals, and says why") {
  Json json = overlay_scenario({{"model", "ring"}, {"nodes", 10}}, {{"model", "flood"}}, 50,
                               {"0", "1", "2"});
  json["measure"]["steady_state"] = true;
  const Json found = summary_of(json)["steady_state"];
  CHECK(found["reach"]["mean"] == 9.0);
  CHECK(found["reach"]["half_width_95"].is_null());
  CHECK(found["reach"]["queries_left_out"] == 0);
  CHECK(found["reach"]["from_s"] == 0.0);
  CHECK(found["reach"]["batches"] == 0);
  CHECK(found["reach"]["warnings"] == Json::array({"too_short"}));
  CHECK(found["first_hit_ms"].is_null());
  json.erase("queries");
  const Json without = summary_of(json)["steady_state"];
  CHECK(std::all_of(without.begin(), without.end(), [](const Json& one) { return one.is_null(); }));
}

TEST_CASE("who does not ask for steady_state sees nothing of it") {
  Json json = busy_server(5);
  const std::string with = run::summary_text(scenario_of(json), play(json));
  CHECK(with.find("after warm-up") != std::string::npos);
  CHECK(with.find("\n  first_hit_ms ") != std::string::npos);
  json["measure"].erase("steady_state");
  const Json summary = summary_of(json);
  CHECK_FALSE(summary.contains("steady_state"));
  CHECK_FALSE(summary["definitions"].contains("steady_state"));
  CHECK_FALSE(summary["provenance"]["scenario"]["measure"].contains("steady_state"));
  CHECK(run::summary_text(scenario_of(json), play(json)).find("after warm-up") ==
        std::string::npos);
  json["measure"]["steady_state"] = false;
  CHECK_FALSE(summary_of(json).contains("steady_state"));
}

TEST_CASE("each measure of queries is a column of queries.csv, with its definition") {
  for (const run::QueryMeasure& measure : run::query_measures()) {
    INFO(measure.name);
    const auto names = run::query_columns().names();
    CHECK(std::find(names.begin(), names.end(), measure.name) != names.end());
    CHECK(measure.definition().size() > 10);
  }
}

}  // namespace steady_state_test
