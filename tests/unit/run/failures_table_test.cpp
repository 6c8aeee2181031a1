// How a network came through: held against looking at each moment, one after the other.
#include "sim/run/failures_table.hpp"

#include <algorithm>
#include <vector>

#include "sim/core/random.hpp"
#include "tests/analytic/play.hpp"
#include "tests/catch.hpp"

namespace failures_table_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

constexpr core::Time bin = 10;

double share(const run::Remains& remains) {
  return remains.peers_online == 0
             ? 0
             : static_cast<double>(remains.largest_component) / remains.peers_online;
}

run::Remains remains(core::PeerId largest) { return {100, 1, largest}; }

run::Incident incident(core::Time time, bool repair, core::PeerId largest) {
  run::Incident made;
  made.event.time = time;
  made.event.reason = repair ? run::FailureReason::repair : run::FailureReason::crash;
  made.remains = remains(largest);
  return made;
}

/// Incidents at few moments, each with what it left, and bins that end between them.
run::IncidentRecord random_record(std::uint64_t seed) {
  core::Substream random(seed, "test/failures_table");
  run::IncidentRecord record;
  core::Time time = 0;
  run::Remains last = remains(100);
  for (std::uint64_t i = random.below(12); i > 0; --i) {
    time += static_cast<core::Time>(random.below(8));
    const run::Remains before = last;
    record.incidents.push_back(
        incident(time, random.below(3) == 0, static_cast<core::PeerId>(80 + random.below(21))));
    record.incidents.back().before = before;
    last = record.incidents.back().remains;
  }
  for (std::uint64_t i = random.below(10); i > 0; --i) {
    record.bins.push_back(remains(static_cast<core::PeerId>(80 + random.below(21))));
  }
  return record;
}

/// What is seen last at a moment counts, and bins end before anything happens.
std::optional<core::Time> naive_recovery(const run::IncidentRecord& record, std::size_t i) {
  const run::Incident& failed = record.incidents[i];
  if (failed.event.reason == run::FailureReason::repair) return {};
  for (core::Time time = failed.event.time; time < 200; ++time) {
    std::optional<double> seen;
    if (time % bin == 0 && time > 0 && static_cast<std::size_t>(time / bin) <= record.bins.size()) {
      seen = share(record.bins[static_cast<std::size_t>(time / bin) - 1]);
    }
    for (const run::Incident& other : record.incidents) {
      if (other.event.time == time) seen = share(other.remains);
    }
    if (seen && *seen >= 0.99 * share(failed.before)) return time - failed.event.time;
  }
  return {};
}

}  // namespace

TEST_CASE("a network has recovered when it is first seen to be as whole as before") {
  for (std::uint64_t seed = 1; seed <= 2000; ++seed) {
    const run::IncidentRecord record = random_record(seed);
    INFO("seed " << seed);
    const auto times = run::times_to_recover(record, bin);
    REQUIRE(times.size() == record.incidents.size());
    for (std::size_t i = 0; i < times.size(); ++i) CHECK(times[i] == naive_recovery(record, i));
  }
}

TEST_CASE("queries are counted before, during and after a failure, each as long as it lasted") {
  Json scenario = overlay_scenario({{"model", "star"}, {"nodes", 4}, {"centre", "node"}},
                                   {{"model", "gnutella_0_4"}}, 50);
  scenario["content"] = {{"items", 1},
                         {"replication", {{"model", "uniform"}, {"replicas_per_item", 4}}}};
  Json origins = Json::array();
  for (int i = 0; i < 100; ++i) origins.push_back(1 + i % 3);
  scenario["queries"] = {
      {"model", "list"}, {"origins", origins}, {"start_s", 0.5}, {"interval_s", 1}};
  scenario["horizon_s"] = 100;
  scenario["warm_up_s"] = 35;
  // The hub, without which nobody hears anybody, for ten seconds and for good; one leaf meanwhile.
  scenario["failures"] = Json::array({{{"at_s", 40}, {"duration_s", 10}, {"peers", {0}}},
                                      {{"at_s", 70}, {"peers", {0}}},
                                      {{"at_s", 45}, {"duration_s", 60}, {"peers", {2}}}});
  const run::Outcome outcome = play(scenario);
  const auto around = run::queries_around(outcome, 35 * core::second);
  REQUIRE(around.size() == 4);
  const auto check = [&](std::size_t i, std::vector<std::uint64_t> expected) {
    INFO("incident " << i);
    REQUIRE(around[i].has_value());
    const run::QueriesAround& found = *around[i];
    CHECK(std::vector<std::uint64_t>{found.before.queries, found.before.answered,
                                     found.during.queries, found.during.answered,
                                     found.after.queries, found.after.answered} == expected);
  };
  // Two of three leaves ask from 45 s on; counted one by one as the page of the table has it.
  const auto count = [&](double from_s, double to_s, bool answered) {
    std::uint64_t number = 0;
    for (const measure::QueryRecord& query : outcome.measures.queries) {
      const double at_s = core::to_seconds(query.start);
      if (at_s < from_s || at_s >= to_s || (answered && !query.first_hit)) continue;
      ++number;
    }
    return number;
  };
  check(0, {count(35, 40, false), count(35, 40, true), count(40, 50, false), 0,
            count(50, 60, false), count(50, 60, true)});
  check(1, {count(35, 45, false), count(35, 45, true), count(45, 100, false), count(45, 100, true),
            0, 0});
  CHECK_FALSE(around[2].has_value());
  check(3, {count(40, 70, false), count(40, 70, true), count(70, 100, false), 0, 0, 0});
  CHECK(around[0]->before.queries == 5);
  CHECK(around[0]->after.answered > 5);
}

}  // namespace failures_table_test
