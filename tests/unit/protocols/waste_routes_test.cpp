// Ways of answers in WASTE against shortest paths: the fastest way there, and back again.
#include <limits>
#include <map>

#include "tests/unit/protocols/waste_played.hpp"

namespace waste_routes_test {

using namespace rippletank;
using namespace rippletank::tests::waste;

namespace {

struct Latencies {
  std::map<std::pair<PeerId, PeerId>, Time> all;

  Time operator()(PeerId one, PeerId other) const {
    const auto found = all.find(std::minmax(one, other));
    return found == all.end() ? core::never : found->second;
  }
};

struct Fastest {
  std::vector<Time> time;
  std::vector<std::uint32_t> hops;
};

/// Dijkstra as one writes it first: the nearest of those that are left, again and again.
Fastest fastest_ways(PeerId from, PeerId peers, const Latencies& latencies) {
  Fastest ways;
  ways.time.assign(peers, core::never);
  ways.hops.assign(peers, 0);
  ways.time[from] = 0;
  std::set<PeerId> left;
  for (PeerId peer = 0; peer < peers; ++peer) left.insert(peer);
  while (!left.empty()) {
    const PeerId nearest = *std::min_element(
        left.begin(), left.end(), [&](PeerId a, PeerId b) { return ways.time[a] < ways.time[b]; });
    left.erase(nearest);
    if (ways.time[nearest] == core::never) continue;
    for (PeerId other = 0; other < peers; ++other) {
      const Time latency = latencies(nearest, other);
      if (latency == core::never || ways.time[nearest] + latency >= ways.time[other]) continue;
      ways.time[other] = ways.time[nearest] + latency;
      ways.hops[other] = ways.hops[nearest] + 1;
    }
  }
  return ways;
}

}  // namespace

TEST_CASE("answers take the way with the lowest latency, where that has at most six hops") {
  core::Substream chance(1, "waste_routes_test");
  int longer_than_fewest = 0;
  std::uint64_t compared = 0;
  int graphs = 0;
  while (graphs < 300) {
    Script script;
    script.peers = static_cast<PeerId>(4 + chance.below(14));
    Latencies latencies;
    for (PeerId one = 1; one < script.peers; ++one) {
      for (PeerId other = 0; other < one; ++other) {
        if (!chance.chance(0.3)) continue;
        script.connections.emplace_back(other, one);
        // Nanoseconds apart, so that no two ways are equally fast.
        latencies.all[{other, one}] = 1'000'000 + static_cast<Time>(chance.below(100'000'000));
      }
    }
    const auto origin = static_cast<PeerId>(chance.below(script.peers));
    const Fastest ways = fastest_ways(origin, script.peers, latencies);
    if (*std::max_element(ways.hops.begin(), ways.hops.end()) > 6) continue;
    ++graphs;
    script.delays = latencies;
    script.seed = chance.next();
    for (PeerId holder = 0; holder < script.peers; ++holder) {
      script.holders.push_back({holder});
      if (holder != origin) {
        script.queries.push_back(
            ask(static_cast<Time>(10 + holder) * core::second, origin, holder));
      }
    }
    const Played played = play(script);
    std::size_t number = 0;
    for (PeerId holder = 0; holder < script.peers; ++holder) {
      if (holder == origin) continue;
      const measure::QueryRecord& query = played.query(number++);
      const bool has_way = ways.time[holder] != core::never;
      REQUIRE(query.hits == (has_way ? 1U : 0U));
      if (!has_way) continue;
      REQUIRE(query.first_hit == 2 * ways.time[holder]);
      REQUIRE(query.first_hit_hops == ways.hops[holder]);
      ++compared;
      const bool is_neighbour = latencies(origin, holder) != core::never;
      longer_than_fewest += is_neighbour && ways.hops[holder] > 1 ? 1 : 0;
    }
  }
  CHECK(compared > 1000);
  // Neighbours that are answered by others faster than by themselves.
  CHECK(longer_than_fewest > 100);
}

}  // namespace waste_routes_test
