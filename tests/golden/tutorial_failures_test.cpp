// The answers of the tutorial about peers that are lost, as arithmetic.
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/analytic/play.hpp"
#include "tests/catch.hpp"
#include "tests/end_to_end/files.hpp"

namespace tutorial_failures_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

Json what_survives() {
  return Json::parse(
      read_file(std::string(RIPPLETANK_SOURCE_DIR) + "/scenarios/tutorial/27_what_survives.json"));
}

std::vector<run::Remains> remains(const run::Outcome& outcome) {
  std::vector<run::Remains> all;
  for (const run::Incident& incident : outcome.record.incidents) all.push_back(incident.remains);
  return all;
}

}  // namespace

TEST_CASE("27: a fifth of all peers costs nothing, or everything") {
  const run::Outcome outcome = play(what_survives());
  constexpr std::uint64_t peers = 15;
  constexpr std::uint64_t links = 12 + 3;
  constexpr std::uint64_t whole = 2 * links - peers + 1;
  std::vector<std::uint64_t> reach;
  std::vector<std::uint64_t> messages;
  for (const measure::QueryRecord& query : outcome.measures.queries) {
    reach.push_back(query.reach);
    messages.push_back(query.messages);
  }
  CHECK(reach == std::vector<std::uint64_t>{14, 11, 14, 0, 14, 4, 14});
  CHECK(messages == std::vector<std::uint64_t>{whole, whole, whole, 1, whole, 4 + 2, whole});
  CHECK(remains(outcome) ==
        std::vector<run::Remains>{
            {12, 1, 12}, {15, 1, 15}, {12, 12, 1}, {15, 1, 15}, {15, 2, 10}, {15, 1, 15}});
  const measure::MessageCount& count = outcome.measures.messages.front();
  CHECK(count.dropped[static_cast<std::size_t>(measure::DropReason::peer_offline)] == 3 + 1);
  CHECK(count.dropped[static_cast<std::size_t>(measure::DropReason::link_down)] == 2);
}

TEST_CASE("27: chance spares the centres in 48 of 100 networks") {
  Json scenario = what_survives();
  scenario.erase("queries");
  std::uint64_t spared = 0;
  constexpr int seeds = 1000;
  for (int seed = 1; seed <= seeds; ++seed) {
    scenario["seed"] = seed;
    const run::Remains first = remains(play(scenario)).front();
    // Each centre that is lost leaves its leaves alone, but for those that are lost, too.
    spared += first.largest_component == 12 ? 1U : 0U;
  }
  const double chance = 12.0 * 11 * 10 / (15 * 14 * 13);
  const double sd = std::sqrt(seeds * chance * (1 - chance));
  CHECK(std::abs(static_cast<double>(spared) - seeds * chance) < 4 * sd);
}

TEST_CASE("27: on a ring, looking again after each loss makes three parts of one") {
  Json scenario = what_survives();
  scenario["overlay"]["topology"] = {{"model", "ring"}, {"nodes", 15}};
  CHECK(remains(play(scenario))[2] == run::Remains{12, 1, 12});
  scenario["failures"][1]["peers"]["adaptive"] = true;
  CHECK(remains(play(scenario))[2] == run::Remains{12, 3, 10});
}

}  // namespace tutorial_failures_test
