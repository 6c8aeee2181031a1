// Rules that carry files: what they are told when, and what is counted.
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sim/underlay/direct.hpp"
#include "tests/unit/overlay/laid_ways.hpp"
#include "tests/unit/overlay/porter.hpp"

namespace correspondence_carry_test {

namespace core = rippletank::core;
namespace measure = rippletank::measure;
namespace overlay = rippletank::overlay;
namespace underlay = rippletank::underlay;
using core::millisecond;
using core::PeerId;
using core::second;
using core::Time;
using measure::DownloadRecord;
using measure::DownloadStatus;
using overlay::tests::LaidWays;
using overlay::tests::Task;
using overlay::tests::Told;
using rippletank::tests::presence;

namespace {

using Notes = std::vector<std::string>;
constexpr PeerId peers = 4;

struct Play {
  std::vector<Task> tasks;
  std::vector<overlay::Query> queries = {};
  std::vector<overlay::PresenceChange> changes = {};
  Time horizon = core::never;
  Time warm_up = 0;
};

/// Link 2p leads up from peer p and link 2p+1 down to it, at 100 bytes/s each; every way takes
/// 250 ms, and a letter 10 ms.
LaidWays access_links() {
  LaidWays laid{std::vector<double>(std::size_t{2} * peers, 100.0), {}};
  for (PeerId from = 0; from < peers; ++from) {
    for (PeerId to = 0; to < peers; ++to) {
      if (from != to) laid.ways[{from, to}] = {250 * millisecond, {2 * from, 2 * to + 1}};
    }
  }
  return laid;
}

Told play(Play given, const LaidWays& laid = access_links()) {
  const overlay::Connections nobody_is_connected{{0, 0, 0, 0, 0}, {}};
  const underlay::ConstantDelay wires{10 * millisecond, {}};
  overlay::RunSettings settings;
  settings.horizon = given.horizon;
  settings.warm_up = given.warm_up;
  settings.link_ways = laid.link_ways();
  if (!given.changes.empty()) settings.presence = presence(std::move(given.changes));
  return overlay::tests::play(nobody_is_connected, wires, std::move(given.tasks),
                              std::move(given.queries), settings);
}

/// Carried at a moment.
Task carry(Time at, PeerId from, PeerId to, std::uint64_t bytes) {
  Task task{from, to, bytes};
  task.at = at;
  return task;
}
/// Carried because of another task.
Task carry_then(PeerId from, PeerId to, std::uint64_t bytes) { return {from, to, bytes}; }

Task write(Time at, PeerId from, PeerId to) {
  Task task = carry(at, from, to, 0);
  task.is_letter = true;
  return task;
}

}  // namespace

TEST_CASE("a file arrives after the latency of its way and the time of its bytes") {
  const Told told = play({{carry(500 * millisecond, 0, 1, 100)}});
  CHECK(told.notes == Notes{"1750: #0 has all"});
  REQUIRE(told.measures.downloads.size() == 1);
  const DownloadRecord& download = told.measures.downloads.front();
  CHECK(download.status == DownloadStatus::complete);
  CHECK(download.bytes == 100);
  CHECK(download.carried_bytes == 100);
  CHECK(download.start == 500 * millisecond);
  CHECK(download.duration == 1250 * millisecond);
  CHECK_FALSE(download.query);
  CHECK(told.measures.end == 1750 * millisecond);
  CHECK(told.measures.carried[0].up == 100);
  CHECK(told.measures.carried[0].down == 0);
  CHECK(told.measures.carried[1].down == 100);
  // It is no message.
  CHECK(told.measures.messages.front().messages == 0);
  CHECK(told.measures.traffic[0].out.bytes == 0);
}

TEST_CASE("files over one uplink share it, and to one downlink, too") {
  // From 750 ms on the first two share; from 1250 ms on, too, the last two the downlink of peer 3.
  const Told told = play({{carry(0, 0, 1, 100), carry(500 * millisecond, 0, 3, 100),
                           carry(1000 * millisecond, 2, 3, 100)}});
  // #0 has 50 bytes at 750 ms and all at 1750 ms. #1 has 50 then, and 100 at 2750 ms, as #2 has the
  // other half of the downlink: from 1250 ms on, 75 bytes until then, and 25 more at 100 bytes/s.
  CHECK(told.notes == Notes{"1750: #0 has all", "2750: #1 has all", "3000: #2 has all"});
}

TEST_CASE("at one moment peers go, then queries start, then files end, then letters are read") {
  Play given;
  given.tasks = {carry(0, 0, 1, 75), write(990 * millisecond, 0, 1)};
  given.queries = {{second, 2, {}}};
  given.changes = {{second, 3, false, false}};
  CHECK(play(given).notes ==
        Notes{"1000: 3 goes", "1000: query of 2", "1000: #0 has all", "1000: #1 is read"});
}

TEST_CASE("what a peer that goes has not got is cut, in ascending order, once it is gone") {
  Play given;
  given.tasks = {carry(0, 0, 1, 100), carry(0, 2, 3, 100), carry(0, 1, 2, 100),
                 carry(0, 0, 3, 100)};
  given.changes = {{second, 1, false, false}};
  // #0 and #3 share the uplink of 0, #1 and #3 the downlink of 3, at 50 bytes/s; then #3 stays.
  const Told told = play(given);
  CHECK(told.notes == Notes{"1000: 1 goes", "1000: #0 is cut at 37", "1000: #2 is cut at 75",
                            "2250: #1 has all", "2250: #3 has all"});
  CHECK(told.measures.downloads[0].status == DownloadStatus::cut);
  CHECK(told.measures.downloads[0].carried_bytes == 37);
  CHECK(told.measures.downloads[0].duration == second);
  CHECK(told.measures.carried[1].up == 75);
  CHECK(told.measures.carried[1].down == 37);
}

TEST_CASE("a peer that goes as its last byte arrives is cut with all of them") {
  Play given;
  given.tasks = {carry(0, 0, 1, 75), carry(0, 2, 3, 75)};
  given.changes = {{second, 1, false, true}, {second, 2, false, true}};
  const Told told = play(given);
  CHECK(told.notes ==
        Notes{"1000: 1 goes", "1000: #0 is cut at 75", "1000: 2 goes", "1000: #1 is cut at 75"});
  CHECK(told.measures.downloads[0].status == DownloadStatus::cut);
  CHECK(told.measures.downloads[0].carried_bytes == 75);
}

TEST_CASE("what is sent to or by a peer that is gone is cut, unless it comes back in time") {
  Play given;
  given.tasks = {carry(100 * millisecond, 0, 1, 100), carry(100 * millisecond, 0, 2, 100),
                 carry_then(1, 2, 100)};
  given.tasks[2].at_leaving = true;
  given.tasks[2].from = 1;
  given.changes = {{0, 1, false, true},
                   {0, 2, false, true},
                   {200 * millisecond, 2, true, true},
                   {5 * second, 2, false, true}};
  const Told told = play(given);
  // Who goes may still begin to send; it is cut at once.
  CHECK(told.notes == Notes{"0: 1 goes", "0: #2 is cut at 0", "0: 2 goes", "200: 2 comes",
                            "350: #0 is cut at 0", "1350: #1 has all", "5000: 2 goes"});
}

TEST_CASE("the rest of what was cut may come from another peer, and one file after another") {
  Play given;
  given.tasks = {carry(0, 0, 1, 100), carry_then(2, 1, 25), carry_then(1, 3, 100)};
  given.tasks[0].then = {1};
  given.tasks[1].then = {2};
  given.changes = {{second, 0, false, true}};
  const Told told = play(given);
  CHECK(told.notes ==
        Notes{"1000: 0 goes", "1000: #0 is cut at 75", "1500: #1 has all", "2750: #2 has all"});
  CHECK(told.measures.carried[1].down == 100);
}

TEST_CASE("what ends at one moment can be stopped by who is told of it first") {
  // Two peers send half of a file each, and end together. Whoever is told first stops the other and
  // begins two more, of which none must be taken for it.
  Play given;
  given.tasks = {carry(0, 0, 1, 75), carry(0, 2, 3, 75), carry_then(0, 1, 100),
                 carry_then(2, 3, 50)};
  given.tasks[0].then = {2, 3};
  given.tasks[0].stops = {1};
  const Told told = play(given);
  CHECK(told.notes == Notes{"1000: #0 has all", "1000: #1 is stopped at 75", "1750: #3 has all",
                            "2250: #2 has all"});
  CHECK(told.measures.downloads[1].status == DownloadStatus::complete);
}

TEST_CASE("what is stopped is counted as far as it was carried, and not told") {
  Play given;
  given.tasks = {carry(0, 0, 1, 50), carry(0, 2, 3, 1000), carry(500 * millisecond, 0, 1, 100)};
  given.tasks[0].stops = {1, 2};
  const Told told = play(given);
  CHECK(told.notes ==
        Notes{"750: #0 has all", "750: #1 is stopped at 50", "750: #2 is stopped at 0"});
  CHECK(told.measures.downloads[1].status == DownloadStatus::cut);
  CHECK(told.measures.downloads[1].carried_bytes == 50);
  CHECK(told.measures.downloads[1].duration == 750 * millisecond);
}

TEST_CASE("files of the warm-up, and of queries of the warm-up, are carried and not counted") {
  Play given;
  given.tasks = {carry(0, 0, 1, 75),          carry(second, 0, 1, 75), carry_then(2, 3, 75),
                 carry(second / 2, 3, 2, 75), carry_then(2, 3, 75),    carry_then(3, 2, 100)};
  given.tasks[2].by_query = true;
  given.tasks[2].then = {4};
  given.tasks[3].then = {5};
  given.queries = {{second - 1, 2, {}}, {second, 2, {}}};
  given.warm_up = second;
  const Told told = play(given);
  // Both queries begin #2, and each of these #4.
  CHECK(told.notes.size() == 2 + 1 + 1 + 2 + 1 + 2 + 1);
  // Of peer 0 the one at 1 s, of peer 2 one by the second query and one after it, of peer 3 the one
  // that begins after the warm-up without a query.
  REQUIRE(told.measures.downloads.size() == 4);
  CHECK(told.measures.carried[0].up == 75);
  CHECK(told.measures.carried[2].up == 150);
  CHECK(told.measures.carried[3].up == 100);
  std::size_t of_queries = 0;
  for (const DownloadRecord& download : told.measures.downloads) {
    CHECK(download.start >= second);
    if (!download.query) continue;
    ++of_queries;
    CHECK(download.query == core::QueryId{0});
    CHECK(download.from == 2);
  }
  CHECK(of_queries == 2);
}

TEST_CASE("what is on its way at the horizon has carried what it has until then") {
  Play given;
  given.tasks = {carry(0, 0, 1, 100), carry(0, 2, 3, 75), carry(800 * millisecond, 1, 0, 100),
                 carry(second, 3, 2, 0)};
  given.horizon = second;
  const Told told = play(given);
  // What ends at the horizon has ended.
  CHECK(told.notes == Notes{"1000: #1 has all"});
  const std::vector<DownloadRecord>& downloads = told.measures.downloads;
  CHECK(downloads[0].status == DownloadStatus::in_progress);
  CHECK(downloads[0].carried_bytes == 75);
  CHECK(downloads[1].status == DownloadStatus::complete);
  CHECK(downloads[2].status == DownloadStatus::in_progress);
  CHECK(downloads[2].carried_bytes == 0);
  CHECK(downloads[3].status == DownloadStatus::in_progress);
}

TEST_CASE("a horizon long after the last event counts what was carried until there") {
  Play given;
  given.tasks = {carry(0, 0, 1, 1'000'000)};
  given.horizon = 5000 * second;
  CHECK(play(given).measures.downloads[0].carried_bytes == 499'975);
}

TEST_CASE("a run ends although a file never will, and where there is no way it is cut") {
  LaidWays laid = access_links();
  laid.capacity_bytes_s[0] = 0;
  laid.ways.erase({1, 2});
  const Told told =
      play({{carry(0, 0, 1, 100), carry(second, 1, 2, 100), carry(second, 1, 3, 0)}}, laid);
  CHECK(told.notes == Notes{"1000: #1 is cut at 0", "1250: #2 has all"});
  CHECK(told.measures.downloads[0].status == DownloadStatus::in_progress);
  CHECK(told.measures.downloads[0].carried_bytes == 0);
  CHECK(told.measures.end == 1250 * millisecond);
}

TEST_CASE("a peer carries to itself without a link, and without ways everything is at once") {
  LaidWays laid = access_links();
  laid.ways[{1, 1}] = {};
  CHECK(play({{carry(7 * millisecond, 1, 1, 1'000'000)}}, laid).notes == Notes{"7: #0 has all"});
  const overlay::Connections nobody_is_connected{{0, 0, 0}, {}};
  const underlay::ConstantDelay wires{10 * millisecond, {}};
  CHECK(
      overlay::tests::play(nobody_is_connected, wires, {carry(7 * millisecond, 0, 1, 100)}, {}, {})
          .notes == Notes{"7: #0 has all"});
}

TEST_CASE("the fingerprint tells when and how much was carried") {
  const auto fingerprint = [](std::uint64_t bytes, Time at) {
    return play({{carry(at, 0, 1, bytes)}}).measures.fingerprint.value();
  };
  CHECK(fingerprint(100, 0) == fingerprint(100, 0));
  CHECK(fingerprint(100, 0) != fingerprint(101, 0));
  CHECK(fingerprint(100, 0) != fingerprint(100, 1));
}

}  // namespace correspondence_carry_test
