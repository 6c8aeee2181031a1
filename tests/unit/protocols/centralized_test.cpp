// The bare centralized network by hand: what passes the server when, and what it keeps.
#include "sim/protocols/centralized.hpp"

#include <string>
#include <variant>
#include <vector>

#include "sim/protocols/brokered.hpp"
#include "tests/unit/protocols/churning_star.hpp"

namespace centralized_test {

namespace {

using namespace rippletank;
using namespace rippletank::tests;
using core::millisecond;
using core::PeerId;
using core::second;
using core::Time;
using measure::DownloadRecord;
using overlay::Measures;
using Lines = std::vector<std::string>;
using Centre = Script<protocols::Centralized>;

constexpr Time d = star_delay;
constexpr std::uint64_t ample = 1'000'000;

/// Peer 0 is the server and sends 4000 bytes a second, clients 1000. Every item has 1000 bytes.
///
/// A query at 1000 ms is a request at the server at 1030 and an order at the holder at 1040, who
/// sends from then until 2050; then the server sends until 2310.
Centre centre(PeerId peers, std::vector<std::set<PeerId>> holders, std::uint64_t cache_bytes = 0) {
  Centre script{star(peers), {}, std::move(holders)};
  script.parameters.login_spread_s = 0;
  script.parameters.cache_bytes = cache_bytes;
  script.parameters.downloads.retry_s = 5;
  script.rates = {{4000, 1e9}};
  return script;
}

/// "FROM>TO START+DURATION CARRIED/BYTES" in milliseconds, of what was sent and has ended.
Lines in_words(const Measures& measures) {
  Lines lines;
  for (const DownloadRecord& record : rippletank::tests::sent(measures)) {
    REQUIRE(record.duration);
    REQUIRE(std::string(record.method) == "relay");
    lines.push_back(std::to_string(record.from) + ">" + std::to_string(record.to) + " " +
                    std::to_string(record.start / millisecond) + "+" +
                    std::to_string(*record.duration / millisecond) + " " +
                    std::to_string(record.carried_bytes) + "/" + std::to_string(record.bytes));
  }
  return lines;
}

std::uint64_t figure(const Measures& measures, const std::string& name) {
  for (const measure::Figure& figure : measures.figures) {
    if (figure.name == name) return std::get<std::uint64_t>(figure.value);
  }
  FAIL("no figure is called " << name);
  return 0;
}

/// Requests that made the server fetch, for which it was fetching already, that it had kept.
std::vector<std::uint64_t> supplied(const Measures& measures) {
  return {figure(measures, "items_fetched"), figure(measures, "items_joined"),
          figure(measures, "items_kept")};
}
using Supplied = std::vector<std::uint64_t>;

constexpr bool goes = false;
constexpr bool comes = true;

}  // namespace

TEST_CASE("a client asks its server for an item, which fetches it from a holder and sends it on") {
  Centre script = centre(3, {{1}});
  script.queries = {fetching(second, 2, 0)};
  const Measures measures = play(script);
  CHECK(in_words(measures) == Lines{"1>0 1040+1010 1000/1000", "0>2 2050+260 1000/1000"});
  const measure::QueryRecord& query = measures.queries.front();
  CHECK(query.downloaded == 1310 * millisecond);
  CHECK(query.hits == 1);
  // The search, its answer, the request and the order.
  CHECK(query.messages == 4);
  CHECK(query.bytes == (40 + 18) + (4 + 100) + 50 + 50);
  CHECK(messages_of(measures, "request") == 1);
  CHECK(messages_of(measures, "order") == 1);
  for (const measure::MessageCount& count : measures.messages) {
    if (count.type == "request" || count.type == "order") CHECK(count.bytes() == 50);
  }
  for (const DownloadRecord& record : measures.downloads) CHECK(record.query == core::QueryId{0});
  // Every byte goes in and out.
  CHECK(measures.carried[0].down == 1000);
  CHECK(measures.carried[0].up == 1000);
  CHECK(supplied(measures) == Supplied{1, 0, 0});
}

TEST_CASE("what a server has kept it sends at once, and what it has no room for it fetches anew") {
  Centre script = centre(4, {{1}}, 1000);
  script.queries = {fetching(second, 2, 0), fetching(3 * second, 3, 0)};
  const Measures kept = play(script);
  CHECK(in_words(kept) ==
        Lines{"1>0 1040+1010 1000/1000", "0>2 2050+260 1000/1000", "0>3 3030+260 1000/1000"});
  CHECK(supplied(kept) == Supplied{1, 0, 1});
  CHECK(figure(kept, "cache_saved_bytes") == 1000);
  script.parameters.cache_bytes = 999;
  const Measures fetched = play(script);
  CHECK(in_words(fetched) == Lines{"1>0 1040+1010 1000/1000", "0>2 2050+260 1000/1000",
                                   "1>0 3040+1010 1000/1000", "0>3 4050+260 1000/1000"});
  CHECK(supplied(fetched) == Supplied{2, 0, 0});
}

TEST_CASE("who wants what is being fetched gets it when that has come, too") {
  Centre script = centre(4, {{1}});
  script.queries = {fetching(second, 2, 0), fetching(1500 * millisecond, 3, 0)};
  const Measures measures = play(script);
  // The two then share the line of the server.
  CHECK(in_words(measures) ==
        Lines{"1>0 1040+1010 1000/1000", "0>2 2050+510 1000/1000", "0>3 2050+510 1000/1000"});
  CHECK(supplied(measures) == Supplied{1, 1, 0});
  CHECK(messages_of(measures, "order") == 1);
}

TEST_CASE("a server keeps what was used last") {
  Centre script = centre(3, {{1}, {1}, {1}, {1}}, 2500);
  script.sizes = {1000, 1000, 1000, 3000};
  Time time = second;
  // 0 and 1 are kept; 0 is used; 2 takes the room of 1; 3 is too large and takes nobody's.
  for (const core::ItemId item : {0U, 1U, 0U, 2U, 0U, 3U, 2U, 0U, 3U, 1U}) {
    script.queries.push_back(fetching(time, 2, item));
    time += 10 * second;
  }
  const Measures measures = play(script);
  Lines fetched;
  for (const DownloadRecord& record : measures.downloads) {
    if (record.to == 0) fetched.push_back(std::to_string(*record.item));
  }
  CHECK(fetched == Lines{"0", "1", "2", "3", "3", "1"});
  CHECK(supplied(measures) == Supplied{6, 0, 4});
  CHECK(figure(measures, "cache_saved_bytes") == 4000);
}

TEST_CASE("when a holder leaves the server fetches the rest from another one") {
  Centre script = centre(4, {{1, 3}});
  script.queries = {fetching(second, 2, 0)};
  const PeerId first = play(script).downloads.at(0).from;
  script.changes = {{1550 * millisecond, first, goes, false}};
  CHECK(in_words(play(script)) == Lines{std::to_string(first) + ">0 1040+510 500/1000",
                                        std::to_string(4 - first) + ">0 1560+510 500/500",
                                        "0>2 2070+260 1000/1000"});
}

TEST_CASE("a holder serves as many orders as it has slots, and refuses what finds no place") {
  Centre script = centre(4, {{1}, {1}});
  script.uploads = {1, 0};
  script.queries = {fetching(second, 2, 0), fetching(1100 * millisecond, 3, 1)};
  const Measures measures = play(script);
  // The refusal is at the server at 1150 ms; it asks again five seconds later.
  CHECK(in_words(measures) == Lines{"1>0 1040+1010 1000/1000", "0>2 2050+260 1000/1000",
                                    "1>0 6160+1010 1000/1000", "0>3 7170+260 1000/1000"});
  CHECK(messages_of(measures, "no_slot") == 1);
  CHECK(messages_of(measures, "order") == 3);
}

TEST_CASE("a server without a place for a request says so, and the client asks again later") {
  Centre script = centre(4, {{1}});
  script.parameters.server.places = 1;
  script.parameters.server.service_ms = core::Distribution{core::Constant{20}};
  script.parameters.retry_s = 1;
  // The search of peer 3 is in the server from 10,031 to 10,051 ms, the request comes at 10,050.
  script.queries = {fetching(10 * second, 2, 0), {10'021 * millisecond, 3, core::ItemId{0}, false}};
  const Measures measures = play(script);
  CHECK(messages_of(measures, "refusal") == 1);
  CHECK(messages_of(measures, "request") == 2);
  CHECK(in_words(measures) == Lines{"1>0 15100+1010 1000/1000", "0>2 16110+260 1000/1000"});
}

TEST_CASE("when the server dies while it fetches, all is lost; a wish goes on when it is back") {
  Centre script = centre(4, {{1}}, ample);
  script.queries = {fetching(second, 2, 0),
                    {2 * second, 3, core::ItemId{0}, false},
                    {4 * second, 1, core::ItemId{0}, false}};
  script.changes = {{1550 * millisecond, 0, goes, false}, {3 * second, 0, comes, true}};
  const Measures measures = play(script);
  // While it is down nobody finds anything. Peer 1 asks and is known again. The wish is a request
  // at 6550, whose sender is unknown, and logs in; it is one again at 11,570.
  CHECK(measures.queries[1].hits == 0);
  CHECK(in_words(measures) ==
        Lines{"1>0 1040+510 500/1000", "1>0 11590+1010 1000/1000", "0>2 12600+260 1000/1000"});
  CHECK(measures.queries[0].downloaded == 11'860 * millisecond);
}

TEST_CASE("when the server dies while it sends, only the rest is sent when it is back") {
  Centre script = centre(4, {{1}}, ample);
  script.rates[0].up = 250;
  script.queries = {fetching(second, 2, 0), {5 * second, 1, core::ItemId{0}, false}};
  script.changes = {{3060 * millisecond, 0, goes, false}, {4 * second, 0, comes, true}};
  // It has lost what it kept and must fetch all again; peer 1 asks and is known again.
  CHECK(in_words(play(script)) == Lines{"1>0 1040+1010 1000/1000", "0>2 2050+1010 250/1000",
                                        "1>0 13100+1010 1000/1000", "0>2 14110+3010 750/750"});
}

TEST_CASE("a request that a server loses is made again, also by a client that it does not know") {
  Centre script = centre(3, {{1}});
  script.parameters.server.workers = 10;
  script.parameters.server.service_ms = core::Distribution{core::Constant{1000}};
  script.queries = {fetching(5 * second, 2, 0)};
  // The request of 12,500 ms is being served when the server goes again: its client is unknown
  // since the first time, and notices it all the same. Nobody knows peer 1 any more: it is refused
  // until it has tried ten times.
  script.changes = {{7500 * millisecond, 0, goes, false},
                    {8 * second, 0, comes, true},
                    {13 * second, 0, goes, false},
                    {13'200 * millisecond, 0, comes, true}};
  CHECK(messages_of(play(script), "request") == 10);
}

TEST_CASE("who is sent nothing as the server is down for good tries so often and no more") {
  Centre script = centre(3, {{1}});
  script.parameters.downloads.tries = 3;
  script.parameters.retry_s = 1e6;
  script.queries = {fetching(second, 2, 0)};
  script.changes = {{1550 * millisecond, 0, goes, false}};
  const Measures measures = play(script);
  // At 1020 and 6550 ms; at 11,560 it is not logged in.
  CHECK(messages_of(measures, "request") == 2);
  CHECK_FALSE(measures.queries[0].downloaded);
}

TEST_CASE("a client that left while it was sent to gets the rest of what the server has kept") {
  Centre script = centre(3, {{1}}, ample);
  script.rates[0].up = 250;
  script.queries = {fetching(second, 2, 0)};
  script.changes = {{3060 * millisecond, 2, goes, false}, {4 * second, 2, comes, true}};
  const Measures measures = play(script);
  CHECK(in_words(measures) ==
        Lines{"1>0 1040+1010 1000/1000", "0>2 2050+1010 250/1000", "0>2 9010+3010 750/750"});
  CHECK(measures.carried[2].down == 1000);
}

TEST_CASE("nothing is sent to a client that has left before its item has come") {
  Centre script = centre(3, {{1}}, ample);
  script.queries = {fetching(second, 2, 0)};
  script.changes = {{1500 * millisecond, 2, goes, false}, {10 * second, 2, comes, true}};
  CHECK(in_words(play(script)) == Lines{"1>0 1040+1010 1000/1000", "0>2 15010+260 1000/1000"});
  // Nor if it is back before the first byte would come: it is not sent to twice.
  script.rates[0].up = 250;
  script.parameters.downloads.retry_s = 1;
  script.changes = {{2045 * millisecond, 2, goes, false}, {2055 * millisecond, 2, comes, true}};
  CHECK(in_words(play(script)) == Lines{"1>0 1040+1010 1000/1000", "0>2 3065+4010 1000/1000"});
}

TEST_CASE("a client that comes back may ask as often as at first, and asks in time, not twice") {
  Centre script = centre(3, {{1}}, ample);
  script.parameters.downloads.tries = 1;
  script.queries = {fetching(second, 2, 0)};
  script.changes = {{1500 * millisecond, 2, goes, false}, {4 * second, 2, comes, true}};
  CHECK(in_words(play(script)) == Lines{"1>0 1040+1010 1000/1000", "0>2 9010+260 1000/1000"});
  // The holder leaves, and the server gives up at 6050 ms: the client would ask again at 11,060. It
  // leaves and is back at 9000: it asks at 14,000 and 19,020, and not at 11,060.
  script.parameters.downloads.tries = 2;
  script.changes = {{1035 * millisecond, 1, goes, true},
                    {8 * second, 2, goes, true},
                    {9 * second, 2, comes, true}};
  CHECK(messages_of(play(script), "request") == 1 + 2);
}

TEST_CASE("what has come as the server leaves need not come again") {
  for (const PeerId leaving : {PeerId{0}, PeerId{2}}) {
    Centre script = centre(3, {{1}});
    script.queries = {fetching(second, 2, 0)};
    script.changes = {{2310 * millisecond, leaving, goes, false}, {4 * second, leaving, comes}};
    const Measures measures = play(script);
    CHECK(measures.queries[0].downloaded == 1310 * millisecond);
    CHECK(messages_of(measures, "request") == 1);
  }
}

TEST_CASE("what a server gave up as it left stays given up, whoever has not heard of it") {
  // Two items of one holder, who sends one at a time: the second order waits when the server goes.
  Centre script = centre(4, {{1}, {1}});
  script.uploads.slots = 1;
  script.parameters.downloads.tries = 1;
  script.queries = {fetching(second, 2, 0), fetching(1100 * millisecond, 3, 1)};
  script.changes = {{1550 * millisecond, 0, goes, false}, {1551 * millisecond, 0, comes, true}};
  CHECK(in_words(play(script)) == Lines{"1>0 1040+510 500/1000"});
  // A refusal is on its way when the server goes and comes.
  script.uploads.queue = 0;
  script.changes[0].time = 1142 * millisecond;
  script.changes[1].time = 1143 * millisecond;
  CHECK(in_words(play(script)) == Lines{"1>0 1040+102 92/1000"});
  // The holder goes while the order waits at it, and the server has come back.
  script.uploads.queue = {};
  script.changes.push_back({1200 * millisecond, 1, goes, false});
  CHECK(in_words(play(script)) == Lines{"1>0 1040+102 92/1000"});
}

TEST_CASE("a server that asks has what it has fetched") {
  Centre script = centre(2, {{1}}, ample);
  script.queries = {fetching(second, 0, 0), fetching(4 * second, 0, 0)};
  const Measures measures = play(script);
  CHECK(in_words(measures) == Lines{"1>0 1010+1010 1000/1000"});
  CHECK(measures.queries[0].downloaded == 1020 * millisecond);
  CHECK(measures.queries[1].downloaded == 0);
}

TEST_CASE("searches find the same in a centralized network as in a brokered one") {
  std::uint64_t hits = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    INFO("seed " << seed);
    ChurnOptions options;
    options.servers = 1 + static_cast<PeerId>(seed % 2);
    options.servers_go = seed % 3 == 0;
    protocols::Centralized::Parameters of_centre;
    protocols::Brokered::Parameters of_broker;
    of_centre.login_spread_s = of_broker.login_spread_s = 0;
    of_centre.silence_s = of_broker.silence_s = 0.1;
    of_centre.retry_s = of_broker.retry_s = 0.4;
    auto central = ChurnMaker(seed, options).make<protocols::Centralized>(of_centre).script;
    auto brokered = ChurnMaker(seed, options).make<protocols::Brokered>(of_broker).script;
    for (overlay::Query& query : central.queries) query.download = false;
    for (overlay::Query& query : brokered.queries) query.download = false;
    central.horizon = brokered.horizon = 20 * second;
    const Measures one = play(central);
    const Measures other = play(brokered);
    CHECK(one.downloads.empty());
    REQUIRE(one.queries.size() == other.queries.size());
    for (std::size_t i = 0; i < one.queries.size(); ++i) {
      REQUIRE(one.queries[i].hits == other.queries[i].hits);
      REQUIRE(one.queries[i].first_hit == other.queries[i].first_hit);
      REQUIRE(one.queries[i].bytes == other.queries[i].bytes);
      hits += one.queries[i].hits;
    }
    REQUIRE(one.fingerprint.value() == other.fingerprint.value());
  }
  CHECK(hits > 200);
}

}  // namespace centralized_test
