// Gnutella 0.6 and FastTrack: what tables keep away, what they never hide, and how far queries go.
#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include "tests/analytic/play.hpp"
#include "tests/catch.hpp"

namespace ultrapeers_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

constexpr std::uint32_t clusters = 30;
constexpr std::uint32_t leaves = 9;

Json network(const Json& protocol, std::uint32_t core_degree = 4) {
  const Json topology = {{"model", "clustered"},
                         {"clusters", clusters},
                         {"leaves_per_cluster", leaves},
                         {"core", "random_regular"},
                         {"core_degree", core_degree}};
  Json json = overlay_scenario(topology, protocol, 50);
  Json origins = Json::array();
  for (std::uint32_t peer = 0; peer < clusters * (1 + leaves); peer += 7) {
    origins.push_back(std::to_string(peer));
  }
  json["queries"] = {
      {"model", "list"}, {"origins", origins}, {"start_s", 300}, {"interval_s", 200}};
  json["content"] = {{"items", 60},
                     {"replication", {{"model", "uniform"}, {"replicas_per_item", 6}}}};
  return json;
}

std::uint64_t figure(const run::Outcome& outcome, const std::string& name) {
  for (const measure::Figure& figure : outcome.measures.figures) {
    if (figure.name == name) return std::get<std::uint64_t>(figure.value);
  }
  FAIL("no figure is called " << name);
  return 0;
}

std::uint64_t holders_but(const run::Outcome& outcome, const measure::QueryRecord& query) {
  const auto holders = outcome.items.content->holders(*query.item);
  return static_cast<std::uint64_t>(std::count_if(
      holders.begin(), holders.end(), [&](core::PeerId peer) { return peer != query.origin; }));
}

std::vector<std::uint64_t> hits_of(const run::Outcome& outcome) {
  std::vector<std::uint64_t> hits;
  for (const measure::QueryRecord& query : outcome.measures.queries) hits.push_back(query.hits);
  return hits;
}

std::uint64_t messages(const run::Outcome& outcome, const std::string& type) {
  for (const measure::MessageCount& count : outcome.measures.messages) {
    if (count.type == type) return count.messages;
  }
  FAIL("no messages are called " << type);
  return 0;
}

}  // namespace

