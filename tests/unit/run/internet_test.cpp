// Whole runs over internets: real maps, wide access against plain delays, and everything adds up.
#include <memory>
#include <variant>

#include "sim/run/run.hpp"
#include "tests/analytic/play.hpp"
#include "tests/catch.hpp"
#include "tests/data_path.hpp"
#include "tests/stream.hpp"

namespace internet_test {

namespace {

using namespace rippletank;
using namespace rippletank::tests;
using registry::Json;

const Json flood = {{"model", "flood"}, {"ttl_hops", 4}};
const Json small_transit_stub = {{"model", "transit_stub"},
                                 {"transit_domains", 2},
                                 {"transit_nodes_per_domain", 3},
                                 {"stubs_per_transit_node", 2},
                                 {"stub_nodes", 4}};

Json internet_scenario(const Json& topology, const Json& protocol = flood) {
  Json scenario = overlay_scenario({{"model", "random_regular"}, {"nodes", 60}, {"degree", 4}},
                                   protocol, 0, {"0", "7", "59"});
  scenario["underlay"] = {{"model", "internet"}, {"topology", topology}};
  return scenario;
}

underlay::InternetWires& wires_of(const run::Network& network) {
  return **std::get_if<std::unique_ptr<underlay::InternetWires>>(&network.wires);
}

Json one_class(double kbit_s, double latency_ms) {
  return Json::array({{{"name", "all"},
                       {"share", 1},
                       {"down_kbit_s", kbit_s},
                       {"up_kbit_s", kbit_s},
                       {"latency_ms", latency_ms}}});
}

/// What holds of every run without drops: what each link carried follows from the messages.
void check_links(const run::Outcome& outcome) {
  const underlay::InternetWires& wires = wires_of(outcome.network);
  const measure::MessageCount& messages = outcome.measures.messages.front();
  const std::uint64_t bytes = messages.bytes() + messages.overhead_bytes;
  underlay::LinkCount up;
  underlay::LinkCount down;
  for (core::PeerId peer = 0; peer < wires.peers(); ++peer) {
    up.messages += wires.up_count(peer).messages;
    up.bytes += wires.up_count(peer).bytes;
    down.messages += wires.down_count(peer).messages;
    down.bytes += wires.down_count(peer).bytes;
  }
  CHECK(up.messages == messages.messages);
  CHECK(up.bytes == bytes);
  CHECK(down.messages == messages.messages);
  CHECK(down.bytes == bytes);
  CHECK(wires.flow().sent.bytes == bytes);
  std::uint64_t crossed = 0;
  for (const underlay::LinkCount& count : wires.core_counts()) crossed += count.messages;
  CHECK(crossed > 0);
}

run::Outcome play_map(const Json& topology) {
  run::Outcome outcome = play(internet_scenario(topology));
  CHECK(outcome.measures.messages.front().dropped_total() == 0);
  check_links(outcome);
  for (const measure::QueryRecord& query : outcome.measures.queries) {
    CHECK(query.reach > 40);
    REQUIRE(query.stretch());
    CHECK(*query.stretch() >= 1);
    CHECK(*query.path_links_mean() >= 2);
  }
  return outcome;
}

}  // namespace

TEST_CASE("a flood over the routers of an operator, from Rocketfuel") {
  const auto file = data_file("rocketfuel/3967.latencies.intra");
  if (!file) return;
  const run::Outcome outcome = play_map({{"model", "rocketfuel"}, {"file", file->string()}});
  CHECK(wires_of(outcome.network).network().routers() == 79);
  CHECK_FALSE(wires_of(outcome.network).network().has_speeds());
}

TEST_CASE("a flood over a map of the Topology Zoo, with its speeds and places") {
  const auto file = data_file("topology-zoo/graphml/Geant2009.graphml");
  if (!file) return;
  const run::Outcome outcome = play_map({{"model", "graphml"}, {"file", file->string()}});
  const underlay::RouterNetwork& network = wires_of(outcome.network).network();
  CHECK(network.has_speeds());
  for (const underlay::CoreLink& link : network.links()) {
    // Europe and beyond: from a few kilometres to half the Earth.
    CHECK(link.latency_ns >= core::microsecond);
    CHECK(link.latency_ns < 100 * core::millisecond);
  }
}

TEST_CASE("a flood over autonomous systems") {
  const auto file = data_file("as-graphs/as20000102.txt");
  if (!file) return;
  const run::Outcome outcome = play_map({{"model", "edge_list"}, {"file", file->string()}});
  CHECK(wires_of(outcome.network).network().routers() == 6474);
}

TEST_CASE("a flood over transit and stub domains") { play_map(small_transit_stub); }

TEST_CASE("wide access links carry a flood as plain delays do") {
  for (const Json& protocol : {flood, Json{{"model", "p2pchat"}}}) {
    Json scenario = internet_scenario(small_transit_stub, protocol);
    scenario["underlay"]["access_classes"] = one_class(1e9, 3);
    const scenario::Scenario loaded = scenario_of(scenario);
    const run::Outcome wide = run::run(loaded, 1);
    run::Network network = run::make_network(loaded, 1);
    core::Column<core::Time> delays;
    for (core::PeerId from = 0; from < network.connections.peers(); ++from) {
      for (core::Slot slot = network.connections.offsets[from];
           slot < network.connections.offsets[from + 1]; ++slot) {
        delays.push_back(
            wires_of(network).idle_delay(from, network.connections.neighbours[slot], 0));
      }
    }
    run::Wires direct =
        underlay::DelayPerConnection<core::Time>(std::move(delays), underlay::Segments{});
    std::vector<overlay::Query> queries;
    for (const measure::QueryRecord& query : wide.measures.queries) {
      queries.push_back({query.start, query.origin, query.item});
    }
    const overlay::RunSettings settings;
    const overlay::Measures plain =
        run::simulate({loaded.overlay.protocol, network.connections, direct, overlay::no_firewalls,
                       tests::stream(queries), settings, 1});
    REQUIRE(plain.queries.size() == 3);
    for (std::size_t i = 0; i < 3; ++i) {
      const measure::QueryRecord& expected = plain.queries[i];
      const measure::QueryRecord& found = wide.measures.queries[i];
      CHECK(found.reach == expected.reach);
      CHECK(found.messages == expected.messages);
      CHECK(found.duplicates == expected.duplicates);
      // What waits a nanosecond behind another message.
      CHECK(*found.last_reach - *expected.last_reach >= -100);
      CHECK(*found.last_reach - *expected.last_reach < 100);
    }
  }
}

TEST_CASE("queues that overflow drop copies of the flood, and everything adds up") {
  Json scenario = internet_scenario(small_transit_stub);
  scenario["underlay"]["access_queue_bytes"] = 200;
  const run::Outcome outcome = play(scenario);
  const measure::MessageCount& messages = outcome.measures.messages.front();
  const underlay::Flow flow = wires_of(outcome.network).flow();
  CHECK(flow.queue_full.messages > 0);
  CHECK(messages.dropped[static_cast<std::size_t>(measure::DropReason::queue_full)] ==
        flow.queue_full.messages);
  CHECK(messages.messages == flow.sent.messages);
  CHECK(messages.delivered == flow.delivered.messages);
  scenario["horizon_s"] = 0.15;
  const run::Outcome cut = play(scenario);
  CHECK(cut.measures.messages.front().in_flight > 0);
  CHECK(cut.measures.messages.front().in_flight == wires_of(cut.network).flow().in_flight.messages);
}

TEST_CASE("a map in two parts drops what has no way") {
  const Json two_parts = {{"model", "edge_list"}, {"file", "tests/unit/run/two_parts.txt"}};
  const run::Outcome outcome = play(internet_scenario(two_parts));
  const measure::MessageCount& messages = outcome.measures.messages.front();
  const std::uint64_t dropped =
      messages.dropped[static_cast<std::size_t>(measure::DropReason::link_down)];
  CHECK(dropped > 0);
  CHECK(dropped == messages.dropped_total());
  CHECK(messages.delivered > 0);
}

TEST_CASE("an internet has no hubs and no switches") {
  const Json star = {{"model", "star"}, {"nodes", 5}, {"centre", "switch"}};
  CHECK_THROWS_WITH(play(internet_scenario(star)),
                    Catch::Contains("an internet has routers, but no hubs and switches"));
}

}  // namespace internet_test
