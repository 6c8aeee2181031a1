// Runs that are watched, and scenarios worth watching: plain ones, with servers, over cables that
// break, and of peers that come and go.
#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "analysis/replay/recording.hpp"
#include "sim/run/run.hpp"
#include "tests/analytic/play.hpp"

namespace rippletank::tests {

inline constexpr std::size_t no_limit = std::numeric_limits<std::size_t>::max();

struct Watched {
  run::Outcome outcome;
  replay::Recording recording;
};

inline Watched watched(const scenario::Scenario& scenario, std::size_t most_messages = no_limit) {
  replay::Recorder recorder(most_messages);
  run::Watch watch;
  recorder.watch(watch);
  run::Outcome outcome = run::run(scenario, scenario.seed, watch);
  return {std::move(outcome), recorder.take()};
}

inline Watched watched(const Json& json, std::size_t most_messages = no_limit) {
  return watched(scenario_of(json), most_messages);
}

/// A scenario that comes along; its files are found from the checkout.
inline scenario::Scenario tutorial(const std::string& name,
                                   const std::vector<std::string>& settings = {}) {
  const std::string folder = std::string(RIPPLETANK_SOURCE_DIR) + "/scenarios/tutorial/";
  return scenario::load(folder + name + ".json", settings).scenario;
}

/// Floods on a grid with delays of all sizes, so that copies overtake each other.
inline scenario::Scenario flood_on_grid() {
  return scenario_of(overlay_scenario(
      {{"model", "grid"}, {"rows", 6}, {"columns", 5}}, {{"model", "flood"}, {"ttl_hops", 7}},
      {{"model", "uniform"}, {"min", 1}, {"max", 90}}, {"0", "17", "29"}));
}

/// A star of eight cables, one of which breaks while messages are on it, and is mended.
inline Json star_json() {
  return {
      {"underlay",
       {{"model", "physical"},
        {"topology", {{"model", "star"}, {"nodes", 8}, {"centre", "switch"}}},
        {"link", {{"latency_ms", 2}, {"bandwidth_mbit_s", 0.1}}}}},
      {"overlay",
       {{"protocol", {{"model", "flood"}, {"ttl_hops", 2}}},
        {"topology", {{"model", "true_mesh"}, {"nodes", 8}}}}},
      {"failures",
       {{{"at_s", 10.035}, {"duration_s", 15}, {"links", {{"choose", "ids"}, {"ids", {{3, 8}}}}}}}},
      {"queries",
       {{"model", "list"}, {"origins", {0, 1, 2, 3, 4}}, {"start_s", 0}, {"interval_s", 10}}}};
}
inline scenario::Scenario star_with_broken_cable() { return scenario_of(star_json()); }

/// Floods among peers that come and go.
inline scenario::Scenario flood_under_churn() {
  Json json = overlay_scenario({{"model", "random_regular"}, {"nodes", 40}, {"degree", 4}},
                               {{"model", "flood"}, {"ttl_hops", 6}}, 800);
  json["horizon_s"] = 300;
  json["churn"] = {{"model", "sessions"},
                   {"session_s", {{"model", "exponential"}, {"mean", 40}}},
                   {"downtime_s", {{"model", "exponential"}, {"mean", 20}}}};
  json["queries"] = {{"model", "poisson"}, {"rate_per_min", 0.5}};
  return scenario_of(json);
}

struct Named {
  std::string name;
  scenario::Scenario scenario;
};

/// Everything above, and what comes along with other protocols, parts that break and partitions.
inline std::vector<Named> worth_watching() {
  std::vector<Named> all = {{"grid", flood_on_grid()},
                            {"star", star_with_broken_cable()},
                            {"churn", flood_under_churn()}};
  for (const char* name : {"03_ring", "10_bus", "11_dual_ring", "12_trunk", "14_reroute",
                           "17_outage", "18_netsplit", "20_napster", "21_gnutella", "22_joining",
                           "24_lan_discovery", "25_freenet", "26_waste", "27_what_survives"}) {
    all.push_back({name, tutorial(name)});
  }
  all.push_back({"26_waste with a loop", tutorial("26_waste", {"/overlay/protocol/loop_ms=33"})});
  return all;
}

}  // namespace rippletank::tests
