// Lays physical wires: the devices and cables of a topology, with peers on its hosts.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "sim/run/link_ways.hpp"
#include "sim/run/wires.hpp"
#include "sim/underlay/repeaters.hpp"
#include "topologies/catalogue.hpp"

namespace rippletank::run {
namespace {

std::vector<underlay::DeviceId> hosts_of(const underlay::DeviceGraph& devices) {
  std::vector<underlay::DeviceId> hosts;
  for (underlay::DeviceId device = 0; device < devices.devices(); ++device) {
    if (devices.kinds[device] == underlay::DeviceKind::host) hosts.push_back(device);
  }
  if (!hosts.empty()) return hosts;
  std::string message = "expected at least one host for the peers, got none";
  const auto router =
      std::find(devices.kinds.begin(), devices.kinds.end(), underlay::DeviceKind::router);
  if (router != devices.kinds.end()) {
    message += "; \"model\": \"internet\" in the underlay lets the peers live at routers";
  }
  throw registry::InputError(registry::Diagnostic{"", 0, "/underlay/topology", message});
}

/// What the figures of a graph do not show of these cables, or empty where they show all.
std::string beyond_the_graph(const underlay::DeviceGraph& devices) {
  const auto has = [](const auto& kinds, auto kind) {
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
  };
  std::vector<std::string> rules;
  if (has(devices.groups, underlay::GroupKind::ring)) {
    rules.emplace_back("on a ring frames go one way round, and any break silences it");
  }
  if (has(devices.groups, underlay::GroupKind::trunk)) {
    rules.emplace_back("all on a trunk hear each frame at once, and any cut silences it");
  }
  if (has(devices.kinds, underlay::DeviceKind::hub)) {
    rules.emplace_back("a hub repeats each frame on all its cables");
  }
  if (rules.empty()) return {};
  return fmt::format("these figures are of the cables as a graph; in a run {}",
                     fmt::join(rules, "; "));
}

}  // namespace

topologies::Graph physical_graph(const registry::Model& underlay, std::uint64_t seed) {
  const auto& parameters = underlay.as<underlay::PhysicalParameters>();
  topologies::Graph graph = topologies::build(parameters.topology, seed);
  const underlay::DeviceGraph devices = underlay::device_graph(graph, parameters, seed);
  graph.latency_ns.clear();
  graph.bandwidth_mbit_s.clear();
  for (const underlay::Cable& cable : devices.cables) {
    graph.latency_ns.push_back(cable.latency_ns);
    graph.bandwidth_mbit_s.push_back(cable.bandwidth_mbit_s);
  }
  std::string rules = beyond_the_graph(devices);
  if (!rules.empty()) graph.notes.push_back(std::move(rules));
  return graph;
}

LaidWires lay_physical_wires(const OverlayGraph& overlay) {
  if (overlay.access) {
    throw registry::InputError(registry::Diagnostic{
        "", 0, "/peers/access",
        "on a \"physical\" underlay the cables of hosts are their access links; leave this out, or "
        "name another underlay"});
  }
  const auto& parameters = overlay.scenario.underlay.as<underlay::PhysicalParameters>();
  topologies::Graph graph = overlay.graphs(parameters.topology, overlay.seed);
  underlay::DeviceGraph devices = underlay::device_graph(graph, parameters, overlay.seed);
  if (auto warning = underlay::repeater_warning(devices)) {
    graph.notes.push_back(std::move(*warning));
  }
  const std::vector<underlay::DeviceId> hosts = hosts_of(devices);
  std::vector<underlay::DeviceId> host_of;
  for (const underlay::SiteId site :
       place_peers(overlay, "one_per_host", static_cast<underlay::SiteId>(hosts.size()), "hosts")) {
    host_of.push_back(hosts[site]);
  }
  LaidWires laid;
  laid.host_of = host_of;
  laid.peers_share_hosts = true;
  auto wires = std::make_unique<underlay::PhysicalWires>(std::move(devices), parameters,
                                                         std::move(host_of), overlay.seed);
  laid.paths.idle_delay = [wires = wires.get()](core::PeerId from, core::PeerId to,
                                                std::uint64_t bytes) {
    return wires->idle_delay(from, to, bytes);
  };
  laid.paths.links = [wires = wires.get()](core::PeerId from, core::PeerId to) {
    return wires->path_links(from, to);
  };
  laid.link_ways = ways_over_cables(*wires);
  laid.device_names = std::move(graph.names);
  laid.device_sections = std::move(graph.group);
  laid.notes = std::move(graph.notes);
  laid.wires = std::move(wires);
  laid.route = physical_route(laid);
  return laid;
}

}  // namespace rippletank::run
