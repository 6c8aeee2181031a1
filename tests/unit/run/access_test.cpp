// Access links that a scenario describes: on every underlay, of servers, and without a way.
#include "sim/underlay/access.hpp"

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sim/overlay/servers.hpp"
#include "sim/run/network.hpp"
#include "tests/analytic/play.hpp"
#include "tests/catch.hpp"

namespace access_test {

namespace {

using namespace rippletank;
using namespace rippletank::tests;
using core::millisecond;

Json one_class(const Json& latency_ms) {
  return {{"classes", Json::array({{{"name", "all"},
                                    {"share", 1},
                                    {"down_kbit_s", 1000},
                                    {"up_kbit_s", 200},
                                    {"latency_ms", latency_ms}}})}};
}

/// A flood from peer 0.
Json flood_over(const Json& underlay, const Json& topology, const Json& access,
                const std::vector<std::string>& origins = {"0"}) {
  Json scenario = overlay_scenario(topology, {{"model", "flood"}}, 50, origins);
  if (!underlay.is_null()) scenario["underlay"] = underlay;
  if (!access.is_null()) scenario["peers"]["access"] = access;
  return scenario;
}

run::Network network_of(const Json& scenario) {
  return run::make_network(scenario_of(scenario), 1);
}

core::Time last_reach(const Json& scenario) {
  return *play(scenario).measures.queries.front().last_reach;
}

/// How long a message takes between two peers, connected or not.
core::Time delay(const run::Network& network, core::PeerId from, core::PeerId to) {
  return std::visit(
      [&](const auto& wires) -> core::Time {
        if constexpr (requires { wires.arrival_between(from, to, 0); }) {
          return wires.arrival_between(from, to, 0);
        }
        FAIL("wires that do not know their delays");
        return 0;
      },
      network.wires);
}

/// Where there is a way, its latency; `links` are those on it.
std::optional<core::Time> way(const run::Network& network, core::PeerId from, core::PeerId to,
                              std::vector<overlay::LinkId>& links) {
  links.clear();
  return network.link_ways.find(from, to, links);
}

const Json bus = {{"model", "bus"}, {"nodes", 3}};
const Json six_peers = {{"model", "edge_list"}, {"file", "topologies/data/six_peers.txt"}};

using Links = std::vector<overlay::LinkId>;

}  // namespace

TEST_CASE("over direct connections access links add their latencies at both ends of each hop") {
  CHECK(last_reach(flood_over(nullptr, bus, nullptr)) == 100 * millisecond);
  CHECK(last_reach(flood_over(nullptr, bus, one_class(7))) == 128 * millisecond);
  CHECK(last_reach(flood_over({{"model", "direct"}, {"latency_ms", 0}}, bus, one_class(7))) ==
        28 * millisecond);
}

TEST_CASE("drawn delays of connections stay as they are behind access links") {
  const Json drawn = {{"model", "direct"},
                      {"latency_ms", {{"model", "uniform"}, {"min", 10}, {"max", 100}}}};
  const Json mesh = {{"model", "true_mesh"}, {"nodes", 12}};
  const Json spread = {{"model", "uniform"}, {"min", 1}, {"max", 30}};
  const run::Network plain = network_of(flood_over(drawn, mesh, nullptr));
  const run::Network behind = network_of(flood_over(drawn, mesh, one_class(spread)));
  REQUIRE(behind.access);
  CHECK_FALSE(plain.access);
  const std::vector<underlay::Access>& access = behind.access->access;
  for (core::PeerId from = 0; from < 12; ++from) {
    CHECK(access[from].latency_ns >= millisecond);
    CHECK(access[from].latency_ns <= 30 * millisecond);
    for (core::PeerId to = 0; to < 12; ++to) {
      if (to == from) continue;
      const core::Time expected =
          delay(plain, from, to) + access[from].latency_ns + access[to].latency_ns;
      CHECK(delay(behind, from, to) == expected);
      Links links;
      CHECK(way(behind, from, to, links) == expected);
      CHECK(links == Links{2 * from, 2 * to + 1});
      CHECK(way(plain, from, to, links) == delay(plain, from, to));
      CHECK(links.empty());
    }
  }
  CHECK(plain.link_ways.capacity_bytes_s.empty());
  REQUIRE(behind.link_ways.capacity_bytes_s.size() == 24);
  CHECK(behind.link_ways.capacity_bytes_s[4] == 25'000);
  CHECK(behind.link_ways.capacity_bytes_s[5] == 125'000);
  Links links;
  CHECK(way(behind, 3, 3, links) == 0);
  CHECK(links.empty());
}

TEST_CASE("delays of a file get access links at both ends, not at the peers between") {
  const run::Network network = network_of(flood_over(nullptr, six_peers, one_class(7)));
  CHECK(delay(network, 0, 1) == 34 * millisecond);
  CHECK(delay(network, 0, 2) == (20 + 20 + 14) * millisecond);
  // Straight, although round by 0 and 5 it would take 75 ms.
  CHECK(delay(network, 1, 4) == 94 * millisecond);
}

TEST_CASE("where a file leaves no way nothing can be carried") {
  const Json two_parts = {{"model", "edge_list"}, {"file", "tests/unit/run/two_parts_latency.txt"}};
  for (const Json& access : {Json(), one_class(7)}) {
    const run::Network network = network_of(flood_over(nullptr, two_parts, access, {"1"}));
    Links links;
    CHECK(way(network, 0, 2, links) == (access.is_null() ? 30 : 44) * millisecond);
    CHECK_FALSE(way(network, 0, 3, links));
    CHECK_FALSE(way(network, 4, 2, links));
    CHECK(way(network, 4, 4, links) == 0);
  }
}

TEST_CASE("over a matrix access links add their latencies, and stretch knows of them") {
  const Json four_hosts = {{"model", "matrix"},
                           {"file", "topologies/data/four_hosts_rtt_ms.txt"},
                           {"not_measured", "fill"}};
  Json scenario = flood_over(four_hosts, {{"model", "bus"}, {"nodes", 4}}, one_class(7));
  scenario["overlay"]["placement"] = "one_per_host";
  const run::Outcome outcome = play(scenario);
  const measure::QueryRecord& query = outcome.measures.queries.front();
  // Half of 12.5, 75.25 and 60 ms, and three times both ends.
  CHECK(query.last_reach == 73'875'000 + 42 * millisecond);
  const double stretch = (1 + (43.875 + 28) / (40 + 14) + (73.875 + 42) / (15.5 + 14)) / 3;
  CHECK(std::abs(*query.stretch() - stretch) < 1e-12);
}

TEST_CASE("over regions access links add their latencies") {
  const Json regions = {
      {"model", "regions"}, {"file", "topologies/data/three_regions.json"}, {"table", "measured"}};
  const Json mesh = {{"model", "true_mesh"}, {"nodes", 20}};
  const run::Network plain = network_of(flood_over(regions, mesh, nullptr));
  const run::Network behind = network_of(flood_over(regions, mesh, one_class(7)));
  CHECK(behind.host_of == plain.host_of);
  for (core::PeerId to = 1; to < 20; ++to) {
    CHECK(delay(behind, 0, to) == delay(plain, 0, to) + 14 * millisecond);
  }
}

TEST_CASE("an internet takes the access links of the peers in place of its own") {
  const Json routers = {{"model", "transit_stub"},
                        {"transit_domains", 2},
                        {"transit_nodes_per_domain", 3},
                        {"stubs_per_transit_node", 2},
                        {"stub_nodes", 4}};
  const Json overlay = {{"model", "random_regular"}, {"nodes", 40}, {"degree", 4}};
  Json internet = {{"model", "internet"}, {"topology", routers}};
  const auto fingerprint = [&overlay](const Json& underlay, const Json& access) {
    return play(flood_over(underlay, overlay, access, {"0", "7"})).measures.fingerprint.value();
  };
  const std::uint64_t gnutella = fingerprint(internet, nullptr);
  CHECK(fingerprint(internet, Json::object()) == gnutella);
  const std::uint64_t napster = fingerprint(internet, {{"mix", "napster"}});
  const std::uint64_t own = fingerprint(internet, one_class(7));
  CHECK(napster != gnutella);
  CHECK(own != gnutella);
  internet["access_mix"] = "napster";
  CHECK(fingerprint(internet, nullptr) == napster);
  CHECK(fingerprint(internet, one_class(7)) == own);
  internet["access_classes"] = one_class(7)["classes"];
  CHECK(fingerprint(internet, nullptr) == own);
  CHECK(fingerprint(internet, {{"mix", "napster"}}) == napster);
}

TEST_CASE("a class is drawn for a peer alike on every underlay") {
  const Json mesh = {{"model", "true_mesh"}, {"nodes", 30}};
  const Json internet = {
      {"model", "internet"}, {"topology", {{"model", "transit_stub"}}}, {"access_mix", "napster"}};
  const run::Network over_internet = network_of(flood_over(internet, mesh, nullptr));
  const run::Network direct = network_of(flood_over(nullptr, mesh, {{"mix", "napster"}}));
  for (core::PeerId peer = 0; peer < 30; ++peer) {
    CHECK(over_internet.access_class(peer)->name == direct.access_class(peer)->name);
  }
}

TEST_CASE("servers have access links of their own, named or found by connections") {
  Json access = one_class(10);
  access["server"] = {{"down_kbit_s", 8000}, {"up_kbit_s", 4000}};
  const auto classes = [](const run::Network& network) {
    std::string names;
    for (core::PeerId peer = 0; peer < network.connections.peers(); ++peer) {
      names += network.access_class(peer)->name + " ";
    }
    return names;
  };
  Json scenario = flood_over(nullptr, bus, access);
  scenario["overlay"]["protocol"] = {{"model", "brokered"}};
  const run::Network found = network_of(scenario);
  CHECK(classes(found) == "all server all ");
  // 1 ms at the server unless it is said otherwise.
  CHECK(delay(found, 0, 1) == 61 * millisecond);
  CHECK(delay(found, 0, 2) == 70 * millisecond);
  CHECK(found.link_ways.capacity_bytes_s ==
        std::vector<double>{25'000, 125'000, 500'000, 1'000'000, 25'000, 125'000});
  scenario["peers"]["servers"] = {2};
  const run::Network named = network_of(scenario);
  CHECK(named.servers == std::vector<core::PeerId>{2});
  CHECK(classes(named) == "all all server ");
  CHECK(delay(named, 0, 1) == 70 * millisecond);
  CHECK(delay(named, 1, 2) == 61 * millisecond);
  scenario["peers"]["access"]["server"]["latency_ms"] = 3;
  CHECK(delay(network_of(scenario), 1, 2) == 63 * millisecond);
}

TEST_CASE("the link of a server changes none of another peer") {
  Json access = {{"mix", "gnutella"}};
  const Json star = {{"model", "star"}, {"nodes", 50}, {"centre", "node"}};
  const run::Network equal = network_of(flood_over(nullptr, star, access));
  access["server"] = {{"down_kbit_s", 8000}, {"up_kbit_s", 4000}};
  const run::Network served = network_of(flood_over(nullptr, star, access));
  const std::vector<core::PeerId> servers =
      overlay::Servers(served.connections, served.servers).all();
  REQUIRE(servers.size() == 1);
  for (core::PeerId peer = 0; peer < 50; ++peer) {
    const bool is_server = peer == servers.front();
    CHECK((served.access_class(peer)->name == "server") == is_server);
    if (is_server) continue;
    CHECK(served.access_class(peer)->name == equal.access_class(peer)->name);
    CHECK(served.access->access[peer].latency_ns == equal.access->access[peer].latency_ns);
  }
}

}  // namespace access_test
