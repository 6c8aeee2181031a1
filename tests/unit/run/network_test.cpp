// The network of a run: delays that are drawn per connection and depend on nothing else.
#include "sim/run/network.hpp"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "tests/analytic/play.hpp"
#include "tests/catch.hpp"

namespace network_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

constexpr double deviations = 5;

const Json uniform = {{"model", "uniform"}, {"min", 10}, {"max", 100}};

run::Network network_of(const Json& topology, const Json& latency_ms, std::uint64_t seed = 1) {
  return run::make_network(
      scenario_of(overlay_scenario(topology, {{"model", "flood"}}, latency_ms)), seed);
}

/// The delay of every directed connection, by its two ends.
using Delays = std::map<std::pair<core::PeerId, core::PeerId>, core::Time>;

Delays delays_of(const run::Network& network) {
  Delays delays;
  const overlay::Connections& rows = network.connections;
  for (core::PeerId from = 0; from < rows.peers(); ++from) {
    for (core::Slot slot = rows.offsets[from]; slot < rows.offsets[from + 1]; ++slot) {
      const auto delay = [slot](const auto& wires) -> core::Time {
        if constexpr (requires { wires.arrival(slot, 0); }) return wires.arrival(slot, 0);
        FAIL("wires that do not know their delays");
        return 0;
      };
      delays[{from, rows.neighbours[slot]}] = std::visit(delay, network.wires);
    }
  }
  return delays;
}

/// How many connections two networks share, with the same delay; different ones fail.
std::size_t shared_with_equal_delays(const Delays& a, const Delays& b) {
  std::size_t shared = 0;
  for (const auto& [ends, delay] : a) {
    const auto other = b.find(ends);
    if (other == b.end()) continue;
    REQUIRE(other->second == delay);
    ++shared;
  }
  return shared;
}

}  // namespace

TEST_CASE("the delay between two peers does not depend on who else is there") {
  const Delays mesh = delays_of(network_of({{"model", "true_mesh"}, {"nodes", 40}}, uniform));
  const auto shared = [&](const Json& topology) {
    return shared_with_equal_delays(delays_of(network_of(topology, uniform)), mesh);
  };
  CHECK(shared({{"model", "true_mesh"}, {"nodes", 10}}) == 90);
  CHECK(shared({{"model", "bus"}, {"nodes", 100}}) == 78);
  CHECK(shared({{"model", "star"}, {"nodes", 25}, {"centre", "node"}}) == 48);
  CHECK(shared({{"model", "grid"}, {"rows", 6}, {"columns", 6}}) == 120);
}

TEST_CASE("a delay is the same in both directions, and another one with another seed") {
  const Json mesh = {{"model", "true_mesh"}, {"nodes", 30}};
  const Delays first = delays_of(network_of(mesh, uniform, 1));
  const Delays second = delays_of(network_of(mesh, uniform, 2));
  std::size_t equal = 0;
  for (const auto& [ends, delay] : first) {
    REQUIRE(first.at({ends.second, ends.first}) == delay);
    equal += second.at(ends) == delay ? 1U : 0U;
  }
  CHECK(equal == 0);  // of 90 million nanoseconds each
}

TEST_CASE("delays have the distribution that was asked for, and know nothing of each other") {
  const core::PeerId peers = 300;
  const Delays delays =
      delays_of(network_of({{"model", "true_mesh"}, {"nodes", peers}}, uniform, 5));
  std::vector<double> units;  // as multiples of the span from 10 to 100 ms
  std::vector<double> row_sums(peers);
  for (const auto& [ends, delay] : delays) {
    const double unit = (core::to_milliseconds(delay) - 10) / 90;
    REQUIRE(unit >= 0);
    REQUIRE(unit <= 1);
    row_sums[ends.first] += unit - 0.5;
    if (ends.first < ends.second) units.push_back(unit);
  }
  const auto n = static_cast<double>(units.size());
  double sum = 0;
  double neighbours = 0;
  for (std::size_t i = 0; i < units.size(); ++i) {
    sum += units[i];
    if (i > 0) neighbours += (units[i] - 0.5) * (units[i - 1] - 0.5);
  }
  const double variance = 1 / 12.0;
  CHECK(std::abs(sum / n - 0.5) < deviations * std::sqrt(variance / n));
  CHECK(std::abs(neighbours / n) < deviations * variance / std::sqrt(n));
  // If a peer were slow or fast as such, its row would show it. The squares of standardised row
  // sums have mean 1 and variance 2, and hardly depend on each other: two rows share one delay.
  double squares = 0;
  for (const double row : row_sums) squares += row * row / (variance * (peers - 1));
  CHECK(std::abs(squares - peers) < deviations * std::sqrt(2.0 * peers));
  // Kolmogorov: P(D sqrt(n) > 3) = 2 exp(-18), as rare as five deviations.
  std::sort(units.begin(), units.end());
  double distance = 0;
  for (std::size_t i = 0; i < units.size(); ++i) {
    distance = std::max({distance, std::abs(units[i] - static_cast<double>(i) / n),
                         std::abs(units[i] - static_cast<double>(i + 1) / n)});
  }
  CHECK(distance * std::sqrt(n) < 3);
}

