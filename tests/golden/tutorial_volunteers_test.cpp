// The answers of the tutorial on volunteers: what a server that is down for a day costs.
#include <cmath>
#include <string>

#include "tests/golden/answers.hpp"

namespace tutorial_volunteers_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

constexpr double volunteers = 20;

double figure(const run::Outcome& outcome, const std::string& name) {
  for (const measure::Figure& figure : outcome.measures.figures) {
    if (name == figure.name) return run::value_of(figure).get<double>();
  }
  FAIL("there is no figure " << name);
  return 0;
}

/// Of each volunteer, from the warm-up to the horizon; mean over them.
double idle_h(const Settings& settings, std::uint64_t seed) {
  const scenario::Scenario scenario = tutorial("19_volunteers", settings);
  const run::Outcome outcome = run::run(scenario, seed);
  const double counted_s = core::to_seconds(outcome.online) - scenario.warm_up_s;
  return figure(outcome, "idle_share") * counted_s / 3600;
}

}  // namespace

TEST_CASE("19_volunteers: each is idle for the outage, less its queue, and until it notices",
          "[tutorial]") {
  // Left to compute when the server goes: uniform from 2.4 h to 18.4 h. To notice that it is back:
  // the rest of a wait, which is uniform up to 4 h; its mean is E(W^2) / 2 E(W).
  const double expected_h = 24 - (2.4 + 18.4) / 2 + (16.0 / 3) / (2 * 2);
  const double variance = 16.0 * 16 / 12 + (64.0 / 4) / (3 * 2) - 16.0 / 9;
  constexpr std::uint64_t runs = 30;
  double mean_h = 0;
  for (std::uint64_t seed = 1; seed <= runs; ++seed) mean_h += idle_h({}, seed) / runs;
  CHECK(std::abs(mean_h - expected_h) < 3 * std::sqrt(variance / (volunteers * runs)));
}

TEST_CASE("19_volunteers: who has enough in store notices nothing", "[tutorial]") {
  CHECK(idle_h({"/overlay/protocol/low_water_h=32", "/overlay/protocol/high_water_h=48"}, 1) == 0);
}

}  // namespace tutorial_volunteers_test
