// Traffic counted once per broadcast against traffic counted once per copy.
#include "sim/measure/peer_traffic.hpp"

#include <algorithm>
#include <vector>

#include "sim/core/random.hpp"
#include "tests/catch.hpp"

namespace peer_traffic_test {

namespace core = rippletank::core;
namespace measure = rippletank::measure;

namespace {

/// A random graph as rows of neighbours, ascending.
std::vector<std::vector<core::PeerId>> random_rows(core::PeerId peers, core::Substream& stream) {
  std::vector<std::vector<core::PeerId>> rows(peers);
  const double density = stream.uniform();
  for (core::PeerId a = 0; a < peers; ++a) {
    for (core::PeerId b = a + 1; b < peers; ++b) {
      if (!stream.chance(density)) continue;
      rows[a].push_back(b);
      rows[b].push_back(a);
    }
  }
  return rows;
}

}  // namespace

TEST_CASE("what neighbours sent is what a peer received, less what did not arrive") {
  for (std::uint64_t number = 0; number < 300; ++number) {
    core::Substream stream(3, "traffic", number);
    const auto peers = static_cast<core::PeerId>(1 + stream.below(25));
    const auto rows = random_rows(peers, stream);
    core::Column<std::uint32_t> offsets{0};
    core::Column<core::PeerId> neighbours;
    for (const auto& row : rows) {
      neighbours.insert(neighbours.end(), row.begin(), row.end());
      offsets.push_back(static_cast<std::uint32_t>(neighbours.size()));
    }
    const std::uint64_t bytes = stream.below(200);
    measure::BroadcastTraffic traffic(peers);
    // Totals may hold something already, from another type of message.
    std::vector<measure::InOut> totals(peers, measure::InOut{{3, 300}, {4, 400}});
    std::vector<measure::InOut> expected = totals;
    std::vector<std::uint32_t> first_copies(peers);
    const auto copy = [&](core::PeerId from, core::PeerId to) {
      ++expected[from].out.messages;
      expected[from].out.bytes += bytes;
      if (stream.below(5) == 0) return traffic.not_arrived(to);
      ++expected[to].in.messages;
      expected[to].in.bytes += bytes;
    };
    for (std::uint64_t i = stream.below(200); i > 0; --i) {
      const auto from = static_cast<core::PeerId>(stream.below(peers));
      core::PeerId except = core::no_peer;
      if (stream.below(2) == 0 && !rows[from].empty()) {
        except = rows[from][stream.below(rows[from].size())];
        traffic.to_all_but(from, except);
      } else {
        traffic.to_all(from);
      }
      for (const core::PeerId to : rows[from]) {
        if (to != except) copy(from, to);
      }
      traffic.first_copy(from);
      ++first_copies[from];
    }
    traffic.add_to(totals, bytes, offsets, neighbours);
    REQUIRE(totals == expected);
    for (core::PeerId peer = 0; peer < peers; ++peer) {
      REQUIRE(traffic.first_copies(peer) == first_copies[peer]);
    }
  }
}

}  // namespace peer_traffic_test
