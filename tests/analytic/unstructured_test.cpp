// Networks of equal peers against floods, breadth-first searches and the theory of random walks.
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/analytic/play.hpp"
#include "tests/catch.hpp"
#include "tests/data_path.hpp"

namespace unstructured_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

const Json er = {{"model", "erdos_renyi"}, {"nodes", 300}, {"mean_degree", 4}};

Json content(double replicas, std::uint32_t items = 20) {
  return {{"items", items},
          {"replication", {{"model", "uniform"}, {"replicas_per_item", replicas}}}};
}

std::uint64_t figure(const run::Outcome& outcome, const std::string& name) {
  for (const measure::Figure& figure : outcome.measures.figures) {
    if (figure.name == name) return std::get<std::uint64_t>(figure.value);
  }
  FAIL("no figure is called " << name);
  return 0;
}

/// Everything that a flood counts about its queries.
void check_counts_as_flood(Json json, const Json& protocol) {
  json["overlay"]["protocol"] = protocol;
  const run::Outcome other = play(json);
  json["overlay"]["protocol"] = {{"model", "flood"}, {"ttl_hops", protocol.at("ttl_hops")}};
  const run::Outcome flood = play(json);
  REQUIRE(other.measures.queries.size() == flood.measures.queries.size());
  for (std::size_t i = 0; i < flood.measures.queries.size(); ++i) {
    const measure::QueryRecord& a = other.measures.queries[i];
    const measure::QueryRecord& b = flood.measures.queries[i];
    INFO("query " << i);
    REQUIRE(a.reach == b.reach);
    REQUIRE(a.messages == b.messages);
    REQUIRE(a.duplicates == b.duplicates);
    REQUIRE(a.bytes == b.bytes);
    REQUIRE(a.last_reach == b.last_reach);
    REQUIRE(a.ttl_hops == b.ttl_hops);
    for (std::size_t hop = 1; hop < std::max(a.hops.size(), b.hops.size()); ++hop) {
      const auto at = [hop](const measure::QueryRecord& query) {
        return hop < query.hops.size() ? query.hops[hop] : measure::HopCount{};
      };
      REQUIRE(at(a).peers_reached == at(b).peers_reached);
      REQUIRE(at(a).messages == at(b).messages);
      REQUIRE(at(a).duplicates == at(b).duplicates);
    }
  }
  for (std::size_t peer = 0; peer < flood.measures.traffic.size(); ++peer) {
    const measure::InOut& a = other.measures.traffic[peer];
    const measure::InOut& b = flood.measures.traffic[peer];
    REQUIRE(a.in.messages == b.in.messages);
    REQUIRE(a.out.bytes == b.out.bytes);
  }
}

}  // namespace

TEST_CASE("Gnutella 0.4 without content and pings counts on the snapshots what a flood counts") {
  for (const char* name : {"snap/p2p-Gnutella04.txt", "snap/p2p-Gnutella08.txt"}) {
    const auto file = data_file(name);
    if (!file) return;
    const Json snapshot = {{"model", "edge_list"}, {"file", file->string()}};
    const std::vector<std::string> origins = {"0", "1", "3109"};
    for (const std::uint32_t ttl_hops : {1U, 4U, 7U}) {
      const Json protocol = {{"model", "gnutella_0_4"}, {"ttl_hops", ttl_hops}};
      check_counts_as_flood(overlay_scenario(snapshot, {}, 50, origins), protocol);
      const Json unequal = {{"model", "uniform"}, {"min", 10}, {"max", 300}};
      check_counts_as_flood(overlay_scenario(snapshot, {}, unequal, origins), protocol);
    }
  }
}

