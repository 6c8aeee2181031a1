// Finds the links over which files travel.
#include "sim/run/link_ways.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace rippletank::run {
namespace {

using overlay::LinkId;

constexpr double bytes_s_at_1_kbit_s = 125;
constexpr double ns_per_s = 1e9;

LinkId up_link(core::PeerId peer) { return 2 * peer; }
LinkId down_link(core::PeerId peer) { return 2 * peer + 1; }

/// Shape:   the links of peers first, as up_link() and down_link() number them.
template <class ClassOf>
std::vector<double> access_capacities(core::PeerId peers, const ClassOf& class_of) {
  std::vector<double> capacities;
  capacities.reserve(std::size_t{2} * peers);
  for (core::PeerId peer = 0; peer < peers; ++peer) {
    capacities.push_back(class_of(peer).up_kbit_s * bytes_s_at_1_kbit_s);
    capacities.push_back(class_of(peer).down_kbit_s * bytes_s_at_1_kbit_s);
  }
  return capacities;
}

}  // namespace

overlay::LinkWays ways_over_access(underlay::DelayBetween delay,
                                   const std::optional<underlay::AccessLinks>& access) {
  overlay::LinkWays ways;
  if (access) {
    ways.capacity_bytes_s = access_capacities(
        static_cast<core::PeerId>(access->access.size()),
        [&access](core::PeerId peer) -> const auto& { return access->class_of(peer); });
  }
  ways.find = [delay = std::move(delay), has_access = access.has_value()](
                  core::PeerId from, core::PeerId to,
                  std::vector<LinkId>& links) -> std::optional<core::Time> {
    if (from == to) return 0;
    const core::Time latency = delay(from, to);
    if (latency == core::never) return {};
    if (has_access) links = {up_link(from), down_link(to)};
    return latency;
  };
  return ways;
}

overlay::LinkWays ways_over_internet(underlay::InternetWires& wires) {
  overlay::LinkWays ways;
  ways.capacity_bytes_s = access_capacities(
      wires.peers(), [&wires](core::PeerId peer) -> const auto& {
        return wires.access_class(peer);
      });
  if (wires.network().has_speeds()) {
    for (const underlay::CoreLink& link : wires.network().links()) {
      const double capacity =
          link.ns_per_byte == 0 ? overlay::unlimited : ns_per_s / link.ns_per_byte;
      ways.capacity_bytes_s.insert(ways.capacity_bytes_s.end(), 2, capacity);
    }
  }
  ways.find = [&wires, first_core_link = 2 * wires.peers()](
                  core::PeerId from, core::PeerId to,
                  std::vector<LinkId>& links) -> std::optional<core::Time> {
    if (from == to) return 0;
    const auto core_way = wires.core_way(from, to);
    if (!core_way) return {};
    links = {up_link(from)};
    core::Time latency = wires.uplink(from).latency_ns + wires.downlink(to).latency_ns;
    for (const underlay::CoreLinkId link : *core_way) {
      latency = core::later(latency, wires.network().link(link).latency_ns);
      if (wires.network().has_speeds()) links.push_back(first_core_link + link);
    }
    links.push_back(down_link(to));
    return latency;
  };
  return ways;
}

overlay::LinkWays ways_over_cables(underlay::PhysicalWires& wires) {
  overlay::LinkWays ways;
  ways.changed_capacities_bytes_s = [&wires] {
    std::vector<double> capacities;
    for (const underlay::Channel& channel : wires.media().channels) {
      capacities.push_back(ns_per_s / channel.ns_per_byte);
    }
    return capacities;
  };
  ways.capacity_bytes_s = ways.changed_capacities_bytes_s();
  ways.find = [&wires](core::PeerId from, core::PeerId to,
                       std::vector<LinkId>& links) -> std::optional<core::Time> {
    underlay::DeviceId device = wires.host_of(from);
    const underlay::DeviceId destination = wires.host_of(to);
    if (!wires.routes().reaches(device, destination)) return {};
    core::Time latency = 0;
    while (device != destination) {
      const underlay::Hop hop = wires.routes().hop(device, destination);
      latency = core::later(latency, hop.latency_ns);
      // A repeater sends into the medium that it hears: a frame passes such a medium once.
      if (std::find(links.begin(), links.end(), hop.channel) == links.end()) {
        links.push_back(hop.channel);
      }
      device = hop.next;
    }
    return latency;
  };
  return ways;
}

}  // namespace rippletank::run
