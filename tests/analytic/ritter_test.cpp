// Ritter's table: a Gnutella without cycles, in which every peer has N connections.
//
// Source:  J. Ritter, Why Gnutella Can't Scale. No, Really (February 2001): reach(N, T) is the sum
//          of N (N - 1)^(t - 1) over t = 1 … T; a search of 18 characters is 83 bytes on the wire
//          (IP 20, TCP 20, Gnutella header 23, minimum speed and closing zero 2, text 18).
#include <array>
#include <cstdint>

#include "sim/run/headline.hpp"
#include "tests/analytic/play.hpp"
#include "tests/catch.hpp"

namespace ritter_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

constexpr std::uint32_t most_connections = 8;
constexpr std::uint32_t most_hops = 8;

/// table[N - 2][T - 1], as printed.
constexpr std::array<std::array<std::uint64_t, most_hops>, most_connections - 1> table = {{
    {2, 4, 6, 8, 10, 12, 14, 16},
    {3, 9, 21, 45, 93, 189, 381, 765},
    {4, 16, 52, 160, 484, 1'456, 4'372, 13'120},
    {5, 25, 105, 425, 1'705, 6'825, 27'305, 109'225},
    {6, 36, 186, 936, 4'686, 23'436, 117'186, 585'936},
    {7, 49, 301, 1'813, 10'885, 65'317, 391'909, 2'351'461},
    {8, 64, 456, 3'200, 22'408, 156'864, 1'098'056, 7'686'400},
}};

std::uint64_t printed(std::uint32_t connections, std::uint32_t hops) {
  return table[connections - 2][hops - 1];
}

/// Floods a tree of that depth from its root.
void check(std::uint32_t connections, std::uint32_t ttl_hops, std::uint32_t depth) {
  INFO("N = " << connections << ", T = " << ttl_hops << ", depth " << depth);
  const Json flood = {
      {"model", "flood"}, {"ttl_hops", ttl_hops}, {"header_bytes", 23}, {"payload_bytes", 20}};
  Json scenario = overlay_scenario(
      {{"model", "regular_tree"}, {"degree", connections}, {"depth", depth}}, flood, 50, {"0"});
  const run::Outcome outcome = play(scenario);
  const measure::QueryRecord& query = outcome.measures.queries.front();
  const std::uint64_t reach = printed(connections, ttl_hops);
  CHECK(query.reach == reach);
  CHECK(query.messages == reach);  // no cycles
  CHECK(query.duplicates == 0);
  const measure::MessageCount& count = outcome.measures.messages.front();
  CHECK(count.bytes() + count.overhead_bytes == 83 * reach);
  // Every copy is sent by one peer and received by another.
  std::uint64_t bytes = 0;
  for (const measure::InOut& peer : outcome.measures.traffic) {
    bytes += peer.in.bytes + peer.out.bytes;
  }
  CHECK(bytes + 2 * count.overhead_bytes == 2 * 83 * reach);
}

/// Deeper than the TTL reaches, where that is affordable, so that it is the TTL that stops it.
constexpr std::uint64_t affordable = 600'000;

bool is_affordable(std::uint32_t connections, std::uint32_t depth) {
  return depth <= most_hops && printed(connections, depth) <= affordable;
}

}  // namespace

TEST_CASE("Ritter's table: reach and bytes of a flood without cycles", "[statistics]") {
  for (std::uint32_t connections = 2; connections <= most_connections; ++connections) {
    for (std::uint32_t hops = 1; hops <= most_hops; ++hops) {
      if (!is_affordable(connections, hops)) continue;
      check(connections, hops, is_affordable(connections, hops + 1) ? hops + 1 : hops);
    }
  }
}

TEST_CASE("Ritter's example: four connections and five hops cost 40,172 bytes") {
  CHECK(printed(4, 5) * 83 == 40'172);
  check(4, 5, 6);
}

TEST_CASE("Ritter's table where it takes millions of peers", "[slow]") {
  check(7, 8, 8);
  check(8, 7, 8);
  check(8, 8, 8);
  CHECK(printed(8, 7) * 83 == 91'138'648);
  CHECK(printed(8, 8) * 83 == 637'971'200);
  CHECK(printed(8, 8) * 83 * 2 == 1'275'942'400);  // "1.2 GB to relay 18 bytes"
}

}  // namespace ritter_test
