// Peers that ask web caches for the addresses of others.
#include <string>
#include <vector>

#include "tests/unit/protocols/unstructured_played.hpp"

namespace web_caches_test {

using namespace rippletank;
using core::PeerId;
using core::Time;
using protocols::Gnutella04;
using protocols::WebCaches;
using tests::play_peers;
using tests::star;

namespace {

constexpr Time s = core::second;

/// Peers that know the web cache in the middle, peer 0, which knows at first as many as it keeps.
tests::Script<Gnutella04> around_a_cache(PeerId peers, std::uint32_t keeps) {
  tests::Script<Gnutella04> script;
  script.connections = star(peers);
  script.parameters.joining.emplace().web_cache.emplace().keeps = keeps;
  script.horizon = 1800 * s;
  return script;
}

const measure::MessageCount& count(const tests::PlayedPeers<Gnutella04>& played,
                                   WebCaches::Type type) {
  return played.measures.messages[type];
}

}  // namespace

TEST_CASE("peers that know a web cache only become one network, of which it is no part") {
  constexpr PeerId peers = 200;
  const auto played = play_peers(around_a_cache(peers, 20));
  CHECK(played.neighbours().degree(0) == 0);
  CHECK(tests::component_of(played.neighbours(), 1) == peers - 1);
  CHECK(tests::is_mutual(played.neighbours()));
  CHECK(played.figure("web_cache_answers") == played.figure("web_cache_requests"));
  CHECK(count(played, WebCaches::hosts).delivered == played.figure("web_cache_answers"));
  // Each asks when it comes; then it learns from others.
  CHECK(played.figure("web_cache_requests") >= peers - 1);
  CHECK(played.figure("web_cache_requests") < 4 * peers);
  CHECK(played.protocol->rules().role(0) == std::string("web_cache"));
  CHECK(played.protocol->rules().role(1) == std::string("servent"));
}

TEST_CASE("a request to a web cache and its answer have the bytes of HTTP") {
  auto script = around_a_cache(5, 3);
  script.horizon = 5 * s;
  script.parameters.joining->spread_s = 0;
  const auto played = play_peers(script);
  const std::string request =
      "GET /gcache.php?client=GNUT&version=0.4&hostfile=1 HTTP/1.0\r\nHost: cache.example.org\r\n"
      "User-Agent: Gnutella\r\n\r\n";
  const std::string reply =
      "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n"
      "192.0.2.100:6346\n192.0.2.100:6346\n192.0.2.100:6346\n";
  REQUIRE(count(played, WebCaches::ask).messages == 4);
  CHECK(count(played, WebCaches::ask).bytes() == 4 * request.size());
  CHECK(count(played, WebCaches::hosts).bytes() == 4 * reply.size());
}

TEST_CASE("a web cache tells the addresses that it was told last") {
  // Nobody knows anybody, and the cache nobody, until peers tell it their addresses.
  constexpr PeerId peers = 30;
  tests::Script<Gnutella04> script;
  script.connections.offsets.assign(peers + 1, 0);
  script.servers = {0};
  auto& joining = script.parameters.joining.emplace();
  joining.web_cache.emplace() = {5, 100};
  script.horizon = 3600 * s;
  const auto played = play_peers(script);
  CHECK(tests::component_of(played.neighbours(), 1) == peers - 1);
  // Each tells it every 100 s, from a random moment in the first of them on.
  const std::uint64_t updates = played.figure("web_cache_updates");
  CHECK(updates >= (peers - 1) * 35);
  CHECK(updates <= (peers - 1) * 36);
  CHECK(count(played, WebCaches::told).delivered == updates);
}

TEST_CASE("when the web cache is down, newcomers find nobody, and the others stay connected") {
  constexpr PeerId peers = 50;
  auto script = around_a_cache(peers, 20);
  script.changes = {
      {0, peers - 1, false, true}, {100 * s, 0, false, false}, {200 * s, peers - 1, true, true}};
  const auto played = play_peers(script);
  CHECK(tests::component_of(played.neighbours(), 1) == peers - 2);
  CHECK(played.neighbours().degree(peers - 1) == 0);
  CHECK(played.figure("web_cache_requests") > played.figure("web_cache_answers"));
}

TEST_CASE("peers behind firewalls tell a web cache nothing") {
  auto script = around_a_cache(40, 20);
  script.parameters.joining->web_cache->update_s = 60;
  script.firewalls = tests::behind_own_firewalls(40, tests::peers_from(1, 40));
  const auto played = play_peers(script);
  CHECK(played.figure("web_cache_updates") == 0);
  CHECK(count(played, WebCaches::ask).delivered > 0);
  CHECK(played.figure("connections_made") == 0);
}

}  // namespace web_caches_test
