// Hits of Gnutella 0.6 that go straight to the peer that has asked.
#include "sim/protocols/gnutella_0_6.hpp"
#include "tests/unit/protocols/unstructured_played.hpp"

namespace out_of_band_test {

using namespace rippletank;
using core::PeerId;
using protocols::Gnutella06;
using protocols::Search;
using tests::play_peers;
using tests::star;

namespace {

constexpr core::Time s = core::second;

/// An ultrapeer in the centre and two leaves; the first asks for what a peer holds.
tests::Script<Gnutella06> two_leaves(PeerId holder) {
  tests::Script<Gnutella06> script;
  script.connections = star(3);
  script.servers = {0};
  script.holders = {{holder}};
  script.queries = {{20 * s, 1, 0}};
  script.parameters.out_of_band_hits = true;
  return script;
}

const measure::MessageCount& count(const tests::PlayedPeers<Gnutella06>& played,
                                   Search::Type type) {
  return played.measures.messages[type];
}

}  // namespace

TEST_CASE("a holder two hops away offers its hit by UDP, and sends it when it is told to") {
  const auto played = play_peers(two_leaves(2));
  CHECK(count(played, Search::hits_ready).messages == 1);
  CHECK(count(played, Search::hits_ready).bytes() == 23 + 8 + 1);
  CHECK(count(played, Search::hits_wanted).messages == 1);
  CHECK(count(played, Search::hits_wanted).bytes() == 32);
  CHECK(count(played, Search::query_hit).messages == 1);
  const measure::QueryRecord& query = played.measures.queries.at(0);
  CHECK(query.hits == 1);
  CHECK(query.first_hit_hops == 2);
  // The query takes two hops, then offer, answer and hit one each.
  CHECK(query.first_hit == 5 * tests::star_delay);
  REQUIRE(query.hops.size() == 6);
  for (std::size_t hop = 1; hop < query.hops.size(); ++hop) CHECK(query.hops[hop].messages == 1);
}

TEST_CASE("a holder one hop away, or one of two behind a firewall, sends its hit the way back") {
  const auto is_in_band = [](const tests::Script<Gnutella06>& script) {
    const auto played = play_peers(script);
    CHECK(count(played, Search::hits_ready).messages == 0);
    CHECK(count(played, Search::hits_wanted).messages == 0);
    return played.measures.queries.at(0).hits;
  };
  CHECK(is_in_band(two_leaves(0)) == 1);
  auto script = two_leaves(2);
  script.firewalls =
      tests::behind_own_firewalls(script.peers(), tests::peers_from(1, script.peers()));
  CHECK(is_in_band(script) == 0);  // the two could not meet
  script = two_leaves(2);
  script.parameters.out_of_band_hits = false;
  CHECK(is_in_band(script) == 1);
}

TEST_CASE("an offer to one who has gone or has forgotten the query is lost, and counted so") {
  auto script = two_leaves(2);
  SECTION("gone") {
    script.changes = {{20 * s + 25 * core::millisecond, 1, false, true}};
    const auto played = play_peers(script);
    CHECK(played.figure("hits_sent") == 1);
    CHECK(played.figure("hits_lost_dropped") == 1);
  }
  SECTION("forgotten") {
    script.parameters.query_memory_s = 0.025;
    const auto played = play_peers(script);
    CHECK(played.figure("hits_sent") == 1);
    CHECK(played.figure("hits_lost_forgotten") == 1);
  }
}

TEST_CASE("a leaf tells its ultrapeer of results that came out of band, so that it stops asking") {
  // 0 is connected to nine ultrapeers, each with a leaf that holds the item, and to the leaf 19.
  constexpr PeerId others = 9;
  constexpr PeerId leaf = 2 * others + 1;
  std::vector<std::vector<PeerId>> rows(leaf + 1);
  const auto join = [&rows](PeerId a, PeerId b) {
    rows[a].push_back(b);
    rows[b].push_back(a);
  };
  tests::Script<Gnutella06> script;
  script.servers = {0};
  script.holders = {{}};
  for (PeerId other = 1; other <= others; ++other) {
    join(0, other);
    join(other, others + other);
    script.servers.push_back(other);
    script.holders[0].insert(others + other);
  }
  join(0, leaf);
  script.connections.offsets = {0};
  for (const auto& row : rows) {
    script.connections.neighbours.insert(script.connections.neighbours.end(), row.begin(),
                                         row.end());
    script.connections.offsets.push_back(
        static_cast<std::uint32_t>(script.connections.neighbours.size()));
  }
  script.queries = {{100 * s, leaf, 0}};
  script.parameters.dynamic_query.emplace().leaf_results = 5;
  std::uint64_t copies = 0;
  for (const bool out_of_band : {false, true}) {
    script.parameters.out_of_band_hits = out_of_band;
    const auto played = play_peers(script);
    CHECK(played.measures.queries.at(0).hits == 5);
    const std::uint64_t told = count(played, Search::query_status).messages;
    CHECK(told == (out_of_band ? 5 : 0));
    CHECK(count(played, Search::query_status).bytes() == told * (23 + 8 + 2));
    if (out_of_band) CHECK(count(played, Search::query).messages == copies);
    copies = count(played, Search::query).messages;
  }
}

}  // namespace out_of_band_test
