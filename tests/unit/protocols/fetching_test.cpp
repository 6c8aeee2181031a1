// Fetching past firewalls, by each method and from one to the next, letter by letter.
#include <string>
#include <vector>

#include "sim/protocols/brokered.hpp"
#include "sim/protocols/gnutella_0_6.hpp"
#include "tests/unit/protocols/unstructured_played.hpp"

namespace fetching_test {

using namespace rippletank;
using core::PeerId;
using core::Time;
using measure::DownloadRecord;
using measure::DownloadStatus;
using overlay::Method;
using overlay::set_of;
using protocols::Brokered;
using protocols::Gnutella06;
using tests::messages_of;
using tests::star_delay;

namespace {

constexpr Time s = core::second;
/// When somebody asks; so much later its file would begin to come if there were no firewalls.
constexpr Time asked_at = 20 * s;
constexpr overlay::MethodSet all_methods = 0xff;

/// Clients of a broker, peer 0, of whom 1 wants what 2 has.
tests::Script<Brokered> clients(const std::vector<PeerId>& firewalled, overlay::MethodSet allowed,
                                double punch_success = 1) {
  tests::Script<Brokered> script;
  script.connections = tests::star(5);
  script.parameters.login_spread_s = 0;
  script.parameters.silence_s = 1;
  script.holders = {{2}};
  script.queries = {tests::fetching(asked_at, 1, 0)};
  script.firewalls = tests::behind_own_firewalls(5, firewalled, allowed, punch_success);
  return script;
}

/// An attempt in words: "push complete".
std::string said(const DownloadRecord& one) {
  return std::string(one.method) + ' ' +
         measure::download_status_names[static_cast<std::size_t>(one.status)];
}
std::vector<std::string> said(const overlay::Measures& measures) {
  std::vector<std::string> all;
  for (const DownloadRecord& one : measures.downloads) all.push_back(said(one));
  return all;
}
using Said = std::vector<std::string>;

std::uint64_t dropped_by_firewalls(const overlay::Measures& measures) {
  std::uint64_t all = 0;
  for (const measure::MessageCount& count : measures.messages) {
    all += count.dropped[static_cast<std::size_t>(measure::DropReason::firewall)];
  }
  return all;
}

struct Letters {
  std::uint64_t push = 0;
  std::uint64_t give = 0;
  std::uint64_t request = 0;
  bool operator==(const Letters& other) const {
    return push == other.push && give == other.give && request == other.request;
  }
};
/// `give`: what a network calls that.
Letters letters_of(const overlay::Measures& measures, const char* give = "give",
                   const char* request = "request") {
  return {messages_of(measures, "push"), messages_of(measures, give),
          messages_of(measures, request)};
}

}  // namespace

TEST_CASE("each method takes its letters, over its hops, until the file begins to come") {
  struct Case {
    std::vector<PeerId> firewalled;
    overlay::MethodSet allowed;
    const char* method;
    Letters letters;
    Time hops;  ///< search, answer and these letters
    PeerId relay;
  };
  const std::vector<Case> cases = {
      {{}, all_methods, "direct", {0, 0, 1}, 3, core::no_peer},
      {{1}, all_methods, "direct", {0, 0, 1}, 3, core::no_peer},
      // Over the broker to the holder, which connects, and is asked.
      {{2}, all_methods, "push", {2, 1, 1}, 6, core::no_peer},
      {{1, 2}, all_methods, "hole_punch", {2, 1, 1}, 6, core::no_peer},
      // What the two say to each other goes over two hops, too.
      {{1, 2}, set_of(Method::relay), "relay", {2, 2, 2}, 8, 0},
      {{2}, set_of(Method::relay), "relay", {2, 2, 2}, 8, 0},
  };
  for (const Case& one : cases) {
    INFO(one.method << ", " << one.firewalled.size() << " behind firewalls");
    const overlay::Measures measures = tests::play(clients(one.firewalled, one.allowed));
    REQUIRE(measures.downloads.size() == 1);
    const DownloadRecord& download = measures.downloads.front();
    CHECK(said(download) == one.method + std::string(" complete"));
    CHECK(download.from == 2);
    CHECK(download.to == 1);
    CHECK(download.relay == one.relay);
    CHECK(download.start == asked_at + one.hops * star_delay);
    CHECK(letters_of(measures) == one.letters);
    CHECK(dropped_by_firewalls(measures) == 0);
    CHECK(measures.queries.at(0).downloaded.has_value());
    CHECK(measures.carried.at(2).up == 1000);
    CHECK(measures.carried.at(1).down == 1000);
    CHECK(measures.carried.at(0).relayed == (one.relay == 0 ? 1000 : 0));
  }
}

TEST_CASE("what no method that is allowed leads to is not tried, and has a row that says so") {
  for (const overlay::MethodSet allowed : {overlay::MethodSet{0}, set_of(Method::push)}) {
    const overlay::Measures measures = tests::play(clients({1, 2}, allowed));
    CHECK(said(measures) == Said{" unreachable"});
    CHECK(measures.downloads.at(0).bytes == 1000);
    CHECK(measures.downloads.at(0).carried_bytes == 0);
    CHECK(letters_of(measures) == Letters{0, 0, 0});
    CHECK_FALSE(measures.queries.at(0).downloaded.has_value());
  }
  // Of several holders only those count that can be fetched from.
  tests::Script<Brokered> script = clients({1, 2}, set_of(Method::push));
  script.holders = {{2, 3}};
  const overlay::Measures measures = tests::play(script);
  REQUIRE(measures.downloads.size() == 2);
  CHECK(said(measures) == Said{" unreachable", "direct complete"});
  CHECK(measures.downloads[0].from == 2);
  CHECK(measures.downloads[1].from == 3);
}

TEST_CASE("where no hole can be punched, a relay follows when the peer has waited for long") {
  tests::Script<Brokered> script = clients({1, 2}, all_methods, 0);
  script.parameters.push_patience_s = 7;
  const overlay::Measures measures = tests::play(script);
  CHECK(said(measures) == Said{"hole_punch unanswered", "relay complete"});
  // Search, answer; then a push, and for as long as it waits nothing.
  const Time begin = asked_at + 2 * star_delay;
  CHECK(measures.downloads.at(0).start == begin);
  CHECK(measures.downloads.at(0).duration == 7 * s);
  CHECK(measures.downloads.at(0).carried_bytes == 0);
  CHECK(measures.downloads.at(1).start == begin + 7 * s + 6 * star_delay);
  // What should have opened the hole was not let in.
  CHECK(dropped_by_firewalls(measures) == 1);
  CHECK(measures.queries.at(0).downloaded.has_value());
  // With nothing else to try, the peer waits and tries the same again, as often as it may.
  script = clients({1, 2}, set_of(Method::hole_punch), 0);
  script.parameters.downloads.tries = 3;
  CHECK(said(tests::play(script)) == Said(3, "hole_punch unanswered"));
}

TEST_CASE("all pieces go over the relay, and so do refusals") {
  tests::Script<Brokered> script = clients({1, 2, 3}, set_of(Method::relay));
  script.sizes = {50'000};
  script.parameters.downloads.piece_bytes = 10'000;
  script.parameters.downloads.sources = 2;
  const overlay::Measures measures = tests::play(script);
  CHECK(said(measures) == Said(5, "relay complete"));
  CHECK(measures.carried.at(0).relayed == 50'000);
  CHECK(letters_of(measures) == Letters{2, 2, 10});

  script = clients({1, 2, 3}, set_of(Method::relay));
  script.sizes = {20'000};  // 20 s
  script.uploads = {1, 0};
  script.queries.push_back(tests::fetching(asked_at + s, 3, 0));
  const overlay::Measures busy = tests::play(script);
  REQUIRE(busy.downloads.size() == 3);
  CHECK(said(busy) == Said{"relay complete", "relay refused", "relay complete"});
  CHECK(messages_of(busy, "refusal") == 2);
  CHECK(busy.carried.at(0).relayed == 40'000);
}

namespace {

/// Clients that know two brokers, 0 and 1, and log in at 0: 2 wants what 3 has.
tests::Script<Brokered> two_brokers() {
  tests::Script<Brokered> script;
  script.connections.offsets = {0, 2, 4, 6, 8};
  script.connections.neighbours = {2, 3, 2, 3, 0, 1, 0, 1};
  script.parameters.login_spread_s = 0;
  script.parameters.silence_s = 1;
  script.servers = {0, 1};
  script.holders = {{3}};
  script.sizes = {100'000};  // 100 s
  script.queries = {tests::fetching(asked_at, 2, 0)};
  script.firewalls = tests::behind_own_firewalls(4, {2, 3}, set_of(Method::relay));
  script.horizon = 4000 * s;
  return script;
}

}  // namespace

TEST_CASE("when a relay goes, what it passes on is cut, and another one goes on with it") {
  tests::Script<Brokered> script = two_brokers();
  const overlay::Measures whole = tests::play(script);
  REQUIRE(said(whole) == Said{"relay complete"});
  const PeerId first = whole.downloads[0].relay;
  REQUIRE(first < 2);
  script.changes = {{50 * s, first, false, true}};
  const overlay::Measures measures = tests::play(script);
  REQUIRE(measures.downloads.size() >= 2);
  CHECK(said(measures.downloads.front()) == "relay cut");
  CHECK(measures.downloads.front().relay == first);
  CHECK(said(measures.downloads.back()) == "relay complete");
  CHECK(measures.downloads.back().relay == 1 - first);
  CHECK(measures.queries.at(0).downloaded.has_value());
  std::uint64_t carried = 0;
  for (const DownloadRecord& one : measures.downloads) carried += one.carried_bytes;
  CHECK(carried == 100'000);
  CHECK(measures.carried.at(0).relayed + measures.carried.at(1).relayed == 100'000);
  CHECK(measures.carried.at(first).relayed > 20'000);
}

TEST_CASE("a relay that was away is connected to anew") {
  tests::Script<Brokered> script = clients({1, 2}, set_of(Method::relay));
  script.sizes = {100'000};
  script.changes = {{50 * s, 0, false, true}, {55 * s, 0, true, true}};
  script.horizon = 4000 * s;
  const overlay::Measures measures = tests::play(script);
  REQUIRE(measures.downloads.size() >= 2);
  CHECK(said(measures.downloads.front()) == "relay cut");
  CHECK(said(measures.downloads.back()) == "relay complete");
  CHECK(messages_of(measures, "push") >= 4);
  CHECK(measures.queries.at(0).downloaded.has_value());
}

TEST_CASE("a source that goes is cut, and is called again when it is back") {
  for (const overlay::MethodSet allowed :
       {set_of(Method::hole_punch), set_of(Method::relay), all_methods}) {
    tests::Script<Brokered> script = clients({1, 2}, allowed);
    script.sizes = {100'000};
    script.changes = {{50 * s, 2, false, true}, {70 * s, 2, true, true}};
    script.horizon = 4000 * s;
    const overlay::Measures measures = tests::play(script);
    REQUIRE(measures.downloads.size() >= 2);
    CHECK(measures.downloads.front().status == DownloadStatus::cut);
    CHECK(measures.downloads.back().status == DownloadStatus::complete);
    CHECK(measures.downloads.front().carried_bytes + measures.downloads.back().carried_bytes ==
          100'000);
    CHECK(measures.queries.at(0).downloaded.has_value());
  }
}

TEST_CASE("holes are for those who have been told of each other, not for logging in") {
  tests::Script<Brokered> script;
  script.connections = tests::star(4);
  script.parameters.login_spread_s = 0;
  script.horizon = 100 * s;
  script.firewalls = tests::behind_own_firewalls(4, {0, 1, 2}, all_methods);
  const overlay::Measures measures = tests::play(script);
  CHECK(measures.traffic[1].in.messages == 0);
  CHECK(measures.traffic[3].in.messages == 0);
  CHECK(dropped_by_firewalls(measures) > 0);
}

namespace {

/// An ultrapeer in the centre of some peers, of whom 1 wants what another one has.
tests::Script<Gnutella06> ultrapeers(const std::vector<PeerId>& servers, PeerId holder,
                                     overlay::MethodSet allowed) {
  tests::Script<Gnutella06> script;
  script.connections = tests::star(4);
  script.servers = servers;
  script.holders = {{holder}};
  script.queries = {tests::fetching(asked_at, 1, 0)};
  script.firewalls = tests::behind_own_firewalls(4, {holder}, allowed);
  return script;
}

}  // namespace

TEST_CASE("a push to a proxy goes there at once, whatever way the hit has come") {
  const auto script = ultrapeers({0}, 2, set_of(Method::push_proxy));
  const auto played = tests::play_peers(script);
  CHECK(said(played.measures) == Said{"push complete"});
  CHECK(letters_of(played.measures, "giv", "get") == Letters{2, 1, 1});
  CHECK(played.figure("pushes_arrived") == 1);
  // Of an ultrapeer nobody is a proxy: then only pushes along the way help.
  const auto without = tests::play_peers(ultrapeers({0, 2}, 2, set_of(Method::push_proxy)));
  CHECK_FALSE(without.measures.queries.at(0).downloaded.has_value());
  CHECK(without.figure("pushes_sent") == 0);
  const auto along = tests::play_peers(ultrapeers({0, 2}, 2, set_of(Method::push)));
  CHECK(said(along.measures) == Said{"push complete"});
}

TEST_CASE("when nobody knows the way of a push any more, a proxy or a relay is asked") {
  auto script = ultrapeers({0}, 2, set_of(Method::push) | set_of(Method::relay));
  const auto usual = tests::play_peers(script);
  CHECK(said(usual.measures) == Said{"push complete"});
  // The holder does not hear of the push, as it is away for a moment.
  script.changes = {{asked_at + s + 3 * star_delay, 2, false, false},
                    {asked_at + 3 * s, 2, true, true}};
  const auto played = tests::play_peers(script);
  REQUIRE(played.measures.downloads.size() >= 2);
  CHECK(said(played.measures.downloads.front()) == "push unanswered");
  CHECK(played.measures.downloads.back().status == DownloadStatus::complete);
  CHECK(played.measures.queries.at(0).downloaded.has_value());
}

}  // namespace fetching_test