TEST_CASE("hits come from the holders within reach, over as many hops as they are away") {
  for (const std::uint32_t ttl_hops : {1U, 2U, 3U, 5U}) {
    Json json = overlay_scenario(er, {{"model", "equal_peer"}, {"ttl_hops", ttl_hops}}, 50);
    json["content"] = content(12);
    json["queries"] = {{"model", "poisson"}, {"rate_per_min", 1}};
    json["horizon_s"] = 60;
    const run::Outcome outcome = play(json);
    REQUIRE(outcome.measures.queries.size() > 200);
    std::uint64_t hits = 0;
    for (const measure::QueryRecord& query : outcome.measures.queries) {
      if (query.start > 55 * core::second) continue;  // it may be cut off
      const auto hops = hops_from(outcome.network.connections, query.origin);
      const Ball ball(outcome.network.connections, query.origin);
      std::uint64_t holders = 0;
      std::uint64_t hit_messages = 0;
      std::optional<std::uint32_t> nearest;
      for (const core::PeerId holder : outcome.items.content->holders(*query.item)) {
        if (holder == query.origin || hops[holder] > ttl_hops) continue;
        ++holders;
        hit_messages += hops[holder];
        nearest = std::min(nearest.value_or(hops[holder]), hops[holder]);
      }
      REQUIRE(query.reach == ball.reach(ttl_hops));
      REQUIRE(query.hits == holders);
      REQUIRE(query.messages == ball.messages(ttl_hops) + hit_messages);
      REQUIRE(query.duplicates == ball.messages(ttl_hops) - ball.reach(ttl_hops));
      REQUIRE(query.first_hit_hops == nearest);
      if (nearest) REQUIRE(*query.first_hit == core::Time{2} * *nearest * 50 * core::millisecond);
      hits += holders;
    }
    CHECK(hits > 0);
  }
}

TEST_CASE("with unequal delays each reached holder's hit takes the way of the first copy") {
  Json json = overlay_scenario(er, {{"model", "equal_peer"}, {"ttl_hops", 4}},
                               {{"model", "uniform"}, {"min", 10}, {"max", 300}}, {"0", "7", "99"});
  json["content"] = content(300, 1);
  const run::Outcome outcome = play(json);
  json["overlay"]["protocol"] = {{"model", "flood"}, {"ttl_hops", 4}};
  json.erase("content");
  const run::Outcome flood = play(json);
  for (std::size_t i = 0; i < 3; ++i) {
    const measure::QueryRecord& query = outcome.measures.queries[i];
    std::uint64_t hit_messages = 0;
    for (std::size_t hop = 1; hop <= 4; ++hop) {
      hit_messages += hop * query.hops[hop].peers_reached;
    }
    CHECK(query.hits == query.reach);
    CHECK(query.reach == flood.measures.queries[i].reach);
    CHECK(query.messages == flood.measures.queries[i].messages + hit_messages);
  }
}

