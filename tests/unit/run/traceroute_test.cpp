// Ways between peers: steps by hand on the guide's layouts, times as in runs, chains as by a twin.
#include "sim/run/traceroute.hpp"

#include "sim/run/underlay_graph.hpp"
#include "tests/analytic/play.hpp"
#include "tests/catch.hpp"
#include "topologies/metrics/metrics.hpp"

namespace traceroute_test {

namespace {

using namespace rippletank;
using namespace rippletank::tests;
using core::PeerId;
using core::Time;
using run::Network;
using run::Route;
using run::RouteStep;

/// 64 bytes are 142 with TCP/IP and Ethernet around them: 113.6 us at 10 Mbit/s.
constexpr Time sending_ns = 113'600;
constexpr Time cable_ns = 5'000;

Json physical(const Json& topology, const Json& latency_ms = 0.005) {
  return {{"model", "physical"},
          {"topology", topology},
          {"link", {{"latency_ms", latency_ms}, {"bandwidth_mbit_s", 10}}}};
}

Json scenario_on(const Json& underlay, const Json& overlay) {
  Json json = overlay_scenario(overlay, {{"model", "flood"}}, 50);
  json["underlay"] = underlay;
  return json;
}

Network network_of(const Json& scenario, std::uint64_t seed = 1) {
  return run::make_network(scenario_of(scenario), seed);
}

/// As many peers as there are hosts, all connected in a ring.
Network network_on(const Json& topology, std::uint32_t peers) {
  return network_of(scenario_on(physical(topology), {{"model", "ring"}, {"nodes", peers}}));
}

/// A route in one line: `0 host; 6 hub, cable 1: 5000 + 113600; …`.
std::string line(const Route& route) {
  if (!route.found) return "no way";
  std::string text = route.device + " " + route.kind;
  for (const RouteStep& step : route.steps) {
    text += "; " + step.device + " " + step.kind + ", " + step.medium + " " +
            std::to_string(step.links) + ": " + std::to_string(step.latency_ns) + " + " +
            std::to_string(step.sending_ns);
  }
  return text;
}

std::string line(const Network& network, PeerId from, PeerId to, std::uint32_t bytes = 64) {
  return line(network.route(from, to, bytes));
}

std::uint32_t links_of(const Route& route) {
  std::uint32_t links = 0;
  for (const RouteStep& step : route.steps) links += step.links;
  return links;
}

}  // namespace

TEST_CASE("a route names switches as stops and hubs without one") {
  CHECK(line(network_on({{"model", "star"}, {"nodes", 4}, {"centre", "switch"}}, 4), 0, 3) ==
        "0 host; 4 switch, cable 1: 5000 + 113600; 3 host, cable 1: 5000 + 113600");
  CHECK(line(network_on({{"model", "star"}, {"nodes", 4}, {"centre", "hub"}}, 4), 0, 3) ==
        "0 host; 4 hub, cable 1: 5000 + 113600; 3 host, cable 1: 5000 + 0");
  CHECK(line(network_on({{"model", "star"}, {"nodes", 4}}, 4), 1, 3) ==
        "1 host; 0 host, cable 1: 5000 + 113600; 3 host, cable 1: 5000 + 113600");
}

TEST_CASE("a route along a bus is one step over its trunk, round a ring one from each station") {
  CHECK(line(network_on({{"model", "bus"}, {"nodes", 6}}, 6), 1, 5) ==
        "1 host; 5 host, trunk 4: 20000 + 113600");
  CHECK(line(network_on({{"model", "bus"}, {"nodes", 6}}, 6), 5, 4) ==
        "5 host; 4 host, trunk 1: 5000 + 113600");
  const Network ring = network_on({{"model", "ring"}, {"nodes", 5}}, 5);
  CHECK(line(ring, 3, 0) == "3 host; 4 host, ring 1: 5000 + 113600; 0 host, ring 1: 5000 + 113600");
  CHECK(links_of(ring.route(0, 3, 64)) == 3);
  CHECK(line(ring, 2, 2) == "2 host");
}

TEST_CASE("a route passes the stars of a tree and the centres of combined stars") {
  const Json tree = {{"model", "tree"}, {"stars", 3}, {"nodes_per_star", 2}, {"centre", "hub"}};
  CHECK(line(network_on(tree, 6), 0, 5) ==
        "0 host; 6 hub, cable 1: 5000 + 113600; 7 hub, trunk 1: 5000 + 0; "
        "8 hub, trunk 1: 5000 + 0; 5 host, cable 1: 5000 + 0");
  Json switched = tree;
  switched["centre"] = "switch";
  CHECK(line(network_on(switched, 6), 0, 5) ==
        "0 host; 6 switch, cable 1: 5000 + 113600; 8 switch, trunk 2: 10000 + 113600; "
        "5 host, cable 1: 5000 + 113600");
  const Json combined = {
      {"model", "combined_star"}, {"centres", 2}, {"nodes_per_centre", 2}, {"centre", "switch"}};
  CHECK(line(network_on(combined, 4), 0, 3) ==
        "0 host; 4 switch, cable 1: 5000 + 113600; 5 switch, cable 1: 5000 + 113600; "
        "3 host, cable 1: 5000 + 113600");
}

TEST_CASE("a route through a mesh passes its router") {
  const Json mesh = {
      {"model", "complex_mesh"}, {"clusters", 3}, {"nodes_per_cluster", 2}, {"centre", "router"}};
  const Network network = network_on(mesh, 6);
  const Route route = network.route(0, 5, 64);
  REQUIRE(route.steps.size() == 2);
  CHECK(route.steps[0].kind == "router");
  CHECK(route.steps[1].device == "5");
  CHECK(route.duration() == 2 * (sending_ns + cable_ns));
}

TEST_CASE("frames of a long message follow each other through a switch") {
  const Network network = network_on({{"model", "star"}, {"nodes", 4}, {"centre", "switch"}}, 4);
  // 3000 bytes: frames of 1538, 1538 and 158 bytes, 800 ns a byte. The last one leaves the switch
  // when the second has been sent there, which began when the first had been.
  const Time all = (1538 + 1538 + 158) * 800;
  const Time second_left = (1538 + 1538 + 1538) * 800 + cable_ns;
  const Route route = network.route(0, 3, 3000);
  CHECK(route.steps[0].sending_ns == all);
  CHECK(route.duration() == second_left + 158 * 800 + cable_ns);
}

TEST_CASE("the steps of every route add up to its delay and its links") {
  const Json latency_ms = {{"model", "uniform"}, {"min", 0.1}, {"max", 3}};
  const auto [topology, peers] = GENERATE(table<Json, std::uint32_t>({
      {{{"model", "star"}, {"nodes", 8}, {"centre", "hub"}}, 8},
      {{{"model", "bus"}, {"nodes", 8}}, 8},
      {{{"model", "ring"}, {"nodes", 8}}, 8},
      {{{"model", "tree"}, {"stars", 4}, {"nodes_per_star", 2}, {"centre", "hub"}}, 8},
      {{{"model", "tree"}, {"stars", 4}, {"nodes_per_star", 2}, {"centre", "node"}}, 8},
      {{{"model", "combined_star"}, {"centres", 2}, {"nodes_per_centre", 4}, {"centre", "hub"}}, 8},
      {{{"model", "complex_mesh"}, {"clusters", 4}, {"nodes_per_cluster", 2}, {"centre", "router"}},
       8},
      {{{"model", "erdos_renyi"}, {"nodes", 12}, {"mean_degree", 2}}, 12},
      {{{"model", "graphml"}, {"file", "topologies/data/switched_office.graphml"}}, 3},
      {{{"model", "graphml"}, {"file", "topologies/data/three_towns.graphml"}}, 3},
  }));
  INFO(topology.dump());
  Json underlay = physical(topology, latency_ms);
  underlay["link"]["bandwidth_mbit_s"] = 7;  // no whole nanoseconds a byte
  if (topology["model"] == "star") underlay["duplex"] = "half";
  if (topology["model"] == "ring") underlay["topology"]["dual"] = true;
  const Network network =
      network_of(scenario_on(underlay, {{"model", "true_mesh"}, {"nodes", peers}}));
  std::size_t found = 0;
  for (PeerId from = 0; from < peers; ++from) {
    for (PeerId to = 0; to < peers; ++to) {
      for (const std::uint32_t bytes : {0U, 65U, 1460U, 1461U, 10'000U}) {
        const Route route = network.route(from, to, bytes);
        const Time delay = network.paths.idle_delay(from, to, bytes);
        CHECK(route.found == (delay != core::never));
        if (!route.found) continue;
        ++found;
        CHECK(route.duration() == delay);
        CHECK(links_of(route) == network.paths.links(from, to));
        if (from != to) CHECK(route.steps.back().kind == "host");
      }
    }
  }
  CHECK(found > 5 * peers);
}

TEST_CASE("a lone message of a run takes the time of its route") {
  const Json latency_ms = {{"model", "uniform"}, {"min", 0.1}, {"max", 3}};
  Json scenario = overlay_scenario({{"model", "true_mesh"}, {"nodes", 2}},
                                   {{"model", "flood"}, {"ttl_hops", 1}}, 50, {"0"});
  scenario["overlay"]["placement"] = {{"model", "random"}};
  for (const char* centre : {"hub", "switch"}) {
    scenario["underlay"] = physical(
        {{"model", "combined_star"}, {"centres", 3}, {"nodes_per_centre", 4}, {"centre", centre}},
        latency_ms);
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
      const run::Outcome outcome = run::run(scenario_of(scenario), seed);
      const Route route = network_of(scenario, seed).route(0, 1, 44);  // the size of a query
      REQUIRE(route.steps.size() >= 2);
      CHECK(outcome.measures.queries.front().last_reach == route.duration());
    }
  }
}

TEST_CASE("the chain through the overlay is the shortest of all by its delays") {
  const Json latency_ms = {{"model", "uniform"}, {"min", 1}, {"max", 100}};
  const Json overlay = {{"model", "erdos_renyi"}, {"nodes", 25}, {"mean_degree", 3}};
  const Json cables = {{"model", "random_regular"}, {"nodes", 25}, {"degree", 4}};
  const Json underlay = GENERATE_COPY(Json{{"model", "direct"}, {"latency_ms", latency_ms}},
                                      physical(cables, latency_ms));
  const Network network = network_of(scenario_on(underlay, overlay));
  const PeerId peers = network.connections.peers();
  const bool direct = underlay["model"] == "direct";

  // The slow twin: shortest ways of all pairs by Floyd and Warshall.
  std::vector<Time> nearest(std::size_t{peers} * peers, core::never);
  const auto at = [&](PeerId from, PeerId to) -> Time& { return nearest[from * peers + to]; };
  const auto* delays = std::get_if<underlay::DelayPerConnection<std::uint32_t>>(&network.wires);
  REQUIRE((delays != nullptr) == direct);
  for (PeerId from = 0; from < peers; ++from) {
    at(from, from) = 0;
    for (core::Slot slot = network.connections.offsets[from];
         slot < network.connections.offsets[from + 1]; ++slot) {
      const PeerId to = network.connections.neighbours[slot];
      at(from, to) = direct ? delays->arrival(slot, 0) : network.paths.idle_delay(from, to, 64);
    }
  }
  const std::vector<Time> edges = nearest;
  for (PeerId by = 0; by < peers; ++by) {
    for (PeerId from = 0; from < peers; ++from) {
      for (PeerId to = 0; to < peers; ++to) {
        if (at(from, by) == core::never || at(by, to) == core::never) continue;
        at(from, to) = std::min(at(from, to), at(from, by) + at(by, to));
      }
    }
  }
  for (PeerId to = 0; to < peers; ++to) {
    const run::Traceroute trace = run::trace_route(network, 3, to, 64);
    CHECK(trace.straight.has_value() != direct);
    CHECK(trace.overlay.time.there.value_or(core::never) == at(3, to));
    Time there = 0;
    Time back = 0;
    PeerId last = 3;
    for (const run::OverlayHop& hop : trace.overlay.hops) {
      CHECK(hop.delay_ns == edges[last * peers + hop.peer]);
      there += hop.delay_ns;
      back += edges[hop.peer * peers + last];
      last = hop.peer;
      if (!direct) CHECK(hop.route.duration() == hop.delay_ns);
    }
    if (!trace.overlay.time.there) continue;
    CHECK(last == to);
    CHECK(trace.overlay.time.ping == there + back);
    if (direct) CHECK(trace.overlay.time.ping == 2 * there);
  }
}

TEST_CASE("a ping goes once round a ring, whoever is asked") {
  const Network network = network_on({{"model", "ring"}, {"nodes", 7}}, 7);
  for (PeerId to = 1; to < 7; ++to) {
    const run::Traceroute trace = run::trace_route(network, 0, to, 64);
    CHECK(trace.straight->time.there == to * (sending_ns + cable_ns));
    CHECK(trace.straight->time.ping == 7 * (sending_ns + cable_ns));
  }
}

TEST_CASE("a logical network passes through peers even if their machines are near") {
  const Network network = network_on({{"model", "star"}, {"nodes", 6}, {"centre", "switch"}}, 6);
  const run::Traceroute trace = run::trace_route(network, 0, 3, 64);
  CHECK(trace.straight->links == 2U);
  CHECK(trace.overlay.hops.size() == 3);
  CHECK(trace.overlay.links() == 6U);
  CHECK(trace.stretch() == 3.0);
  CHECK(trace.found());
}

TEST_CASE("peers on one host are no distance apart, and there is nothing to stretch") {
  Json scenario = scenario_on(physical({{"model", "star"}, {"nodes", 4}, {"centre", "switch"}}),
                              {{"model", "ring"}, {"nodes", 8}});
  scenario["overlay"]["placement"] = {{"model", "clustered"}, {"peers_per_host", 2}};
  const run::Traceroute trace = run::trace_route(network_of(scenario), 0, 1, 64);
  CHECK(trace.found());
  CHECK(trace.straight->time.ping == 0);
  CHECK(trace.straight->links == 0U);
  CHECK(trace.straight->same_host == true);
  CHECK(trace.straight->route.steps.empty());
  CHECK(trace.overlay.time.there == 0);
  CHECK_FALSE(trace.stretch().has_value());
}

TEST_CASE("peers on one host of a matrix pass no wire, and take what a run would") {
  Json scenario = overlay_scenario({{"model", "ring"}, {"nodes", 8}}, {{"model", "flood"}}, 50);
  scenario["underlay"] = {{"model", "matrix"},
                          {"file", "topologies/data/four_hosts_rtt_ms.txt"},
                          {"not_measured", "fill"},
                          {"local_latency_ms", 0.25}};
  scenario["overlay"]["placement"] = {{"model", "clustered"}, {"peers_per_host", 2}};
  const Network network = network_of(scenario);
  const run::Traceroute one = run::trace_route(network, 0, 1, 64);
  CHECK(one.straight->same_host == true);
  CHECK(one.straight->time.there == 250'000);
  REQUIRE(one.overlay.hops.size() == 1);
  CHECK(one.overlay.hops[0].same_host == true);
  CHECK(one.overlay.hops[0].delay_ns == 250'000);
  const run::Traceroute two = run::trace_route(network, 1, 2, 64);
  CHECK(two.straight->same_host == false);
  CHECK(two.overlay.hops[0].same_host == false);
}

TEST_CASE("where machines are not told apart a trace says nothing of them") {
  Json scenario = overlay_scenario({{"model", "ring"}, {"nodes", 8}}, {{"model", "flood"}}, 50);
  CHECK_FALSE(run::trace_route(network_of(scenario), 0, 1, 64).overlay.hops[0].same_host);
  scenario["underlay"] = {
      {"model", "regions"}, {"file", "topologies/data/three_regions.json"}, {"table", "measured"}};
  CHECK_FALSE(run::trace_route(network_of(scenario), 0, 1, 64).straight->same_host);
}

TEST_CASE("where devices are not joined there is no way, in either layer") {
  const Json parts = {{"model", "erdos_renyi"}, {"nodes", 20}, {"mean_degree", 0.5}};
  const Network network =
      network_of(scenario_on(physical(parts), {{"model", "true_mesh"}, {"nodes", 20}}));
  std::size_t none = 0;
  for (PeerId to = 1; to < 20; ++to) {
    const run::Traceroute trace = run::trace_route(network, 0, to, 64);
    CHECK(trace.straight->time.there.has_value() == trace.overlay.time.there.has_value());
    CHECK(trace.straight->time.ping.has_value() == trace.found());
    if (trace.found()) continue;
    ++none;
    CHECK(trace.overlay.hops.empty());
    CHECK_FALSE(trace.straight->links.has_value());
    CHECK_FALSE(trace.stretch().has_value());
  }
  CHECK(none > 0);
}

TEST_CASE("delays beyond the end of virtual time are no way") {
  const Json ten_years_ms = 315'360'000'000;
  const Network network = network_of(scenario_on(
      {{"model", "direct"}, {"latency_ms", ten_years_ms}}, {{"model", "bus"}, {"nodes", 40}}));
  CHECK(run::trace_route(network, 0, 29, 64).found());
  CHECK_FALSE(run::trace_route(network, 0, 29, 64).overlay.time.ping.has_value());
  CHECK_FALSE(run::trace_route(network, 0, 30, 64).found());
}

TEST_CASE("the graph of an underlay has the latencies that its routes have") {
  const Json latency_ms = {{"model", "uniform"}, {"min", 1}, {"max", 9}};
  const Json cables = {{"model", "random_regular"}, {"nodes", 16}, {"degree", 4}};
  const Json scenario =
      scenario_on(physical(cables, latency_ms), {{"model", "true_mesh"}, {"nodes", 16}});
  const auto graph = run::underlay_graph(scenario_of(scenario), 1);
  REQUIRE(graph);
  CHECK(graph->bandwidth_mbit_s == std::vector<double>(graph->links.size(), 10));
  const Network network = network_of(scenario);
  Time sum = 0;
  for (PeerId from = 0; from < 16; ++from) {
    for (PeerId to = 0; to < 16; ++to) {
      for (const RouteStep& step : network.route(from, to, 0).steps) sum += step.latency_ns;
    }
  }
  CHECK(topologies::measure(*graph).latency->sum_ms == core::to_milliseconds(sum));

  CHECK_FALSE(run::underlay_graph(scenario_of(scenario_on({{"model", "direct"}}, cables)), 1));
}

TEST_CASE("the graph of an underlay keeps what its file knows") {
  const Json towns = {{"model", "graphml"}, {"file", "topologies/data/three_towns.graphml"}};
  const auto graph = run::underlay_graph(
      scenario_of(scenario_on(physical(towns), {{"model", "ring"}, {"nodes", 3}})), 1);
  REQUIRE(graph);
  CHECK(graph->latency_ns == std::vector<Time>{1'200'000, 900'000});
  CHECK(graph->bandwidth_mbit_s == std::vector<double>{100, 1000});
}

TEST_CASE("the graph of an underlay notes what its figures do not show") {
  const auto notes = [](const Json& topology) {
    const Json scenario = scenario_on({{"model", "physical"}, {"topology", topology}},
                                      {{"model", "ring"}, {"nodes", 4}});
    return run::underlay_graph(scenario_of(scenario), 1)->notes;
  };
  const auto star = [](const char* centre) {
    return Json{{"model", "star"}, {"nodes", 4}, {"centre", centre}};
  };
  CHECK(notes(star("switch")).empty());
  CHECK(notes({{"model", "ring"}, {"nodes", 4}, {"dual", true}}).empty());
  const std::string begin = "these figures are of the cables as a graph; in a run ";
  CHECK(notes(star("hub")) ==
        std::vector<std::string>{begin + "a hub repeats each frame on all its cables"});
  CHECK(notes({{"model", "ring"}, {"nodes", 4}}) ==
        std::vector<std::string>{begin +
                                 "on a ring frames go one way round, and any break silences it"});
  CHECK(notes({{"model", "bus"}, {"nodes", 4}}) ==
        std::vector<std::string>{
            begin + "all on a trunk hear each frame at once, and any cut silences it"});
}

}  // namespace traceroute_test
