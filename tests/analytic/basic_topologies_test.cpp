// Closed forms for floods on the guide's basic topologies, trees and a grid.
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/run/headline.hpp"
#include "tests/analytic/play.hpp"
#include "tests/catch.hpp"

namespace basic_topologies_test {

using namespace rippletank;
using namespace rippletank::tests;
using Catch::Approx;

namespace {

constexpr std::uint32_t no_limit = 65'535;

run::Outcome flood(const Json& topology, std::uint32_t ttl_hops,
                   const std::vector<std::string>& origins) {
  return play(
      overlay_scenario(topology, {{"model", "flood"}, {"ttl_hops", ttl_hops}}, 50, origins));
}

run::Outcome flood_from_all(const Json& topology, std::uint32_t ttl_hops = no_limit) {
  return flood(topology, ttl_hops, all_peers(topology));
}

double headline(const run::Outcome& outcome, const std::string& name) {
  for (const run::Metric& metric : run::metrics()) {
    if (metric.name == name) return metric.value(outcome).get<double>();
  }
  FAIL("no headline number " << name);
  return 0;
}

/// A row of the table: what a flood without limit from any origin must show.
struct Expected {
  std::uint64_t links;
  std::uint64_t diameter;
  double mean_hops;
  std::uint64_t messages;
  std::uint64_t duplicates;
};

void check(const Json& topology, std::uint64_t n, const Expected& expected) {
  INFO(topology.dump());
  const run::Outcome outcome = flood_from_all(topology);
  REQUIRE(outcome.network.connections.peers() == n);
  REQUIRE(outcome.network.connection_count == expected.links);
  REQUIRE(outcome.measures.queries.size() == n);
  for (const measure::QueryRecord& query : outcome.measures.queries) {
    REQUIRE(query.reach == n - 1);
    REQUIRE(query.messages == expected.messages);
    REQUIRE(query.duplicates == expected.duplicates);
  }
  CHECK(headline(outcome, "hops_max") == static_cast<double>(expected.diameter));
  // A sum of whole numbers and one division: all that may differ is the last bit.
  CHECK(std::abs(headline(outcome, "hops_mean") - expected.mean_hops) <=
        1e-14 * expected.mean_hops);
}

}  // namespace

TEST_CASE("star: n - 1 links, diameter 2, no duplicates") {
  for (const std::uint64_t n : {3U, 4U, 5U, 10U, 31U, 100U}) {
    const auto size = static_cast<double>(n);
    check({{"model", "star"}, {"nodes", n}, {"centre", "node"}}, n,
          {n - 1, 2, 2 - 2 / size, n - 1, 0});
  }
}

TEST_CASE("bus: n - 1 links, diameter n - 1, no duplicates") {
  for (const std::uint64_t n : {2U, 3U, 4U, 10U, 31U, 100U}) {
    check({{"model", "bus"}, {"nodes", n}}, n,
          {n - 1, n - 1, static_cast<double>(n + 1) / 3, n - 1, 0});
  }
}

TEST_CASE("ring: n links, diameter n / 2, two duplicates") {
  for (const std::uint64_t n : {3U, 4U, 5U, 10U, 31U, 100U}) {
    const auto size = static_cast<double>(n);
    const double mean_hops = n % 2 == 1 ? (size + 1) / 4 : size * size / (4 * (size - 1));
    check({{"model", "ring"}, {"nodes", n}}, n, {n, n / 2, mean_hops, n + 1, 2});
  }
}

TEST_CASE("true mesh: n (n - 1) / 2 links, diameter 1, (n - 1) (n - 2) duplicates") {
  for (const std::uint64_t n : {2U, 3U, 4U, 10U, 31U, 100U}) {
    check({{"model", "true_mesh"}, {"nodes", n}}, n,
          {n * (n - 1) / 2, 1, 1, (n - 1) * (n - 1), (n - 1) * (n - 2)});
  }
}

TEST_CASE("the cost of one node more: a link, but n links in a true mesh") {
  const auto links = [](const char* model, int nodes) {
    Json topology = {{"model", model}, {"nodes", nodes}};
    if (topology["model"] == "star") topology["centre"] = "node";
    return flood(topology, 1, {"0"}).network.connection_count;
  };
  for (const int n : {3, 10, 50}) {
    CHECK(links("star", n + 1) - links("star", n) == 1);
    CHECK(links("bus", n + 1) - links("bus", n) == 1);
    CHECK(links("ring", n + 1) - links("ring", n) == 1);
    CHECK(links("true_mesh", n + 1) - links("true_mesh", n) == static_cast<std::uint64_t>(n));
  }
}

TEST_CASE("a TTL on a line reaches min(T, left) + min(T, right), on a ring min(2T, n - 1)") {
  for (const std::uint64_t n : {2U, 7U, 30U, 31U}) {
    for (const std::uint32_t ttl : {1U, 2U, 3U, 7U, 14U, 15U, 16U, 40U}) {
      INFO(n << " peers, TTL " << ttl);
      const auto line = flood_from_all({{"model", "bus"}, {"nodes", n}}, ttl);
      for (std::uint64_t left = 0; left < n; ++left) {
        const auto& query = line.measures.queries[left];
        const std::uint64_t right = n - 1 - left;
        REQUIRE(query.reach ==
                std::min<std::uint64_t>(ttl, left) + std::min<std::uint64_t>(ttl, right));
        REQUIRE(query.duplicates == 0);
      }
      if (n < 3) continue;
      const auto ring = flood_from_all({{"model", "ring"}, {"nodes", n}}, ttl);
      for (const auto& query : ring.measures.queries) {
        REQUIRE(query.reach == std::min<std::uint64_t>(2 * ttl, n - 1));
      }
    }
  }
}

TEST_CASE("a balanced tree is flooded from its root level by level, without duplicates") {
  for (const std::uint64_t branching : {1U, 2U, 3U, 5U}) {
    constexpr std::uint32_t depth = 5;
    for (std::uint32_t ttl = 1; ttl <= depth + 1; ++ttl) {
      const auto outcome = flood(
          {{"model", "balanced_tree"}, {"branching", branching}, {"depth", depth}}, ttl, {"0"});
      std::uint64_t expected = 0;
      std::uint64_t level = 1;
      for (std::uint32_t t = 1; t <= std::min(ttl, depth); ++t) expected += level *= branching;
      const measure::QueryRecord& query = outcome.measures.queries.front();
      INFO("branching " << branching << ", TTL " << ttl);
      CHECK(query.reach == expected);
      CHECK(query.messages == expected);
      CHECK(query.duplicates == 0);
    }
  }
}

TEST_CASE("a binary tree of depth 6 has a mean of 8.35096 hops") {
  const auto outcome = flood_from_all({{"model", "balanced_tree"}, {"branching", 2}, {"depth", 6}});
  CHECK(outcome.network.connections.peers() == 127);
  CHECK(std::abs(headline(outcome, "hops_mean") - 8.35096) < 5e-6);
}

TEST_CASE("well inside a grid a flood reaches 2T(T + 1) peers with 6T^2 - 6T + 4 copies") {
  const Json grid = {{"model", "grid"}, {"rows", 100}, {"columns", 100}};
  for (std::uint32_t ttl = 1; ttl <= 49; ttl += 3) {
    const auto outcome = flood(grid, ttl, {"5050", "4949"});
    for (const measure::QueryRecord& query : outcome.measures.queries) {
      INFO("TTL " << ttl << " from " << query.origin);
      CHECK(query.reach == std::uint64_t{2} * ttl * (ttl + 1));
      CHECK(query.messages == std::uint64_t{6} * ttl * ttl - 6 * ttl + 4);
    }
  }
}

}  // namespace basic_topologies_test
