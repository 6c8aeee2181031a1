// The answer of the tutorial on firewalls, as arithmetic.
#include <string>

#include "tests/golden/answers.hpp"

namespace tutorial_firewalls_test {

using namespace rippletank;
using namespace rippletank::tests;
using measure::DownloadStatus;

namespace {

constexpr core::Time step = 25 * core::millisecond;
/// 1 MB over a line of 200 kbit/s.
constexpr core::Time to_send = 40 * core::second;

/// When a query is asked.
core::Time asked(int number) { return (10 + 100 * number) * core::second; }

void check_fetched(const measure::DownloadRecord& download, const std::string& method,
                   core::Time start, core::Time duration) {
  CHECK(download.status == DownloadStatus::complete);
  CHECK(download.method == method);
  CHECK(download.start == start);
  CHECK(*download.duration == duration);
}

std::uint64_t dropped_by_firewalls(const run::Outcome& outcome, const std::string& type) {
  for (const measure::MessageCount& count : outcome.measures.messages) {
    if (count.type != type) continue;
    return count.dropped[static_cast<std::size_t>(measure::DropReason::firewall)];
  }
  FAIL("there is no message " << type);
  return 0;
}

}  // namespace

TEST_CASE("29_firewalls: files come directly, or by a push, or not at all", "[tutorial]") {
  const run::Outcome outcome = play_tutorial("29_firewalls", {});
  const auto& downloads = outcome.measures.downloads;
  REQUIRE(downloads.size() == 5);
  // Search, answer, request; with a push two more for it, and one with which the holder connects.
  check_fetched(downloads[0], "push", asked(0) + 6 * step, to_send + step);
  check_fetched(downloads[1], "direct", asked(1) + 3 * step, to_send + step);
  check_fetched(downloads[2], "direct", asked(2) + 3 * step, to_send + step);
  CHECK(downloads[3].status == DownloadStatus::unreachable);
  CHECK(downloads[3].start == asked(3) + 2 * step);
  check_fetched(downloads[4], "direct", asked(4) + 3 * step, to_send + step);
}

TEST_CASE("29_firewalls: a relay carries a file twice, a hole once", "[tutorial]") {
  const run::Outcome relayed =
      play_tutorial("29_firewalls", {R"(/firewalls/traversal=["push","relay"])"});
  check_fetched(relayed.measures.downloads[3], "relay", asked(3) + 8 * step, to_send + 2 * step);
  CHECK(relayed.measures.carried[0].relayed == 1'000'000);
  const run::Outcome punched = play_tutorial(
      "29_firewalls",
      {R"(/firewalls/traversal=["push","hole_punch"])", "/firewalls/hole_punch_success=1"});
  check_fetched(punched.measures.downloads[3], "hole_punch", asked(3) + 6 * step, to_send + step);
  const run::Outcome in_vain = play_tutorial(
      "29_firewalls",
      {R"(/firewalls/traversal=["push","hole_punch"])", "/firewalls/hole_punch_success=0"});
  CHECK(in_vain.measures.downloads[3].status == DownloadStatus::unanswered);
  CHECK(*in_vain.measures.downloads[3].duration == 30 * core::second);
}

TEST_CASE("29_firewalls: a server behind one serves those behind the same one", "[tutorial]") {
  const std::string behind = R"(/firewalls/shared=[{"peers":[0,5,6]}])";
  const run::Outcome outcome = play_tutorial("29_firewalls", {behind});
  CHECK(value(outcome, "answered_share") == 0.2);
  CHECK(dropped_by_firewalls(outcome, "login") == 81);
  CHECK(outcome.network.connections_blocked == 2);
  const run::Outcome forwarded =
      play_tutorial("29_firewalls", {behind, "/firewalls/forwarded=[0,7]"});
  CHECK(value(forwarded, "answered_share") == 1);
  CHECK(dropped_by_firewalls(forwarded, "login") == 0);
}

}  // namespace tutorial_firewalls_test
