// Rumours against the theory of epidemics, and jobs against breadth-first searches.
#include <cmath>
#include <queue>
#include <string>
#include <vector>

#include "tests/analytic/play.hpp"
#include "tests/catch.hpp"

namespace gossip_and_jobs_test {

using namespace rippletank;
using namespace rippletank::tests;

TEST_CASE("of a rumour that everybody tells to two others a fifth never hear") {
  // Each of n peers is told by nobody with probability s = exp(-k (1 - s)) if those who know tell k
  // others at random: s = 0.20319 for k = 2. Demers et al. 1987, residue.
  constexpr double residue = 0.20319;
  constexpr std::size_t rumours = 60;
  const Json mesh = {{"model", "true_mesh"}, {"nodes", 1000}};
  std::vector<std::string> origins;
  for (std::size_t i = 0; i < rumours; ++i) origins.push_back(std::to_string(i * 16));
  for (const std::uint32_t fanout : {1U, 2U}) {
    INFO("fanout " << fanout);
    const Json protocol = {
        {"model", "gossip_broadcast"}, {"fanout", fanout}, {"rounds", 2 / fanout}};
    const run::Outcome outcome = play(overlay_scenario(mesh, protocol, 50, origins));
    double sum = 0;
    double squares = 0;
    for (const measure::QueryRecord& query : outcome.measures.queries) {
      const double missed = 1 - static_cast<double>(query.reach + 1) / 1000;
      REQUIRE(query.messages == 2 * (query.reach + 1));
      REQUIRE(query.duplicates == query.messages - query.reach);
      sum += missed;
      squares += missed * missed;
    }
    const double mean = sum / rumours;
    const double error = std::sqrt((squares / rumours - mean * mean) / (rumours - 1));
    CHECK(error < 0.01);
    CHECK(std::abs(mean - residue) < 4 * error + 0.001);  // a mesh has no links to oneself
  }
}

TEST_CASE("a job goes as far as nobody does it, and each who does it tells the result") {
  const Json er = {{"model", "erdos_renyi"}, {"nodes", 200}, {"mean_degree", 5}};
  constexpr std::uint32_t ttl_hops = 4;
  for (const double willing : {0.0, 0.1, 0.5, 1.0}) {
    INFO("willing " << willing);
    const Json protocol = {
        {"model", "gpu"}, {"ttl_hops", ttl_hops}, {"willing", willing}, {"compute_s", 3}};
    const run::Outcome outcome =
        play(overlay_scenario(er, protocol, 50, {"0", "1", "2", "3", "50", "100"}));
    // Who answers once is willing; who passes on everything that it gets is not.
    std::uint64_t results = 0;
    for (const measure::QueryRecord& query : outcome.measures.queries) {
      REQUIRE(query.hits <= query.reach);
      if (willing == 0) REQUIRE(query.hits == 0);
      if (willing == 1) {
        const auto degree = outcome.network.connections.degree(query.origin);
        REQUIRE(query.reach == degree);
        REQUIRE(query.hits == degree);
        REQUIRE(query.messages == 2 * degree);
        REQUIRE(query.first_hit == 3 * core::second + 100 * core::millisecond);
      }
      results += query.hits;
    }
    CHECK((results > 0) == (willing > 0));
    CHECK(outcome.measures.messages[0].type == "job");
    CHECK(outcome.measures.messages[0].bytes() == 31 * outcome.measures.messages[0].messages);
    std::uint64_t answered = 0;
    std::uint64_t answering = 0;
    for (const overlay::PeerQueries& peer : outcome.measures.peer_queries) {
      answered += peer.answered;
      answering += peer.answered > 0 ? 1U : 0U;
      REQUIRE((peer.answered == 0 || peer.answered == peer.received));
    }
    CHECK(answered == results);
    CHECK(static_cast<double>(answering) <= willing * 200);
  }
}

}  // namespace gossip_and_jobs_test
