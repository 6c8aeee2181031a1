// What a page reads of a recording, read back by a reader of its own.
#include "analysis/replay/replay.hpp"

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tests/unit/replay/watched.hpp"

namespace replay_test {

using namespace rippletank;
using namespace rippletank::tests;
using replay::Message;
using replay::message_columns;
using replay::replay_json;

namespace {

/// Reads columns one after the other, byte by byte, little-endian.
struct Reader {
  const std::string& bytes;
  std::size_t at = 0;

  std::uint64_t number(std::size_t size) {
    REQUIRE(at + size <= bytes.size());
    std::uint64_t value = 0;
    for (std::size_t i = size; i-- > 0;) {
      value = value << 8U | static_cast<unsigned char>(bytes[at + i]);
    }
    at += size;
    return value;
  }
  std::vector<std::uint64_t> column(std::size_t rows, std::size_t size) {
    std::vector<std::uint64_t> values;
    for (std::size_t row = 0; row < rows; ++row) values.push_back(number(size));
    return values;
  }
};

void check_columns(const run::Outcome& outcome, const replay::Recording& recording) {
  const Json json = replay_json(outcome, recording);
  const std::size_t rows = json["messages"].get<std::size_t>();
  const core::Time tick = json["tick_ns"].get<core::Time>();
  REQUIRE(tick >= 1);
  const std::string bytes = message_columns(outcome, recording);
  Reader reader{bytes};
  const auto sent = reader.column(rows, 4);
  const auto lasted = reader.column(rows, 4);
  std::vector<std::vector<std::uint64_t>> others;
  for (const std::size_t size : {4U, 4U, 4U, 4U, 4U, 4U, 2U, 1U, 1U})
    others.push_back(reader.column(rows, size));
  CHECK(reader.at == bytes.size());
  REQUIRE(rows == recording.messages.size());
  core::Time now = 0;
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    const Message& message = recording.messages[i];
    now += static_cast<core::Time>(sent[i]);
    const bool travels = lasted[i] == 0xffffffffU;
    bool same = now == message.sent / tick && travels == (message.ended == core::never);
    if (!travels) same = same && now + static_cast<core::Time>(lasted[i]) == message.ended / tick;
    same = same && others[0][i] == message.from && others[1][i] == message.to &&
           others[2][i] == message.query && others[3][i] == message.way &&
           others[4][i] == message.bytes && others[5][i] == message.messages &&
           others[6][i] == message.hops && others[7][i] == message.type &&
           others[8][i] == static_cast<std::uint64_t>(message.fate);
    if (!same) ++wrong;
  }
  CHECK(wrong == 0);
}

bool is_close(const Json& told_s, core::Time time) {
  return core::from_seconds(told_s.get<double>()) == time;
}

}  // namespace

TEST_CASE("messages are read back as they were recorded") {
  for (const Named& one : worth_watching()) {
    INFO(one.name);
    const Watched run = watched(one.scenario);
    check_columns(run.outcome, run.recording);
  }
  const Watched none = watched(flood_on_grid(), 0);
  CHECK(message_columns(none.outcome, none.recording).empty());
}

TEST_CASE("a run that is longer than 32 bits of nanoseconds is told in longer ticks") {
  Json json =
      overlay_scenario({{"model", "ring"}, {"nodes", 5}}, {{"model", "flood"}}, 50, {"0", "2"});
  const Watched brief =
      watched(overlay_scenario({{"model", "ring"}, {"nodes", 5}}, {{"model", "flood"}}, 50, {"0"}));
  CHECK(replay_json(brief.outcome, brief.recording)["tick_ns"] == 1);
  for (const double interval_s : {4.0, 5.0, 1e4, 3e8}) {
    json["queries"]["interval_s"] = interval_s;
    const Watched run = watched(json);
    const Json told = replay_json(run.outcome, run.recording);
    const double tick_s = told["tick_ns"].get<double>() / 1e9;
    CHECK(told["end_s"].get<double>() / tick_s < 4294967295.0);
    CHECK(tick_s <= 1e-9 + told["end_s"].get<double>() / 4294967294.0);
    check_columns(run.outcome, run.recording);
  }
}