TEST_CASE("a walker returns to where it set out after twice the links over its neighbours, mean") {
  // Kac's formula: the walk never turns straight back where it need not, so each direction of each
  // link is crossed equally often.
  Json json = overlay_scenario({{"model", "barabasi_albert"}, {"nodes", 60}, {"links_per_node", 2}},
                               {{"model", "equal_peer"},
                                {"search",
                                 {{"model", "random_walks"},
                                  {"walkers", 1},
                                  {"walk_max_hops", 30'000},
                                  {"check_every_hops", 0}}}},
                               1);
  json["queries"] = {{"model", "list"}, {"origins", Json::array()}, {"interval_s", 1000}};
  for (int i = 0; i < 30; ++i) json["queries"]["origins"].push_back(std::to_string(i % 3));
  std::map<std::string, std::vector<double>> returns;  // steps from one visit to the next
  std::map<std::string, std::uint32_t> last;
  run::Watch watch;
  const auto note = [&](const run::Network& network, const measure::TraceEvent& event) {
    const std::string origin = std::to_string(*event.query % 3);
    if (event.kind == measure::TraceKind::query) last[origin] = 0;
    const bool arrives =
        event.kind == measure::TraceKind::deliver || event.kind == measure::TraceKind::duplicate;
    if (!arrives || network.peer_name(event.to) != origin) return;
    returns[origin].push_back(event.hops - last[origin]);
    last[origin] = event.hops;
  };
  watch.trace = note;
  const run::Outcome outcome = play(json, watch);
  for (const auto& [name, steps] : returns) {
    INFO("peer " << name);
    double sum = 0;
    double squares = 0;
    for (const double count : steps) sum += count;
    const double mean = sum / static_cast<double>(steps.size());
    for (const double count : steps) squares += (count - mean) * (count - mean);
    const double error = std::sqrt(squares / static_cast<double>(steps.size() - 1) /
                                   static_cast<double>(steps.size()));
    const auto peer = static_cast<core::PeerId>(std::stoul(name));
    const auto twice_links = static_cast<double>(outcome.network.connections.neighbours.size());
    const double expected = twice_links / outcome.network.connections.degree(peer);
    REQUIRE(steps.size() > 1000);
    CHECK(std::abs(mean - expected) < 4 * error);
  }
  CHECK(returns.size() == 3);
}

TEST_CASE("every hit comes back or is lost for a reason, whoever comes and goes") {
  for (const char* model : {"equal_peer", "gnutella_0_4"}) {
    Json json = overlay_scenario(er, {{"model", model}, {"query_memory_s", 1}},
                                 {{"model", "uniform"}, {"min", 10}, {"max", 400}});
    json["content"] = content(20);
    json["queries"] = {{"model", "poisson"}, {"rate_per_min", 2}};
    json["horizon_s"] = 120;
    json["failures"] = Json::array();
    for (int i = 0; i < 40; ++i) {
      json["failures"].push_back({{"at_s", 1 + 2.5 * i},
                                  {"duration_s", 7},
                                  {"peers", {{"choose", "fraction"}, {"fraction", 0.1}}},
                                  {"how", i % 2 == 0 ? "crash" : "leave"}});
    }
    const run::Outcome outcome = play(json);
    const std::uint64_t in_flight = outcome.measures.messages[1].in_flight;
    CHECK(outcome.measures.messages[1].type == "query_hit");
    CHECK(figure(outcome, "hits_sent") > 1000);
    CHECK(figure(outcome, "hits_lost_dropped") > 0);
    CHECK(figure(outcome, "hits_lost_forgotten") > 0);
    CHECK(figure(outcome, "hits_sent") ==
          figure(outcome, "hits_returned") + figure(outcome, "hits_lost_forgotten") +
              figure(outcome, "hits_lost_disconnected") + figure(outcome, "hits_lost_dropped") +
              figure(outcome, "hits_lost_too_far") + in_flight);
  }
}

TEST_CASE("copies that are certain duplicates may as well be played out") {
  const Json joining = {{"spread_s", 20}};
  const Json gossip = {{"model", "gossip"}, {"probability", 0.6}};
  const std::vector<Json> protocols = {
      {{"model", "gnutella_0_4"}, {"ttl_hops", 5}, {"ping_interval_s", 30}},
      {{"model", "equal_peer"}, {"search", gossip}},
      {{"model", "equal_peer"}, {"query_memory_s", 0.2}},
      {{"model", "equal_peer"}, {"search", "expanding_ring"}, {"joining", joining}}};
  for (const bool with_failures : {false, true}) {
    for (const Json& protocol : protocols) {
      INFO(protocol.dump() << (with_failures ? " with failures" : ""));
      Json json = overlay_scenario(er, protocol, {{"model", "uniform"}, {"min", 10}, {"max", 200}});
      json["content"] = content(10);
      json["queries"] = {{"model", "poisson"}, {"rate_per_min", 0.5}};
      json["horizon_s"] = 60;
      if (with_failures) {
        for (int i = 0; i < 10; ++i) {
          json["failures"].push_back({{"at_s", 5 + 5 * i},
                                      {"duration_s", 8},
                                      {"peers", {{"choose", "fraction"}, {"fraction", 0.1}}},
                                      {"how", i % 2 == 0 ? "crash" : "leave"}});
        }
      }
      run::Watch plain;
      plain.count_certain_duplicates = false;
      const overlay::Measures a = play(json, plain).measures;
      const overlay::Measures b = play(json).measures;
      CHECK(a.certain_duplicates == 0);
      CHECK(b.certain_duplicates > 0);
      CHECK(b.events + b.certain_duplicates == a.events);
      CHECK(a.fingerprint.value() == b.fingerprint.value());
      CHECK(a.traffic == b.traffic);
      CHECK(a.end == b.end);
      REQUIRE(a.messages.size() == b.messages.size());
      for (std::size_t i = 0; i < a.messages.size(); ++i) {
        CHECK(a.messages[i].messages == b.messages[i].messages);
        CHECK(a.messages[i].delivered == b.messages[i].delivered);
        CHECK(a.messages[i].in_flight == b.messages[i].in_flight);
        CHECK(a.messages[i].dropped == b.messages[i].dropped);
      }
      REQUIRE(a.queries.size() == b.queries.size());
      for (std::size_t i = 0; i < a.queries.size(); ++i) {
        CHECK(a.queries[i].reach == b.queries[i].reach);
        CHECK(a.queries[i].messages == b.queries[i].messages);
        CHECK(a.queries[i].duplicates == b.queries[i].duplicates);
        CHECK(a.queries[i].hits == b.queries[i].hits);
      }
    }
  }
}

TEST_CASE("on the real network a flood costs more than rings, rings more than a few walkers") {
  // Lv, Cao, Cohen, Li & Shenker 2002: in hops it is the other way round.
  const auto file = data_file("snap/p2p-Gnutella04.txt");
  if (!file) return;
  struct Cost {
    double messages = 0;
    double hops = 0;
  };
  const auto cost = [&file](const Json& search) {
    std::vector<std::string> origins;
    for (int i = 0; i < 30; ++i) origins.push_back(std::to_string(300 * i));
    Json json = overlay_scenario({{"model", "edge_list"}, {"file", file->string()}},
                                 {{"model", "equal_peer"}, {"search", search}}, 50, origins);
    json["content"] = content(20, 1000);
    Cost mean;  // of hops; messages of all
    double found = 0;
    for (const measure::QueryRecord& query : play(json).measures.queries) {
      mean.messages += static_cast<double>(query.messages);
      if (query.hits == 0) continue;
      ++found;
      mean.hops += *query.first_hit_hops;
    }
    CHECK(found > 25);
    mean.hops /= found;
    return mean;
  };
  const Cost flood = cost("flood");
  const Cost ring = cost({{"model", "expanding_ring"}});
  const Cost walks = cost({{"model", "random_walks"}, {"walkers", 4}});
  CHECK(flood.messages > 10 * ring.messages);
  CHECK(ring.messages > 1.5 * walks.messages);
  CHECK(flood.hops <= ring.hops + 0.5);
  CHECK(2 * ring.hops < walks.hops);
}

TEST_CASE("growing rings end with the first that finds enough, and reach no peer twice") {
  Json json = overlay_scenario(er,
                               {{"model", "equal_peer"},
                                {"ttl_hops", 6},
                                {"search", {{"model", "expanding_ring"}, {"results", 2}}}},
                               50);
  json["content"] = content(6);
  json["queries"] = {{"model", "poisson"}, {"rate_per_min", 0.5}};
  json["horizon_s"] = 120;
  const run::Outcome outcome = play(json);
  std::set<std::uint32_t> ttls;
  for (const measure::QueryRecord& query : outcome.measures.queries) {
    if (query.start > 100 * core::second) continue;
    const auto hops = hops_from(outcome.network.connections, query.origin);
    const Ball ball(outcome.network.connections, query.origin);
    std::uint32_t ttl = 0;
    std::uint64_t holders = 0;
    std::uint64_t messages = 0;
    while (ttl < 6 && holders < 2) {
      ++ttl;
      holders = 0;
      messages += ball.messages(ttl);
      for (const core::PeerId holder : outcome.items.content->holders(*query.item)) {
        if (holder == query.origin || hops[holder] > ttl) continue;
        ++holders;
        messages += hops[holder];
      }
    }
    REQUIRE(query.ttl_hops == ttl);
    REQUIRE(query.hits == holders);
    REQUIRE(query.reach == ball.reach(ttl));
    REQUIRE(query.messages == messages);
    ttls.insert(ttl);
  }
  CHECK(ttls.size() > 3);
}

}  // namespace unstructured_test
