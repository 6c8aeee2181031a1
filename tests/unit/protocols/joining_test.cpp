// Peers that join, leave, crash and come back, and the network that comes of it.
#include <vector>

#include "sim/core/random.hpp"
#include "sim/core/share.hpp"
#include "tests/unit/protocols/unstructured_played.hpp"

namespace joining_test {

using namespace rippletank;
using core::PeerId;
using core::Time;
using protocols::EqualPeer;
using protocols::Gnutella04;
using tests::play_peers;
using tests::star;

namespace {

constexpr Time s = core::second;

template <class Rules>
tests::Script<Rules> joiners(overlay::Connections addresses) {
  tests::Script<Rules> script;
  script.connections = std::move(addresses);
  script.parameters.joining.emplace();
  script.parameters.ping_ttl_hops = 2;
  return script;
}

void check_limits(const overlay::Neighbours& neighbours, std::uint32_t least, std::uint32_t most) {
  for (PeerId peer = 0; peer < neighbours.peers(); ++peer) {
    REQUIRE(neighbours.degree(peer) >= least);
    REQUIRE(neighbours.degree(peer) <= most);
  }
}

/// Two stars of addresses, and the last peer, which knows both centres.
overlay::Connections two_stars(PeerId each, bool with_bridge) {
  const PeerId peers = 2 * each + 1;
  std::vector<std::vector<PeerId>> rows(peers);
  const auto join = [&rows](PeerId a, PeerId b) {
    rows[a].push_back(b);
    rows[b].push_back(a);
  };
  for (PeerId peer = 1; peer < each; ++peer) {
    join(0, peer);
    join(each, each + peer);
  }
  if (with_bridge) {
    join(0, peers - 1);
    join(each, peers - 1);
  }
  overlay::Connections made;
  made.offsets = {0};
  for (const auto& row : rows) {
    made.neighbours.insert(made.neighbours.end(), row.begin(), row.end());
    made.offsets.push_back(static_cast<std::uint32_t>(made.neighbours.size()));
  }
  return made;
}

}  // namespace

TEST_CASE("peers that all know one address come to be one network within its limits") {
  for (const PeerId peers : {2U, 3U, 10U, 500U}) {
    auto script = joiners<Gnutella04>(star(peers));
    const auto played = play_peers(script);
    const overlay::Neighbours& neighbours = played.neighbours();
    INFO(peers << " peers");
    CHECK(tests::component_of(neighbours, 0) == peers);
    CHECK(tests::is_mutual(neighbours));
    check_limits(neighbours, std::min(4U, peers - 1) > 3 ? 2 : 1, 8);
    CHECK(played.figure("connections_made") * 2 >= peers - 1);
  }
}

TEST_CASE("a handshake of Gnutella 0.4 has 22 bytes and 13, and a pong has 37") {
  auto script = joiners<Gnutella04>(star(2));
  script.parameters.joining->wanted = 1;
  const auto played = play_peers(script);
  const auto count = [&played](std::size_t type) { return played.measures.messages[type]; };
  using Joining = protocols::Joining;
  CHECK(count(Joining::accept).messages == 1);
  CHECK(count(Joining::accept).bytes() == 13);
  CHECK(count(Joining::connect).bytes() == 22 * count(Joining::connect).messages);
  CHECK(count(protocols::Pings::ping).messages == 1);
  CHECK(count(protocols::Pings::ping).bytes() == 23);
  CHECK(count(protocols::Pings::pong).messages == 1);
  CHECK(count(protocols::Pings::pong).bytes() == 37);
}

TEST_CASE("networks that know nothing of each other stay apart, until one peer joins both") {
  constexpr PeerId each = 40;
  auto script = joiners<EqualPeer>(two_stars(each, false));
  script.horizon = 300 * s;
  script.parameters.ping_interval_s = 20;
  const auto apart = play_peers(script);
  CHECK(tests::component_of(apart.neighbours(), 0) == each);
  CHECK(tests::component_of(apart.neighbours(), each) == each);
  CHECK(apart.neighbours().degree(2 * each) == 0);
  script.connections = two_stars(each, true);
  script.changes = {{0, 2 * each, false, true}, {100 * s, 2 * each, true, true}};
  const auto merged = play_peers(script);
  CHECK(tests::component_of(merged.neighbours(), 0) == 2 * each + 1);
}

TEST_CASE("who can never have as many neighbours as it wants does not ask for ever") {
  for (const Time delay : {Time{0}, tests::star_delay}) {
    auto script = joiners<EqualPeer>(star(5));
    script.delay = delay;
    script.parameters.joining->wanted = 50;
    script.parameters.joining->most = 50;
    const auto played = play_peers(script);
    CHECK(tests::component_of(played.neighbours(), 0) == 5);
    check_limits(played.neighbours(), 4, 4);
  }
}

TEST_CASE("refusals cost no more than the addresses that peers keep allow in each round") {
  constexpr PeerId peers = 100;
  auto script = joiners<Gnutella04>(star(peers));
  core::Substream random(1, core::Purpose("pushes/firewalled"));
  const std::vector<bool> is_behind = core::draw_share(0.5, peers, random);
  std::vector<PeerId> behind;
  for (PeerId peer = 0; peer < peers; ++peer) {
    if (is_behind[peer]) behind.push_back(peer);
  }
  script.firewalls = tests::behind_own_firewalls(peers, behind);
  script.horizon = 3600 * s;
  const auto played = play_peers(script);
  // Rounds begin after waits of 10, 20, ... 640 s and 640 s each: eleven in an hour, and anew with
  // each neighbour that a peer gets, at most eight.
  const std::uint64_t rounds = 11 + 8 * 7;
  const auto& settings = *script.parameters.joining;
  CHECK(played.measures.messages[protocols::Joining::connect].messages <
        peers * rounds * (settings.known_max + settings.wanted));
  CHECK(played.figure("connections_refused") < 40 * peers);
}

TEST_CASE("peers that want as many neighbours as they may have nearly all find them") {
  constexpr PeerId peers = 200;
  auto script = joiners<EqualPeer>(star(peers));
  script.parameters.joining->wanted = 6;
  script.parameters.joining->most = 6;
  const auto played = play_peers(script);
  check_limits(played.neighbours(), 0, 6);
  std::uint64_t degrees = 0;
  for (PeerId peer = 0; peer < peers; ++peer) degrees += played.neighbours().degree(peer);
  CHECK(degrees > 5 * peers);
  CHECK(degrees == 2 * played.figure("connections_made"));
}

TEST_CASE("who is back before its silence was noticed is no neighbour of those it has left") {
  constexpr PeerId peers = 20;
  auto script = joiners<EqualPeer>(star(peers));
  script.horizon = 300 * s;
  for (PeerId peer = 1; peer < 6; ++peer) {
    script.changes.push_back({(100 + peer) * s, peer, false, false});
    script.changes.push_back({(100 + peer) * s + s / 2, peer, true, true});
  }
  const auto played = play_peers(script);
  CHECK(tests::is_mutual(played.neighbours()));
  CHECK(tests::component_of(played.neighbours(), 0) == peers);
}

TEST_CASE("neighbours of those who leave or crash find others") {
  constexpr PeerId peers = 100;
  auto script = joiners<EqualPeer>(star(peers));
  script.horizon = 600 * s;
  for (PeerId peer = 1; peer < 50; ++peer) {
    script.changes.push_back({100 * s + peer, peer, false, peer % 2 == 0});
  }
  const auto played = play_peers(script);
  const overlay::Neighbours& neighbours = played.neighbours();
  CHECK(tests::is_mutual(neighbours));
  CHECK(tests::component_of(neighbours, 0) == peers - 49);
  for (PeerId peer = 1; peer < 50; ++peer) CHECK(neighbours.degree(peer) == 0);
}

TEST_CASE("who comes back joins anew, and is a neighbour to whom it is connected") {
  constexpr PeerId peers = 60;
  auto script = joiners<EqualPeer>(star(peers));
  script.horizon = 2000 * s;
  script.parameters.ping_interval_s = 30;
  for (Time round = 0; round < 15; ++round) {
    for (PeerId peer = 1; peer < 30; ++peer) {
      script.changes.push_back({(50 + 60 * round) * s + peer, peer, round % 2 == 1, peer % 3 > 0});
    }
  }
  std::sort(script.changes.begin(), script.changes.end(),
            [](const auto& a, const auto& b) { return a.time < b.time; });
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const auto played = play_peers(script, seed);
    CHECK(tests::is_mutual(played.neighbours()));
    CHECK(tests::component_of(played.neighbours(), 0) == peers - 29);
    check_limits(played.neighbours(), 0, 8);
  }
}

