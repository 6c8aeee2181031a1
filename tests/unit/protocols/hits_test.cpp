// Hits and pushes between peers that go away and come back at awkward moments.
#include <utility>
#include <vector>

#include "sim/protocols/gpu.hpp"
#include "tests/unit/protocols/unstructured_played.hpp"

namespace hits_test {

using namespace rippletank;
using core::millisecond;
using core::PeerId;
using core::Time;
using protocols::EqualPeer;
using protocols::Gnutella04;
using protocols::Gpu;
using tests::play_peers;
using tests::star;

namespace {

overlay::Connections connected(PeerId peers, const std::vector<std::pair<PeerId, PeerId>>& links) {
  std::vector<std::set<PeerId>> rows(peers);
  for (const auto& [a, b] : links) {
    rows[a].insert(b);
    rows[b].insert(a);
  }
  overlay::Connections made;
  made.offsets = {0};
  for (const std::set<PeerId>& row : rows) {
    made.neighbours.insert(made.neighbours.end(), row.begin(), row.end());
    made.offsets.push_back(static_cast<std::uint32_t>(made.neighbours.size()));
  }
  return made;
}

overlay::Connections ring(PeerId peers) {
  std::vector<std::pair<PeerId, PeerId>> links;
  for (PeerId peer = 0; peer < peers; ++peer) links.emplace_back(peer, (peer + 1) % peers);
  return connected(peers, links);
}

/// A peer crashes and is back a little later.
void restart(std::vector<overlay::PresenceChange>& changes, PeerId peer, Time at, Time back) {
  changes.push_back({at, peer, false, false});
  changes.push_back({back, peer, true, true});
}

}  // namespace

TEST_CASE("a holder that comes back while a query still travels counts as one hit") {
  // Copies come to peer 3 of the ring after three hops, and round the other side after four.
  tests::Script<EqualPeer> script;
  script.connections = ring(7);
  script.holders = {{3}};
  script.queries = {tests::fetching(0, 0, 0)};
  restart(script.changes, 3, 32 * millisecond, 35 * millisecond);
  const auto played = play_peers(script);
  CHECK(played.figure("hits_sent") == 2);
  CHECK(played.figure("hits_returned") == 2);
  CHECK(played.measures.queries.at(0).hits == 1);
  CHECK(played.measures.queries.at(0).downloaded);
}

TEST_CASE("a hit that relays send round in a circle is lost after as many hops as its query") {
  // Peers 1 and 4 of the circle 1-2-3-4 forget the query and get it again from the other side.
  tests::Script<EqualPeer> script;
  script.connections =
      connected(9, {{0, 1}, {1, 2}, {1, 4}, {2, 3}, {3, 4}, {2, 5}, {5, 6}, {6, 7}, {7, 8}});
  script.holders = {{8}};
  script.queries = {{0, 0, 0}};
  restart(script.changes, 4, 22 * millisecond, 35 * millisecond);
  restart(script.changes, 1, 45 * millisecond, 48 * millisecond);
  const auto played = play_peers(script);
  CHECK(played.figure("hits_sent") == 1);
  CHECK(played.figure("hits_lost_too_far") == 1);
  CHECK(played.measures.messages[protocols::Search::query_hit].messages == 6);
}

TEST_CASE("a peer that goes away during a job leaves nothing of it behind") {
  tests::Script<Gpu> script;
  script.connections = star(3);
  script.queries = {{0, 1, 0}};
  script.changes = {{500 * millisecond, 0, false, false}};
  const auto played = play_peers(script);
  CHECK(played.figure("hits_sent") == 0);
  CHECK(played.protocol->rules().descriptors_in_use() == 0);
}

TEST_CASE("a holder that has connected because of a push gives all pieces, however late") {
  tests::Script<Gnutella04> script;
  script.connections = star(4);
  script.holders = {{2, 3}};
  script.sizes = {400'000};
  script.queries = {tests::fetching(0, 1, 0)};
  script.firewalls = tests::behind_own_firewalls(4, {2, 3});
  script.parameters.push_memory_s = 10;
  script.parameters.downloads.sources = 2;
  script.parameters.downloads.piece_bytes = 20'000;
  const auto played = play_peers(script);
  CHECK(played.measures.queries.at(0).downloaded);
  CHECK(played.measures.downloads.size() == 20);
  CHECK(played.figure("pushes_sent") == 2);
}

TEST_CASE("who waits for a slot of a holder that has come does not give it up") {
  // Each file takes a minute, longer than a peer waits for a holder to connect.
  tests::Script<Gnutella04> script;
  script.connections = star(4);
  script.holders = {{3}};
  script.sizes = {60'000};
  script.uploads.slots = 1;
  script.queries = {tests::fetching(0, 1, 0), tests::fetching(1, 2, 0)};
  script.firewalls = tests::behind_own_firewalls(4, {3});
  const auto played = play_peers(script);
  REQUIRE(played.measures.queries.size() == 2);
  CHECK(played.measures.queries[0].downloaded);
  CHECK(played.measures.queries[1].downloaded);
  CHECK(played.measures.downloads.size() == 2);
  CHECK(played.figure("pushes_sent") == 2);
}

}  // namespace hits_test
