// Peers that elect super-peers: while the network grows, when some crash, and who never is one.
#include <algorithm>
#include <string>
#include <vector>

#include "sim/protocols/fasttrack.hpp"
#include "sim/protocols/gnutella_0_6.hpp"
#include "tests/unit/protocols/unstructured_played.hpp"

namespace election_test {

using namespace rippletank;
using core::PeerId;
using core::Time;
using protocols::FastTrack;
using protocols::Gnutella06;
using tests::play_peers;
using tests::star;

namespace {

constexpr Time s = core::second;

template <class Protocol>
tests::Script<Protocol> growing(PeerId peers) {
  tests::Script<Protocol> script;
  script.connections = star(peers);
  script.parameters.joining.emplace();
  script.parameters.election.uptime_s = 20;
  script.parameters.ttl_hops = 20;
  script.horizon = 3000 * s;
  // Every item has three holders, and is looked for by the peer after the last of them.
  for (PeerId peer = 0; peer < peers; peer += 3) {
    std::set<PeerId> holders;
    for (PeerId i = 0; i < 3; ++i) holders.insert((peer + 7 * i) % peers);
    script.holders.push_back(holders);
    script.queries.push_back({2000 * s + peer * s / 10, (peer + 15) % peers,
                              static_cast<core::ItemId>(script.holders.size() - 1)});
  }
  return script;
}

template <class Played>
bool is_super(const Played& played, PeerId peer) {
  return !played.protocol->rules().is_leaf(peer);
}

/// Leaves know super-peers only, and nobody has more neighbours than it may.
template <class Played, class Parameters>
void check_tiers(const Played& played, const Parameters& parameters, PeerId peers) {
  const overlay::Neighbours& neighbours = played.neighbours();
  REQUIRE(tests::is_mutual(neighbours));
  for (PeerId peer = 0; peer < peers; ++peer) {
    std::uint32_t supers = 0;
    for (const PeerId other : neighbours.of(peer)) supers += is_super(played, other) ? 1U : 0U;
    const std::uint32_t leaves = neighbours.degree(peer) - supers;
    if (is_super(played, peer)) {
      REQUIRE(leaves <= parameters.election.leaves_most);
      REQUIRE(supers <= parameters.joining->most);
    } else {
      REQUIRE(leaves == 0);
      REQUIRE(supers <= parameters.election.super_peers_wanted);
    }
  }
}

/// Every query that was asked has found all holders that are online but the peer itself.
template <class Played, class IsOnline>
void check_hits(const Played& played, IsOnline is_online) {
  for (const measure::QueryRecord& query : played.measures.queries) {
    const auto holders = played.content->holders(*query.item);
    INFO("query " << query.id);
    REQUIRE(query.hits == static_cast<std::uint64_t>(
                              std::count_if(holders.begin(), holders.end(), [&](PeerId holder) {
                                return holder != query.origin && is_online(holder);
                              })));
  }
}

const auto everybody = [](PeerId) { return true; };

}  // namespace

TEST_CASE("a network that grows from one address elects ultrapeers, and finds everything in it") {
  for (const PeerId peers : {1U, 2U, 40U, 400U}) {
    INFO(peers << " peers");
    const auto script = growing<Gnutella06>(peers);
    const auto played = play_peers(script);
    check_tiers(played, script.parameters, peers);
    CHECK(tests::component_of(played.neighbours(), 0) == peers);
    check_hits(played, everybody);
    const std::uint64_t supers = played.figure("super_peers_at_end");
    CHECK(supers * 31 >= peers);
    if (peers > 100) CHECK(supers <= peers / 5);
    CHECK(supers == played.figure("promotions") - played.figure("demotions"));
  }
}

TEST_CASE("ordinary nodes of FastTrack have one supernode each, which knows all that they share") {
  const auto script = growing<FastTrack>(400);
  const auto played = play_peers(script);
  check_tiers(played, script.parameters, 400);
  CHECK(tests::component_of(played.neighbours(), 0) == 400);
  check_hits(played, everybody);
  CHECK(played.figure("super_peers_at_end") >= 4);
}

TEST_CASE("leaves whose ultrapeers crash or leave find others, who know them soon") {
  constexpr PeerId peers = 300;
  auto script = growing<Gnutella06>(peers);
  // Half of all, among them many ultrapeers, some silently.
  for (PeerId peer = 1; peer < peers; peer += 2) {
    script.changes.push_back({(1000 + peer) * s, peer, false, peer % 4 == 1});
  }
  const auto played = play_peers(script);
  const auto is_online = [](PeerId peer) { return peer % 2 == 0; };
  check_tiers(played, script.parameters, peers);
  CHECK(tests::component_of(played.neighbours(), 0) == peers / 2);
  CHECK(played.measures.queries.size() > 40);
  check_hits(played, is_online);
}

TEST_CASE("when the only supernode has crashed and is back, the nodes find one again") {
  // All know each other; the supernode comes back before its silence is noticed.
  constexpr PeerId peers = 10;
  for (PeerId crashed = 0; crashed < peers; ++crashed) {
    auto script = growing<FastTrack>(peers);
    script.connections = star(peers);
    script.changes = {{1000 * s, crashed, false, false}, {1005 * s, crashed, true, true}};
    const auto played = play_peers(script);
    INFO("peer " << crashed);
    check_tiers(played, script.parameters, peers);
    CHECK(tests::component_of(played.neighbours(), 0) == peers);
    check_hits(played, everybody);
  }
}

TEST_CASE("a super-peer is watched once at a time, from when it has too few leaves") {
  protocols::Election election({}, 3, {});
  const std::uint32_t first = election.watch(1);
  CHECK(first != 0);
  CHECK(election.watch(1) == 0);
  election.stop_watching(1);
  const std::uint32_t second = election.watch(1);
  CHECK(second != 0);
  CHECK_FALSE(election.end_watch(1, first));
  CHECK(election.end_watch(1, second));
  CHECK_FALSE(election.end_watch(1, second));
}

TEST_CASE("leaves that come and go cost no more than what they say") {
  constexpr PeerId peers = 20;
  const auto events = [](int departures) {
    auto script = growing<Gnutella06>(peers);
    script.queries.clear();
    script.parameters.election.patience_s = 1;
    script.horizon = 20'000 * s;
    for (int i = 0; i < departures; ++i) {
      for (PeerId peer = 10; peer < peers; ++peer) {
        script.changes.push_back({(2000 + 20 * i) * s + peer, peer, false, true});
      }
      for (PeerId peer = 10; peer < peers; ++peer) {
        script.changes.push_back({(2010 + 20 * i) * s + peer, peer, true, true});
      }
    }
    return play_peers(script).measures.events;
  };
  // One look a second for each super-peer that has nobody else, at most.
  CHECK(events(100) < events(0) + 100 * 2000);
}

TEST_CASE("who is behind a firewall never becomes an ultrapeer") {
  constexpr PeerId peers = 100;
  auto script = growing<Gnutella06>(peers);
  script.firewalls = tests::behind_own_firewalls(peers, tests::peers_from(20, peers));
  const auto played = play_peers(script);
  check_tiers(played, script.parameters, peers);
  CHECK(played.figure("super_peers_at_end") <= 20);
  CHECK(played.figure("super_peers_at_end") >= 3);
}

TEST_CASE("an ultrapeer that has lost its leaves becomes one itself") {
  constexpr PeerId peers = 100;
  auto script = growing<Gnutella06>(peers);
  script.queries.clear();
  script.parameters.election.leaves_most = 5;
  script.parameters.election.leaves_least = 3;
  script.parameters.election.patience_s = 100;
  for (PeerId peer = 20; peer < peers; ++peer) {
    script.changes.push_back({1000 * s + peer, peer, false, true});
  }
  const auto played = play_peers(script);
  CHECK(played.figure("demotions") > 0);
  CHECK(played.figure("super_peers_at_end") < played.figure("promotions"));
  check_tiers(played, script.parameters, peers);
}

}  // namespace election_test
