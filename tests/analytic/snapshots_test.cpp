// Floods on snapshots of the real Gnutella, against counts made without a simulator.
//
// The snapshots: M. Ripeanu, I. Foster, A. Iamnitchi, Mapping the Gnutella Network, IEEE Internet
// Computing 6 (2002); SNAP, p2p-Gnutella04 (4 August 2002) and p2p-Gnutella08 (8 August 2002).
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "tests/analytic/play.hpp"
#include "tests/catch.hpp"
#include "tests/data_path.hpp"

namespace snapshots_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

constexpr std::size_t hops = 7;
using PerTtl = std::array<std::uint64_t, hops>;

Json snapshot(const std::string& file) { return {{"model", "edge_list"}, {"file", file}}; }

Json flood(std::size_t ttl_hops) { return {{"model", "flood"}, {"ttl_hops", ttl_hops}}; }

/// A single origin, TTL 1 … 7.
void check_origin(const std::string& file, const std::string& origin, const PerTtl& reach,
                  const PerTtl& messages, std::uint64_t duplicates_at_7) {
  for (std::size_t ttl = 1; ttl <= hops; ++ttl) {
    INFO("origin " << origin << ", TTL " << ttl);
    const run::Outcome outcome = play(overlay_scenario(snapshot(file), flood(ttl), 50, {origin}));
    const measure::QueryRecord& query = outcome.measures.queries.front();
    CHECK(query.reach == reach[ttl - 1]);
    CHECK(query.messages == messages[ttl - 1]);
    CHECK(query.duplicates == messages[ttl - 1] - reach[ttl - 1]);
    if (ttl == 7) CHECK(query.duplicates == duplicates_at_7);
    const Ball ball(outcome.network.connections, query.origin);
    CHECK(query.last_reach ==
          static_cast<core::Time>(std::min<std::uint64_t>(ttl, ball.eccentricity)) * 50 *
              core::millisecond);
  }
}

/// Means over all origins, of TTL 1 … 7 at once: with equal delays the peers that a flood of TTL 7
/// reaches after t hops are those that TTL t adds to TTL t - 1.
void check_all_origins(const std::string& file, const PerTtl& reach, double pairs_within_7,
                       double messages_at_7) {
  const Json topology = snapshot(file);
  const run::Outcome outcome =
      play(overlay_scenario(topology, flood(hops), 50, all_peers(topology)));
  const auto n = static_cast<double>(outcome.network.connections.peers());
  REQUIRE(outcome.measures.queries.size() == outcome.network.connections.peers());
  double total = 0;
  for (std::size_t ttl = 1; ttl <= hops; ++ttl) {
    for (const measure::QueryRecord& query : outcome.measures.queries) {
      if (ttl < query.hops.size()) total += static_cast<double>(query.hops[ttl].peers_reached);
    }
    INFO("TTL " << ttl);
    CHECK(std::llround(total / n) == static_cast<long long>(reach[ttl - 1]));
  }
  std::uint64_t messages = 0;
  std::uint64_t giant = 0;
  std::uint64_t within = 0;
  for (const measure::QueryRecord& query : outcome.measures.queries) messages += query.messages;
  const std::vector<std::uint32_t> from_first = hops_from(outcome.network.connections, 0);
  for (const measure::QueryRecord& query : outcome.measures.queries) {
    if (from_first[query.origin] == unreached) continue;
    ++giant;
    within += query.reach;
  }
  CHECK(std::abs(static_cast<double>(messages) / n - messages_at_7) < 0.5);
  const auto pairs = static_cast<double>(giant) * static_cast<double>(giant - 1);
  CHECK(std::abs(static_cast<double>(within) / pairs - pairs_within_7) < 0.5e-5);
}

}  // namespace

TEST_CASE("floods on the Gnutella of 4 August 2002 are exact") {
  const auto file = data_file("snap/p2p-Gnutella04.txt");
  if (!file) return;
  check_origin(file->string(), "0", {17, 200, 2'275, 7'897, 10'716, 10'861, 10'875},
               {17, 215, 2'871, 26'355, 66'138, 69'092, 69'113}, 58'238);
  // The peer with most connections.
  check_origin(file->string(), "3109", {103, 1'231, 6'438, 10'416, 10'856, 10'865, 10'875},
               {103, 1'419, 15'519, 59'992, 69'046, 69'103, 69'113}, 58'238);
}

TEST_CASE("floods on the Gnutella of 8 August 2002 are exact") {
  const auto file = data_file("snap/p2p-Gnutella08.txt");
  if (!file) return;
  check_origin(file->string(), "0", {10, 327, 1'594, 4'961, 6'218, 6'298, 6'298},
               {10, 457, 6'259, 20'171, 34'286, 35'252, 35'254}, 28'956);
}

TEST_CASE("floods from every peer of the Gnutella of 4 August 2002", "[slow]") {
  const auto file = data_file("snap/p2p-Gnutella04.txt");
  if (!file) return;
  check_all_origins(file->string(), {7, 97, 967, 4'747, 9'176, 10'728, 10'865}, 0.99907, 69'012);
}

TEST_CASE("floods from every peer of the Gnutella of 8 August 2002", "[slow]") {
  const auto file = data_file("snap/p2p-Gnutella08.txt");
  if (!file) return;
  check_all_origins(file->string(), {7, 91, 664, 2'721, 5'171, 6'190, 6'293}, 0.99951, 35'208);
}

TEST_CASE("with unequal delays floods on a snapshot fall short of their ball, never beyond") {
  const auto file = data_file("snap/p2p-Gnutella08.txt");
  if (!file) return;
  std::vector<std::string> origins;
  for (int origin = 0; origin < 6300; origin += 70) origins.push_back(std::to_string(origin));
  for (const Json& latency_ms : {Json{{"model", "uniform"}, {"min", 10}, {"max", 1000}},
                                 Json{{"model", "lognormal"}, {"median", 40}, {"sigma", 1}}}) {
    for (const std::size_t ttl : {3U, 5U, 7U}) {
      const run::Outcome outcome =
          play(overlay_scenario(snapshot(file->string()), flood(ttl), latency_ms, origins));
      std::uint64_t missed = 0;
      for (const measure::QueryRecord& query : outcome.measures.queries) {
        const std::uint64_t ball = Ball(outcome.network.connections, query.origin).reach(ttl);
        REQUIRE(query.reach <= ball);
        missed += ball - query.reach;
      }
      INFO("TTL " << ttl << ", latency " << latency_ms.dump());
      CHECK(missed > 0);
    }
  }
}

}  // namespace snapshots_test
