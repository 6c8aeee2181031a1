// Series: what happened in each bin adds up to what other tables tell of the whole run.
#include "sim/run/series_table.hpp"

#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "tests/analytic/play.hpp"
#include "tests/catch.hpp"
#include "tests/end_to_end/csv_table.hpp"

namespace series_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

namespace fs = std::filesystem;

/// The values of each metric by the beginnings of the bins.
using Series = std::map<std::string, std::map<double, std::string>>;

Series series_of(const Json& scenario, const run::Outcome& outcome) {
  const fs::path file =
      fs::temp_directory_path() / ("rippletank_series_" + std::to_string(getpid()) + ".csv");
  run::write_series(scenario_of(scenario), outcome, file);
  std::ifstream stream(file, std::ios::binary);
  const CsvTable table(std::string(std::istreambuf_iterator<char>(stream), {}));
  fs::remove(file);
  Series series;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const double time_s = std::stod(table.at(row, "time_s"));
    const bool is_new =
        series[table.at(row, "metric")].emplace(time_s, table.at(row, "value")).second;
    CHECK(is_new);
  }
  return series;
}

std::uint64_t sum(const std::map<double, std::string>& counts) {
  std::uint64_t total = 0;
  for (const auto& [time_s, count] : counts) total += std::stoull(count);
  return total;
}

/// Of means, each times what its bin has of the time between begin and end.
double integral(const std::map<double, std::string>& means, double bin_s, double begin_s,
                double end_s) {
  double total = 0;
  for (const auto& [time_s, mean] : means) {
    if (mean.empty()) continue;
    total += std::stod(mean) * (std::min(time_s + bin_s, end_s) - std::max(time_s, begin_s));
  }
  return total;
}

bool about(double one, double other) { return std::abs(one - other) <= 1e-9 * std::abs(other); }

void check_messages(Series& series, const run::Outcome& outcome) {
  for (const measure::MessageCount& count : outcome.measures.messages) {
    INFO(count.type);
    CHECK(sum(series["messages_" + count.type]) == count.messages);
    CHECK(sum(series["bytes_" + count.type]) == count.bytes());
  }
  CHECK(sum(series["queries"]) == outcome.measures.queries.size());
  std::uint64_t answered = 0;
  for (const measure::QueryRecord& query : outcome.measures.queries) {
    answered += query.first_hit ? 1U : 0U;
  }
  CHECK(sum(series["queries_answered"]) == answered);
}

Json flood_with_failures() {
  Json scenario = overlay_scenario({{"model", "random_regular"}, {"nodes", 30}, {"degree", 4}},
                                   {{"model", "flood"}}, 50);
  scenario["horizon_s"] = 95;
  scenario["warm_up_s"] = 12;
  scenario["queries"] = {{"model", "poisson"}, {"rate_per_min", 5}};
  scenario["failures"] = Json::array(
      {{{"at_s", 33}, {"duration_s", 20}, {"peers", {{"choose", "fraction"}, {"fraction", 0.3}}}}});
  scenario["measure"] = {{"bin_s", 10}};
  return scenario;
}

Json broker() {
  Json scenario = overlay_scenario(
      {{"model", "combined_star"}, {"centres", 2}, {"nodes_per_centre", 5}, {"centre", "node"}},
      {{"model", "brokered"},
       {"login_spread_s", 1},
       {"server", {{"service_ms", {{"model", "exponential"}, {"mean", 60}}}, {"workers", 2}}}},
      20);
  scenario["horizon_s"] = 61.3;
  scenario["warm_up_s"] = 7.5;
  scenario["content"] = {{"items", 5},
                         {"replication", {{"model", "uniform"}, {"replicas_per_item", 2}}}};
  scenario["queries"] = {{"model", "poisson"}, {"rate_per_min", 100}};
  scenario["failures"] = Json::array({{{"at_s", 25}, {"duration_s", 9}, {"peers", {0}}}});
  scenario["measure"] = {{"bin_s", 2.5}};
  return scenario;
}

