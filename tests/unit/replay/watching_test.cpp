// Watching changes nothing, and what is added later changes nothing before it happens.
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "sim/run/summary.hpp"
#include "sim/run/write_result.hpp"
#include "tests/catch.hpp"
#include "tests/end_to_end/files.hpp"
#include "tests/unit/io/temporary_folder.hpp"
#include "tests/unit/replay/watched.hpp"

namespace watching_test {

using namespace rippletank;
using namespace rippletank::tests;
using replay::Message;

namespace {

std::map<std::string, std::string> files_of(const scenario::Scenario& scenario,
                                            const run::Outcome& outcome) {
  const TemporaryFolder folder;
  run::write_result(scenario, outcome, Json::array(), folder.path);
  return tree(folder.path);
}

using Told = std::tuple<core::Time, core::PeerId, core::PeerId, std::uint32_t, std::uint32_t,
                        std::uint16_t, std::string>;
using Ended = std::tuple<Told, core::Time, replay::Fate>;

/// What can be seen of a run before a moment.
struct Seen {
  std::vector<Told> sent;
  std::vector<Ended> ended;
  std::vector<std::tuple<core::Time, core::PeerId, std::uint32_t>> asked;
  std::vector<std::tuple<core::Time, core::PeerId, bool, bool>> presence;

