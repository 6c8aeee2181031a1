// Networks whose peers come and go: that they heal, that super-peers are always elected, and how many
// are online.
#include <fmt/format.h>

#include <cmath>
#include <string>
#include <vector>

#include "tests/analytic/play.hpp"
#include "tests/catch.hpp"

namespace churn_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

Json exponential(double mean_s) { return {{"model", "exponential"}, {"mean", mean_s}}; }

Json hour_long_sessions(double crash_share) {
  return {{"model", "sessions"},
          {"session_s", exponential(3600)},
          {"downtime_s", exponential(3600)},
          {"crash_share", crash_share}};
}

/// Peers that know others as a random graph of degree 8 says.
Json scenario(const Json& protocol, std::uint32_t peers, double horizon_s, const Json& churn) {
  Json json = overlay_scenario({{"model", "random_regular"}, {"nodes", peers}, {"degree", 8}},
                               protocol, 50);
  json["horizon_s"] = horizon_s;
  json["churn"] = churn;
  return json;
}

const measure::Figure& figure_of(const run::Outcome& outcome, const std::string& name) {
  for (const measure::Figure& figure : outcome.measures.figures) {
    if (figure.name == name) return figure;
  }
  FAIL("no figure " << name);
  return outcome.measures.figures.front();
}

}  // namespace

TEST_CASE("a network of equal peers heals: the largest part has 99 of 100 who are online") {
  for (const double crash_share : {0.0, 1.0}) {
    Json json = scenario({{"model", "gnutella_0_4"}, {"joining", Json::object()}}, 1000, 5 * 3600,
                         hour_long_sessions(crash_share));
    json["measure"] = {{"bin_s", 300}};
    const run::Outcome outcome = play(json);
    const std::vector<run::Remains>& bins = outcome.record.bins;
    REQUIRE(bins.size() == 60);
    std::uint64_t online = 0;
    std::uint64_t joined = 0;
    for (std::size_t bin = 6; bin < bins.size(); ++bin) {
      online += bins[bin].peers_online;
      joined += bins[bin].largest_component;
    }
    CAPTURE(crash_share, online, joined);
    CHECK(static_cast<double>(joined) >= 0.99 * static_cast<double>(online));
  }
}

}  // namespace churn_test