std::string refusal_of(const Json& scenario) {
  try {
    play(scenario);
  } catch (const registry::InputError& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("without bins there are no series") {
  Json scenario = flood_with_failures();
  scenario.erase("measure");
  CHECK(run::bin_of_series(scenario_of(scenario)) == core::never);
  scenario["measure"] = {{"bin_s", 10}};
  CHECK(run::bin_of_series(scenario_of(scenario)) == 10 * core::second);
}

TEST_CASE("series change nothing else") {
  Json scenario = broker();
  const run::Outcome with = play(scenario);
  scenario.erase("measure");
  const run::Outcome without = play(scenario);
  CHECK(with.measures.fingerprint.value() == without.measures.fingerprint.value());
  CHECK(with.measures.servers[0].busy.integral_ns() ==
        Approx(without.measures.servers[0].busy.integral_ns()).epsilon(1e-12));
}

TEST_CASE("series of a flood among peers that fail add up to the run") {
  const Json scenario = flood_with_failures();
  const run::Outcome outcome = play(scenario);
  Series series = series_of(scenario, outcome);
  check_messages(series, outcome);
  REQUIRE(outcome.measures.queries.size() > 100);
  const run::Remains& remains = outcome.record.incidents.at(0).remains;
  const std::string components_when_down = std::to_string(remains.components);
  const std::string largest_when_down = std::to_string(remains.largest_component);
  // The bin in which the warm-up ends is the first one; 21 of 30 are left from 33 s to 53 s.
  const std::map<double, std::string> online = {{10, "30"}, {20, "30"},   {30, "23.7"},
                                                {40, "21"}, {50, "27.3"}, {60, "30"},
                                                {70, "30"}, {80, "30"},   {90, "30"}};
  CHECK(series["peers_online"] == online);
  // As the bin ends.
  for (const auto& [time_s, parts] : series["components"]) {
    INFO(time_s);
    const bool down = time_s == 30 || time_s == 40;
    CHECK(parts == (down ? components_when_down : "1"));
  }
  CHECK(series["largest_component"].at(20) == "30");
  CHECK(series["largest_component"].at(40) == largest_when_down);
  CHECK(series["largest_component"].at(90) == "30");
  CHECK(series.size() == 7);
}

TEST_CASE("series of servers add up to what is told of them") {
  const Json scenario = broker();
  const run::Outcome outcome = play(scenario);
  Series series = series_of(scenario, outcome);
  check_messages(series, outcome);
  REQUIRE(outcome.measures.servers.size() == 2);
  for (measure::ServerRecord server : outcome.measures.servers) {
    const std::string name = "server_" + outcome.network.peer_name(server.server);
    INFO(name);
    CHECK(sum(series[name + "_requests"]) == server.count.arrived);
    server.busy.go_on(outcome.online);
    server.waiting.go_on(outcome.online);
    CHECK(about(integral(series[name + "_utilisation"], 2.5, 7.5, 61.3) * server.workers * 1e9,
                server.busy.integral_ns()));
    CHECK(about(integral(series[name + "_waiting_mean"], 2.5, 7.5, 61.3) * 1e9,
                server.waiting.integral_ns()));
    CHECK(series[name + "_requests"].begin()->first == 7.5);
    CHECK(series[name + "_requests"].rbegin()->first == 60);
  }
  // While it is down nothing comes to a server, and it does nothing.
  CHECK(series["server_0_requests"].at(27.5) == "0");
  CHECK(series["server_0_utilisation"].at(27.5) == "0");
  CHECK(series["peers_online"].at(27.5) == "9");
}

TEST_CASE("what happens in the last moment of a run is in its last bin") {
  Json scenario = overlay_scenario({{"model", "ring"}, {"nodes", 6}},
                                   {{"model", "flood"}, {"ttl_hops", 1}}, 50);
  scenario["queries"] = {
      {"model", "list"}, {"origins", {0, 1, 2}}, {"start_s", 0}, {"interval_s", 10}};
  scenario["horizon_s"] = 20;
  scenario["measure"] = {{"bin_s", 10}};
  Series series = series_of(scenario, play(scenario));
  CHECK(series["queries"] == std::map<double, std::string>{{0, "1"}, {10, "2"}});
  CHECK(series["messages_query"] == std::map<double, std::string>{{0, "2"}, {10, "4"}});
  scenario.erase("horizon_s");
  series = series_of(scenario, play(scenario));
  CHECK(series["queries"] == std::map<double, std::string>{{0, "1"}, {10, "1"}, {20, "1"}});
  scenario["queries"]["interval_s"] = 0;
  scenario["underlay"]["latency_ms"] = 0;
  series = series_of(scenario, play(scenario));
  CHECK(series["queries"] == std::map<double, std::string>{{0, "3"}});
  CHECK(series["peers_online"] == std::map<double, std::string>{{0, ""}});
}

TEST_CASE("series that would be too long are refused, before the run where that is known") {
  Json scenario = flood_with_failures();
  scenario["measure"]["bin_s"] = 1e-5;
  CHECK_THAT(refusal_of(scenario), Catch::Contains("/measure/bin_s: expected at least"));
  CHECK_THROWS_AS(run::check_runnable(scenario_of(scenario)), registry::InputError);
  scenario["measure"]["bin_s"] = 9e-5;  // 922,223 bins of 5 numbers
  run::check_runnable(scenario_of(scenario));
  Json endless =
      overlay_scenario({{"model", "ring"}, {"nodes", 6}}, {{"model", "flood"}}, 50, {"0"});
  endless["queries"]["start_s"] = 50'000;
  endless["measure"] = {{"bin_s", 0.01}};
  CHECK_THAT(refusal_of(endless), Catch::Contains("/measure/bin_s: expected more than 0.01"));
}

}  // namespace series_test
