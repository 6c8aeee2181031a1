// Whom a peer asks to connect, and the addresses that it keeps.
#include <algorithm>
#include <map>
#include <vector>

#include "tests/unit/protocols/unstructured_played.hpp"

namespace choosing_neighbours_test {

using namespace rippletank;
using core::PeerId;
using core::Time;
using protocols::Distance;
using protocols::EqualPeer;
using protocols::HostCaches;
using protocols::NeighbourChoice;
using tests::play_peers;
using tests::star;

namespace {

constexpr Time ms = core::millisecond;

bool nobody(PeerId) { return false; }

/// In the order in which peer 0 tries them.
std::vector<PeerId> all_of(HostCaches& caches) {
  std::vector<PeerId> order;
  while (const auto next = caches.take(0, nobody)) order.push_back(*next);
  return order;
}

}  // namespace

TEST_CASE("who looks for those near by tries the soonest pong first, and the unknown last") {
  const auto nobody_at_first = star(10);
  HostCaches caches(NeighbourChoice::nearest, nobody_at_first, 50, 1);
  caches.learn(0, 1, {});
  caches.learn(0, 2, {3, 400 * ms});
  caches.learn(0, 3, {5, 100 * ms});
  caches.learn(0, 4, {1, 200 * ms});
  CHECK(all_of(caches) == std::vector<PeerId>{3, 4, 2, 1});
}

TEST_CASE("who looks for those far apart tries the unknown first, then the farthest pong") {
  const auto nobody_at_first = star(10);
  HostCaches caches(NeighbourChoice::far_apart, nobody_at_first, 50, 1);
  caches.learn(0, 1, {});
  caches.learn(0, 2, {3, 400 * ms});
  caches.learn(0, 3, {5, 100 * ms});
  caches.learn(0, 4, {1, 200 * ms});
  SECTION("as it was told") { CHECK(all_of(caches) == std::vector<PeerId>{1, 3, 2, 4}); }
  SECTION("the latest pong counts, and an address without one changes nothing") {
    caches.learn(0, 3, {2, 100 * ms});
    caches.learn(0, 2, {});
    CHECK(all_of(caches) == std::vector<PeerId>{1, 2, 3, 4});
  }
}

TEST_CASE("a full cache forgets the address that would be tried last") {
  const auto nobody_at_first = star(10);
  HostCaches caches(NeighbourChoice::far_apart, nobody_at_first, 2, 1);
  caches.learn(0, 1, {2, 1 * ms});
  caches.learn(0, 2, {4, 1 * ms});
  caches.learn(0, 3, {3, 1 * ms});
  caches.learn(0, 4, {1, 1 * ms});
  CHECK(all_of(caches) == std::vector<PeerId>{2, 3});
}

TEST_CASE("of those that are alike any is tried, each as often") {
  constexpr int runs = 30'000;
  constexpr PeerId alike = 3;
  const auto nobody_at_first = star(10);
  for (const NeighbourChoice choice : {NeighbourChoice::random, NeighbourChoice::far_apart}) {
    std::map<PeerId, int> first;
    HostCaches caches(choice, nobody_at_first, 50, 1);
    for (int run = 0; run < runs; ++run) {
      for (PeerId other = 1; other <= alike; ++other) caches.learn(0, other, {7, 1 * ms});
      ++first[*caches.take(0, nobody)];
      while (caches.take(0, nobody)) {
      }
    }
    // Binomial: sd = sqrt(30,000 x 1/3 x 2/3) = 82.
    for (PeerId other = 1; other <= alike; ++other) {
      CHECK(std::abs(first[other] - runs / 3) < 4 * 82);
    }
  }
}

TEST_CASE("the ends of a line connect to each other, or to what is next to their neighbours") {
  // 0 - 1 - 2 - 3 - 4 - 5: each knows the one before it, and wants two neighbours.
  constexpr PeerId peers = 6;
  tests::Script<EqualPeer> script;
  script.connections.offsets = {0, 0};
  for (PeerId peer = 1; peer < peers; ++peer) {
    script.connections.neighbours.push_back(peer - 1);
    script.connections.offsets.push_back(peer);
  }
  auto& joining = script.parameters.joining.emplace();
  joining.spread_s = 0;
  joining.wanted = 2;
  joining.most = 3;
  const auto ends = [&](NeighbourChoice choice) {
    joining.choose = choice;
    const auto played = play_peers(script);
    REQUIRE(tests::is_mutual(played.neighbours()));
    std::vector<std::vector<PeerId>> rows;
    for (const PeerId end : {PeerId{0}, peers - 1}) {
      const auto row = played.neighbours().of(end);
      rows.emplace_back(row.begin(), row.end());
    }
    return rows;
  };
  using Rows = std::vector<std::vector<PeerId>>;
  CHECK(ends(NeighbourChoice::far_apart) == Rows{{1, 5}, {4, 0}});
  CHECK(ends(NeighbourChoice::nearest) == Rows{{1, 2}, {4, 3}});
}

TEST_CASE("four peers that want three neighbours each, far apart, come to be a full mesh") {
  tests::Script<EqualPeer> script;
  script.connections = star(4);
  auto& joining = script.parameters.joining.emplace();
  joining.spread_s = 0;
  joining.wanted = 3;
  joining.most = 3;
  joining.choose = NeighbourChoice::far_apart;
  const auto played = play_peers(script);
  for (PeerId peer = 0; peer < 4; ++peer) CHECK(played.neighbours().degree(peer) == 3);
}

TEST_CASE("far apart brings all closer together than near by, and splits no network") {
  constexpr PeerId peers = 300;
  const auto mean_hops = [&](NeighbourChoice choice) {
    tests::Script<EqualPeer> script;
    script.connections = star(peers);
    script.parameters.joining.emplace().choose = choice;
    script.parameters.joining->spread_s = 600;
    const auto played = play_peers(script);
    REQUIRE(tests::component_of(played.neighbours(), 0) == peers);
    return tests::mean_hops(played.neighbours());
  };
  CHECK(mean_hops(NeighbourChoice::far_apart) < mean_hops(NeighbourChoice::nearest));
}

}  // namespace choosing_neighbours_test