TEST_CASE("everything but the messages stands in the JSON, in seconds") {
  for (const Named& one : worth_watching()) {
    INFO(one.name);
    const auto [outcome, recording] = watched(one.scenario);
    const Json told = Json::parse(replay_json(outcome, recording).dump());
    CHECK(told["cut_s"].is_null());
    CHECK(told["types"] == Json(recording.types));
    CHECK(told["fates"] == Json({"travelling", "delivered", "duplicate", "dropped", "reached"}));
    CHECK(told["ways"] == Json(recording.ways));
    core::Time latest = std::max(outcome.measures.end, outcome.online);
    for (const Message& message : recording.messages) {
      if (message.ended != core::never) latest = std::max(latest, message.ended);
    }
    CHECK(is_close(told["end_s"], latest));
    REQUIRE(told["presence"].size() == recording.presence.size());
    for (std::size_t i = 0; i < recording.presence.size(); ++i) {
      CHECK(is_close(told["presence"][i][0], recording.presence[i].time));
      CHECK(told["presence"][i][1] == recording.presence[i].peer);
      CHECK(told["presence"][i][2] == (recording.presence[i].online ? 1 : 0));
    }
    REQUIRE(told["incidents"].size() == outcome.record.incidents.size());
    for (std::size_t i = 0; i < outcome.record.incidents.size(); ++i) {
      const run::FailureEvent& event = outcome.record.incidents[i].event;
      CHECK(is_close(told["incidents"][i]["time_s"], event.time));
      CHECK(told["incidents"][i]["what"] == event.what);
    }
  }
}

TEST_CASE("those who ask are told with what they ask for, and who holds it") {
  const auto [outcome, recording] = watched(tutorial("20_napster"));
  const Json told = replay_json(outcome, recording);
  REQUIRE(told["askings"].size() == 3);
  CHECK(told["askings"][1] == Json({105.0, 2, 1, "song"}));
  CHECK(told["holders"].size() == 1);
  const auto holders = outcome.items.content->holders(*outcome.items.names.find("song"));
  CHECK(told["holders"]["song"] == Json(std::vector<core::PeerId>(holders.begin(), holders.end())));
  const auto [plain, without_items] = watched(flood_on_grid());
  const Json asked = replay_json(plain, without_items);
  CHECK(asked["askings"][0] == Json({0.0, 0, 0, nullptr}));
  CHECK(asked["holders"] == Json::object());
}

TEST_CASE("a failure names the parts that break, and a cut the moment from which messages miss") {
  const auto [outcome, recording] = watched(star_with_broken_cable(), 5);
  const Json told = replay_json(outcome, recording);
  REQUIRE(told["incidents"].size() == 2);
  CHECK(told["incidents"][0]["time_s"] == 10.035);
  CHECK(told["incidents"][0]["reason"] == "failure");
  CHECK(told["incidents"][0]["cables"] == Json({3}));
  CHECK(told["incidents"][0]["devices"] == Json::array());
  CHECK(told["incidents"][1]["reason"] == "repair");
  CHECK(is_close(told["cut_s"], *recording.cut_at));
  CHECK(told["messages"] == 5);
}

TEST_CASE("of those who ask, nobody is told who asks behind the cut, and not too many") {
  const auto [outcome, whole] = watched(star_with_broken_cable());
  REQUIRE(whole.askings.size() == 5);
  replay::Recording recording = whole;
  recording.cut_at = whole.askings[2].time;
  CHECK(replay_json(outcome, recording)["askings"].size() == 3);
  recording.cut_at = whole.askings[2].time - 1;
  CHECK(replay_json(outcome, recording)["askings"].size() == 2);
  recording.cut_at.reset();
  recording.askings.assign(replay::most_askings + 1, whole.askings[0]);
  CHECK(replay_json(outcome, recording)["askings"].size() == replay::most_askings);
}

}  // namespace replay_test
