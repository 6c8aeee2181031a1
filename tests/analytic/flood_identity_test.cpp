// What a flood must count on any graph: identities without a TTL, balls with one.
#include <string>
#include <vector>

#include "tests/analytic/play.hpp"
#include "tests/analytic/topology_examples.hpp"
#include "tests/catch.hpp"

namespace flood_identity_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

const std::vector<Json>& delays() {
  static const std::vector<Json> all = {0,
                                        50,
                                        {{"model", "uniform"}, {"min", 10}, {"max", 100}},
                                        {{"model", "exponential"}, {"mean", 50}},
                                        {{"model", "pareto"}, {"shape", 1.1}, {"min", 1}},
                                        {{"model", "empirical"}, {"values", {1, 2, 3}}}};
  return all;
}

Json flood(std::uint32_t ttl_hops) { return {{"model", "flood"}, {"ttl_hops", ttl_hops}}; }

constexpr std::uint32_t no_limit = 65'535;

Json p2pchat(double poll_interval_ms) {
  return {{"model", "p2pchat"}, {"poll_interval_ms", poll_interval_ms}};
}

/// Copies and duplicates of a flood without limit in a component of n peers and m links.
///
/// Every peer sends deg copies, less the one along which it got its first, but for the origin:
/// 2m - (n - 1). n - 1 of them are first copies.
void check_flood_identity(const run::Outcome& outcome) {
  for (const measure::QueryRecord& query : outcome.measures.queries) {
    const Ball ball(outcome.network.connections, query.origin);
    const std::uint64_t n = ball.component_peers;
    const std::uint64_t m = ball.component_links;
    REQUIRE(query.reach == n - 1);
    REQUIRE(query.messages == 2 * m - (n - 1));
    REQUIRE(query.duplicates == 2 * (m - (n - 1)));
  }
}

/// The same where the sender gets its copy back: every peer sends deg copies.
void check_chat_identity(const run::Outcome& outcome) {
  for (const measure::QueryRecord& query : outcome.measures.queries) {
    const Ball ball(outcome.network.connections, query.origin);
    const std::uint64_t n = ball.component_peers;
    const std::uint64_t m = ball.component_links;
    REQUIRE(query.reach == n - 1);
    REQUIRE(query.messages == 2 * m);
    REQUIRE(query.duplicates == 2 * m - (n - 1));
  }
}

/// Reach, copies per hop and the last first copy of a flood with equal delays and a limit.
void check_ball(const run::Outcome& outcome, std::uint32_t ttl, core::Time delay) {
  for (const measure::QueryRecord& query : outcome.measures.queries) {
    const Ball ball(outcome.network.connections, query.origin);
    REQUIRE(query.reach == ball.reach(ttl));
    REQUIRE(query.messages == ball.messages(ttl));
    REQUIRE(query.duplicates == query.messages - query.reach);
    for (std::size_t hop = 1; hop < query.hops.size(); ++hop) {
      REQUIRE(query.hops[hop].messages == ball.messages_at[hop]);
      REQUIRE(query.hops[hop].peers_reached ==
              (hop < ball.peers_at.size() ? ball.peers_at[hop] : 0));
    }
    if (ball.component_peers == 1) {
      REQUIRE_FALSE(query.last_reach);
    } else {
      REQUIRE(query.last_reach == std::min(ttl, ball.eccentricity) * delay);
    }
  }
}

/// Graphs of many densities, some of them not connected.
std::vector<Json> random_topologies() {
  std::vector<Json> all;
  for (const double mean_degree : {0.5, 1.5, 3.0, 6.0, 20.0}) {
    all.push_back({{"model", "erdos_renyi"}, {"nodes", 150}, {"mean_degree", mean_degree}});
  }
  for (const int links : {1, 2, 5}) {
    all.push_back({{"model", "barabasi_albert"}, {"nodes", 150}, {"links_per_node", links}});
  }
  for (const double rewired : {0.0, 0.1, 1.0}) {
    all.push_back({{"model", "watts_strogatz"},
                   {"nodes", 150},
                   {"neighbours", 6},
                   {"rewire_probability", rewired}});
  }
  all.push_back({{"model", "random_regular"}, {"nodes", 150}, {"degree", 4}});
  all.push_back({{"model", "power_law"}, {"nodes", 150}, {"exponent", 2.2}, {"degree_max", 30}});
  return all;
}

}  // namespace

TEST_CASE("on every topology a flood without limit sends 2m - n + 1 copies, a chat 2m") {
  for (const Json& topology : topology_examples()) {
    const std::vector<std::string> origins = all_peers(topology);
    for (const Json& latency_ms : delays()) {
      INFO(topology.dump() << " latency " << latency_ms.dump());
      check_flood_identity(play(overlay_scenario(topology, flood(no_limit), latency_ms, origins)));
      check_chat_identity(play(overlay_scenario(topology, p2pchat(0), latency_ms, origins)));
      check_chat_identity(play(overlay_scenario(topology, p2pchat(100), latency_ms, origins)));
    }
  }
}

TEST_CASE("on random graphs a flood without limit sends 2m - n + 1 copies, a chat 2m") {
  for (const Json& topology : random_topologies()) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      const Json& latency_ms = delays()[seed + 1];
      Json scenario =
          overlay_scenario(topology, flood(no_limit), latency_ms, {"0", "1", "77", "149"});
      scenario["seed"] = seed;
      INFO(scenario.dump());
      check_flood_identity(play(scenario));
      scenario["overlay"]["protocol"] = p2pchat(100);
      check_chat_identity(play(scenario));
    }
  }
}

TEST_CASE("with equal delays a flood reaches the ball of its TTL, hop by hop") {
  std::vector<Json> topologies = random_topologies();
  for (const Json& topology : topology_examples()) {
    if (!has_latencies(topology)) topologies.push_back(topology);
  }
  for (const Json& topology : topologies) {
    const std::vector<std::string> origins = all_peers(topology);
    for (const std::uint32_t ttl : {1U, 2U, 3U, 4U, 5U, 6U, 7U, 20U, no_limit}) {
      INFO(topology.dump() << " TTL " << ttl);
      check_ball(play(overlay_scenario(topology, flood(ttl), 50, origins)), ttl,
                 50 * core::millisecond);
    }
  }
}

TEST_CASE("with unequal delays a flood never reaches more than the ball of its TTL") {
  std::uint64_t missed = 0;
  for (const Json& topology : random_topologies()) {
    const std::vector<std::string> origins = all_peers(topology);
    for (const std::uint32_t ttl : {2U, 3U, 4U, 5U}) {
      for (std::size_t kind = 2; kind < delays().size(); ++kind) {
        const run::Outcome outcome =
            play(overlay_scenario(topology, flood(ttl), delays()[kind], origins));
        for (const measure::QueryRecord& query : outcome.measures.queries) {
          const std::uint64_t most = Ball(outcome.network.connections, query.origin).reach(ttl);
          REQUIRE(query.reach <= most);
          missed += most - query.reach;
        }
      }
    }
  }
  CHECK(missed > 1000);  // else slow short paths would never have lost to fast long ones
}

}  // namespace flood_identity_test
