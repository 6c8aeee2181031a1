// The answers of the tutorial on Freenet, counted here as a student does.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/measure/copy_record.hpp"
#include "sim/measure/request_record.hpp"
#include "tests/golden/answers.hpp"

namespace tutorial_freenet_test {

using namespace rippletank;
using namespace rippletank::tests;
using measure::RequestOutcome;

namespace {

const std::string crash_of_7 = R"(/failures=[{"at_s":5,"peers":[7]}])";

struct Way {
  RequestOutcome outcome;
  std::optional<std::uint32_t> path_hops;
  bool operator==(const Way&) const = default;
};

std::vector<Way> ways(const run::Outcome& outcome) {
  std::vector<Way> all;
  for (const measure::RequestRecord& request : outcome.measures.requests) {
    all.push_back({request.outcome, request.path_hops});
  }
  return all;
}

Way found(std::uint32_t hops) { return {RequestOutcome::found, hops}; }

std::uint64_t messages(const run::Outcome& outcome, const std::string& type) {
  for (const measure::MessageCount& count : outcome.measures.messages) {
    if (count.type == type) return count.messages;
  }
  FAIL("there is no message " << type);
  return 0;
}

}  // namespace

TEST_CASE("25_freenet: each request leaves copies on its way", "[tutorial]") {
  const run::Outcome outcome = play_tutorial("25_freenet", {});
  CHECK(ways(outcome) == std::vector<Way>{found(6), found(0), found(1), found(2), found(2)});

  // Ways of six hops, of one and twice of two: but for its end, nobody on one had a copy.
  std::vector<std::uint64_t> copies;
  for (const measure::CopyRecord& record : outcome.measures.copies) {
    copies.push_back(record.copies);
  }
  CHECK(copies == std::vector<std::uint64_t>{1, 7, 7, 8, 10, 12, 12});
}

TEST_CASE("25_freenet: what is asked in vain costs a question, an answer and a hop to live",
          "[tutorial]") {
  const run::Outcome outcome = play_tutorial("25_freenet", {});
  std::uint64_t asked = 0;
  std::uint64_t crossed = 0;
  for (const measure::RequestRecord& request : outcome.measures.requests) {
    const std::uint64_t in_vain = request.asked - *request.path_hops;
    CHECK(*request.duration ==
          50 * core::millisecond * static_cast<core::Time>(request.asked + in_vain) +
              50 * core::millisecond * static_cast<core::Time>(*request.path_hops));
    asked += request.asked;
    crossed += *request.path_hops;
  }
  CHECK(messages(outcome, "data_request") == asked);
  CHECK(messages(outcome, "rejected") == asked - crossed);
  CHECK(messages(outcome, "data_reply") == crossed);
  CHECK(messages(outcome, "data_part") == crossed * 6);
  const std::uint64_t song_bytes = 100'000 + 326 + 6 * 21 + 1;
  const std::uint64_t bytes = crossed * song_bytes + asked * 120 + (asked - crossed) * 102;
  CHECK(value(outcome, "bytes") == static_cast<double>(bytes));

  const auto needed = std::to_string(outcome.measures.requests.front().asked);
  const auto less = std::to_string(outcome.measures.requests.front().asked - 1);
  const std::string htl = "/overlay/protocol/htl_hops=";
  CHECK(ways(play_tutorial("25_freenet", {htl + needed})) == ways(outcome));
  const std::vector<Way> cut = ways(play_tutorial("25_freenet", {htl + less}));
  const Way in_vain{RequestOutcome::out_of_htl, {}};
  CHECK(cut == std::vector<Way>{in_vain, in_vain, in_vain, in_vain, found(4)});
}

TEST_CASE("25_freenet: nobody misses the one who had the song first", "[tutorial]") {
  const run::Outcome whole = play_tutorial("25_freenet", {});
  CHECK(ways(play_tutorial("25_freenet", {crash_of_7})) == ways(whole));
}

TEST_CASE("25_freenet: the rules of 0.5 confirm each question and name the source apart",
          "[tutorial]") {
  const run::Outcome outcome = play_tutorial("25_freenet", {"/overlay/protocol/model=freenet"});
  CHECK(messages(outcome, "accepted") == messages(outcome, "data_request"));
  CHECK(messages(outcome, "store_data") == messages(outcome, "data_reply"));
  CHECK(messages(outcome, "restarted") > 0);
}

}  // namespace tutorial_freenet_test
