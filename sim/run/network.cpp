// Makes the network of a run.
#include "sim/run/network.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "sim/core/check.hpp"
#include "sim/underlay/latency.hpp"
#include "sim/underlay/model.hpp"
#include "topologies/catalogue.hpp"

namespace rippletank::run {
namespace {

using core::Time;

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

/// The delay of each link, drawn by its two ends.
std::vector<Time> draw_delays(const topologies::Graph& graph, const core::Distribution& latency_ms,
                              std::uint64_t seed) {
  std::vector<Time> delays;
  delays.reserve(graph.links.size());
  for (const topologies::Link& link : graph.links) {
    delays.push_back(underlay::draw_latency(link, latency_ms, seed));
  }
  return delays;
}

template <class Nanoseconds>
core::Column<Nanoseconds> per_slot(const std::vector<Time>& per_link,
                                   const std::vector<std::uint32_t>& link_of_slot) {
  core::Column<Nanoseconds> delays(link_of_slot.size());
  for (std::size_t slot = 0; slot < delays.size(); ++slot) {
    delays[slot] = static_cast<Nanoseconds>(per_link[link_of_slot[slot]]);
  }
  return delays;
}

Wires make_wires(const topologies::Graph& graph, const std::vector<std::uint32_t>& link_of_slot,
                 const underlay::DirectParameters& parameters, std::uint64_t seed) {
  const underlay::Segments segments{parameters.segment_payload_bytes,
                                    parameters.segment_header_bytes};
  const bool from_file = !graph.latency_ns.empty();
  if (!from_file) {
    const auto* constant = std::get_if<core::Constant>(&parameters.latency_ms.model());
    if (constant != nullptr) {
      const double bounded_ms = std::min(constant->value, core::longest_s * 1000);
      return underlay::ConstantDelay{core::from_milliseconds(bounded_ms), segments};
    }
  }
  const std::vector<Time> drawn =
      from_file ? std::vector<Time>{} : draw_delays(graph, parameters.latency_ms, seed);
  const std::vector<Time>& delays = from_file ? graph.latency_ns : drawn;
  const Time longest = delays.empty() ? 0 : *std::max_element(delays.begin(), delays.end());
  if (longest <= Time{std::numeric_limits<std::uint32_t>::max()}) {
    return underlay::DelayPerConnection<std::uint32_t>(
        per_slot<std::uint32_t>(delays, link_of_slot), segments);
  }
  return underlay::DelayPerConnection<Time>(per_slot<Time>(delays, link_of_slot), segments);
}

/// Peer k runs on the k-th host.
std::vector<underlay::DeviceId> one_per_host(const underlay::DeviceGraph& devices,
                                             core::PeerId peers) {
  std::vector<underlay::DeviceId> hosts;
  for (underlay::DeviceId device = 0; device < devices.devices(); ++device) {
    if (devices.kinds[device] == underlay::DeviceKind::host) hosts.push_back(device);
  }
  if (hosts.size() < peers) {
    throw registry::InputError(registry::Diagnostic{
        "", 0, "/underlay/topology",
        fmt::format("expected at least {} hosts, one for each peer, got {}", peers, hosts.size())});
  }
  hosts.resize(peers);
  return hosts;
}

std::unique_ptr<underlay::PhysicalWires> make_physical_wires(
    const underlay::PhysicalParameters& parameters, core::PeerId peers, std::uint64_t seed,
    Network& network) {
  topologies::Graph graph = topologies::build(parameters.topology, seed);
  underlay::DeviceGraph devices = underlay::device_graph(graph, parameters, seed);
  std::vector<underlay::DeviceId> hosts = one_per_host(devices, peers);
  network.device_names = std::move(graph.names);
  return std::make_unique<underlay::PhysicalWires>(std::move(devices), parameters, std::move(hosts),
                                                   seed);
}

}  // namespace

std::string Network::peer_names() const {
  const core::PeerId count = connections.peers();
  constexpr core::PeerId few = 5;
  if (names.are_numbers() || count <= few) {
    if (count == 1) return peer_name(0);
    return fmt::format("{} to {}", peer_name(0), peer_name(count - 1));
  }
  std::string text = "one of ";
  for (core::PeerId peer = 0; peer < few; ++peer) text += peer_name(peer) + ", ";
  return text + fmt::format("… ({} peers)", count);
}

Network make_network(const scenario::Scenario& scenario, std::uint64_t seed) {
  topologies::Graph graph = topologies::build(scenario.overlay.topology, seed);
  check_is_overlay(graph);
  topologies::Adjacency rows = topologies::adjacency(graph);
  Network network;
  if (scenario.underlay.entry->name == "physical") {
    network.wires = make_physical_wires(scenario.underlay.as<underlay::PhysicalParameters>(),
                                        graph.node_count, seed, network);
  } else {
    RIPPLETANK_CHECK(scenario.underlay.entry->name == "direct", "an underlay without wires");
    network.wires =
        make_wires(graph, rows.link, scenario.underlay.as<underlay::DirectParameters>(), seed);
  }
  network.connections = {std::move(rows.offsets), std::move(rows.neighbours)};
  network.names = std::move(graph.names);
  network.connection_count = graph.links.size();
  network.notes = std::move(graph.notes);
  return network;
}

}  // namespace rippletank::run
