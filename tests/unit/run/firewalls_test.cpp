// Firewalls in whole runs: which connections come about, whom a server serves, and what is said.
#include <algorithm>
#include <fstream>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "sim/run/reachability.hpp"
#include "sim/run/write_tables.hpp"
#include "tests/analytic/play.hpp"
#include "tests/catch.hpp"
#include "tests/unit/io/temporary_folder.hpp"

namespace firewalls_in_runs_test {

using namespace rippletank;
using namespace rippletank::tests;
using core::PeerId;

namespace {

Json ids(const std::vector<PeerId>& peers) { return {{"choose", "ids"}, {"ids", peers}}; }

run::Network network_of(Json json, const Json& firewalls) {
  if (firewalls.is_object()) json["firewalls"] = firewalls;
  return run::make_network(scenario_of(json), 1);
}

/// The delay of every directed connection, by its two ends.
std::map<std::pair<PeerId, PeerId>, core::Time> delays_of(const run::Network& network) {
  std::map<std::pair<PeerId, PeerId>, core::Time> delays;
  const overlay::Connections& rows = network.connections;
  for (PeerId from = 0; from < rows.peers(); ++from) {
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

std::uint64_t figure(const run::Outcome& outcome, const std::string& name) {
  for (const measure::Figure& figure : outcome.measures.figures) {
    if (figure.name == name) return std::get<std::uint64_t>(figure.value);
  }
  FAIL("no figure is called " << name);
  return 0;
}

std::map<std::string, std::string> tables_of(const Json& json) {
  const TemporaryFolder folder;
  const scenario::Scenario scenario = scenario_of(json);
  run::write_tables(scenario, run::run(scenario, 1), folder.path);
  std::map<std::string, std::string> texts;
  for (const std::string& name : folder.names()) texts[name] = read(folder.path / name);
  return texts;
}

}  // namespace

TEST_CASE("connections between two who are shielded from each other are left out, others stay") {
  const Json mesh = overlay_scenario({{"model", "true_mesh"}, {"nodes", 10}}, {{"model", "flood"}},
                                     {{"model", "uniform"}, {"min", 10}, {"max", 100}});
  const auto all = delays_of(network_of(mesh, nullptr));
  // Two share a firewall, two have one of their own, and so has one to which a port is forwarded.
  const Json firewalls = {
      {"shared", {{{"peers", ids({1, 2})}}}}, {"ids", {5, 6, 8}}, {"forwarded", ids({8})}};
  const run::Network network = network_of(mesh, firewalls);
  const auto kept = delays_of(network);
  CHECK(network.connections_blocked == 5);
  CHECK(network.connection_count == 45 - 5);
  CHECK(kept.size() == 2 * (45 - 5));
  for (const auto& [ends, delay] : all) {
    const auto [low, high] = std::minmax(ends.first, ends.second);
    const std::pair<PeerId, PeerId> pair{low, high};
    const bool is_blocked =
        pair == std::pair<PeerId, PeerId>{1, 5} || pair == std::pair<PeerId, PeerId>{1, 6} ||
        pair == std::pair<PeerId, PeerId>{2, 5} || pair == std::pair<PeerId, PeerId>{2, 6} ||
        pair == std::pair<PeerId, PeerId>{5, 6};
    INFO(low << '-' << high);
    CHECK(kept.count(ends) == (is_blocked ? 0 : 1));
    if (!is_blocked) CHECK(kept.at(ends) == delay);
  }
}

TEST_CASE("connections that stay keep what a file says of them") {
  const TemporaryFolder folder;
  const std::string file = (folder.path / "edges.txt").string();
  std::ofstream(file) << "1 2 1\n2 3 2\n3 4 3\n4 1 4\n1 3 5\n";
  const Json square =
      overlay_scenario({{"model", "edge_list"}, {"file", file}}, {{"model", "flood"}}, 50);
  const run::Network network = network_of(square, {{"ids", {2, 3}}});
  const auto peer = [&](const char* name) { return *network.names.find(name, 4); };
  const auto delays = delays_of(network);
  CHECK(network.connections_blocked == 1);
  CHECK(delays.size() == 8);
  CHECK(delays.at({peer("1"), peer("2")}) == 1'000);
  CHECK(delays.at({peer("3"), peer("4")}) == 3'000);
  CHECK(delays.at({peer("1"), peer("4")}) == 4'000);
  CHECK(delays.at({peer("3"), peer("1")}) == 5'000);
  CHECK(delays.count({peer("3"), peer("2")}) == 0);
}

TEST_CASE("who serves is decided before, so that a server behind a firewall is still one") {
  const Json star =
      overlay_scenario({{"model", "star"}, {"nodes", 6}}, {{"model", "brokered"}}, 10);
  const run::Network network =
      network_of(star, {{"peers", {{"choose", "fraction"}, {"fraction", 1}}}});
  CHECK(network.connections_blocked == 5);
  CHECK(network.connection_count == 0);
  CHECK(network.servers == std::vector<PeerId>{0});
  // A fraction is one of the clients.
  const run::Network half = network_of(star, {{"fraction", 1}});
  CHECK_FALSE(half.firewalls.is_firewalled(0));
  CHECK(half.connections_blocked == 0);
  for (PeerId peer = 1; peer < 6; ++peer) CHECK(half.firewalls.is_firewalled(peer));
}

TEST_CASE("a server behind a firewall serves those behind the same, and others if forwarded") {
  for (const char* model : {"brokered", "napster", "irc", "centralized", "setiathome"}) {
    for (const bool is_forwarded : {false, true}) {
      INFO(model << (is_forwarded ? ", forwarded" : ""));
      Json scenario = overlay_scenario({{"model", "star"}, {"nodes", 7}}, {{"model", model}}, 10);
      scenario["horizon_s"] = 4000;
      // Peers 1 to 3 share a firewall with their server, 4 and 5 are open, 6 is behind another.
      scenario["firewalls"] = {{"shared", {{{"peers", ids({0, 1, 2, 3})}}}}, {"ids", {6}}};
      if (is_forwarded) scenario["firewalls"]["forwarded"] = ids({0});
      const run::Outcome outcome = play(scenario);
      for (PeerId peer = 1; peer < 7; ++peer) {
        INFO("peer " << peer);
        const bool is_served = outcome.measures.traffic[peer].in.messages > 0;
        CHECK(is_served == (peer <= 3 || is_forwarded));
      }
      std::uint64_t dropped = 0;
      for (const measure::MessageCount& count : outcome.measures.messages) {
        dropped += count.dropped[static_cast<std::size_t>(measure::DropReason::firewall)];
      }
      CHECK((dropped > 0) == !is_forwarded);
    }
  }
}

TEST_CASE("a network that lives inside one firewall works as one without") {
  const TemporaryFolder folder;
  std::ofstream(folder.path / "holders.csv") << "item,peer\na,3\na,4\nb,5\nc,1\n";
  for (const char* model :
       {"flood", "p2pchat", "centralized", "setiathome", "brokered", "irc", "napster", "equal_peer",
        "gnutella_0_4", "gossip_broadcast", "super_peer", "gnutella_0_6", "fasttrack", "freenet",
        "freenet_2000", "waste"}) {
    INFO(model);
    Json scenario = overlay_scenario({{"model", "star"}, {"nodes", 8}}, {{"model", model}}, 10);
    scenario["horizon_s"] = 600;
    if (model != std::string("setiathome")) {
      scenario["queries"] = {{"model", "list"}, {"origins", {1, 2, 3, 4, 5}}, {"start_s", 60}};
    }
    if (model == std::string("brokered") || model == std::string("gnutella_0_6")) {
      scenario["content"] = {
          {"size_bytes", 1000},
          {"replication", {{"model", "file"}, {"file", (folder.path / "holders.csv").string()}}}};
      scenario["queries"]["download"] = true;
    }
    const auto open = tables_of(scenario);
    scenario["firewalls"]["peers"] = {{"choose", "fraction"}, {"fraction", 1}};
    scenario["firewalls"]["peers_per_firewall"] = 8;
    auto walled = tables_of(scenario);
    walled.erase("reachability.csv");  // there is one wherever there is something to fetch
    CHECK(walled == open);
    // Which is not so where each has its own.
    scenario["firewalls"]["peers_per_firewall"] = 1;
    CHECK(tables_of(scenario) != open);
  }
}

TEST_CASE("reachability: attempts by who the two are, how they met, and how it ended") {
  // Clients 1 and 2 share a firewall, 3 has one, 4 is open; each asks for all others' items.
  const TemporaryFolder folder;
  std::ofstream holders(folder.path / "holders.csv");
  std::ofstream queries(folder.path / "queries.csv");
  holders << "item,peer\n";
  queries << "time_s,origin,item\n";
  int time_s = 100;
  for (int peer = 1; peer <= 4; ++peer) {
    holders << peer << ',' << peer << '\n';
    for (int other = 1; other <= 4; ++other) {
      if (other != peer) queries << time_s++ << ',' << peer << ',' << other << '\n';
    }
  }
  holders.close();
  queries.close();
  Json scenario = overlay_scenario({{"model", "star"}, {"nodes", 5}}, {{"model", "brokered"}}, 10);
  scenario["content"] = {
      {"size_bytes", 1000},
      {"replication", {{"model", "file"}, {"file", (folder.path / "holders.csv").string()}}}};
  scenario["queries"] = {
      {"model", "trace"}, {"file", (folder.path / "queries.csv").string()}, {"download", true}};
  scenario["firewalls"] = {{"shared", {{{"peers", ids({1, 2})}}}}, {"ids", {3}}};
  CHECK(tables_of(scenario).at("reachability.csv") ==
        "to,from,method,status,attempts\n"
        "firewalled,firewalled,,unreachable,4\n"
        "firewalled,open,direct,complete,3\n"
        "firewalled,same_firewall,direct,complete,2\n"
        "open,firewalled,push,complete,3\n");
  run::Outcome outcome = play(scenario);
  CHECK(figure(outcome, "peers_firewalled") == 3);
  CHECK(figure(outcome, "connections_blocked") == 0);
  CHECK(figure(outcome, "fetched_direct") == 5);
  CHECK(figure(outcome, "fetched_push") == 3);
  CHECK(figure(outcome, "fetched_relay") == 0);
  CHECK(figure(outcome, "fetch_blocked") == 4);
  CHECK(figure(outcome, "relayed_file_bytes") == 0);
  scenario["firewalls"]["traversal"] = {"relay"};
  outcome = play(scenario);
  CHECK(figure(outcome, "fetched_direct") == 5);
  CHECK(figure(outcome, "fetched_push") == 0);
  CHECK(figure(outcome, "fetched_relay") == 7);
  CHECK(figure(outcome, "fetch_blocked") == 0);
  CHECK(figure(outcome, "relayed_file_bytes") == 7000);
  CHECK(figure(outcome, "relayed_file_bytes_max") == 7000);
  scenario.erase("firewalls");
  CHECK(tables_of(scenario).count("reachability.csv") == 0);
}

}  // namespace firewalls_in_runs_test
