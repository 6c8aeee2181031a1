// The guide's physical layouts, small, for the tests of the physical underlay.
#pragma once

#include "sim/underlay/device_graph.hpp"

namespace rippletank::tests {

using underlay::Cable;
using underlay::DeviceGraph;
using underlay::DeviceId;
using underlay::DeviceKind;
using underlay::GroupKind;

constexpr core::Time cable_ns = 1000;
constexpr double mbit_s = 8;  // a byte per microsecond

inline Cable cable(DeviceId from, DeviceId to, std::uint32_t group = underlay::no_group) {
  return {from, to, cable_ns, mbit_s, group};
}

/// Hosts 0 … n-1 around device n.
inline DeviceGraph star(DeviceId hosts, DeviceKind centre) {
  DeviceGraph graph;
  graph.kinds.assign(hosts, DeviceKind::host);
  graph.kinds.push_back(centre);
  for (DeviceId host = 0; host < hosts; ++host) graph.cables.push_back(cable(host, hosts));
  return graph;
}

/// Two stars of n hosts each; devices 2n and 2n+1 are joined by the last cable.
inline DeviceGraph combined_star(DeviceId hosts, DeviceKind centre) {
  DeviceGraph graph;
  graph.kinds.assign(2 * hosts, DeviceKind::host);
  graph.kinds.insert(graph.kinds.end(), 2, centre);
  for (DeviceId host = 0; host < 2 * hosts; ++host) {
    graph.cables.push_back(cable(host, 2 * hosts + host / hosts));
  }
  graph.cables.push_back(cable(2 * hosts, 2 * hosts + 1));
  return graph;
}

/// Stars of n hosts each, whose centres are taps of one trunk: its cables come last.
inline DeviceGraph tree(DeviceId stars, DeviceId hosts, DeviceKind centre) {
  DeviceGraph graph;
  graph.kinds.assign(stars * hosts, DeviceKind::host);
  graph.kinds.insert(graph.kinds.end(), stars, centre);
  graph.groups = {GroupKind::trunk};
  for (DeviceId host = 0; host < stars * hosts; ++host) {
    graph.cables.push_back(cable(host, stars * hosts + host / hosts));
  }
  for (DeviceId star = 1; star < stars; ++star) {
    graph.cables.push_back(cable(stars * hosts + star - 1, stars * hosts + star, 0));
  }
  return graph;
}

/// Cable k joins host k to the next.
inline DeviceGraph bus(DeviceId hosts) {
  DeviceGraph graph;
  graph.kinds.assign(hosts, DeviceKind::host);
  graph.groups = {GroupKind::trunk};
  for (DeviceId host = 1; host < hosts; ++host) graph.cables.push_back(cable(host - 1, host, 0));
  return graph;
}

/// Cable k leads from host k to the next, the last one back to host 0.
inline DeviceGraph ring(DeviceId hosts, GroupKind kind) {
  DeviceGraph graph;
  graph.kinds.assign(hosts, DeviceKind::host);
  graph.groups = {kind};
  for (DeviceId host = 0; host < hosts; ++host) {
    graph.cables.push_back(cable(host, (host + 1) % hosts, 0));
  }
  return graph;
}

inline DeviceGraph true_mesh(DeviceId hosts) {
  DeviceGraph graph;
  graph.kinds.assign(hosts, DeviceKind::host);
  for (DeviceId from = 0; from < hosts; ++from) {
    for (DeviceId to = from + 1; to < hosts; ++to) graph.cables.push_back(cable(from, to));
  }
  return graph;
}

}  // namespace rippletank::tests
