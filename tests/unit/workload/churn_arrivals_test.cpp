// Peers that come one after the other.
#include <cmath>

#include "tests/unit/workload/churn_shared.hpp"

namespace churn_arrivals_test {

using namespace rippletank;
using namespace rippletank::tests;
using registry::Json;

TEST_CASE("arrivals: one after the other, each for a session, and never again") {
  const PlayedChurn churn = played_churn(
      {{"model", "arrivals"}, {"interarrival_s", 10}, {"session_s", 25}}, churn_set_up(3, 1000));
  CHECK(churn.offline == std::vector<core::PeerId>{0, 1, 2});
  std::vector<std::tuple<core::Time, core::PeerId, bool>> changes;
  for (const overlay::PresenceChange& change : churn.changes) {
    changes.emplace_back(change.time / core::second, change.peer, change.online);
  }
  CHECK(changes == std::vector<std::tuple<core::Time, core::PeerId, bool>>{{10, 0, true},
                                                                           {20, 1, true},
                                                                           {30, 2, true},
                                                                           {35, 0, false},
                                                                           {45, 1, false},
                                                                           {55, 2, false}});
}

TEST_CASE("arrivals: at one moment in the order of peers") {
  const PlayedChurn churn = played_churn(
      {{"model", "arrivals"}, {"interarrival_s", 10}, {"session_s", 20}, {"downtime_s", 5}},
      churn_set_up(4, 60));
  CHECK(churn.changes.size() > 10);
}

TEST_CASE("arrivals: those who come per second and those who are there follow Little's law",
          "[statistics]") {
  const workload::ChurnSetUp given = churn_set_up(30'000, 60'000);
  const PlayedChurn churn =
      played_churn({{"model", "arrivals"},
                    {"interarrival_s", {{"model", "weibull"}, {"shape", 0.62}, {"scale", 2}}},
                    {"session_s", {{"model", "exponential"}, {"mean", 1000}}}},
                   given);
  double arrivals = 0;
  for (const overlay::PresenceChange& change : churn.changes) arrivals += change.online ? 1 : 0;
  const double gap_s = 2 * std::tgamma(1 + 1 / 0.62);
  CHECK(arrivals < 30'000);
  // The gaps vary by 1.67 times their mean, so 20,000 of them by 1.2 %.
  CHECK(std::abs(arrivals / (60'000 / gap_s) - 1) < 0.048);
  // Of each session all but what lies beyond the horizon is there, a mean of 1000 s of 60,000.
  CHECK(std::abs(online_s(churn, given) / (arrivals * 1000) - 1) < 0.045);
}

TEST_CASE("arrivals: interarrivals of 0 are a crowd, and nobody comes after the horizon") {
  const PlayedChurn crowd = played_churn(
      {{"model", "arrivals"}, {"interarrival_s", 0}, {"session_s", 25}}, churn_set_up(100, 10));
  CHECK(crowd.changes.size() == 100);
  const PlayedChurn late = played_churn(
      {{"model", "arrivals"}, {"interarrival_s", 11}, {"session_s", 25}}, churn_set_up(100, 10));
  CHECK(late.changes.empty());
  CHECK(late.offline.size() == 100);
}

}  // namespace churn_arrivals_test
