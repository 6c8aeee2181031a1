// Plans the failures of a run, and works out what each leaves.
#include "sim/run/failures.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/failures/breakdown.hpp"
#include "sim/run/name_range.hpp"
#include "topologies/metrics/components.hpp"

namespace rippletank::run {
namespace {

failures::Plant plant_of(const topologies::Graph& graph, const underlay::DeviceGraph& devices) {
  failures::Plant plant;
  plant.degree.resize(graph.node_count);
  for (const underlay::DeviceKind kind : devices.kinds) {
    plant.is_device.push_back(kind != underlay::DeviceKind::host);
  }
  for (const topologies::Link& link : graph.links) {
    ++plant.degree[link.from];
    ++plant.degree[link.to];
    plant.links.emplace_back(link.from, link.to);
  }
  plant.section = graph.group;
  plant.has_trunk =
      std::any_of(devices.cables.begin(), devices.cables.end(),
                  [&devices](const underlay::Cable& cable) { return devices.is_trunk(cable); });
  plant.find = [&graph](std::string_view name) { return graph.names.find(name, graph.node_count); };
  plant.name = [&graph](failures::NodeId node) { return graph.names.name(node); };
  plant.advise = [&graph](std::string_view unknown) {
    return name_advice(graph.names, graph.node_count, "nodes", unknown);
  };
  return plant;
}

underlay::Change change_of(const failures::Breakdown& breakdown, bool repair,
                           const underlay::DeviceGraph& devices) {
  underlay::Change change{
      repair ? breakdown.end : breakdown.start, repair, breakdown.nodes, breakdown.links, {}};
  for (std::uint32_t group = 0; breakdown.trunk && group < devices.groups.size(); ++group) {
    if (devices.groups[group] == underlay::GroupKind::trunk) change.groups.push_back(group);
  }
  return change;
}

/// The overlay's peers and the connections that still carry something, as a graph.
topologies::Graph what_works(const underlay::PhysicalWires& wires,
                             const overlay::Connections& connections,
                             const underlay::Routes& routes) {
  const std::vector<std::uint32_t> part = routes.parts();
  const std::vector<bool>& on = routes.intact().devices;
  topologies::Graph graph;
  std::vector<core::PeerId> number(connections.peers());
  for (core::PeerId peer = 0; peer < connections.peers(); ++peer) {
    number[peer] = graph.node_count;
    graph.node_count += on[wires.host_of(peer)] ? 1U : 0U;
  }
  for (core::PeerId from = 0; from < connections.peers(); ++from) {
    for (core::Slot slot = connections.offsets[from]; slot < connections.offsets[from + 1];
         ++slot) {
      const core::PeerId to = connections.neighbours[slot];
      const underlay::DeviceId ends[] = {wires.host_of(from), wires.host_of(to)};
      const bool works = on[ends[0]] && on[ends[1]] && part[ends[0]] == part[ends[1]];
      if (from < to && works) graph.links.push_back({number[from], number[to]});
    }
  }
  return graph;
}

/// A failure without effect looks like a network that survives it, so it is told.
std::vector<std::string> notes_on(const scenario::Scenario& scenario,
                                  const std::vector<failures::Breakdown>& breakdowns) {
  std::vector<std::string> notes;
  for (std::size_t i = 0; i < breakdowns.size(); ++i) {
    const failures::Breakdown& breakdown = breakdowns[i];
    const std::string which = fmt::format("failure {} at {} s", i + 1, scenario.failures[i].at_s);
    if (!breakdown.nothing.empty()) {
      notes.push_back(fmt::format("{}{}: {}", which,
                                  breakdown.breaks_nothing() ? " breaks nothing" : "",
                                  fmt::join(breakdown.nothing, ", ")));
    }
    if (scenario.horizon_s && breakdown.start > core::from_seconds(*scenario.horizon_s)) {
      notes.push_back(
          fmt::format("{} comes after the horizon of {} s", which, *scenario.horizon_s));
    }
  }
  return notes;
}

}  // namespace

FailurePlan plan_failures(const scenario::Scenario& scenario, const topologies::Graph& graph,
                          const underlay::DeviceGraph& devices, std::uint64_t seed) {
  const failures::Plant plant = plant_of(graph, devices);
  const std::vector<failures::Breakdown> breakdowns =
      failures::choose(scenario.failures, plant, seed);
  FailurePlan plan;
  std::vector<FailureEvent>& events = plan.events;
  for (const failures::Breakdown& breakdown : breakdowns) {
    events.push_back({change_of(breakdown, false, devices), breakdown.what});
    if (breakdown.end == core::never) continue;
    events.push_back({change_of(breakdown, true, devices), breakdown.what});
  }
  std::stable_sort(events.begin(), events.end(), [](const FailureEvent& a, const FailureEvent& b) {
    return a.change.time < b.change.time;
  });
  plan.notes = notes_on(scenario, breakdowns);
  return plan;
}

std::vector<Remains> remains_after(const std::vector<FailureEvent>& events,
                                   const underlay::PhysicalWires& wires,
                                   const overlay::Connections& connections) {
  underlay::Damage damage(wires.graph());
  underlay::Routes routes(wires.graph(), wires.media());
  std::vector<Remains> all;
  for (const FailureEvent& event : events) {
    damage.apply(event.change);
    routes.set_intact(damage.intact());
    const topologies::Graph graph = what_works(wires, connections, routes);
    const topologies::Components found = topologies::components(topologies::adjacency(graph));
    Remains remains{graph.node_count, static_cast<core::PeerId>(found.sizes.size()), 0};
    if (!found.sizes.empty()) remains.largest_component = found.sizes[found.largest];
    all.push_back(remains);
  }
  return all;
}

}  // namespace rippletank::run
