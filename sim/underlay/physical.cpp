// Builds the physical underlay from a topology.
#include "sim/underlay/physical.hpp"

#include <utility>

#include "sim/underlay/latency.hpp"

namespace rippletank::underlay {
namespace {

DeviceKind kind_of(topologies::NodeKind kind) {
  switch (kind) {
    case topologies::NodeKind::host:
      return DeviceKind::host;
    case topologies::NodeKind::router:
      return DeviceKind::router;
    case topologies::NodeKind::hub:
      return DeviceKind::hub;
    case topologies::NodeKind::switch_device:
      return DeviceKind::switch_device;
  }
  return DeviceKind::host;
}

/// What the cables that belong together are, if any do.
std::optional<GroupKind> group_kind(topologies::Cabling cabling) {
  switch (cabling) {
    case topologies::Cabling::separate:
      return {};
    case topologies::Cabling::trunk:
    case topologies::Cabling::trunk_between_groups:
      return GroupKind::trunk;
    case topologies::Cabling::ring:
      return GroupKind::ring;
    case topologies::Cabling::dual_ring:
      return GroupKind::dual_ring;
  }
  return {};
}

/// The group of a link, or no_group.
std::uint32_t group_of(const topologies::Graph& graph, const topologies::Link& link) {
  switch (graph.cabling) {
    case topologies::Cabling::separate:
      return no_group;
    case topologies::Cabling::trunk:
    case topologies::Cabling::ring:
    case topologies::Cabling::dual_ring:
      return 0;
    case topologies::Cabling::trunk_between_groups:
      return graph.group[link.from] != graph.group[link.to] ? 0 : no_group;
  }
  return no_group;
}

Frames::Settings settings_of(const PhysicalParameters& parameters, std::uint64_t seed) {
  Frames::Settings settings;
  settings.framing.payload_bytes = parameters.segment_payload_bytes;
  settings.framing.tcp_ip_bytes = parameters.segment_header_bytes;
  settings.framing.frame_bytes = parameters.frame_header_bytes;
  settings.queue_bytes = parameters.link.queue_bytes;
  settings.loss = parameters.link.loss;
  settings.seed = seed;
  settings.full_duplex = parameters.duplex == Duplex::full;
  return settings;
}

}  // namespace

DeviceGraph device_graph(const topologies::Graph& graph, const PhysicalParameters& parameters,
                         std::uint64_t seed) {
  DeviceGraph devices;
  devices.kinds.assign(graph.node_count, DeviceKind::host);
  for (std::size_t node = 0; node < graph.kinds.size(); ++node) {
    devices.kinds[node] = kind_of(graph.kinds[node]);
  }
  if (const auto group = group_kind(graph.cabling)) devices.groups = {*group};
  const bool is_ring = !devices.groups.empty() && devices.groups.front() != GroupKind::trunk;
  for (std::size_t i = 0; i < graph.links.size(); ++i) {
    const topologies::Link& link = graph.links[i];
    Cable cable{link.from, link.to};
    // Round a ring signals go from each station to the next; the last link closes it.
    const bool closes = is_ring && cable.to == graph.node_count - 1 && cable.from == 0;
    if (closes && graph.node_count > 2) std::swap(cable.from, cable.to);
    cable.latency_ns = graph.latency_ns.empty()
                           ? draw_latency(link, parameters.link.latency_ms, seed)
                           : graph.latency_ns[i];
    cable.bandwidth_mbit_s = graph.bandwidth_mbit_s.empty() || !(graph.bandwidth_mbit_s[i] > 0)
                                 ? parameters.link.bandwidth_mbit_s
                                 : graph.bandwidth_mbit_s[i];
    cable.group = group_of(graph, link);
    devices.cables.push_back(cable);
  }
  return devices;
}

PhysicalWires::PhysicalWires(DeviceGraph graph, const PhysicalParameters& parameters,
                             std::vector<DeviceId> host_of, std::uint64_t seed)
    : graph_(std::move(graph)),
      media_(find_media(graph_, parameters.duplex == Duplex::full)),
      routes_(graph_, media_),
      frames_(graph_, media_, routes_, settings_of(parameters, seed)),
      host_of_(std::move(host_of)),
      damage_(graph_) {}

std::uint32_t PhysicalWires::path_links(core::PeerId from, core::PeerId to) {
  if (!routes_.intact().devices[host_of_[from]]) return 0;
  std::uint32_t links = 0;
  const DeviceId destination = host_of_[to];
  for (DeviceId device = host_of_[from]; device != destination;) {
    const Hop hop = routes_.hop(device, destination);
    if (hop.cables == 0) return 0;
    links += hop.cables;
    device = hop.next;
  }
  return links;
}

std::optional<measure::DropReason> PhysicalWires::drop_reason(FrameLoss loss) {
  switch (loss) {
    case FrameLoss::none:
      return {};
    case FrameLoss::no_way:
    case FrameLoss::cut_off:
      return measure::DropReason::link_down;
    case FrameLoss::queue_full:
      return measure::DropReason::queue_full;
    case FrameLoss::lost:
      return measure::DropReason::loss;
  }
  return {};
}

}  // namespace rippletank::underlay
