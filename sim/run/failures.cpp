// Plans the failures of a run, and works out what each leaves.
#include "sim/run/failures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "sim/core/check.hpp"
#include "sim/run/name_range.hpp"
#include "topologies/metrics/components.hpp"

namespace rippletank::run {
namespace {

/// What an overlay's peers and the nodes of an underlay have in common.
failures::Plant plant_of(const topologies::NodeNames& names, topologies::NodeId nodes,
                         const char* plural) {
  failures::Plant plant;
  plant.is_device.resize(nodes);
  plant.degree.resize(nodes);
  plant.names_are_numbers = names.are_numbers();
  plant.find = [&names, nodes](std::string_view name) { return names.find(name, nodes); };
  plant.name = [&names](failures::NodeId node) { return names.name(node); };
  plant.advise = [&names, nodes, plural](std::string_view unknown) {
    return name_advice(names, nodes, plural, unknown);
  };
  return plant;
}

failures::Plant plant_of(const Machinery& machinery) {
  const underlay::DeviceGraph& devices = machinery.devices;
  failures::Plant plant = plant_of(machinery.names, devices.devices(), "nodes");
  plant.section = machinery.section;
  for (underlay::DeviceId device = 0; device < devices.devices(); ++device) {
    plant.is_device[device] = devices.kinds[device] != underlay::DeviceKind::host;
  }
  for (const underlay::Cable& cable : devices.cables) {
    ++plant.degree[cable.from];
    ++plant.degree[cable.to];
    plant.links.emplace_back(cable.from, cable.to);
    plant.has_trunk |= devices.is_trunk(cable);
  }
  return plant;
}

underlay::Change change_of(const failures::Breakdown& breakdown, core::Time time, bool repair,
                           const underlay::DeviceGraph& devices) {
  underlay::Change change{time, repair, breakdown.nodes, breakdown.links, {}};
  for (std::uint32_t group = 0; breakdown.trunk && group < devices.groups.size(); ++group) {
    if (devices.groups[group] == underlay::GroupKind::trunk) change.groups.push_back(group);
  }
  return change;
}

/// What a failure does, or undoes, at a moment: to parts first, as the run loop does.
void add_events(const failures::Breakdown& breakdown, bool repair, const Machinery* machinery,
                std::vector<FailureEvent>& events) {
  const core::Time time = repair ? breakdown.end : breakdown.start;
  const auto reason = [repair](FailureReason broken) {
    return repair ? FailureReason::repair : broken;
  };
  if (!breakdown.what.empty()) {
    events.push_back({time,
                      reason(FailureReason::failure),
                      breakdown.what,
                      change_of(breakdown, time, repair, machinery->devices),
                      {}});
  }
  if (!breakdown.who.empty()) {
    const auto gone = breakdown.announced ? FailureReason::leave : FailureReason::crash;
    events.push_back({time, reason(gone), breakdown.who, {}, breakdown.peers});
  }
}

/// The peers that are there, and the connections that still carry something, as a graph;
/// `is_there(peer)`, `works(from, to)` of two that are.
template <class IsThere, class Works>
topologies::Graph what_works(const overlay::Connections& connections, IsThere is_there,
                             Works works) {
  topologies::Graph graph;
  std::vector<core::PeerId> number(connections.peers());
  for (core::PeerId peer = 0; peer < connections.peers(); ++peer) {
    number[peer] = graph.node_count;
    graph.node_count += is_there(peer) ? 1U : 0U;
  }
  for (core::PeerId from = 0; from < connections.peers(); ++from) {
    if (!is_there(from)) continue;
    for (core::Slot slot = connections.offsets[from]; slot < connections.offsets[from + 1];
         ++slot) {
      const core::PeerId to = connections.neighbours[slot];
      if (from < to && is_there(to) && works(from, to)) {
        graph.links.push_back({number[from], number[to]});
      }
    }
  }
  return graph;
}

Remains remains_of(const topologies::Graph& graph) {
  const topologies::Components found = topologies::components(topologies::adjacency(graph));
  Remains remains{graph.node_count, static_cast<core::PeerId>(found.sizes.size()), 0};
  if (!found.sizes.empty()) remains.largest_component = found.sizes[found.largest];
  return remains;
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

/// A peer that one of the events of a moment is about.
struct Touched {
  core::PeerId peer = 0;
  FailureReason reason = FailureReason::repair;
  bool was_away = false;  ///< before all of them
};

/// By peer, for one peer in the order of the events.
template <class Events>
std::vector<Touched> touched_by(Events begin, Events end, const Absences& before) {
  std::vector<Touched> touched;
  for (; begin != end; ++begin) {
    for (const core::PeerId peer : begin->peers) {
      touched.push_back({peer, begin->reason, before.is_away(peer)});
    }
  }
  std::stable_sort(touched.begin(), touched.end(),
                   [](const Touched& a, const Touched& b) { return a.peer < b.peer; });
  return touched;
}

}  // namespace

failures::Plant peers_of(const topologies::Graph& overlay) {
  failures::Plant plant = plant_of(overlay.names, overlay.node_count, "peers");
  plant.noun = "peer";
  plant.place = "this overlay";
  plant.section = overlay.group;
  for (const topologies::Link& link : overlay.links) {
    ++plant.degree[link.from];
    ++plant.degree[link.to];
  }
  return plant;
}

FailurePlan plan_failures(const scenario::Scenario& scenario, const topologies::Graph& overlay,
                          const Machinery* machinery, std::uint64_t seed) {
  FailurePlan plan;
  if (scenario.failures.empty()) return plan;
  failures::Plants plants{peers_of(overlay), {}, scenario.underlay.entry->name};
  if (machinery != nullptr) plants.underlay = plant_of(*machinery);
  const std::vector<failures::Breakdown> breakdowns =
      failures::choose(scenario.failures, plants, seed);
  for (const failures::Breakdown& breakdown : breakdowns) {
    add_events(breakdown, false, machinery, plan.events);
    if (breakdown.end != core::never) add_events(breakdown, true, machinery, plan.events);
  }
  std::stable_sort(plan.events.begin(), plan.events.end(),
                   [](const FailureEvent& a, const FailureEvent& b) { return a.time < b.time; });
  plan.notes = notes_on(scenario, breakdowns);
  return plan;
}

void Absences::apply(const FailureEvent& event) {
  const bool back = event.reason == FailureReason::repair;
  for (const core::PeerId peer : event.peers) {
    RIPPLETANK_CHECK(!back || failures_[peer] > 0, "a peer that comes back was not away");
    failures_[peer] += back ? -1U : 1U;
  }
}

std::vector<overlay::PresenceChange> presence_changes(const std::vector<FailureEvent>& events,
                                                      core::PeerId peers) {
  std::vector<overlay::PresenceChange> changes;
  Absences absences(peers);
  for (auto begin = events.begin(); begin != events.end();) {
    const core::Time now = begin->time;
    const auto end = std::find_if(begin, events.end(),
                                  [now](const FailureEvent& event) { return event.time != now; });
    std::vector<Touched> touched = touched_by(begin, end, absences);
    for (; begin != end; ++begin) absences.apply(*begin);
    for (auto next = touched.begin(); next != touched.end();) {
      const core::PeerId peer = next->peer;
      const bool was_away = next->was_away;
      bool announced = true;
      for (bool told = false; next != touched.end() && next->peer == peer; ++next) {
        if (told || next->reason == FailureReason::repair) continue;
        announced = next->reason == FailureReason::leave;
        told = true;
      }
      if (was_away == absences.is_away(peer)) continue;
      changes.push_back({now, peer, was_away, announced});
    }
  }
  return changes;
}

std::vector<Remains> remains_after(const std::vector<FailureEvent>& events,
                                   const underlay::PhysicalWires* wires,
                                   const overlay::Connections& connections) {
  std::vector<Remains> all;
  Absences absences(connections.peers());
  const auto is_online = [&absences](core::PeerId peer) { return !absences.is_away(peer); };
  if (wires == nullptr) {
    for (const FailureEvent& event : events) {
      absences.apply(event);
      const auto always = [](core::PeerId, core::PeerId) { return true; };
      all.push_back(remains_of(what_works(connections, is_online, always)));
    }
    return all;
  }
  underlay::Damage damage(wires->graph());
  underlay::Routes routes(wires->graph(), wires->media());
  for (const FailureEvent& event : events) {
    absences.apply(event);
    if (event.change) damage.apply(*event.change);
    routes.set_intact(damage.intact());
    const std::vector<std::uint32_t> part = routes.parts();
    const std::vector<bool>& on = routes.intact().devices;
    all.push_back(remains_of(what_works(
        connections, [&](core::PeerId peer) { return is_online(peer) && on[wires->host_of(peer)]; },
        [&](core::PeerId from, core::PeerId to) {
          return part[wires->host_of(from)] == part[wires->host_of(to)];
        })));
  }
  return all;
}

Remains remains_of(const overlay::Connections& connections,
                   const std::function<bool(core::PeerId)>& is_online) {
  const auto always = [](core::PeerId, core::PeerId) { return true; };
  return remains_of(what_works(connections, is_online, always));
}

}  // namespace rippletank::run