  Seen(const replay::Recording& recording, core::Time until) {
    for (const Message& one : recording.messages) {
      if (one.sent >= until) continue;
      sent.emplace_back(one.sent, one.from, one.to, one.query, one.bytes, one.hops,
                        recording.types[one.type]);
      if (one.ended < until) ended.emplace_back(sent.back(), one.ended, one.fate);
    }
    for (const replay::Asking& one : recording.askings) {
      if (one.time < until) asked.emplace_back(one.time, one.origin, one.query);
    }
    for (const overlay::PresenceChange& one : recording.presence) {
      if (one.time >= until) continue;
      presence.emplace_back(one.time, one.peer, one.online, one.announced);
    }
  }
  bool operator==(const Seen&) const = default;
};

/// A scenario that comes along, with one more failure.
scenario::Scenario with_failure(const std::string& name, const Json& failure) {
  const auto file = checkout() / "scenarios/tutorial" / (name + ".json");
  Json json = read_json(file);
  json["failures"].push_back(failure);
  return scenario::load_text(json.dump(), file.string()).scenario;
}

struct Added {
  std::string name;
  Json failure;
};

/// What a page offers to break: named peers, hosts, devices, cables and trunks, and partitions.
std::vector<Added> breakable() {
  const Json peer = {{"choose", "ids"}, {"ids", {1}}};
  const Json cable = {{"choose", "ids"}, {"ids", {{0, 12}}}};
  const Json cable_of_servers = {{"choose", "ids"}, {"ids", {{4, 8}}}};
  const Json switch_device = {{"choose", "ids"}, {"ids", {12}}};
  return {
      {"03_ring", {{"at_s", 0.11}, {"peers", peer}}},
      {"12_trunk", {{"at_s", 15.0002}, {"links", cable}}},
      {"12_trunk", {{"at_s", 7}, {"duration_s", 20}, {"devices", switch_device}}},
      {"14_reroute", {{"at_s", 12}, {"hosts", peer}}},
      {"17_outage", {{"at_s", 100.5}, {"duration_s", 20}, {"peers", peer}, {"how", "leave"}}},
      {"18_netsplit", {{"at_s", 100}, {"links", cable_of_servers}}},
      {"20_napster", {{"at_s", 15}, {"peers", peer}, {"how", "crash"}}},
      {"21_gnutella", {{"at_s", 100.07}, {"peers", peer}}},
      {"22_joining", {{"at_s", 150}, {"partition", {1, 2, 3, 4}}, {"duration_s", 40}}},
      {"24_lan_discovery", {{"at_s", 40}, {"peers", peer}, {"how", "leave"}}},
      {"25_freenet", {{"at_s", 11.2}, {"peers", peer}}},
      {"27_what_survives", {{"at_s", 33}, {"peers", peer}}},
      {"28_churn", {{"at_s", 600}, {"duration_s", 60}, {"peers", peer}}},
  };
}

}  // namespace

TEST_CASE("a run that is watched is the same run, with the same tables") {
  for (const Named& one : worth_watching()) {
    INFO(one.name);
    const run::Outcome alone = run::run(one.scenario, one.scenario.seed);
    const Watched run = watched(one.scenario);
    CHECK(alone.measures.fingerprint.value() == run.outcome.measures.fingerprint.value());
    CHECK(files_of(one.scenario, alone) == files_of(one.scenario, run.outcome));
  }
}

TEST_CASE("until a failure that is added happens, everything is as it is without it") {
  for (const Added& added : breakable()) {
    INFO(added.name << " with " << added.failure.dump());
    const core::Time at = core::from_seconds(added.failure["at_s"].get<double>());
    const Watched before = watched(tutorial(added.name));
    const Watched after = watched(with_failure(added.name, added.failure));
    const Seen expected(before.recording, at);
    const Seen seen(after.recording, at);
    CHECK_FALSE(expected.sent.empty());
    CHECK(seen.sent == expected.sent);
    CHECK(seen.ended == expected.ended);
    CHECK(seen.asked == expected.asked);
    CHECK(seen.presence == expected.presence);
    CHECK_FALSE(Seen(before.recording, core::never) == Seen(after.recording, core::never));
  }
}

TEST_CASE("a limit on messages keeps those that were sent first, and tells from when some miss") {
  for (const scenario::Scenario& scenario :
       {flood_on_grid(), star_with_broken_cable(), flood_under_churn(), tutorial("18_netsplit")}) {
    const Watched whole = watched(scenario);
    const std::size_t all = whole.recording.messages.size();
    REQUIRE(all > 40);
    for (const std::size_t most : {std::size_t{0}, std::size_t{1}, all / 3, all - 1}) {
      const Watched cut = watched(scenario, most);
      REQUIRE(cut.recording.messages.size() == most);
      REQUIRE(cut.recording.cut_at);
      CHECK(*cut.recording.cut_at == whole.recording.messages[most].sent);
      for (std::size_t i = 0; i < most; ++i) {
        const Message& one = cut.recording.messages[i];
        const Message& other = whole.recording.messages[i];
        CHECK(std::tie(one.sent, one.ended, one.from, one.to, one.query, one.bytes, one.hops,
                       one.type, one.fate) == std::tie(other.sent, other.ended, other.from,
                                                       other.to, other.query, other.bytes,
                                                       other.hops, other.type, other.fate));
        CHECK(cut.recording.ways[one.way] == whole.recording.ways[other.way]);
      }
      CHECK(cut.recording.askings.size() == whole.recording.askings.size());
      const std::size_t changes = cut.recording.presence.size();
      REQUIRE(changes <= whole.recording.presence.size());
      CHECK((changes == 0 || cut.recording.presence.back().time <= *cut.recording.cut_at));
      CHECK((changes == whole.recording.presence.size() ||
             whole.recording.presence[changes].time >= *cut.recording.cut_at));
    }
    CHECK_FALSE(watched(scenario, all).recording.cut_at);
  }
}

TEST_CASE("a recording ends where too many have come and gone") {
  Json json = overlay_scenario({{"model", "ring"}, {"nodes", 200}}, {{"model", "flood"}}, 5, {"0"});
  json["horizon_s"] = 2'000;
  json["churn"] = {{"model", "sessions"},
                   {"session_s", {{"model", "constant"}, {"value", 3}}},
                   {"downtime_s", {{"model", "constant"}, {"value", 3}}}};
  const Watched run = watched(json);
  CHECK(run.recording.presence.size() == replay::most_presence);
  REQUIRE(run.recording.cut_at);
  CHECK(*run.recording.cut_at >= run.recording.presence.back().time);
  CHECK(*run.recording.cut_at < core::from_seconds(2'000));
}

}  // namespace watching_test