TEST_CASE("a holder behind a firewall is asked by a push, and two such never meet") {
  // A line 0 - 1 - 2 - 3; 3 has what 0 wants.
  tests::Script<Gnutella04> script;
  script.connections.offsets = {0, 1, 3, 5, 6};
  script.connections.neighbours = {1, 0, 2, 1, 3, 2};
  script.holders = {{3}};
  script.queries = {tests::fetching(1 * s, 0, 0)};
  for (const bool from_behind : {false, true}) {
    for (const bool to_behind : {false, true}) {
      INFO((from_behind ? "from" : "") << ' ' << (to_behind ? "to" : ""));
      std::vector<PeerId> behind;
      if (to_behind) behind.push_back(0);
      if (from_behind) behind.push_back(3);
      script.firewalls = tests::behind_own_firewalls(4, behind);
      const auto played = play_peers(script);
      const bool is_push = from_behind && !to_behind;
      const auto& push = played.measures.messages[protocols::PushLetters::push];
      const auto& give = played.measures.messages[protocols::PushLetters::give];
      CHECK(push.messages == (is_push ? 3 : 0));
      CHECK(push.bytes() == 49 * push.messages);
      CHECK(give.messages == (is_push ? 1 : 0));
      const auto& downloads = played.measures.downloads;
      // A query of 0.4 does not tell who is behind a firewall, so the holder answers it in vain.
      CHECK(played.figure("hits_sent") == 1);
      REQUIRE(downloads.size() == 1);
      const bool is_hidden = from_behind && to_behind;
      CHECK(downloads[0].status ==
            (is_hidden ? measure::DownloadStatus::unreachable : measure::DownloadStatus::complete));
      CHECK(downloads[0].method == std::string(is_hidden ? "" : is_push ? "push" : "direct"));
      CHECK(played.measures.queries.at(0).downloaded.has_value() == !is_hidden);
    }
  }
}

