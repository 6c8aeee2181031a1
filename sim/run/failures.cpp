// Plans the failures of a run.
#include "sim/run/failures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "sim/run/name_range.hpp"

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
void add_events(const failures::Breakdown& breakdown, std::uint32_t failure, bool repair,
                const Machinery* machinery, std::vector<FailureEvent>& events) {
  const core::Time time = repair ? breakdown.end : breakdown.start;
  const auto reason = [repair](FailureReason broken) {
    return repair ? FailureReason::repair : broken;
  };
  if (!breakdown.what.empty()) {
    events.push_back({time,
                      failure,
                      0,
                      reason(FailureReason::failure),
                      breakdown.what,
                      change_of(breakdown, time, repair, machinery->devices),
                      {}});
  }
  if (!breakdown.who.empty()) {
    const auto gone = breakdown.announced ? FailureReason::leave : FailureReason::crash;
    events.push_back({time, failure, 0, reason(gone), breakdown.who, {}, breakdown.peers});
  }
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
  for (std::uint32_t i = 0; i < breakdowns.size(); ++i) {
    add_events(breakdowns[i], i, false, machinery, plan.events);
    if (breakdowns[i].end != core::never)
      add_events(breakdowns[i], i, true, machinery, plan.events);
  }
  std::stable_sort(plan.events.begin(), plan.events.end(),
                   [](const FailureEvent& a, const FailureEvent& b) { return a.time < b.time; });
  plan.notes = notes_on(scenario, breakdowns);
  return plan;
}

}  // namespace rippletank::run
