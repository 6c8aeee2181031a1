// Sessions from a CSV file: any order of rows and columns, and every mistake with its line.
#include "sim/workload/churn/trace.hpp"

#include <string>
#include <tuple>
#include <vector>

#include "tests/unit/workload/churn_shared.hpp"

namespace churn_trace_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

workload::ChurnTrace parsed(const std::string& text, double crash_share = 0) {
  return workload::parse_churn_trace(text, "sessions.csv", set_up(5).peers, crash_share, 1);
}

std::vector<std::tuple<core::Time, core::PeerId, bool>> changes_of(
    const workload::ChurnTrace& trace) {
  std::vector<std::tuple<core::Time, core::PeerId, bool>> changes;
  for (const overlay::PresenceChange& change : trace.changes) {
    changes.emplace_back(change.time, change.peer, change.online);
  }
  return changes;
}

std::string mistakes_of(const std::string& text) {
  try {
    parsed(text);
  } catch (const registry::InputError& error) {
    std::string all;
    for (const registry::Diagnostic& mistake : error.diagnostics()) {
      all += mistake.file + ":" + std::to_string(mistake.line) + ": " + mistake.message + "\n";
    }
    return all;
  }
  return "no mistakes";
}

}  // namespace

TEST_CASE("churn trace: rows in any order become changes in the order of time and peers") {
  const auto trace = parsed(
      "offline_s,peer,online_s\n"
      "4e-9,p1,2e-9\n"
      "2e-9,p2,0\n"
      ",p1,9e-9\n"
      "7e-9,p3,2e-9\n");
  CHECK(trace.offline == std::vector<core::PeerId>{1, 3});
  CHECK(changes_of(trace) ==
        std::vector<std::tuple<core::Time, core::PeerId, bool>>{
            {2, 1, true}, {2, 2, false}, {2, 3, true}, {4, 1, false}, {7, 3, false}, {9, 1, true}});
}

TEST_CASE("churn trace: sessions that touch are one, and an open one is the last") {
  const auto trace = parsed("peer,online_s,offline_s\np0,0,1e-9\np0,1e-9,3e-9\np0,5e-9,\n");
  CHECK(trace.offline.empty());
  CHECK(changes_of(trace) ==
        std::vector<std::tuple<core::Time, core::PeerId, bool>>{{3, 0, false}, {5, 0, true}});
  CHECK(mistakes_of("peer,online_s,offline_s\np0,5,\np0,7,8\n") ==
        "sessions.csv:3: online_s: expected no session before the one of line 2 has ended\n");
}

TEST_CASE("churn trace: who goes may say nothing") {
  std::string rows = "peer,online_s,offline_s\n";
  for (int i = 0; i < 200; ++i) {
    rows += "p0," + std::to_string(2 * i) + "," + std::to_string(2 * i + 1) + "\n";
  }
  int silent = 0;
  for (const auto& change : parsed(rows, 0.5).changes) silent += change.announced ? 0 : 1;
  CHECK(silent > 70);
  CHECK(silent < 130);
}

TEST_CASE("churn trace: mistakes come with file and line") {
  CHECK(mistakes_of("peer,online_s,offline_s\np9,1,2\np0,-1,2\np0,3,3\np0,1e999,soon\n") ==
        "sessions.csv:2: peer: no peer \"p9\" in this overlay; expected p0, p1, …\n"
        "sessions.csv:3: online_s: expected a number like 0.5, 0 to 315360000 [s], got \"-1\"\n"
        "sessions.csv:4: offline_s: expected more than online_s (3), got 3\n"
        "sessions.csv:5: online_s: expected a number like 0.5, 0 to 315360000 [s], got \"1e999\"\n"
        "sessions.csv:5: offline_s: expected a number like 0.5, 0 to 315360000 [s], got "
        "\"soon\"\n");
  CHECK(mistakes_of("peer,online\np0,1\n") ==
        "sessions.csv:1: unknown column \"online\"; did you mean \"online_s\"?\n"
        "sessions.csv:1: missing column \"online_s\"; expected the header "
        "peer,online_s,offline_s\n"
        "sessions.csv:1: missing column \"offline_s\"; expected the header "
        "peer,online_s,offline_s\n");
  CHECK(mistakes_of("peer,online_s,offline_s\np0,1,5\np1,1,5\np0,2,3\n") ==
        "sessions.csv:4: online_s: expected no session before the one of line 2 has ended\n");
}

}  // namespace churn_trace_test
