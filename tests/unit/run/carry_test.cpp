// Files over physical networks and over an internet: shares, breaks and ways round, by hand.
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "sim/run/link_ways.hpp"
#include "sim/run/network.hpp"
#include "tests/analytic/play.hpp"
#include "tests/catch.hpp"
#include "tests/unit/overlay/porter.hpp"

namespace carry_test {

namespace {

using namespace rippletank;
using namespace rippletank::tests;
using core::millisecond;
using overlay::tests::Task;
using overlay::tests::Told;
using Notes = std::vector<std::string>;

/// Every cable takes 250 ms and carries a million bytes per second.
Json cables(const Json& topology) {
  return {{"model", "physical"},
          {"topology", topology},
          {"link", {{"latency_ms", 250}, {"bandwidth_mbit_s", 8}}}};
}

Json star(const char* centre) { return {{"model", "star"}, {"nodes", 3}, {"centre", centre}}; }

run::Network network_over(const Json& underlay, core::PeerId peers,
                          const Json& failures = Json::array()) {
  Json scenario = overlay_scenario({{"model", "true_mesh"}, {"nodes", peers}},
                                   {{"model", "flood"}, {"ttl_hops", 1}}, 50);
  scenario["underlay"] = underlay;
  scenario["failures"] = failures;
  return run::make_network(scenario_of(scenario), 1);
}

template <class Wires>
Told play(run::Network network, std::vector<Task> tasks, std::vector<overlay::Query> queries = {}) {
  overlay::RunSettings settings;
  settings.link_ways = network.link_ways;
  Wires& wires = **std::get_if<std::unique_ptr<Wires>>(&network.wires);
  return overlay::tests::play(network.connections, wires, std::move(tasks), std::move(queries),
                              settings);
}

Notes notes(const Json& underlay, std::vector<Task> tasks, const Json& failures = Json::array(),
            std::vector<overlay::Query> queries = {}) {
  return play<underlay::PhysicalWires>(network_over(underlay, 3, failures), std::move(tasks),
                                       std::move(queries))
      .notes;
}

Task carry(core::Time at, core::PeerId from, core::PeerId to, std::uint64_t bytes) {
  Task task{from, to, bytes};
  task.at = at;
  return task;
}

Json breaking(double at_s, double duration_s, const Json& pair) {
  Json failure = {{"at_s", at_s}, {"links", {{"choose", "ids"}, {"ids", Json::array({pair})}}}};
  if (duration_s > 0) failure["duration_s"] = duration_s;
  return failure;
}

}  // namespace

TEST_CASE("over a switch each direction of a cable carries by itself, and half duplex both share") {
  const std::vector<Task> tasks = {carry(0, 0, 1, 500'000), carry(0, 1, 0, 500'000)};
  Json underlay = cables(star("switch"));
  CHECK(notes(underlay, tasks) == Notes{"1000: #0 has all", "1000: #1 has all"});
  underlay["duplex"] = "half";
  CHECK(notes(underlay, tasks) == Notes{"1500: #0 has all", "1500: #1 has all"});
}

TEST_CASE("all that passes a hub or a bus shares one medium") {
  CHECK(notes(cables(star("hub")), {carry(0, 0, 1, 500'000), carry(0, 1, 0, 500'000)}) ==
        Notes{"1500: #0 has all", "1500: #1 has all"});
  // From 250 ms on one passes the bus alone, from 500 ms on both.
  CHECK(notes(cables({{"model", "bus"}, {"nodes", 3}}),
              {carry(0, 0, 1, 500'000), carry(0, 0, 2, 500'000)}) ==
        Notes{"1000: #0 has all", "1250: #1 has all"});
}

TEST_CASE("two files over the cable between two switches have half of it each") {
  const Json switches = {
      {"model", "combined_star"}, {"centres", 2}, {"nodes_per_centre", 2}, {"centre", "switch"}};
  const Told told = play<underlay::PhysicalWires>(
      network_over(cables(switches), 4), {carry(0, 0, 2, 500'000), carry(0, 1, 3, 500'000),
                                          carry(0, 2, 0, 500'000), carry(0, 3, 2, 500'000)});
  // The third crosses it the other way. The last begins to arrive at 500 ms and has the cable to
  // host 2 for itself until 750 ms, when half of it is for the first.
  CHECK(told.notes ==
        Notes{"1250: #2 has all", "1250: #3 has all", "1750: #0 has all", "1750: #1 has all"});
}

TEST_CASE("round a ring a file crosses every cable on its way") {
  // From 1 to 0 it is three cables of the four, of which it shares one with the other file.
  const Json ring = {{"model", "ring"}, {"nodes", 4}};
  const Told told = play<underlay::PhysicalWires>(
      network_over(cables(ring), 4),
      {carry(0, 1, 0, 500'000), carry(0, 2, 3, 750'000), carry(0, 0, 1, 500'000)});
  // The other file has 500,000 bytes at 750 ms, when the long way begins to take half its cable.
  CHECK(told.notes == Notes{"750: #2 has all", "1250: #1 has all", "1500: #0 has all"});
}

TEST_CASE("a cable that breaks cuts what crosses it, and nothing else") {
  const std::vector<Task> tasks = {carry(0, 0, 1, 1'000'000), carry(0, 2, 0, 1'000'000)};
  const auto with = [&tasks](const Json& failure) {
    return notes(cables(star("switch")), tasks, Json::array({failure}));
  };
  CHECK(with(breaking(1, 0, {1, 3})) == Notes{"1000: #0 is cut at 500000", "1500: #1 has all"});
  // While the first byte is on its way: noticed when it would arrive, or not at all.
  CHECK(with(breaking(0.1, 0, {1, 3})) == Notes{"500: #0 is cut at 0", "1500: #1 has all"});
  CHECK(with(breaking(0.1, 0.2, {1, 3})) == Notes{"1500: #0 has all", "1500: #1 has all"});
  CHECK(with({{"at_s", 1}, {"hosts", {{"choose", "ids"}, {"ids", {0}}}}}) ==
        Notes{"1000: #0 is cut at 500000", "1000: #1 is cut at 500000"});
}

TEST_CASE("a cable that breaks as the last byte arrives breaks first, whoever asks meanwhile") {
  const std::vector<Task> tasks = {carry(0, 0, 1, 1'000'000), carry(0, 2, 0, 1'000'000)};
  const Json failures = Json::array({breaking(1.5, 0, {1, 3})});
  CHECK(notes(cables(star("switch")), tasks, failures) ==
        Notes{"1500: #0 is cut at 1000000", "1500: #1 has all"});
  CHECK(notes(cables(star("switch")), tasks, failures, {{1500 * millisecond, 2, {}}}) ==
        Notes{"1500: #0 is cut at 1000000", "1500: query of 2", "1500: #1 has all"});
}

TEST_CASE("a file goes on by another way, which it shares with what is there") {
  // 750,000 bytes each at 1 s. Then both cross the cable from 2 to 1; the first has all at 1.5 s,
  // when the other has a million, and another second to go.
  const Json triangle = {{"model", "true_mesh"}, {"nodes", 3}};
  CHECK(notes(cables(triangle), {carry(0, 0, 1, 1'000'000), carry(0, 2, 1, 2'000'000)},
              Json::array({breaking(1, 0, {0, 1})})) ==
        Notes{"1500: #0 has all", "2500: #1 has all"});
  // Back again on the straight cable from 1.25 s on.
  CHECK(notes(cables(triangle), {carry(0, 0, 1, 1'000'000), carry(0, 2, 1, 2'000'000)},
              Json::array({breaking(1, 0.25, {0, 1})})) ==
        Notes{"1375: #0 has all", "2375: #1 has all"});
}

TEST_CASE("a medium that breaks apart is as fast as the slowest cable of each part") {
  // Hosts 0 and 1 at one hub, 2 and 3 at another; the cable of host 3 is half as fast.
  underlay::DeviceGraph graph;
  graph.kinds.assign(4, underlay::DeviceKind::host);
  graph.kinds.insert(graph.kinds.end(), 2, underlay::DeviceKind::hub);
  for (underlay::DeviceId host = 0; host < 4; ++host) {
    graph.cables.push_back({host, 4 + host / 2, 250 * millisecond, host == 3 ? 4.0 : 8.0});
  }
  graph.cables.push_back({4, 5, 250 * millisecond, 8.0});
  const overlay::Connections nobody_is_connected{{0, 0, 0, 0, 0}, {}};
  const auto carried = [&](core::PeerId from, core::PeerId to) {
    underlay::PhysicalWires wires(graph, {}, {0, 1, 2, 3}, 1);
    wires.set_changes(
        {{core::second, false, {}, {4}, {}}, {1250 * millisecond, true, {}, {4}, {}}});
    overlay::RunSettings settings;
    settings.link_ways = run::ways_over_cables(wires);
    return overlay::tests::play(nobody_is_connected, wires, {carry(0, from, to, 1'000'000)}, {},
                                settings)
        .notes;
  };
  // Half a million bytes per second from 500 ms on; while the hubs are apart, the first has twice
  // as many.
  CHECK(carried(0, 1) == Notes{"2250: #0 has all"});
  CHECK(carried(2, 3) == Notes{"2500: #0 has all"});
}

TEST_CASE("over an internet files share access links and core links whose speed is known") {
  // Wien and Graz, 1.2 ms apart, 12.5 million bytes per second; Wien and Linz 0.9 ms, ten times as
  // fast. Access links carry 125 million.
  const Json internet = {
      {"model", "internet"},
      {"topology", {{"model", "graphml"}, {"file", "topologies/data/three_towns.graphml"}}},
      {"access_classes", Json::array({{{"name", "all"},
                                       {"share", 1},
                                       {"down_kbit_s", 1e6},
                                       {"up_kbit_s", 1e6},
                                       {"latency_ms", 0}}})}};
  Json scenario = overlay_scenario({{"model", "true_mesh"}, {"nodes", 3}},
                                   {{"model", "flood"}, {"ttl_hops", 1}}, 50);
  scenario["underlay"] = internet;
  scenario["overlay"]["placement"] = "one_per_host";
  const auto network = [&scenario] { return run::make_network(scenario_of(scenario), 1); };
  // The second is alone from 1.2 ms to 2.1 ms, for 11,250 bytes; then the first two have half each.
  CHECK(play<underlay::InternetWires>(
            network(),
            {carry(0, 1, 2, 6'250'000), carry(0, 1, 0, 6'261'250), carry(0, 0, 1, 12'500'000)})
            .notes == Notes{"1001 ms 200000: #2 has all", "1002 ms 100000: #0 has all",
                            "1002 ms 100000: #1 has all"});
  // 1000 kbit/s up hold back what is sent, not what is received.
  scenario["peers"]["access"]["classes"] = Json::array({{{"name", "slow"},
                                                         {"share", 1},
                                                         {"down_kbit_s", 1e6},
                                                         {"up_kbit_s", 1000},
                                                         {"latency_ms", 10}}});
  CHECK(play<underlay::InternetWires>(network(), {carry(900'000, 1, 0, 62'500),
                                                  carry(0, 1, 2, 125'000), carry(0, 0, 2, 125'000)})
            .notes == Notes{"1020 ms 900000: #2 has all", "1022 ms 100000: #0 has all",
                            "1522 ms 100000: #1 has all"});
}

}  // namespace carry_test
