// Makes the network of a run.
#include "sim/run/network.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "sim/failures/choices.hpp"
#include "sim/overlay/servers.hpp"
#include "sim/protocols/catalogue.hpp"
#include "sim/run/churn.hpp"
#include "sim/run/incidents.hpp"
#include "sim/run/name_range.hpp"
#include "sim/run/parted_sides.hpp"
#include "sim/run/wires.hpp"

namespace rippletank::run {
namespace {

void check_is_overlay(const topologies::Graph& graph) {
  const auto stop = [](std::string message) {
    throw registry::InputError(
        registry::Diagnostic{"", 0, "/overlay/topology", std::move(message)});
  };
  if (graph.node_count == 0) stop("expected at least one peer, got an empty graph");
  const auto device = std::find_if(graph.kinds.begin(), graph.kinds.end(), [](auto kind) {
    return kind == topologies::NodeKind::hub || kind == topologies::NodeKind::switch_device;
  });
  if (device != graph.kinds.end()) {
    stop(
        "a hub or switch carries no peer, so it cannot be part of an overlay; where the topology "
        "has a \"centre\", make it \"node\"");
  }
  const auto count = [&graph](topologies::NodeKind kind) {
    return std::count(graph.kinds.begin(), graph.kinds.end(), kind);
  };
  const auto routers = count(topologies::NodeKind::router);
  if (routers > 0 && static_cast<std::size_t>(routers) < graph.kinds.size()) {
    stop(
        "a router among hosts carries no peer, so it cannot be part of an overlay; where the "
        "topology has a \"centre\", make it \"none\"");
  }
}

core::PeerId most_connected(const topologies::Adjacency& rows) {
  const auto peers = static_cast<core::PeerId>(rows.offsets.size() - 1);
  const auto degree = [&rows](core::PeerId peer) {
    return rows.offsets[peer + 1] - rows.offsets[peer];
  };
  core::PeerId most = 0;
  for (core::PeerId peer = 1; peer < peers; ++peer) {
    if (degree(peer) > degree(most)) most = peer;
  }
  return most;
}

/// The peers that a scenario or its topology makes servers, ascending; empty: both leave that to
/// the connections.
///
/// Random:  substream "peers/servers".
std::vector<core::PeerId> named_servers(const scenario::Scenario& scenario,
                                        const topologies::Graph& graph,
                                        const topologies::Adjacency& rows, std::uint64_t seed) {
  const protocols::Nature nature = protocols::nature(scenario.overlay.protocol);
  const bool are_apart = nature.serving == registry::Serving::apart;
  if (!scenario.peers || !scenario.peers->servers) {
    if (are_apart) return {most_connected(rows)};
    std::vector<core::PeerId> core(graph.core_nodes);
    std::iota(core.begin(), core.end(), core::PeerId{0});
    return core;
  }
  constexpr core::Purpose purpose("peers/servers");
  const char* const pointer = "/peers/servers";
  const failures::Plant peers = peers_of(graph);
  std::vector<core::PeerId> servers = failures::choose_nodes(
      scenario.peers->servers, failures::Eligible::all, {peers, pointer, seed, purpose});
  if (servers.empty()) {
    throw registry::InputError(registry::Diagnostic{
        "", 0, pointer,
        fmt::format("expected at least one server, and this chooses none of {} peers",
                    graph.node_count)});
  }
  if (are_apart && servers.size() == graph.node_count) {
    throw registry::InputError(registry::Diagnostic{
        "", 0, pointer,
        "expected not all peers, as web caches are no part of the network that others join"});
  }
  return servers;
}

overlay::Method method_of(failures::Traversal traversal) {
  switch (traversal) {
    case failures::Traversal::push:
      return overlay::Method::push;
    case failures::Traversal::push_proxy:
      return overlay::Method::push_proxy;
    case failures::Traversal::relay:
      return overlay::Method::relay;
    case failures::Traversal::hole_punch:
      return overlay::Method::hole_punch;
  }
  return overlay::Method::direct;
}

overlay::MethodSet methods_of(const std::vector<failures::Traversal>& traversal) {
  overlay::MethodSet all = 0;
  for (const failures::Traversal one : traversal) all |= overlay::set_of(method_of(one));
  return all;
}

/// Of what a scenario asks for, what its protocol does not know.
std::vector<std::string> notes_on_traversal(const scenario::Scenario& scenario) {
  std::vector<std::string> notes;
  if (!scenario.firewalls) return notes;
  const std::vector<failures::Traversal>& asked = scenario.firewalls->traversal;
  if (asked == failures::FirewallParameters{}.traversal) return notes;
  const overlay::MethodSet known = protocols::nature(scenario.overlay.protocol).traversals;
  for (const failures::Traversal one : asked) {
    if (overlay::has(known, method_of(one))) continue;
    notes.push_back(
        fmt::format("{} in /firewalls/traversal has no effect, as \"{}\" does not know it",
                    registry::Codec<failures::Traversal>::write(one).dump(),
                    scenario.overlay.protocol.entry->name));
  }
  return notes;
}

/// Whether some peers of the topology serve from the start.
bool has_servers_from_start(const scenario::Scenario& scenario) {
  const protocols::Nature nature = protocols::nature(scenario.overlay.protocol);
  return nature.has_servers && (nature.serving == registry::Serving::as_usual ||
                                nature.serving == registry::Serving::apart);
}

/// Puts peers behind firewalls, and leaves out the connections that cannot come about.
///
/// Who serves is decided before, so that a server whose clients cannot reach it stays one.
void wall_off(const scenario::Scenario& scenario, std::uint64_t seed, topologies::Graph& graph,
              topologies::Adjacency& rows, Network& network) {
  if (!scenario.firewalls) return;
  const bool has_servers = has_servers_from_start(scenario);
  if (has_servers) {
    network.servers =
        overlay::Servers({rows.offsets, rows.neighbours}, std::move(network.servers)).all();
  }
  const failures::FirewallParameters& firewalls = *scenario.firewalls;
  failures::Walls walls =
      failures::choose_walls(firewalls, peers_of(graph),
                             has_servers ? network.servers : std::vector<core::PeerId>{}, seed);
  network.firewalls =
      overlay::Firewalls(std::move(walls.behind), walls.forwarded, methods_of(firewalls.traversal),
                         firewalls.hole_punch_success, seed);
  std::vector<bool> blocked(graph.links.size());
  for (std::size_t i = 0; i < graph.links.size(); ++i) {
    blocked[i] = !network.firewalls.can_meet(graph.links[i].from, graph.links[i].to);
    if (blocked[i]) ++network.connections_blocked;
  }
  if (network.connections_blocked == 0) return;
  topologies::remove_links(graph, blocked);
  rows = topologies::adjacency(graph);
}

std::optional<underlay::AccessLinks> access_of(const scenario::Scenario& scenario,
                                               const topologies::Adjacency& rows,
                                               const std::vector<core::PeerId>& named,
                                               std::uint64_t seed) {
  if (!scenario.peers || !scenario.peers->access) return {};
  const auto peers = static_cast<core::PeerId>(rows.offsets.size() - 1);
  std::vector<core::PeerId> servers;
  if (scenario.peers->access->server) {
    servers = overlay::Servers({rows.offsets, rows.neighbours}, named).all();
  }
  return underlay::access_links(*scenario.peers->access, peers, servers, seed);
}

std::size_t without_clients(const overlay::Servers& servers, core::PeerId peers) {
  std::vector<bool> known(peers);
  for (core::PeerId peer = 0; peer < peers; ++peer) {
    if (servers.is_server(peer)) continue;
    for (std::uint32_t i = 0; i < servers.choices(peer); ++i) known[servers.choice(peer, i)] = true;
  }
  const std::vector<core::PeerId>& all = servers.all();
  return static_cast<std::size_t>(
      std::count_if(all.begin(), all.end(), [&](core::PeerId server) { return !known[server]; }));
}

std::string note_on_web_caches(std::size_t count, core::PeerId peers) {
  return fmt::format(
      "{} of {} peers {}: no part of the network, but counted among the peers that "
      "ask and that a query may reach",
      count, peers, count == 1 ? "is a web cache" : "are web caches");
}

/// Servers that nobody asks are easily made, and nothing else tells of them.
std::vector<std::string> notes_on_servers(const scenario::Scenario& scenario,
                                          const Network& network) {
  const registry::Entry& protocol = *scenario.overlay.protocol.entry;
  const protocols::Nature nature = protocols::nature(scenario.overlay.protocol);
  if (!nature.has_servers) return {};
  const void* const parameters = scenario.overlay.protocol.parameters.get();
  const auto without = [&](const char* reason) -> std::vector<std::string> {
    if (network.servers.empty()) return {};
    return {std::string("\"peers/servers\" has no effect, as ") + reason};
  };
  if (nature.serving == registry::Serving::nobody) return without("peers do without");
  if (nature.serving == registry::Serving::elected) return without("the peers elect them");
  const overlay::Servers servers(network.connections, network.servers);
  const core::PeerId peers = network.connections.peers();
  const std::size_t count = servers.all().size();
  if (count == peers) return {"every peer is a server: there are no clients"};
  if (nature.serving == registry::Serving::apart) return {note_on_web_caches(count, peers)};
  const std::string leading =
      protocol.leading_server ? protocol.leading_server(parameters) : std::string();
  if (!leading.empty()) {
    if (count > 1) return {};
    return {fmt::format("\"{}\" has no effect, as there is only one server", leading)};
  }
  const std::size_t idle = without_clients(servers, peers);
  if (idle == 0) return {};
  return {
      fmt::format("{} of {} servers have no clients, as clients that are connected to a server "
                  "know no others",
                  idle, count)};
}

/// Plans what fails, and when its wires break.
void plan_failures(const scenario::Scenario& scenario, const topologies::Graph& overlay,
                   const std::vector<std::uint32_t>& device_sections, std::uint64_t seed,
                   Network& network) {
  underlay::PhysicalWires* const wires = physical_wires(network);
  std::optional<Machinery> machinery;
  if (wires != nullptr) {
    machinery.emplace(Machinery{wires->graph(), network.device_names, device_sections});
  }
  const PeerPlaces places{network.host_of, network.device_names,
                          protocols::roles(*scenario.overlay.protocol.entry)};
  FailurePlan plan =
      plan_failures(scenario, overlay, places, machinery ? &*machinery : nullptr, seed);
  std::vector<underlay::Change> changes;
  for (const FailureEvent& event : plan.events) {
    if (event.change) changes.push_back(*event.change);
  }
  if (wires != nullptr) wires->set_changes(std::move(changes));
  network.failures = std::move(plan.events);
  network.notes.insert(network.notes.end(), plan.notes.begin(), plan.notes.end());
}

}  // namespace

std::optional<std::string> Network::host_name(core::PeerId peer) const {
  if (host_of.empty()) return {};
  return device_names.name(host_of[peer]);
}

std::optional<bool> Network::on_one_host(core::PeerId one, core::PeerId other) const {
  if (!peers_share_hosts) return {};
  return host_of[one] == host_of[other];
}

std::string Network::peer_advice(std::string_view unknown) const {
  return name_advice(names, connections.peers(), "peers", unknown);
}

Network make_network(const scenario::Scenario& scenario, std::uint64_t seed,
                     const GraphMaker& graphs) {
  topologies::Graph graph = graphs(scenario.overlay.topology, seed);
  check_is_overlay(graph);
  topologies::Adjacency rows = topologies::adjacency(graph);
  Network network;
  network.servers = named_servers(scenario, graph, rows, seed);
  std::optional<topologies::Graph> all_ways;
  if (scenario.firewalls && !graph.latency_ns.empty()) all_ways = graph;
  wall_off(scenario, seed, graph, rows, network);
  LaidWires laid = lay_wires({scenario, graph, all_ways ? *all_ways : graph, rows, seed, graphs,
                              access_of(scenario, rows, network.servers, seed)});
  network.wires = std::move(laid.wires);
  network.access = std::move(laid.access);
  network.link_ways = std::move(laid.link_ways);
  network.paths = std::move(laid.paths);
  network.route = std::move(laid.route);
  network.device_names = std::move(laid.device_names);
  network.host_of = std::move(laid.host_of);
  network.peers_share_hosts = laid.peers_share_hosts;
  network.connections = {std::move(rows.offsets), std::move(rows.neighbours)};
  network.connection_count = graph.links.size();
  network.notes = std::move(graph.notes);
  network.notes.insert(network.notes.end(), laid.notes.begin(), laid.notes.end());
  const std::vector<std::string> on_traversal = notes_on_traversal(scenario);
  network.notes.insert(network.notes.end(), on_traversal.begin(), on_traversal.end());
  const std::vector<std::string> on_servers = notes_on_servers(scenario, network);
  network.notes.insert(network.notes.end(), on_servers.begin(), on_servers.end());
  network.coming_and_going = peers_that_churn(scenario, graph, network, seed);
  plan_failures(scenario, graph, laid.device_sections, seed, network);
  network.names = std::move(graph.names);
  network.clusters = std::move(graph.group);
  return network;
}

std::vector<core::PeerId> servers_of(const scenario::Scenario& scenario, const Network& network) {
  if (!protocols::nature(scenario.overlay.protocol).is_served()) return {};
  return overlay::Servers(network.connections, network.servers).all();
}

underlay::PhysicalWires* physical_wires(const Network& network) {
  const auto* wires = std::get_if<std::unique_ptr<underlay::PhysicalWires>>(&network.wires);
  return wires == nullptr ? nullptr : wires->get();
}

void break_until(Network& network, core::Time time) {
  if (underlay::PhysicalWires* wires = physical_wires(network)) {
    wires->break_until(time, [](underlay::MessageId, std::optional<measure::DropReason>) {});
  }
  const core::PeerId peers = network.connections.peers();
  Absences absences(peers);
  PartedSides sides(peers);
  for (const FailureEvent& event : network.failures) {
    if (event.time > time || event.live == Live::always) continue;
    const bool is_end = event.reason == FailureReason::repair;
    if (event.sides) is_end ? sides.join_again(event.sides) : sides.part(event.sides);
    for (const core::PeerId peer : event.peers) {
      absences.count(peer, is_end);
    }
  }
  network.sides = sides.of_peers();
  network.offline.resize(peers);
  for (core::PeerId peer = 0; peer < peers; ++peer) network.offline[peer] = absences.is_away(peer);
}

}  // namespace rippletank::run
