// Recorded messages add up to what a run counts by itself.
#include <algorithm>
#include <map>
#include <string>

#include "tests/catch.hpp"
#include "tests/unit/replay/watched.hpp"

namespace messages_test {

using namespace rippletank;
using namespace rippletank::tests;
using replay::Fate;
using replay::Message;

namespace {

struct Count {
  std::uint64_t sent = 0;
  std::uint64_t arrived = 0;  ///< for the first time or again
  std::uint64_t dropped = 0;
  std::uint64_t travelling = 0;
  std::uint64_t bytes = 0;
  bool operator==(const Count&) const = default;
};

std::map<std::string, Count> counted(const replay::Recording& recording) {
  std::map<std::string, Count> counts;
  for (const Message& message : recording.messages) {
    Count& count = counts[recording.types.at(message.type)];
    count.sent += message.messages;
    count.bytes += message.bytes;
    const bool arrived = message.fate == Fate::delivered || message.fate == Fate::reached ||
                         message.fate == Fate::duplicate;
    if (arrived) count.arrived += message.messages;
    if (message.fate == Fate::dropped) count.dropped += message.messages;
    if (message.fate == Fate::travelling) count.travelling += message.messages;
  }
  return counts;
}

/// As messages.csv tells it.
std::map<std::string, Count> counted(const run::Outcome& outcome) {
  std::map<std::string, Count> counts;
  for (const measure::MessageCount& count : outcome.measures.messages) {
    if (count.type.empty() || count.messages == 0) continue;
    counts[count.type] = {count.messages, count.delivered, count.dropped_total(), count.in_flight,
                          count.bytes()};
  }
  return counts;
}

/// Adds what became of the messages to a total.
void check_as_many(const Watched& run, Count& total) {
  const auto recorded = counted(run.recording);
  for (const auto& [type, count] : counted(run.outcome)) {
    INFO(type);
    REQUIRE(recorded.count(type) == 1);
    CHECK(recorded.at(type).sent == count.sent);
    CHECK(recorded.at(type).arrived == count.arrived);
    CHECK(recorded.at(type).dropped == count.dropped);
    CHECK(recorded.at(type).travelling == count.travelling);
    CHECK(recorded.at(type).bytes == count.bytes);
    total.sent += count.sent;
    total.dropped += count.dropped;
    total.travelling += count.travelling;
  }
  CHECK(recorded.size() == counted(run.outcome).size());
}

}  // namespace

TEST_CASE("as many messages are recorded of each type and fate as messages.csv tells") {
  Count total;
  for (const Named& one : worth_watching()) {
    INFO(one.name);
    const Watched run = watched(one.scenario);
    CHECK_FALSE(run.recording.cut_at);
    REQUIRE_FALSE(run.recording.messages.empty());
    check_as_many(run, total);
  }
  CHECK(total.dropped > 10);  // or some of this has never been tried
  CHECK(total.travelling > 0);
}

TEST_CASE("messages that are sent back to back share a record, which says how many they are") {
  const Json content = {{"items", 3},
                        {"size_bytes", 1'000'000},
                        {"replication", {{"model", "uniform"}, {"replicas_per_item", 4}}}};
  const Json queries = {{"model", "list"},
                        {"origins", {1, 2, 3}},
                        {"items", {0, 1, 2}},
                        {"start_s", 10},
                        {"interval_s", 1}};
  const std::vector<Named> talkative = {
      {"filler",
       tutorial("26_waste", {"/overlay/protocol/saturate=true", "/overlay/protocol/loop_ms=33"})},
      {"results",
       tutorial("20_napster", {"/content=" + content.dump(), "/queries=" + queries.dump()})}};
  for (const Named& one : talkative) {
    INFO(one.name);
    const Watched run = watched(one.scenario);
    Count total;
    check_as_many(run, total);
    CHECK(total.sent > run.recording.messages.size() + 10);
  }
}

TEST_CASE("each query of a flood has the copies and the duplicates that queries.csv tells") {
  std::uint64_t duplicates = 0;
  for (const scenario::Scenario& scenario :
       {flood_on_grid(), star_with_broken_cable(), flood_under_churn()}) {
    const Watched run = watched(scenario);
    const auto& queries = run.outcome.measures.queries;
    std::vector<measure::QueryRecord> naive(queries.size());
    for (const Message& message : run.recording.messages) {
      REQUIRE(message.query < naive.size());
      measure::QueryRecord& query = naive[message.query];
      ++query.messages;
      query.bytes += message.bytes;
      if (message.fate == Fate::duplicate) ++query.duplicates;
      if (message.fate == Fate::reached) ++query.reach;
    }
    for (std::size_t i = 0; i < queries.size(); ++i) {
      CHECK(naive[i].messages == queries[i].messages);
      CHECK(naive[i].bytes == queries[i].bytes);
      CHECK(naive[i].duplicates == queries[i].duplicates);
      CHECK(naive[i].reach == queries[i].reach);
      duplicates += queries[i].duplicates;
    }
  }
  CHECK(duplicates > 100);
}

TEST_CASE("each query of any protocol reaches whom, and finds again whom queries.csv tells") {
  std::uint64_t duplicates = 0;
  for (const Named& one : worth_watching()) {
    INFO(one.name);
    const Watched run = watched(one.scenario);
    const auto& queries = run.outcome.measures.queries;
    std::vector<measure::QueryRecord> naive(queries.size());
    for (const Message& message : run.recording.messages) {
      if (message.query == replay::no_number) continue;
      REQUIRE(message.query < naive.size());
      if (message.fate == Fate::duplicate) ++naive[message.query].duplicates;
      if (message.fate == Fate::reached) ++naive[message.query].reach;
    }
    for (std::size_t i = 0; i < queries.size(); ++i) {
      INFO("query " << i);
      CHECK(naive[i].duplicates == queries[i].duplicates);
      CHECK(naive[i].reach == queries[i].reach);
      duplicates += queries[i].duplicates;
    }
  }
  CHECK(duplicates > 1'000);
}

TEST_CASE("messages come in the order of sending, and end no earlier than they begin") {
  for (const Named& one : worth_watching()) {
    INFO(one.name);
    const Watched run = watched(one.scenario);
    core::Time before = 0;
    std::size_t wrong = 0;
    const core::PeerId peers = run.outcome.network.connections.peers();
    for (const Message& message : run.recording.messages) {
      const bool travels = message.fate == Fate::travelling;
      const bool fits = message.sent >= before && message.ended >= message.sent &&
                        travels == (message.ended == core::never) && message.from < peers &&
                        message.to < peers && message.type < run.recording.types.size();
      if (!fits) ++wrong;
      before = message.sent;
    }
    CHECK(wrong == 0);
  }
}

TEST_CASE("copies of a flood pass along connections, as long as these take") {
  const Watched run = watched(flood_on_grid());
  const overlay::Connections& connections = run.outcome.network.connections;
  for (const Message& message : run.recording.messages) {
    const auto row = connections.neighbours.begin();
    const auto begin = row + connections.offsets[message.from];
    const auto end = row + connections.offsets[message.from + 1];
    REQUIRE(std::count(begin, end, message.to) == 1);
    CHECK(message.ended - message.sent >= core::from_milliseconds(1));
    CHECK(message.ended - message.sent <= core::from_milliseconds(90));
    CHECK(message.hops >= 1);
    CHECK(message.hops <= 7);
    CHECK(message.way == replay::no_way);
  }
}

TEST_CASE("on a ring the messages are those that one can count on one's fingers") {
  const Watched run = watched(tutorial("03_ring"));
  // Two waves from peer 0 of twelve, four hops each.
  REQUIRE(run.recording.messages.size() == 8);
  for (const Message& message : run.recording.messages) {
    const core::PeerId step =
        message.from < message.to ? message.to - message.from : message.from - message.to;
    CHECK((step == 1 || step == 11));
    CHECK(message.fate == Fate::reached);
    CHECK(message.hops == std::min(message.to, 12 - message.to));
  }
  REQUIRE(run.recording.askings.size() == 1);
  CHECK(run.recording.askings[0].origin == 0);
  CHECK(run.recording.askings[0].query == 0);
  CHECK(run.recording.types == std::vector<std::string>{"query"});
  CHECK(run.recording.presence.empty());
}

TEST_CASE("every query is asked once, by its origin, when it starts") {
  for (const Named& one : worth_watching()) {
    INFO(one.name);
    const Watched run = watched(one.scenario);
    const auto& queries = run.outcome.measures.queries;
    REQUIRE(run.recording.askings.size() == queries.size());
    for (std::size_t i = 0; i < queries.size(); ++i) {
      const replay::Asking& asking = run.recording.askings[i];
      CHECK(asking.query == i);
      CHECK(asking.time == queries[i].start);
      CHECK(asking.origin == queries[i].origin);
    }
  }
}

TEST_CASE("queries of the warm-up are shown, without a number") {
  Json json = overlay_scenario({{"model", "ring"}, {"nodes", 6}}, {{"model", "flood"}}, 50,
                               {"0", "1", "2"});
  json["warm_up_s"] = 1'500;
  const Watched run = watched(json);
  REQUIRE(run.recording.askings.size() == 3);
  CHECK(run.recording.askings[0].query == replay::no_number);
  CHECK(run.recording.askings[1].query == replay::no_number);
  CHECK(run.recording.askings[2].query == 0);
  const auto numbered = std::count_if(run.recording.messages.begin(), run.recording.messages.end(),
                                      [](const Message& message) { return message.query == 0; });
  CHECK(static_cast<std::size_t>(numbered) * 3 == run.recording.messages.size());
}

}  // namespace messages_test
