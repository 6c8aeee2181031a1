// Whole runs over measured round trips and over regions: times by hand, stretch, and places.
#include <cmath>
#include <string>

#include "sim/run/run.hpp"
#include "tests/analytic/play.hpp"
#include "tests/catch.hpp"
#include "tests/data_path.hpp"
#include "topologies/readers/latency_matrix.hpp"

namespace matrix_regions_test {

namespace {

using namespace rippletank;
using namespace rippletank::tests;
using registry::Json;

const Json four_hosts = {{"model", "matrix"},
                         {"file", "topologies/data/four_hosts_rtt_ms.txt"},
                         {"not_measured", "fill"}};
const Json three_regions = {
    {"model", "regions"}, {"file", "topologies/data/three_regions.json"}, {"table", "measured"}};

Json over(const Json& underlay, const Json& topology, const std::vector<std::string>& origins,
          const Json& placement = nullptr) {
  Json scenario = overlay_scenario(topology, {{"model", "flood"}}, 50, origins);
  scenario["underlay"] = underlay;
  if (!placement.is_null()) scenario["overlay"]["placement"] = placement;
  return scenario;
}

const Json in_order = {{"model", "one_per_host"}};

core::Time delay_of(const run::Network& network, core::Slot slot) {
  return std::visit(
      [slot](const auto& wires) -> core::Time {
        if constexpr (requires { wires.arrival(slot, 0); }) return wires.arrival(slot, 0);
        FAIL("wires that do not know their delays");
        return 0;
      },
      network.wires);
}

/// The delays of all slots added up.
core::Time delay_sum(const run::Network& network) {
  core::Time sum = 0;
  for (core::Slot slot = 0; slot < network.connections.neighbours.size(); ++slot) {
    sum += delay_of(network, slot);
  }
  return sum;
}

std::string refusal_of(const Json& scenario) {
  try {
    play(scenario);
  } catch (const registry::InputError& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("over a matrix a flood arrives after half of each round trip on its way") {
  // Round trips from host 0 to 1 to 2 to 3: 12.5, 75.25 and 60 ms; from 0 to 2 80, to 3 31 ms.
  const run::Outcome outcome =
      play(over(four_hosts, {{"model", "bus"}, {"nodes", 4}}, {"0"}, in_order));
  const measure::QueryRecord& query = outcome.measures.queries.front();
  CHECK(query.reach == 3);
  CHECK(query.last_reach == 73'875'000);
  const double stretch = (1 + 43.875 / 40 + 73.875 / 15.5) / 3;
  CHECK(std::abs(*query.stretch() - stretch) < 1e-12);
  CHECK(outcome.network.notes.size() == 1);
}

TEST_CASE("on measured underlays a query that goes straight has a stretch of exactly 1") {
  const Json mesh = {{"model", "true_mesh"}, {"nodes", 12}};
  Json pareto = three_regions;
  pareto["latency"] = "pareto";
  Json apart = four_hosts;
  apart["local_latency_ms"] = 1;
  for (const Json& underlay : {apart, four_hosts, three_regions, pareto}) {
    INFO(underlay.dump());
    Json scenario = over(underlay, mesh, {"0", "5", "11"});
    scenario["overlay"]["protocol"]["ttl_hops"] = 1;
    for (const measure::QueryRecord& query : play(scenario).measures.queries) {
      CHECK(query.reach == 11);
      CHECK(query.stretch() == 1);
      CHECK_FALSE(query.path_links_mean());
    }
  }
}

TEST_CASE("all connections of a full mesh together take half of what PlanetLab's file says") {
  const auto file = data_file("rtt-matrices/PlanetLabData_1.txt");
  if (!file) return;
  const Json planet = {{"model", "matrix"}, {"file", file->string()}};
  const Json mesh = {{"model", "true_mesh"}, {"nodes", 490}};
  const auto matrix = topologies::read_latency_matrix({"f", *file});
  core::Time expected = 0;
  for (const double rtt_ms : matrix.rtt_ms) expected += core::from_milliseconds(rtt_ms) / 2;
  for (const Json& placement : {in_order, Json{{"model", "random"}}, Json()}) {
    INFO(placement.dump());
    const auto scenario = scenario_of(over(planet, mesh, {}, placement));
    CHECK(delay_sum(run::make_network(scenario, 5)) == expected);
  }
}

TEST_CASE("peers are dealt to the hosts of a matrix, and share one when there are more of them") {
  const run::Network network = run::make_network(
      scenario_of(over(four_hosts, {{"model", "true_mesh"}, {"nodes", 10}}, {})), 1);
  std::vector<int> peers_on(4);
  for (const underlay::SiteId host : network.host_of) ++peers_on.at(host);
  for (const int peers : peers_on) CHECK((peers == 2 || peers == 3));
  CHECK(network.host_name(3) == std::to_string(network.host_of[3]));
  for (core::PeerId from = 0; from < 10; ++from) {
    const auto& rows = network.connections;
    for (core::Slot slot = rows.offsets[from]; slot < rows.offsets[from + 1]; ++slot) {
      const bool local = network.host_of[from] == network.host_of[rows.neighbours[slot]];
      CHECK((delay_of(network, slot) == 0) == local);
    }
  }
  CHECK(refusal_of(over(four_hosts, {{"model", "bus"}, {"nodes", 5}}, {}, in_order)) ==
        "error: /overlay/placement: expected at least 5 hosts, one for each peer, got 4; add "
        R"(hosts, or let peers share them: "placement": "clustered" or "random")");
}

TEST_CASE("over regions a connection takes what the table says from sender to receiver") {
  const Json topology = {{"model", "true_mesh"}, {"nodes", 30}};
  const run::Network network = run::make_network(scenario_of(over(three_regions, topology, {})), 1);
  const double table_ms[3][3] = {{20, 90, 140}, {90, 15, 60}, {150, 60, 8}};
  const char* names[3] = {"north", "south", "islands"};
  std::vector<int> seen(3);
  for (core::PeerId from = 0; from < 30; ++from) {
    const underlay::SiteId region = network.host_of[from];
    ++seen.at(region);
    CHECK(network.host_name(from) == names[region]);
    const auto& rows = network.connections;
    for (core::Slot slot = rows.offsets[from]; slot < rows.offsets[from + 1]; ++slot) {
      const double latency_ms = table_ms[region][network.host_of[rows.neighbours[slot]]];
      REQUIRE(delay_of(network, slot) == core::from_milliseconds(latency_ms));
    }
  }
  for (const int peers : seen) CHECK(peers > 0);
}

TEST_CASE("what a measured underlay does not use is refused or noted") {
  CHECK(refusal_of(over(three_regions, {{"model", "bus"}, {"nodes", 4}}, {}, in_order)) ==
        "error: /overlay/placement: a \"regions\" underlay places peers by the node shares in its "
        "file; leave it out");
  const Json file = {{"model", "edge_list"}, {"file", "topologies/data/six_peers.txt"}};
  const run::Network network = run::make_network(scenario_of(over(three_regions, file, {})), 1);
  REQUIRE(network.notes.size() == 1);
  CHECK(network.notes[0] ==
        "the latencies in the file of the overlay are not used, as its underlay has its own");
}

TEST_CASE("every underlay with places tells where a peer runs, and direct connections do not") {
  const Json ring = {{"model", "ring"}, {"nodes", 3}};
  const Json star = {{"model", "physical"},
                     {"topology", {{"model", "star"}, {"nodes", 5}, {"centre", "switch"}}}};
  const run::Network physical = run::make_network(scenario_of(over(star, ring, {})), 1);
  for (core::PeerId peer = 0; peer < 3; ++peer) {
    REQUIRE(physical.host_name(peer));
    CHECK(*physical.host_name(peer) == physical.device_names.name(physical.host_of[peer]));
  }
  const Json direct = {{"model", "direct"}};
  CHECK_FALSE(run::make_network(scenario_of(over(direct, ring, {})), 1).host_name(0));
}

}  // namespace matrix_regions_test
