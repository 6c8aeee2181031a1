// Freenet in random networks: against searches along references, probes, and itself.
#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sim/protocols/freenet/prober.hpp"
#include "tests/analytic/play.hpp"
#include "tests/unit/protocols/freenet_by_hand.hpp"

namespace freenet_networks_test {

using namespace rippletank;
using namespace rippletank::tests;
using core::PeerId;

namespace {

overlay::Connections random_rows(PeerId peers, core::Substream& chance) {
  std::vector<std::vector<PeerId>> known(peers);
  const double share = (0.5 + 2 * chance.uniform()) / peers;
  for (PeerId peer = 0; peer < peers; ++peer) {
    for (PeerId other = 0; other < peers; ++other) {
      if (other != peer && chance.chance(share)) known[peer].push_back(other);
    }
  }
  return rows_of(known);
}

FreenetScript random_network(std::uint32_t htl_hops, core::Substream& chance) {
  const auto peers = static_cast<PeerId>(2 + chance.below(30));
  FreenetScript script =
      by_hand(random_rows(peers, chance),
              chance.chance(0.5) ? fn::of_the_paper() : fn::Parameters(), {}, 1000);
  script.seed = chance.next();
  script.parameters.htl_hops = htl_hops;
  script.parameters.probe_htl_hops = htl_hops;
  script.parameters.failed_keys = 0;
  script.parameters.store_items = static_cast<std::uint32_t>(chance.below(4));
  const std::uint64_t items = 1 + chance.below(8);
  script.sizes_bytes.assign(items, 1000);
  script.holders.clear();
  for (std::uint64_t item = 0; item < items; ++item) {
    script.holders.push_back({static_cast<PeerId>(chance.below(peers))});
  }
  for (int i = 1; i <= 12; ++i) {
    script.queries.push_back({i * 10'000 * core::second, static_cast<PeerId>(chance.below(peers)),
                              static_cast<core::ItemId>(chance.below(items))});
  }
  return script;
}

/// From who asks to the nearest that has the item, along references as they are; unreached: no way.
std::uint32_t hops_to_item(const FreenetPlayed& played, const overlay::Query& query) {
  const fn::State& state = played.protocol->rules().state();
  const std::vector<std::uint32_t> hops = hops_from(state.tables.rows(), query.origin);
  std::uint32_t nearest = unreached;
  for (PeerId peer = 0; peer < hops.size(); ++peer) {
    if (state.stores.holds(peer, *query.item)) nearest = std::min(nearest, hops[peer]);
  }
  return nearest;
}

/// A probe finds what a request then finds, where nobody is busy or remembers what has failed.
void check_probe(const FreenetPlayed& before, const overlay::Query& query,
                 const measure::RequestRecord& record) {
  fn::Prober prober(before.protocol->rules().state());
  const measure::ProbeRecord probe = prober.probe(query.origin, *query.item);
  REQUIRE(probe.outcome == record.outcome);
  const bool is_found = record.outcome == measure::RequestOutcome::found;
  REQUIRE(probe.path_hops ==
          (is_found ? record.asked : before.protocol->rules().state().parameters.probe_htl_hops));
}

/// Calls `check(record, hops)` for each request, with how near a copy was when it began.
template <class Check>
void check_requests(const FreenetScript& script, Check check) {
  FreenetScript until = script;
  until.queries.clear();
  for (const overlay::Query& query : script.queries) {
    const FreenetPlayed before = play_freenet(until);
    until.queries.push_back(query);
    const FreenetPlayed played = play_freenet(until);
    check_probe(before, query, played.measures.requests.back());
    check(played.measures.requests.back(), hops_to_item(before, query));
  }
}

}  // namespace

TEST_CASE("with hops to live for everybody a request finds what references lead to, and no more") {
  core::Substream chance(1, "freenet_test");
  int found = 0;
  int nowhere = 0;
  for (int i = 0; i < 60; ++i) {
    INFO("case " << i);
    check_requests(random_network(1000, chance), [&](const auto& record, std::uint32_t hops) {
      REQUIRE(outcome_name(record) == (hops == unreached ? "not_found" : "found"));
      if (hops != unreached) REQUIRE(*record.path_hops >= hops);
      ++(hops == unreached ? nowhere : found);
    });
  }
  CHECK(found > 100);
  CHECK(nowhere > 100);
}

TEST_CASE("a request finds nothing that is farther away than its hops to live") {
  core::Substream chance(2, "freenet_test");
  std::map<std::string, int> outcomes;
  for (int i = 0; i < 60; ++i) {
    const auto htl_hops = static_cast<std::uint32_t>(1 + chance.below(5));
    INFO("case " << i << ", " << htl_hops << " hops to live");
    check_requests(random_network(htl_hops, chance), [&](const auto& record, std::uint32_t hops) {
      ++outcomes[outcome_name(record)];
      if (hops > htl_hops) REQUIRE(outcome_name(record) != "found");
      if (outcome_name(record) != "found") return;
      REQUIRE(*record.path_hops >= hops);
      REQUIRE(*record.path_hops <= htl_hops);
      REQUIRE(record.asked <= htl_hops);  // each one that is asked costs one, also in vain
    });
  }
  CHECK(outcomes["found"] > 100);
  CHECK(outcomes["out_of_htl"] > 50);
}

TEST_CASE("where nobody holds anything nothing is found") {
  core::Substream chance(3, "freenet_test");
  for (int i = 0; i < 20; ++i) {
    FreenetScript script = random_network(20, chance);
    script.parameters.store_items = 0;
    const FreenetPlayed played = play_freenet(script);
    CHECK(played.figure("requests_found") == 0);
    CHECK(played.figure("copies_at_end") == 0);
    CHECK(count_of(played, "data_request").payload_bytes == 0);
    CHECK(count_of(played, "data_reply").messages == 0);
  }
}

TEST_CASE("scenarios of both Freenets play twice alike, and every request ends once") {
  for (const char* model : {"freenet", "freenet_2000"}) {
    Json scenario =
        overlay_scenario({{"model", "watts_strogatz"}, {"nodes", 60}}, {{"model", model}},
                         {{"model", "uniform"}, {"min", 10}, {"max", 200}});
    scenario["content"] = {{"items", 40}, {"size_bytes", 20'000}};
    scenario["queries"] = {{"model", "poisson"}, {"rate_per_min", 2}, {"start_s", 60}};
    scenario["horizon_s"] = 600;
    scenario["overlay"]["protocol"]["publishing"] = {{"model", "inserted"}, {"interval_s", 1}};
    INFO(scenario.dump());
    const run::Outcome first = play(scenario);
    const run::Outcome second = play(scenario);
    CHECK(first.measures.fingerprint.value() == second.measures.fingerprint.value());
    scenario["seed"] = 2;
    CHECK(play(scenario).measures.fingerprint.value() != first.measures.fingerprint.value());
    std::uint64_t ended = 0;
    for (const measure::Figure& figure : first.measures.figures) {
      const std::string name = figure.name;
      const bool is_outcome = name.rfind("requests_", 0) == 0 || name.rfind("inserts_", 0) == 0;
      if (is_outcome) ended += std::get<std::uint64_t>(figure.value);
    }
    CHECK(ended == first.measures.requests.size());
    CHECK(first.measures.requests.size() == first.measures.queries.size() + 40);
    std::uint64_t sent = 0;
    std::uint64_t bytes = 0;
    for (const measure::MessageCount& count : first.measures.messages) {
      CHECK(count.messages == count.delivered + count.in_flight + count.dropped_total());
      sent += count.messages;
      bytes += count.bytes();
    }
    for (const measure::InOut& peer : first.measures.traffic) {
      sent -= peer.out.messages;
      bytes -= peer.out.bytes;
    }
    CHECK(sent == 0);
    CHECK(bytes == 0);
  }
}

}  // namespace freenet_networks_test
