// The figures of a protocol and what is said of its servers, in the summary and over repetitions.
#include <fmt/format.h>

#include <string>

#include "sim/run/headline.hpp"
#include "sim/run/repetitions.hpp"
#include "sim/run/summary.hpp"
#include "tests/analytic/play.hpp"
#include "tests/catch.hpp"

namespace figures_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

Json three() {
  return overlay_scenario({{"model", "true_mesh"}, {"nodes", 3}}, {{"model", "flood"}}, 50, {"0"});
}

std::vector<measure::Figure> some_figures(std::uint64_t units) {
  return {{"units_completed", "units", "Units that are done.", units},
          {"hit_ratio", "ratio", "Hits divided by all.", 0.25},
          {"turnaround_h_mean", "h", "From sending a unit to its result.", {}}};
}

bool contains(const std::string& text, const std::string& line) {
  return text.find(line) != std::string::npos;
}

measure::ServerRecord busy_for(core::PeerId peer, core::Time busy) {
  measure::ServerRecord record;
  record.server = peer;
  record.busy.set(0, 1);
  record.busy.set(busy, 0);
  record.count.served = 4;
  record.count.response_ns = 4 * 3.125e6;
  return record;
}

}  // namespace

TEST_CASE("the figures of a protocol stand in the summary with their definitions") {
  const scenario::Scenario scenario = scenario_of(three());
  run::Outcome outcome = run::run(scenario, 1);
  CHECK_FALSE(run::summary_json(scenario, {}, outcome).contains("protocol"));
  outcome.measures.figures = some_figures(1234567);
  const Json json = run::summary_json(scenario, {}, outcome);
  CHECK(json["protocol"] ==
        Json{{"units_completed", 1234567}, {"hit_ratio", 0.25}, {"turnaround_h_mean", nullptr}});
  CHECK(json["definitions"]["hit_ratio"] ==
        Json{{"unit", "ratio"}, {"definition", "Hits divided by all."}});
  CHECK_FALSE(json["results"].contains("hit_ratio"));
  const std::string text = run::summary_text(scenario, outcome);
  CHECK(contains(text, fmt::format("  {:<38}{:>38}\n", "units_completed", "1,234,567 units")));
  CHECK(contains(text, fmt::format("  {:<38}{:>38}\n", "hit_ratio", "25.00 %")));
  CHECK(contains(text, fmt::format("  {:<38}{:>38}\n", "turnaround_h_mean", "-")));
}

TEST_CASE("over repetitions a figure has statistics like any headline number") {
  const scenario::Scenario scenario = scenario_of(three());
  std::vector<run::Repetition> repetitions(2);
  for (std::uint64_t i = 0; i < 2; ++i) {
    repetitions[i].values.resize(run::metrics().size());
    repetitions[i].figures = some_figures(10 + 4 * i);
  }
  const Json json = run::repetitions_json(scenario, {}, repetitions);
  CHECK(json["protocol"]["units_completed"]["mean"] == 12.0);
  CHECK(json["protocol"]["units_completed"]["min"] == 10.0);
  CHECK(json["protocol"]["turnaround_h_mean"].is_null());
  CHECK(json["definitions"]["units_completed"]["unit"] == "units");
  const std::string text = run::repetitions_text(scenario, repetitions);
  CHECK(contains(text, fmt::format("  {:<20}{:>14}", "units_completed", "12")));
}

TEST_CASE("the summary tells how busy a few servers are, or the busiest of many") {
  const scenario::Scenario scenario = scenario_of(three());
  run::Outcome outcome = run::run(scenario, 1);
  outcome.online = core::second;
  outcome.measures.servers = {busy_for(0, core::second / 4), busy_for(2, core::second / 2)};
  std::string text = run::summary_text(scenario, outcome);
  CHECK(contains(text, "\n  server 0: 25.0 % busy, answers after 3.1 ms, mean\n"));
  CHECK(contains(text, "\n  server 2: 50.0 % busy, answers after 3.1 ms, mean\n"));
  outcome.measures.servers.resize(6, busy_for(1, core::second / 8));
  text = run::summary_text(scenario, outcome);
  CHECK(contains(text, "\n  6 servers; the busiest:\n  server 2: 50.0 % busy"));
  CHECK_FALSE(contains(text, "server 0"));
}

TEST_CASE("a run in which nobody is to ask tells what was sent, not that nobody asked") {
  Json json = three();
  json.erase("queries");
  const scenario::Scenario scenario = scenario_of(json);
  run::Outcome outcome = run::run(scenario, 1);
  CHECK(contains(run::summary_text(scenario, outcome), "No query was counted."));
  outcome.measures.figures = some_figures(1);
  outcome.measures.messages.front().add_sent(3, {10, 0, 40});
  const std::string text = run::summary_text(scenario, outcome);
  CHECK_FALSE(contains(text, "No query was counted."));
  CHECK_FALSE(contains(text, "reach"));
  CHECK_FALSE(contains(text, "quer"));
  CHECK(contains(text, "messages"));
}

}  // namespace figures_test
