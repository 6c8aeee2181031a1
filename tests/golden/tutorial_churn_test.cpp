// The answers of the tutorial on peers of whom nobody stays, counted here as a student does.
#include <cmath>

#include "tests/golden/answers.hpp"

namespace tutorial_churn_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

constexpr core::Time horizon = 7200 * core::second;

/// Of the time of all peers, the share that they are there.
double share_online(const run::Outcome& outcome) {
  double online = 0;
  for (core::PeerId peer = 0; peer < 60; ++peer) {
    online += core::to_seconds(outcome.measures.attendance.time_online(peer, horizon));
  }
  return online / 60 / core::to_seconds(horizon);
}

double coverage(const run::Outcome& outcome) {
  double reached = 0;
  double others = 0;
  for (const measure::QueryRecord& query : outcome.measures.queries) {
    reached += static_cast<double>(query.reach);
    others += static_cast<double>(query.others_online);
  }
  return reached / others;
}

}  // namespace

TEST_CASE("28_churn: two thirds are there, and all who are hear each other", "[tutorial]") {
  const run::Outcome outcome = play_tutorial("28_churn", {});
  // A peer's time average varies by 2 p q t / T, with t = 1 / (1/1200 + 1/600) = 400 s: by 0.157 of
  // a peer, so that of sixty by 0.020.
  CHECK(std::abs(share_online(outcome) - 2.0 / 3) < 4 * 0.02);
  CHECK(coverage(outcome) > 0.98);
  for (const run::Remains& remains : outcome.record.bins) {
    CHECK(remains.largest_component + 1 >= remains.peers_online);
  }
}

TEST_CASE("28_churn: without repair fewer than half hear each other", "[tutorial]") {
  const run::Outcome outcome =
      play_tutorial("28_churn", {R"(/overlay/protocol={"model":"gnutella_0_4","ttl_hops":5})"});
  CHECK(std::abs(share_online(outcome) - 2.0 / 3) < 4 * 0.02);
  CHECK(coverage(outcome) < 0.5);
}

}  // namespace tutorial_churn_test
