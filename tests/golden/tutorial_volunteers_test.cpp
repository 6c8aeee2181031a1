// The answers of the tutorial on volunteers: what a server that is down for a day costs.
#include <cmath>
#include <string>

#include "tests/golden/answers.hpp"

using namespace rippletank;
using namespace rippletank::tests;

namespace {

constexpr double volunteers = 20;
constexpr double counted_h = 13 * 24;  ///< from the warm-up to the horizon

double figure(const run::Outcome& outcome, const std::string& name) {
  for (const measure::Figure& figure : outcome.measures.figures) {
    if (name == figure.name) return run::value_of(figure).get<double>();
  }
  FAIL("there is no figure " << name);
  return 0;
}

double idle_h(const Settings& settings) {
  return figure(play_tutorial("19_volunteers", settings), "idle_share") * volunteers * counted_h;
}

}  // namespace

TEST_CASE("19_volunteers: each is idle for the outage, less its queue, and until it notices",
          "[tutorial]") {
  // Left to compute when the server goes: uniform from 2.4 h to 18.4 h. To notice that it is back:
  // the rest of a wait, which is uniform up to 4 h; its mean is E(W^2) / 2 E(W).
  const double expected_h = 24 - (2.4 + 18.4) / 2 + (16.0 / 3) / (2 * 2);
  const double variance = 16.0 * 16 / 12 + (64.0 / 4) / (3 * 2) - 16.0 / 9;
  const double standard_error = std::sqrt(variance / volunteers);
  CHECK(std::abs(idle_h({}) / volunteers - expected_h) < 3 * standard_error);
}

TEST_CASE("19_volunteers: who has enough in store notices nothing", "[tutorial]") {
  CHECK(idle_h({"/overlay/protocol/low_water_h=32", "/overlay/protocol/high_water_h=48"}) == 0);
}
