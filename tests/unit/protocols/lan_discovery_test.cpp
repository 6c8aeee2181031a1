// Computers that find each other: messages, bytes and times by hand, and what failures cost.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tests/unit/protocols/lan_played.hpp"

namespace lan_discovery_test {

using namespace rippletank;
using core::PeerId;
using core::Time;
using tests::by_broadcast;
using tests::by_server;
using tests::lan_arrivals;
using tests::LanPlayed;
using tests::lans;
using tests::LanScript;
using tests::play_lan;

namespace {

constexpr Time s = core::second;
constexpr double delay_ms = 5;
constexpr std::uint64_t header = 8;    // of each message
constexpr std::uint64_t address = 22;  // of each computer

/// So far apart that whoever comes has found all before the next one comes.
constexpr double one_by_one_s = 1e6;

double ms(Time time) { return core::to_milliseconds(time); }

LanScript script_of(const std::vector<PeerId>& sizes, const registry::Model& how,
                    double spread_s = one_by_one_s) {
  LanScript script{lans(sizes), {}};
  script.parameters.how = how;
  script.parameters.spread_s = spread_s;
  return script;
}

void check_all_known(const LanPlayed& played, std::uint64_t computers) {
  CHECK(played.figure("computers_at_end") == computers);
  CHECK(played.figure("addresses_known") == computers * (computers - 1));
  CHECK(played.figure("addresses_missing") == 0);
  CHECK(played.figure("addresses_stale") == 0);
}

overlay::PresenceChange goes(Time at, PeerId peer, bool announced) {
  return {at, peer, false, announced};
}
overlay::PresenceChange returns(Time at, PeerId peer) { return {at, peer, true, true}; }

}  // namespace

TEST_CASE("a broadcast: n frames, n(n-1) copies, n(n-1)/2 answers, and one round trip") {
  for (const PeerId n : {2U, 3U, 8U, 30U}) {
    INFO(n << " computers");
    const LanPlayed played = play_lan(script_of({n}, by_broadcast()));
    const std::uint64_t pairs = std::uint64_t{n} * (n - 1);
    CHECK(played.figure("broadcasts") == n);
    CHECK(played.messages("announce") == pairs);
    CHECK(played.count("announce").delivered == pairs);
    CHECK(played.messages("answer") == pairs / 2);
    CHECK(played.bytes() == (pairs + pairs / 2) * (header + address));
    check_all_known(played, n);
    const std::vector<Time> came = lan_arrivals(0, n, one_by_one_s);
    CHECK(played.figure("everyone_known_ms") == ms(came.back() + 2 * tests::lan_delay));
    CHECK(played.figure("arrivals") == n - 1);
    CHECK(played.figure("arrivals_unfound") == 0);
    CHECK(played.figure("found_ms_mean") == Approx(delay_ms));
    CHECK(played.figure("found_ms_max") == delay_ms);
    CHECK(played.figure("finds_ms_mean") == Approx(2 * delay_ms));
    CHECK(played.figure("finds_ms_max") == 2 * delay_ms);
  }
}

TEST_CASE("computers that come at one moment hear each other, and answer for nothing") {
  const LanPlayed played = play_lan(script_of({6}, by_broadcast(), 0));
  CHECK(played.messages("announce") == 6 * 5);
  CHECK(played.messages("answer") == 6 * 5);
  CHECK(played.figure("everyone_known_ms") == delay_ms);
}

TEST_CASE("a server that tells others: n lists, n(n-1)/2 of what is new, and their bytes") {
  for (const PeerId n : {1U, 2U, 7U, 30U}) {
    INFO(n << " computers and a server");
    const LanPlayed played = play_lan(script_of({n + 1}, by_server(0, true)));
    const std::uint64_t earlier = std::uint64_t{n} * (n - 1) / 2;
    CHECK(played.messages("announce") == n);
    CHECK(played.messages("answer") == 0);
    CHECK(played.messages("list") == n);
    CHECK(played.messages("newcomer") == earlier);
    CHECK(played.count("list").bytes() == n * header + earlier * address);
    CHECK(played.bytes() == (2 * n + earlier) * header + (n + 2 * earlier) * address);
    CHECK(played.figure("broadcasts") == 0);
    check_all_known(played, n);
    if (n == 1) continue;
    const std::vector<Time> came = lan_arrivals(1, n + 1, one_by_one_s);
    CHECK(played.figure("everyone_known_ms") == ms(came.back() + 2 * tests::lan_delay));
    CHECK(played.figure("found_ms_mean") == Approx(2 * delay_ms));
    CHECK(played.figure("finds_ms_mean") == Approx(2 * delay_ms));
  }
}

TEST_CASE("a server that tells nobody: those that were there learn of it when they ask again") {
  constexpr PeerId n = 12;
  constexpr double spread_s = 5;
  constexpr Time ask = 60 * s;
  LanScript script = script_of({n + 1}, by_server(0, false), spread_s);
  const LanPlayed once = play_lan(script);
  CHECK(once.figure("addresses_known") == n * (n - 1) / 2);
  CHECK(once.figure("addresses_missing") == n * (n - 1) / 2);
  CHECK(once.figure("arrivals_unfound") == n - 1);
  CHECK(once.figure("finds_ms_max") == 2 * delay_ms);
  CHECK_FALSE(once.figure("everyone_known_ms"));
  CHECK_FALSE(once.figure("found_ms_mean"));

  script.parameters.how = by_server(core::to_seconds(ask), false);
  script.horizon = 70 * s;
  const LanPlayed again = play_lan(script);
  CHECK(again.messages("announce") == 2 * n);
  CHECK(again.messages("newcomer") == 0);
  // The first lists have 0 … n-1 addresses, the second ones all.
  CHECK(again.count("list").bytes() == 2 * n * header + (n * (n - 1) / 2 + n * (n - 1)) * address);
  check_all_known(again, n);
  // Who came is known to all once the one that came just before has asked again.
  const std::vector<Time> came = lan_arrivals(1, n + 1, spread_s);
  const Time round_trip = 2 * tests::lan_delay;
  CHECK(again.figure("everyone_known_ms") == ms(came[n - 2] + ask + round_trip));
  CHECK(again.figure("found_ms_mean") ==
        Approx(ms(ask + round_trip) - ms(came.back() - came.front()) / (n - 1)));
}

TEST_CASE("a broadcast ends at the border of the LAN, and a server knows all beyond") {
  const LanPlayed apart = play_lan(script_of({5, 4}, by_broadcast()));
  CHECK(apart.messages("announce") == 5 * 4 + 4 * 3);
  CHECK(apart.figure("addresses_known") == 5 * 4 + 4 * 3);
  CHECK(apart.figure("addresses_missing") == 2 * 5 * 4);
  CHECK_FALSE(apart.figure("everyone_known_ms"));
  LanScript script = script_of({5, 4}, by_server(0, true));
  script.servers = {0};
  check_all_known(play_lan(script), 4 + 4);
}

TEST_CASE("without its server nobody learns of anybody any more, and a broadcast needs none") {
  constexpr PeerId n = 20;
  constexpr double spread_s = 100;
  constexpr Time broken = 50 * s;
  LanScript script = script_of({n + 1}, by_server(0, true), spread_s);
  script.changes = {goes(broken, 0, false)};
  const LanPlayed dead = play_lan(script);
  std::uint64_t before = 0;
  for (const Time moment : lan_arrivals(1, n + 1, spread_s)) {
    REQUIRE(std::abs(moment - broken) > 2 * tests::lan_delay);
    before += moment < broken ? 1U : 0U;
  }
  REQUIRE((before > 2 && before < n - 2));
  CHECK(dead.figure("addresses_known") == before * (before - 1));
  CHECK(dead.count("announce").dropped_total() == n - before);
  CHECK(dead.figure("arrivals_unfound") == n - before);

  // It comes back and remembers nobody: all are known once all have asked again.
  script.parameters.how = by_server(30, true);
  script.changes = {goes(broken, 0, false), returns(120 * s, 0)};
  script.horizon = 160 * s;
  const LanPlayed back = play_lan(script);
  check_all_known(back, n);
  const double all_known_ms = back.figure("everyone_known_ms").value();
  CHECK(all_known_ms > 120e3);
  CHECK(all_known_ms <= 150e3 + 2 * delay_ms);

  script.parameters.how = by_broadcast();
  script.changes = {goes(broken, 0, false)};
  script.horizon = core::never;
  const LanPlayed broadcast = play_lan(script);
  CHECK(broadcast.figure("addresses_known") == n * (n - 1));
}

TEST_CASE("who says goodbye is forgotten, and who crashes when it is found out") {
  const auto stale = [](const registry::Model& how, bool announced, Time horizon) {
    LanScript script = script_of({6}, how, 1);
    script.changes = {goes(100 * s, 5, announced)};
    script.horizon = horizon;
    return play_lan(script);
  };
  const LanPlayed left = stale(by_broadcast(), true, core::never);
  check_all_known(left, 5);
  CHECK(left.messages("goodbye") == 5);
  CHECK(left.figure("broadcasts") == 6 + 1);
  CHECK(left.figure("everyone_known_ms") <
        2000);  // nobody that is still there was missed meanwhile
  CHECK(stale(by_broadcast(), false, core::never).figure("addresses_stale") == 5);
  // The last word of it was heard at 90 s or later.
  CHECK(stale(by_broadcast(10, 25), false, 114 * s).figure("addresses_stale") == 5);
  CHECK(stale(by_broadcast(10, 25), false, 137 * s).figure("addresses_stale") == 0);

  const LanPlayed told = stale(by_server(0, true), true, core::never);
  check_all_known(told, 4);
  CHECK(told.messages("goodbye") == 1 + 4);  // one to the server, which passes it on
  CHECK(stale(by_server(0, false), true, core::never).figure("addresses_stale") > 0);
  CHECK(stale(by_server(10, false), true, 111 * s).figure("addresses_stale") == 0);
  CHECK(stale(by_server(10, true), false, 200 * s).figure("addresses_stale") == 4);
}

TEST_CASE("a server strikes off whom it cannot reach, and tells the others") {
  LanScript script = script_of({6}, by_server(0, true), 1);
  // The last computer crashes, and another one that comes back makes the server write to all.
  script.changes = {goes(100 * s, 5, false), goes(150 * s, 4, true), returns(200 * s, 4)};
  const LanPlayed played = play_lan(script);
  check_all_known(played, 4);
  CHECK(played.count("goodbye").dropped_total() == 1);
  CHECK(played.messages("goodbye") == 1 + 4 + 3);
}

TEST_CASE("who was switched off remembers nobody, and is answered by those who remember it") {
  for (const auto& how : {by_broadcast(), by_server(0, true)}) {
    INFO(how.entry->name);
    LanScript script = script_of({7}, how, 1);
    script.changes = {goes(50 * s, 6, false), returns(60 * s, 6)};
    const LanPlayed played = play_lan(script);
    const bool asks = how.entry->name == "server";
    check_all_known(played, asks ? 6 : 7);
    CHECK(played.figure("everyone_known_ms") == 60e3 + 2 * delay_ms);
    CHECK(played.figure("arrivals") == (asks ? 6 : 7));
  }
}

TEST_CASE("who is away when it would have come comes when it is back, and once") {
  LanScript script = script_of({4}, by_broadcast(), 10);
  script.changes = {goes(0, 3, true), returns(2 * s, 3), goes(3 * s, 3, false), returns(20 * s, 3)};
  const LanPlayed played = play_lan(script);
  check_all_known(played, 4);
  CHECK(played.figure("broadcasts") == 3 + 2);
  CHECK(played.figure("everyone_known_ms") == 20e3 + 2 * delay_ms);
}

TEST_CASE("what happens in the warm-up is not counted, and remembered") {
  LanScript script = script_of({8}, by_broadcast(), 10);
  script.warm_up = 20 * s;
  script.changes = {goes(30 * s, 7, true), returns(40 * s, 7)};
  const LanPlayed played = play_lan(script);
  check_all_known(played, 8);
  CHECK(played.messages("announce") == 7);
  CHECK(played.messages("answer") == 7);
  CHECK(played.messages("goodbye") == 7);
  CHECK(played.figure("broadcasts") == 2);
  CHECK(played.figure("arrivals") == 1);
}

TEST_CASE("spans in which no time would pass, or all would be forgotten, are refused") {
  const auto mistakes = [](const registry::Json& value) {
    registry::Reader reader{{}};
    registry::read_model(protocols::discoveries(), value, reader);
    std::string text;
    for (const auto& mistake : reader.diagnostics()) text += mistake.pointer + " ";
    return text;
  };
  CHECK(mistakes("server").empty());
  CHECK(mistakes({{"model", "broadcast"}, {"repeat_s", 10}, {"forget_s", 10}}).empty());
  CHECK(mistakes({{"model", "broadcast"}, {"repeat_s", 10}, {"forget_s", 9}}) == "/forget_s ");
  CHECK(mistakes({{"model", "broadcast"}, {"forget_s", 9}}) == "/forget_s ");
  CHECK(mistakes({{"model", "broadcast"}, {"repeat_s", 1e-5}}) == "/repeat_s ");
  CHECK(mistakes({{"model", "server"}, {"ask_s", 1e-5}}) == "/ask_s ");
}

}  // namespace lan_discovery_test
