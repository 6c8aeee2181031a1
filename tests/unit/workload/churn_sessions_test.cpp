// Peers that are online and offline by turns: how many are, how many go, and that nobody's times
// depend on others.
#include <cmath>

#include "sim/core/distributions.hpp"
#include "tests/unit/workload/churn_shared.hpp"

namespace churn_sessions_test {

using namespace rippletank;
using namespace rippletank::tests;
using registry::Json;

namespace {

struct Case {
  Json session_s;
  Json downtime_s;
  double up_s;  ///< means
  double down_s;
};

std::vector<Case> cases() {
  return {{3600, 1800, 3600, 1800},
          {{{"model", "exponential"}, {"mean", 3600}},
           {{"model", "exponential"}, {"mean", 1800}},
           3600,
           1800},
          {{{"model", "uniform"}, {"min", 100}, {"max", 900}}, 1500, 500, 1500},
          // 125 min times gamma(3); the lognormal's mean is its median times exp(sigma^2 / 2).
          {{{"model", "measured"}, {"of", "gnutella_2001"}},
           {{"model", "lognormal"}, {"median", 3600}, {"sigma", 1}},
           15000,
           3600 * std::exp(0.5)},
          {{{"model", "weibull"}, {"shape", 0.59}, {"scale", 2514}},
           {{"model", "pareto"}, {"shape", 3}, {"min", 1000}},
           2514 * std::tgamma(1 + 1 / 0.59),
           1500},
          {{{"model", "empirical"}, {"values", {60, 7200}}, {"weights", {9, 1}}},
           {{"model", "zipf"}, {"exponent", 1}, {"count", 1000}},
           774,
           1000 / 7.485470860550345}};
}

Json sessions(const Case& played) {
  return {
      {"model", "sessions"}, {"session_s", played.session_s}, {"downtime_s", played.downtime_s}};
}

}  // namespace

TEST_CASE("sessions: a share U/(U+D) is online and n/(U+D) go per second, from the start",
          "[statistics]") {
  for (const Case& played : cases()) {
    CAPTURE(played.session_s.dump(), played.downtime_s.dump());
    // Long enough for 2 % to be four standard deviations of the noisiest of these.
    const workload::ChurnSetUp given = churn_set_up(20'000, 40'000);
    const PlayedChurn churn = played_churn(sessions(played), given);
    const double share = played.up_s / (played.up_s + played.down_s);
    const double peers = given.peers.count;
    const double horizon_s = core::to_seconds(given.horizon);
    const double at_first = 1 - static_cast<double>(churn.offline.size()) / peers;
    CHECK(std::abs(at_first - share) < 4 * std::sqrt(share * (1 - share) / peers));
    CHECK(std::abs(online_s(churn, given) / (peers * horizon_s) / share - 1) < 0.02);
    double departures = 0;
    double early = 0;
    for (const overlay::PresenceChange& change : churn.changes) {
      if (change.online) continue;
      ++departures;
      early += change.time < given.horizon / 4 ? 4 : 0;
    }
    const double expected = peers * horizon_s / (played.up_s + played.down_s);
    CHECK(std::abs(departures / expected - 1) < 0.02);
    // Nothing settles first: a quarter of the departures fall into the first quarter.
    CHECK(std::abs(early / expected - 1) < 0.04);
  }
}

TEST_CASE("sessions: each peer's times are its own") {
  const Json model = {{"model", "sessions"},
                      {"session_s", {{"model", "exponential"}, {"mean", 300}}},
                      {"downtime_s", {{"model", "exponential"}, {"mean", 100}}},
                      {"crash_share", 0.5}};
  const PlayedChurn all = played_churn(model, churn_set_up(40, 5000));
  workload::ChurnSetUp few = churn_set_up(40, 5000);
  few.coming_and_going = {3, 17};
  const PlayedChurn some = played_churn(model, few);
  std::vector<overlay::PresenceChange> same;
  for (const overlay::PresenceChange& change : all.changes) {
    if (change.peer == 3 || change.peer == 17) same.push_back(change);
  }
  REQUIRE(some.changes.size() == same.size());
  CHECK(same.size() > 20);
  for (std::size_t i = 0; i < same.size(); ++i) {
    CHECK(same[i].time == some.changes[i].time);
    CHECK(same[i].peer == some.changes[i].peer);
    CHECK(same[i].announced == some.changes[i].announced);
  }
  const PlayedChurn other = played_churn(model, churn_set_up(40, 5000, 2));
  CHECK(other.changes.front().time != all.changes.front().time);
}

TEST_CASE("sessions: a share of those who go say nothing") {
  for (const double share : {0.0, 0.3, 1.0}) {
    const PlayedChurn churn = played_churn(
        {{"model", "sessions"}, {"session_s", 50}, {"downtime_s", 50}, {"crash_share", share}},
        churn_set_up(1000, 1000));
    double gone = 0;
    double silent = 0;
    for (const overlay::PresenceChange& change : churn.changes) {
      gone += change.online ? 0 : 1;
      silent += change.online || change.announced ? 0 : 1;
      CHECK((!change.online || change.announced));
    }
    CHECK(gone > 9000);
    CHECK(std::abs(silent / gone - share) <= 4 * std::sqrt(share * (1 - share) / gone));
  }
}

TEST_CASE("sessions: all may begin online or offline") {
  const Json online = {
      {"model", "sessions"}, {"session_s", 10}, {"downtime_s", 5}, {"start", "online"}};
  const PlayedChurn up = played_churn(online, churn_set_up(2, 30));
  CHECK(up.offline.empty());
  std::vector<std::pair<core::Time, bool>> changes;
  for (const overlay::PresenceChange& change : up.changes) {
    if (change.peer == 1) changes.emplace_back(change.time / core::second, change.online);
  }
  CHECK(changes ==
        std::vector<std::pair<core::Time, bool>>{{10, false}, {15, true}, {25, false}, {30, true}});
  Json offline = online;
  offline["start"] = "offline";
  const PlayedChurn down = played_churn(offline, churn_set_up(2, 30));
  CHECK(down.offline == std::vector<core::PeerId>{0, 1});
  CHECK(down.changes.front().time == 5 * core::second);
  CHECK(down.changes.front().online);
}

TEST_CASE(
    "sessions: a peer is never twice online or offline at a moment, however short its times") {
  const PlayedChurn churn = played_churn(
      {{"model", "sessions"},
       {"session_s", {{"model", "empirical"}, {"values", {0, 1}}, {"weights", {99, 1}}}},
       {"downtime_s", {{"model", "empirical"}, {"values", {0, 1}}, {"weights", {99, 1}}}}},
      churn_set_up(5, 1));
  CHECK(churn.changes.size() > 100);
}

TEST_CASE("sessions: what cannot be is refused") {
  const Json endless = {{"model", "pareto"}, {"shape", 0.9}, {"min", 60}};
  const std::string message =
      churn_mistakes({{"model", "sessions"}, {"session_s", endless}, {"downtime_s", 600}});
  CHECK(message ==
        "/session_s: expected a finite mean, as otherwise no share of peers is online in the long "
        "run; give a greatest value, or let \"start\" be \"online\" or \"offline\"\n");
  CHECK(
      churn_mistakes(
          {{"model", "sessions"}, {"session_s", endless}, {"downtime_s", 600}, {"start", "online"}})
          .empty());
  CHECK(churn_mistakes({{"model", "sessions"}, {"session_s", 0}, {"downtime_s", 600}}) ==
        "/session_s: expected a mean of at least 0.001 [s], as peers would come and go without "
        "end, got 0\n");
}

}  // namespace churn_sessions_test
