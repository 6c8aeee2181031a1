// Downloads between the clients of a broker, by hand: who sends how much to whom from when to when.
#include "sim/protocols/parts/downloads.hpp"

#include <string>
#include <vector>

#include "sim/protocols/brokered.hpp"
#include "tests/unit/protocols/scripted_star.hpp"

namespace downloads_test {

namespace {

using namespace rippletank;
using namespace rippletank::tests;
using core::millisecond;
using core::PeerId;
using core::second;
using core::Time;
using measure::DownloadRecord;
using measure::DownloadStatus;
using overlay::Measures;
using Broker = Script<protocols::Brokered>;

constexpr Time d = star_delay;
/// From a query until the sources that are asked first have got the request: the search, its
/// answer and the request.
constexpr Time asked_after = 3 * d;

/// Peer 0 is the server. Every item has 1000 bytes, and every client sends as many in a second.
Broker broker(PeerId peers, std::vector<std::set<PeerId>> holders) {
  Broker script{star(peers), {}, std::move(holders)};
  script.parameters.login_spread_s = 0;
  script.parameters.downloads.retry_s = 5;
  return script;
}

/// "FROM>TO START+DURATION CARRIED/BYTES" in milliseconds, with what is left of one as nanoseconds.
std::string in_words(const DownloadRecord& record) {
  const auto milliseconds = [](Time time) {
    const Time rest = time % millisecond;
    return std::to_string(time / millisecond) + (rest == 0 ? "" : "." + std::to_string(rest));
  };
  const std::string duration = record.duration ? milliseconds(*record.duration) : "...";
  return std::to_string(record.from) + ">" + std::to_string(record.to) + " " +
         milliseconds(record.start) + "+" + duration + " " + std::to_string(record.carried_bytes) +
         "/" + std::to_string(record.bytes);
}
std::vector<std::string> in_words(const Measures& measures) {
  std::vector<std::string> lines;
  for (const DownloadRecord& record : sent(measures)) lines.push_back(in_words(record));
  return lines;
}

/// The source that is asked first: the broker names holders in random order.
PeerId first_source(const Broker& script) { return play(script).downloads.at(0).from; }

}  // namespace

TEST_CASE("a client asks a holder that its broker has named, and is sent the item") {
  Broker script = broker(3, {{1}});
  script.queries = {fetching(second, 2, 0), {2 * second, 2, core::ItemId{0}, false}};
  const Measures measures = play(script);
  CHECK(in_words(measures) == std::vector<std::string>{"1>2 1030+1010 1000/1000"});
  const DownloadRecord& record = measures.downloads.front();
  CHECK(record.query == core::QueryId{0});
  CHECK(record.item == core::ItemId{0});
  CHECK(record.status == DownloadStatus::complete);
  CHECK(std::string(record.what) == "file");
  CHECK(std::string(record.method) == "direct");
  CHECK(measures.queries[0].download_begun);
  CHECK(measures.queries[0].downloaded == asked_after + d + second);
  CHECK(measures.queries[0].hits == 1);
  // The search, its answer and the request.
  CHECK(measures.queries[0].messages == 3);
  CHECK(measures.queries[0].bytes == (40 + 18) + (4 + 100) + 50);
  // The other query does not fetch.
  CHECK_FALSE(measures.queries[1].download_begun);
  CHECK_FALSE(measures.queries[1].downloaded);
  CHECK(measures.queries[1].hits == 1);
  CHECK(messages_of(measures, "request") == 1);
  CHECK(messages_of(measures, "refusal") == 0);
}

TEST_CASE("who finds nothing fetches nothing") {
  Broker script = broker(3, {{}, {2}});
  script.queries = {fetching(second, 2, 0), fetching(second, 2, 1)};
  const Measures measures = play(script);
  CHECK(measures.downloads.empty());
  CHECK_FALSE(measures.queries[0].download_begun);
  CHECK_FALSE(measures.queries[1].download_begun);
}

TEST_CASE("those that wait for a slot are served in the order of their asking") {
  Broker script = broker(5, {{1}});
  script.uploads.slots = 1;
  script.queries = {fetching(second, 2, 0), fetching(second + 2, 3, 0), fetching(second + 1, 4, 0)};
  std::swap(script.queries[1], script.queries[2]);
  const Measures measures = play(script);
  CHECK(in_words(measures) == std::vector<std::string>{"1>2 1030+1010 1000/1000",
                                                       "1>4 2040+1010 1000/1000",
                                                       "1>3 3050+1010 1000/1000"});
  CHECK(measures.queries[0].downloaded == 1040 * millisecond);
  CHECK(measures.queries[1].downloaded == 2050 * millisecond - 1);
  CHECK(measures.queries[2].downloaded == 3060 * millisecond - 2);
  CHECK(messages_of(measures, "request") == 3);
}

TEST_CASE("two slots share the line of a source") {
  Broker script = broker(5, {{1}});
  script.uploads.slots = 2;
  script.queries = {fetching(second, 2, 0), fetching(second, 3, 0), fetching(second, 4, 0)};
  // Two at half the speed; then the third alone.
  CHECK(in_words(play(script)) == std::vector<std::string>{"1>2 1030+2010 1000/1000",
                                                           "1>3 1030+2010 1000/1000",
                                                           "1>4 3040+1010 1000/1000"});
}

TEST_CASE("who is refused asks the next source, and all of them again after a while") {
  Broker script = broker(6, {{1, 5}});
  script.uploads = {1, 0};
  script.queries = {fetching(second, 2, 0), fetching(1100 * millisecond, 3, 0),
                    fetching(1200 * millisecond, 4, 0)};
  const Measures measures = play(script);
  const std::vector<DownloadRecord> records = sent(measures);
  REQUIRE(records.size() == 3);
  CHECK(records[0].start == second + asked_after);
  CHECK(records[1].from != records[0].from);
  // The second asks one of the two first; if that is busy, it asks the other two letters later.
  const bool refused = records[1].start != 1100 * millisecond + asked_after;
  CHECK(records[1].start == 1100 * millisecond + asked_after + (refused ? 2 * d : 0));
  // The third is refused by both; five seconds after that both are idle.
  CHECK(records[2].start == 1200 * millisecond + asked_after + 3 * d + 5 * second + d);
  CHECK(records[2].status == DownloadStatus::complete);
  CHECK(messages_of(measures, "refusal") == (refused ? 3 : 2));
  CHECK(messages_of(measures, "request") == 3 + messages_of(measures, "refusal"));
  CHECK(attempts(measures, DownloadStatus::refused) == messages_of(measures, "refusal"));
}

TEST_CASE("as many may wait as a source has places, and they are counted one by one") {
  Broker script = broker(6, {{1}});
  script.uploads = {1, 2};
  script.parameters.downloads.tries = 1;
  for (PeerId peer = 2; peer < 6; ++peer) {
    script.queries.push_back(fetching(second + peer, peer, 0));
  }
  const Measures measures = play(script);
  CHECK(sent(measures).size() == 3);
  CHECK(attempts(measures, DownloadStatus::refused) == 1);
  CHECK(messages_of(measures, "refusal") == 1);
  CHECK(measures.queries[3].download_begun);
  CHECK_FALSE(measures.queries[3].downloaded);
}

TEST_CASE("when a source leaves another one sends exactly the rest") {
  Broker script = broker(4, {{1, 3}});
  script.queries = {fetching(second, 2, 0)};
  const PeerId first = first_source(script);
  const PeerId other = first == 1 ? 3 : 1;
  script.changes = {{1540 * millisecond, first, false, false}};
  const Measures measures = play(script);
  CHECK(in_words(measures) ==
        std::vector<std::string>{std::to_string(first) + ">2 1030+510 500/1000",
                                 std::to_string(other) + ">2 1550+510 500/500"});
  CHECK(measures.downloads[0].status == DownloadStatus::cut);
  CHECK(measures.queries[0].downloaded == 1060 * millisecond);
  CHECK(measures.carried[2].down == 1000);
}

TEST_CASE("when all sources are gone they are asked again until one has tried too often") {
  Broker script = broker(3, {{1}});
  script.parameters.downloads.tries = 3;
  script.queries = {fetching(second, 2, 0)};
  script.changes = {{1540 * millisecond, 1, false, false}};
  Measures measures = play(script);
  // At 1020, 6540 and 11550 ms, and then no more.
  CHECK(messages_of(measures, "request") == 3);
  CHECK(attempts(measures, DownloadStatus::gone) == 2);
  CHECK(in_words(measures) == std::vector<std::string>{"1>2 1030+510 500/1000"});
  CHECK_FALSE(measures.queries[0].downloaded);
  script.changes.push_back({8 * second, 1, true, true});
  measures = play(script);
  CHECK(in_words(measures) ==
        std::vector<std::string>{"1>2 1030+510 500/1000", "1>2 11560+510 500/500"});
  CHECK(measures.queries[0].downloaded == 11'070 * millisecond);
}

TEST_CASE("a source that leaves sends those that wait for it to another one") {
  Broker script = broker(5, {{1, 4}});
  script.uploads.slots = 1;
  script.parameters.downloads.tries = 1;
  // Both fetch from the same source, and the later one waits, by the number of its query.
  script.queries = {fetching(second, 2, 0), fetching(second + 1, 3, 0)};
  PeerId source = 0;
  while (source == 0) {
    REQUIRE(script.queries.size() < 100);
    script.queries.insert(script.queries.begin() + 1, {second, 2, core::ItemId{0}, false});
    const Measures tried = play(script);
    if (tried.downloads[0].from == tried.downloads[1].from) source = tried.downloads[0].from;
  }
  script.changes = {{1540 * millisecond, source, false, true}};
  const std::string other = source == 1 ? "4" : "1";
  // Who waited asks at once and is first; who was being sent to learns of it after that.
  CHECK(in_words(play(script)) ==
        std::vector<std::string>{std::to_string(source) + ">2 1030+510 500/1000",
                                 other + ">3 1550+1010 1000/1000", other + ">2 2560+510 500/500"});
}

TEST_CASE("a client that comes back goes on at once with what it had begun") {
  Broker script = broker(3, {{1}});
  script.parameters.downloads.tries = 1;
  script.queries = {fetching(second, 2, 0)};
  script.changes = {{1540 * millisecond, 2, false, false}, {3 * second, 2, true, true}};
  const Measures measures = play(script);
  CHECK(in_words(measures) ==
        std::vector<std::string>{"1>2 1030+510 500/1000", "1>2 3010+510 500/500"});
  CHECK(measures.queries[0].downloaded == 2520 * millisecond);
}

TEST_CASE("who leaves while it waits is passed by, and keeps its place if it is back in time") {
  Broker script = broker(5, {{1}});
  script.uploads.slots = 1;
  script.queries = {fetching(second, 2, 0), fetching(second + 1, 3, 0), fetching(second + 2, 4, 0)};
  script.changes = {{1500 * millisecond, 3, false, false}, {1600 * millisecond, 3, true, true}};
  CHECK(in_words(play(script)) == std::vector<std::string>{"1>2 1030+1010 1000/1000",
                                                           "1>3 2040+1010 1000/1000",
                                                           "1>4 3050+1010 1000/1000"});
  script.changes[1].time = 2500 * millisecond;
  CHECK(in_words(play(script)) == std::vector<std::string>{"1>2 1030+1010 1000/1000",
                                                           "1>4 2040+1010 1000/1000",
                                                           "1>3 3050+1010 1000/1000"});
}

TEST_CASE("pieces of several sources come side by side, and each of them goes on as it is ready") {
  Broker script = broker(4, {{1, 3}});
  script.parameters.downloads.sources = 2;
  script.parameters.downloads.piece_bytes = 300;
  script.queries = {fetching(second, 2, 0)};
  const Measures measures = play(script);
  REQUIRE(measures.downloads.size() == 4);
  // 300 each, then the last 400: 300 for who is told first, and 100.
  const std::vector<std::string> lines = in_words(measures);
  CHECK(lines[0].substr(1) == ">2 1030+310 300/300");
  CHECK(lines[1].substr(1) == ">2 1030+310 300/300");
  CHECK(lines[2].substr(1) == ">2 1350+310 300/300");
  CHECK(lines[3].substr(1) == ">2 1350+110 100/100");
  CHECK(measures.downloads[0].from != measures.downloads[1].from);
  CHECK(measures.downloads[2].from != measures.downloads[3].from);
  CHECK(measures.queries[0].downloaded == 660 * millisecond);
  CHECK(messages_of(measures, "request") == 4);
}

TEST_CASE("of several sources, too, all share the line of who fetches") {
  Broker script = broker(4, {{1, 3}});
  script.parameters.downloads.sources = 2;
  script.parameters.downloads.piece_bytes = 500;
  script.rates.resize(4);
  script.rates[2].down = 1000;
  script.queries = {fetching(second, 2, 0)};
  const Measures measures = play(script);
  CHECK(measures.downloads.size() == 2);
  CHECK(measures.queries[0].downloaded == asked_after + d + second);
}

TEST_CASE("a piece that a source has begun is finished by another one when it leaves") {
  Broker script = broker(4, {{1, 3}});
  script.parameters.downloads.sources = 2;
  script.parameters.downloads.piece_bytes = 500;
  script.queries = {fetching(second, 2, 0)};
  const PeerId first = first_source(script);
  script.changes = {{1240 * millisecond, first, false, false}};
  // Both have sent 200 then. The other one has its 500 at 1540, and then the other 300.
  const std::string other = first == 1 ? "3" : "1";
  CHECK(in_words(play(script)) ==
        std::vector<std::string>{std::to_string(first) + ">2 1030+210 200/500",
                                 other + ">2 1030+510 500/500", other + ">2 1550+310 300/300"});
}

TEST_CASE("an item without a byte is fetched as the first byte of others would come, or not") {
  Broker script = broker(4, {{1, 3}});
  script.sizes = {0};
  script.queries = {fetching(second, 2, 0)};
  script.parameters.downloads.sources = 2;
  CHECK(play(script).queries[0].downloaded == asked_after + d);
  const PeerId first = first_source(script);
  const std::string other = first == 1 ? "3" : "1";
  // Its source leaves before that: nothing has come.
  script.changes = {{1035 * millisecond, first, false, false}};
  const Measures measures = play(script);
  CHECK(in_words(measures) == std::vector<std::string>{std::to_string(first) + ">2 1030+5 0/0",
                                                       other + ">2 1045+10 0/0"});
  CHECK(measures.queries[0].downloaded == 55 * millisecond);
}

TEST_CASE("what has come as an end leaves need not come again") {
  for (const PeerId leaving : {PeerId{1}, PeerId{2}}) {
    Broker script = broker(3, {{1}});
    script.queries = {fetching(second, 2, 0)};
    script.changes = {{2040 * millisecond, leaving, false, false}, {3 * second, leaving, true}};
    const Measures measures = play(script);
    CHECK(in_words(measures) == std::vector<std::string>{"1>2 1030+1010 1000/1000"});
    CHECK(measures.downloads[0].status == DownloadStatus::cut);
    CHECK(measures.queries[0].downloaded == 1040 * millisecond);
    CHECK(messages_of(measures, "request") == 1);
  }
}

TEST_CASE("at the horizon a download has what it has until then") {
  Broker script = broker(3, {{1}});
  script.queries = {fetching(second, 2, 0)};
  script.horizon = 1540 * millisecond;
  const Measures measures = play(script);
  CHECK(in_words(measures) == std::vector<std::string>{"1>2 1030+... 500/1000"});
  CHECK(measures.queries[0].download_begun);
  CHECK_FALSE(measures.queries[0].downloaded);
}

TEST_CASE("downloads of the warm-up are played out and counted nowhere") {
  Broker script = broker(4, {{1}});
  script.uploads.slots = 1;
  script.queries = {fetching(second, 2, 0), fetching(1100 * millisecond, 3, 0)};
  script.warm_up = 1050 * millisecond;
  const Measures measures = play(script);
  CHECK(in_words(measures) == std::vector<std::string>{"1>3 2040+1010 1000/1000"});
  CHECK(measures.downloads[0].query == core::QueryId{0});
  CHECK(messages_of(measures, "request") == 1);
}

TEST_CASE("who came back before it was to try again tries once, not twice as often") {
  Broker script = broker(4, {{1}});
  script.sizes = {1'000'000};
  script.uploads = {1, 0};
  script.queries = {fetching(second, 2, 0), fetching(2 * second, 3, 0)};
  // Refused at 2040 ms, it would try again at 7040. It leaves, asks as it is back and is refused
  // at 4020: it tries again at 9020 and 14040, and what was set before is void.
  script.changes = {{3 * second, 3, false, false}, {4 * second, 3, true, true}};
  script.horizon = 15 * second;
  const Measures measures = play(script);
  CHECK(messages_of(measures, "request") == 1 + 4);
}

TEST_CASE("a client that was away may try as often as at first") {
  Broker script = broker(3, {{1}});
  script.parameters.downloads.tries = 2;
  script.queries = {fetching(second, 2, 0)};
  // The source is gone; the client asked at 1020 and asks at 3000, when it is back, and at 8010.
  script.changes = {{1025 * millisecond, 1, false, false},
                    {2 * second, 2, false, false},
                    {3 * second, 2, true, true}};
  CHECK(messages_of(play(script), "request") == 3);
}

}  // namespace downloads_test