TEST_CASE("query routing tables hide nobody: as many hits as with super-peers that know all") {
  for (const std::uint32_t ttl_hops : {1U, 2U, 3U}) {
    const auto known = play(network({{"model", "super_peer"}, {"ttl_hops", ttl_hops}}));
    for (const bool filter : {false, true}) {
      for (const std::uint32_t vocabulary : {20U, 100'000U}) {
        const auto routed = play(network({{"model", "gnutella_0_6"},
                                          {"ttl_hops", ttl_hops},
                                          {"last_hop_filter", filter},
                                          {"vocabulary", vocabulary}}));
        CHECK(hits_of(routed) == hits_of(known));
        CHECK(figure(routed, "hits_sent") == figure(routed, "hits_returned"));
      }
    }
  }
}

TEST_CASE("the fewer words there are, the more queries come to leaves in vain") {
  const auto play_with = [](std::uint32_t vocabulary, std::uint32_t bits) {
    return play(network({{"model", "gnutella_0_6"},
                         {"ttl_hops", 3},
                         {"vocabulary", vocabulary},
                         {"table_bits", bits}}));
  };
  const auto many = play_with(400'000, 24);
  CHECK(figure(many, "leaf_queries") > 0);
  CHECK(figure(many, "leaf_queries_in_vain") == 0);
  const auto few = play_with(20, 24);
  const auto small_tables = play_with(400'000, 6);
  CHECK(figure(few, "leaf_queries_in_vain") > 20);
  CHECK(figure(small_tables, "leaf_queries_in_vain") > 0);
  CHECK(hits_of(few) == hits_of(many));
}

TEST_CASE("the filter of the last hop saves queries to ultrapeers without any match") {
  const auto play_with = [](bool filter) {
    return play(network({{"model", "gnutella_0_6"}, {"ttl_hops", 3}, {"last_hop_filter", filter}}));
  };
  const auto filtered = play_with(true);
  const auto all = play_with(false);
  CHECK(5 * messages(filtered, "query") < 3 * messages(all, "query"));
  CHECK(messages(filtered, "merged_route") > 0);
  CHECK(messages(all, "merged_route") == 0);
}

TEST_CASE("four fifths of the ultrapeers within seven hops are on the last one, at degree six") {
  // Fisk, Ultrapeer query routing (2003): 80 % at degree 6 and TTL 7, 97 % at degree 32 and TTL 3.
  struct Case {
    std::uint32_t degree, ttl_hops;
    double share;
  };
  for (const Case& c : {Case{6, 7, 0.80}, Case{32, 3, 0.97}}) {
    const Json tree = {{"model", "regular_tree"}, {"degree", c.degree}, {"depth", c.ttl_hops}};
    Json json = overlay_scenario(
        tree, {{"model", "gnutella_0_6"}, {"ttl_hops", c.ttl_hops}, {"last_hop_filter", false}}, 50,
        {"0"});
    json["peers"] = {{"servers", {{"choose", "modulus"}, {"modulus", 1}, {"remainder", 0}}}};
    const auto outcome = play(json);
    const measure::QueryRecord& query = outcome.measures.queries.at(0);
    REQUIRE(query.reach == outcome.network.connections.peers() - 1);
    CHECK(static_cast<double>(query.hops[c.ttl_hops].peers_reached) /
              static_cast<double>(query.reach) ==
          Approx(c.share).margin(0.005));
  }
}

TEST_CASE("dynamic queries ask fewer for what is frequent, and find as much of what is rare") {
  const auto play_with = [](std::uint32_t wanted, std::uint32_t copies) {
    Json json = network({{"model", "gnutella_0_6"},
                         {"ttl_hops", 4},
                         {"dynamic_query", {{"results", wanted}, {"leaf_results", wanted}}}},
                        6);
    json["content"]["replication"]["replicas_per_item"] = copies;
    return play(json);
  };
  const auto flood = [](std::uint32_t copies) {
    Json json = network({{"model", "gnutella_0_6"}, {"ttl_hops", 4}}, 6);
    json["content"]["replication"]["replicas_per_item"] = copies;
    return play(json);
  };
  // Ultrapeers that a probe has reached do not pass on later copies, which hides some from it.
  const std::vector<std::uint64_t> patient = hits_of(play_with(1'000'000, 3));
  const std::vector<std::uint64_t> all = hits_of(flood(3));
  for (std::size_t i = 0; i < all.size(); ++i) CHECK(patient[i] <= all[i]);
  CHECK(std::accumulate(patient.begin(), patient.end(), 0.0) >
        0.95 * std::accumulate(all.begin(), all.end(), 0.0));
  const auto content = play_with(5, 60);
  CHECK(messages(content, "query") < messages(flood(60), "query") / 2);
  for (const std::uint64_t hits : hits_of(content)) CHECK(hits >= 5);
}

TEST_CASE("a merged table that was lost is told again, so that nobody stays hidden") {
  // Two ultrapeers with a leaf each at a switch; the cable of one is down while tables are told.
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    const auto play_with = [seed](bool filter) {
      Json json = network({{"model", "gnutella_0_6"},
                           {"ttl_hops", 1},
                           {"last_hop_filter", filter},
                           {"table_update_s", 1}});
      json["seed"] = seed;
      json["overlay"]["topology"] = {
          {"model", "clustered"}, {"clusters", 2}, {"leaves_per_cluster", 1}, {"core", "mesh"}};
      json["underlay"] = {{"model", "physical"},
                          {"topology", {{"model", "star"}, {"nodes", 4}, {"centre", "switch"}}},
                          {"link", {{"latency_ms", 10}}}};
      json["content"] = {{"items", 20},
                         {"replication", {{"model", "uniform"}, {"replicas_per_item", 1}}}};
      json["queries"]["origins"] = Json(20, 3);
      json["failures"] = {
          {{"at_s", 4}, {"duration_s", 5}, {"links", {{"choose", "ids"}, {"ids", {{4, 1}}}}}}};
      return hits_of(play(json));
    };
    INFO("seed " << seed);
    CHECK(play_with(true) == play_with(false));
  }
}

TEST_CASE("dynamic queries ask on the last hop only whose table matches, and each neighbour once") {
  // A star of ultrapeers: everybody is one hop away, and only one holds the item.
  Json json = overlay_scenario({{"model", "star"}, {"nodes", 40}},
                               {{"model", "gnutella_0_6"},
                                {"ttl_hops", 1},
                                {"table_update_s", 1},
                                {"dynamic_query", {{"probe_ttl_hops", 1}, {"horizon_peers", 39}}}},
                               50, {"0"});
  json["peers"] = {{"servers", {{"choose", "fraction"}, {"fraction", 1}}}};
  json["content"] = {{"items", 1},
                     {"replication", {{"model", "uniform"}, {"replicas_per_item", 1}}}};
  json["queries"]["start_s"] = 60;
  const auto outcome = play(json);
  const measure::QueryRecord& query = outcome.measures.queries.at(0);
  CHECK(query.hits == holders_but(outcome, query));
  CHECK(messages(outcome, "query") == query.hits);
  CHECK(query.ttl_hops == 1U);
  json["overlay"]["protocol"]["last_hop_filter"] = false;
  const auto all = play(json);
  CHECK(messages(all, "query") == 39);
  CHECK(all.measures.queries.at(0).hits == query.hits);
}

TEST_CASE("whatever else is asked at the same time, a dynamic query finds its way back") {
  Json json = network({{"model", "gnutella_0_6"}, {"dynamic_query", Json::object()}}, 6);
  json["queries"] = {{"model", "poisson"}, {"rate_per_min", 6}};
  json["horizon_s"] = 600;
  json["warm_up_s"] = 200;
  const auto outcome = play(json);
  CHECK(figure(outcome, "hits_sent") > 10'000);
  CHECK(figure(outcome, "hits_lost_forgotten") == 0);
  CHECK(figure(outcome, "hits_lost_too_far") == 0);
  std::uint64_t answered = 0;
  for (const measure::QueryRecord& query : outcome.measures.queries)
    answered += query.hits > 0 ? 1 : 0;
  CHECK(20 * answered > 19 * outcome.measures.queries.size());
}

TEST_CASE("supernodes of FastTrack answer for their nodes, told file by file") {
  const auto outcome = play(network({{"model", "fasttrack"}, {"ttl_hops", 3}}));
  const auto known = play(network({{"model", "super_peer"}, {"ttl_hops", 3}}));
  CHECK(hits_of(outcome) == hits_of(known));
  std::uint64_t files = 0;
  for (core::PeerId peer = clusters; peer < clusters * (1 + leaves); ++peer) {
    files += outcome.items.content->holdings(peer).size();
  }
  CHECK(messages(outcome, "share") == files);
}

}  // namespace ultrapeers_test
