// Networks of super-peers against counts by hand and breadth-first searches among clusters.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "tests/analytic/play.hpp"
#include "tests/catch.hpp"

namespace super_peers_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

Json clustered(std::uint32_t clusters, std::uint32_t leaves, const char* core,
               std::uint32_t partners = 1, std::uint32_t core_degree = 4) {
  return {{"model", "clustered"}, {"clusters", clusters},       {"leaves_per_cluster", leaves},
          {"core", core},         {"core_degree", core_degree}, {"partners", partners}};
}

/// Everybody asks once, in turn, when all leaves have told what they hold.
Json everybody_asks(const Json& topology, std::uint32_t ttl_hops, std::uint32_t peers) {
  Json json = overlay_scenario(topology, {{"model", "super_peer"}, {"ttl_hops", ttl_hops}}, 50);
  Json origins = Json::array();
  for (std::uint32_t peer = 0; peer < peers; ++peer) origins.push_back(std::to_string(peer));
  json["queries"] = {{"model", "list"}, {"origins", origins}, {"start_s", 100}, {"interval_s", 10}};
  json["content"] = {{"items", 10},
                     {"replication", {{"model", "uniform"}, {"replicas_per_item", 8}}}};
  return json;
}

std::uint64_t holders_but(const run::Outcome& outcome, const measure::QueryRecord& query) {
  const auto holders = outcome.items.content->holders(*query.item);
  return static_cast<std::uint64_t>(std::count_if(
      holders.begin(), holders.end(), [&](core::PeerId peer) { return peer != query.origin; }));
}

}  // namespace

TEST_CASE("in a full mesh of super-peers a leaf's query costs one message to each and finds all") {
  // Yang & Garcia-Molina 2003: S = n / c super-peers, 1 + (S - 1) messages, S (S - 1) / 2 links.
  constexpr std::uint32_t clusters = 10;
  const run::Outcome outcome = play(everybody_asks(clustered(clusters, 9, "mesh"), 1, 100));
  CHECK(outcome.network.connection_count == clusters * (clusters - 1) / 2 + clusters * 9);
  for (const measure::QueryRecord& query : outcome.measures.queries) {
    const bool is_leaf = query.origin >= clusters;
    REQUIRE(query.reach == (is_leaf ? clusters : clusters - 1));
    REQUIRE(query.hits == holders_but(outcome, query));
    REQUIRE(query.duplicates == 0);
    std::uint64_t queries = 0;
    for (std::size_t hop = 1; hop <= 2 && hop < query.hops.size(); ++hop) {
      queries += query.hops[hop].peers_reached;
    }
    REQUIRE(queries == query.reach);
  }
  const measure::MessageCount& queries = outcome.measures.messages[0];
  CHECK(queries.type == "query");
  CHECK(queries.messages == 90 * (1 + (clusters - 1)) + 10 * (clusters - 1));
}

TEST_CASE(
    "two partners per cluster have four times the links between clusters, and half the work") {
  constexpr std::uint32_t clusters = 8;
  const run::Outcome one = play(everybody_asks(clustered(clusters, 5, "mesh"), 1, 48));
  const run::Outcome two = play(everybody_asks(clustered(clusters, 5, "mesh", 2), 1, 56));
  constexpr std::uint64_t between = clusters * (clusters - 1) / 2;
  CHECK(one.network.connection_count == between + clusters * 5);
  CHECK(two.network.connection_count == 4 * between + clusters * (1 + 2 * 5));
  for (const measure::QueryRecord& query : two.measures.queries) {
    const bool is_leaf = query.origin >= 2 * clusters;
    REQUIRE(query.reach == (is_leaf ? clusters : clusters - 1));
    REQUIRE(query.hits == holders_but(two, query));
  }
}

TEST_CASE("queries reach the clusters within their TTL, whose index answers for all in them") {
  for (const char* core : {"ring", "random_regular", "barabasi_albert"}) {
    for (const std::uint32_t ttl_hops : {1U, 2U, 4U}) {
      INFO(core << ", TTL " << ttl_hops);
      const run::Outcome outcome = play(everybody_asks(clustered(20, 3, core), ttl_hops, 80));
      for (const measure::QueryRecord& query : outcome.measures.queries) {
        const auto hops = hops_from(outcome.network.connections, query.origin);
        const std::uint32_t own = query.origin < 20 ? 0 : 1;
        std::uint64_t reach = 0;
        for (core::PeerId super_peer = 0; super_peer < 20; ++super_peer) {
          reach += hops[super_peer] <= ttl_hops + own && super_peer != query.origin ? 1U : 0U;
        }
        std::uint64_t hits = 0;
        for (const core::PeerId holder : outcome.items.content->holders(*query.item)) {
          const core::PeerId super_peer = outcome.network.clusters[holder];
          hits += holder != query.origin && hops[super_peer] <= ttl_hops + own ? 1U : 0U;
        }
        REQUIRE(query.reach == reach);
        REQUIRE(query.hits == hits);
      }
    }
  }
}

TEST_CASE("a cluster with two super-peers goes on when one is gone, one with one does not") {
  for (const std::uint32_t partners : {1U, 2U}) {
    Json json = everybody_asks(clustered(6, 4, "mesh", partners), 1, 0);
    const std::uint32_t first_leaf = 6 * partners;
    json["queries"]["origins"] = {std::to_string(first_leaf)};
    json["content"] = {
        {"items", 1},
        {"replication", {{"model", "uniform"}, {"replicas_per_item", first_leaf + 24}}}};
    json["failures"] = {{{"at_s", 50}, {"peers", {0}}}};
    json["horizon_s"] = 300;
    const run::Outcome outcome = play(json);
    const measure::QueryRecord& query = outcome.measures.queries.front();
    INFO(partners << " partners");
    CHECK(query.reach == (partners == 1 ? 0 : 6));
    CHECK((query.hits > 0) == (partners == 2));
  }
}

}  // namespace super_peers_test