TEST_CASE("a network tells of servers that nobody asks") {
  using Notes = std::vector<std::string>;
  const auto notes = [](const Json& topology, const Json& protocol, const Json& servers) {
    Json json = overlay_scenario(topology, protocol, 50);
    json["peers"] = {{"servers", servers}};
    return run::make_network(scenario_of(json), 1).notes;
  };
  const Json star = {{"model", "star"}, {"nodes", 4}};
  const Json brokered = {{"model", "brokered"}};
  const Json with_redirector = {{"model", "napster"}, {"redirector", true}};
  const Json all = {{"choose", "fraction"}, {"fraction", 1}};
  CHECK(notes(star, brokered, {0}) == Notes{});
  CHECK(notes(star, brokered, all) == Notes{"every peer is a server: there are no clients"});
  CHECK(notes(star, brokered, {0, 1}) ==
        Notes{"1 of 2 servers have no clients, as clients that are connected to a server know no "
              "others"});
  CHECK(notes(star, with_redirector, {0, 1}) == Notes{});
  CHECK(notes(star, with_redirector, {0}) ==
        Notes{"\"redirector\" has no effect, as there is only one server"});
  const Json asking = {{"model", "lan_discovery"}, {"how", "server"}};
  const Json shouting = {{"model", "lan_discovery"}, {"how", "broadcast"}};
  CHECK(notes(star, asking, {0}) == Notes{});
  CHECK(notes(star, shouting, {0}) ==
        Notes{"\"peers/servers\" has no effect, as peers do without"});
}

TEST_CASE("delays are stored in the form that suits them") {
  const Json ring = {{"model", "ring"}, {"nodes", 50}};
  using Narrow = underlay::DelayPerConnection<std::uint32_t>;
  using Wide = underlay::DelayPerConnection<core::Time>;
  CHECK(std::holds_alternative<underlay::ConstantDelay>(network_of(ring, 50).wires));
  CHECK(std::holds_alternative<Narrow>(network_of(ring, uniform).wires));
  const Json seconds = {{"model", "uniform"}, {"min", 4000}, {"max", 5000}};
  CHECK(std::holds_alternative<Wide>(network_of(ring, seconds).wires));
  const Json below = {{"model", "empirical"}, {"values", {4294.967295}}};
  const Json above = {{"model", "empirical"}, {"values", {4294.967296}}};
  CHECK(std::holds_alternative<Narrow>(network_of(ring, below).wires));
  CHECK(std::holds_alternative<Wide>(network_of(ring, above).wires));
  CHECK(delays_of(network_of(ring, below)).at({0, 1}) == 4'294'967'295);
  CHECK(delays_of(network_of(ring, above)).at({0, 1}) == 4'294'967'296);
}

TEST_CASE("a delay beyond ten years is cut to ten years") {
  const Json bus = {{"model", "bus"}, {"nodes", 2}};
  const core::Time ten_years = core::from_seconds(core::longest_s);
  CHECK(delays_of(network_of(bus, 1e300)).at({0, 1}) == ten_years);
  const Json heavy = {{"model", "pareto"}, {"shape", 0.5}, {"min", 1e100}};
  CHECK(delays_of(network_of(bus, heavy)).at({0, 1}) == ten_years);
}

TEST_CASE("latencies of a file win over those of the underlay, and names are the file's") {
  const std::filesystem::path file =
      std::filesystem::temp_directory_path() /
      ("rippletank_network_test_" + std::to_string(getpid()) + ".txt");
  std::ofstream(file) << "17 5 1500\n5 200 2.5\n";
  const run::Network network =
      network_of({{"model", "edge_list"}, {"file", file.string()}}, uniform);
  std::filesystem::remove(file);
  REQUIRE(network.connections.peers() == 3);
  CHECK(network.connection_count == 2);
  const auto peer = [&](const char* name) { return *network.names.find(name, 3); };
  const Delays delays = delays_of(network);
  CHECK(delays.at({peer("17"), peer("5")}) == 1'500'000);
  CHECK(delays.at({peer("200"), peer("5")}) == 2'500);
  CHECK_FALSE(network.names.find("0", 3));
}

TEST_CASE("peers are named in messages as the input names them") {
  CHECK(network_of({{"model", "bus"}, {"nodes", 10}}, 50).peer_advice("10") == "expected 0 to 9");
  CHECK(network_of({{"model", "bus"}, {"nodes", 2}}, 50).peer_advice("2") == "expected 0 to 1");
  const std::filesystem::path file =
      std::filesystem::temp_directory_path() /
      ("rippletank_network_names_" + std::to_string(getpid()) + ".graphml");
  std::ofstream(file) << R"(<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
    <graph edgedefault="undirected"><node id="anna"/><node id="bert"/>
    <edge source="anna" target="bert"/></graph></graphml>)";
  const run::Network named = network_of({{"model", "graphml"}, {"file", file.string()}}, 50);
  std::filesystem::remove(file);
  CHECK(named.peer_advice("annna") == R"(did you mean "anna"?)");
  CHECK(named.peer_advice("zzz") == "expected anna to bert");
}

}  // namespace network_test