TEST_CASE("in Gnutella 0.4 each message has the bytes that the specification gives it") {
  tests::Script<Gnutella04> script;
  script.connections = star(3);
  script.holders = {{2}};
  script.queries = {tests::fetching(1 * s, 1, 0)};
  script.parameters.query_text_bytes = 18;
  script.parameters.name_bytes = 25;
  const auto played = play_peers(script);
  const auto each = [&played](std::size_t type, std::uint64_t messages) {
    const measure::MessageCount& count = played.measures.messages[type];
    INFO(count.type);
    REQUIRE(count.messages == messages);
    return count.bytes() / messages;
  };
  CHECK(each(protocols::Search::query, 2) == 26 + 18);
  CHECK(each(protocols::Search::query_hit, 2) == 50 + 10 + 25 + 7);
  const std::string name(25, 'n');
  const std::string get = "GET /get/1234/" + name +
                          "/ HTTP/1.0\r\nConnection: Keep-Alive\r\nRange: bytes=0-\r\n"
                          "User-Agent: Gnutella\r\n\r\n";
  CHECK(each(protocols::Unstructured::request, 1) == get.size());
  CHECK(each(protocols::Unstructured::reply, 1) ==
        std::string("HTTP 200 OK\r\nServer: Gnutella\r\nContent-type: application/binary\r\n"
                    "Content-length: 4356789\r\n\r\n")
            .size());
  REQUIRE(played.measures.downloads.size() == 1);
  CHECK(played.measures.downloads[0].status == measure::DownloadStatus::complete);
}

}  // namespace joining_test
