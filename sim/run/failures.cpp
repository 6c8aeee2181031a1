// Plans the failures of a run.
#include "sim/run/failures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "sim/failures/live_choices.hpp"
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

/// Lists what a breakdown does and undoes: to parts first, as the run loop does.
class EventList {
 public:
  EventList(const failures::Failure& failure, const failures::Breakdown& breakdown,
            const failures::Plant& overlay, const Machinery* machinery,
            std::vector<FailureEvent>& events)
      : failure_(failure),
        breakdown_(breakdown),
        overlay_(overlay),
        machinery_(machinery),
        events_(events) {}

  void add() {
    if (!breakdown_.what.empty()) add_parts();
    if (!breakdown_.who.empty()) add_peers();
    if (!breakdown_.apart.empty()) add_sides();
  }

 private:
  FailureEvent event(core::Time time, FailureReason reason, std::string what) const {
    FailureEvent made;
    made.time = time;
    made.failure = breakdown_.failure;
    made.occurrence = breakdown_.occurrence;
    made.reason = reason;
    made.what = std::move(what);
    return made;
  }

  void add_change(core::Time time, bool repair, std::string what,
                  const failures::Breakdown& parts) {
    events_.push_back(
        event(time, repair ? FailureReason::repair : FailureReason::failure, std::move(what)));
    events_.back().change = change_of(parts, time, repair, machinery_->devices);
  }

  void add_parts() {
    add_change(breakdown_.start, false, breakdown_.what, breakdown_);
    const std::vector<core::Time>& each = breakdown_.part_ends;
    events_.back().until =
        each.empty() ? breakdown_.end : *std::max_element(each.begin(), each.end());
    if (breakdown_.end != core::never) {
      add_change(breakdown_.end, true, breakdown_.what, breakdown_);
    }
    for (std::size_t part = 0; part < breakdown_.part_ends.size(); ++part) add_repair_of(part);
  }

  /// Parts in the order of their ends: nodes, links, the trunk.
  void add_repair_of(std::size_t part) {
    const topologies::NodeNames& names = machinery_->names;
    const std::size_t nodes = breakdown_.nodes.size();
    failures::Breakdown alone;
    std::string what = "trunk";
    if (part < nodes) {
      alone.nodes = {breakdown_.nodes[part]};
      what = "node " + names.name(alone.nodes[0]);
    } else if (part < nodes + breakdown_.links.size()) {
      alone.links = {breakdown_.links[part - nodes]};
      const underlay::Cable& cable = machinery_->devices.cables[alone.links[0]];
      what = "link " + names.name(cable.from) + "-" + names.name(cable.to);
    } else {
      alone.trunk = true;
    }
    add_change(breakdown_.part_ends[part], true, std::move(what), alone);
  }

  void add_peers() {
    FailureEvent going =
        event(breakdown_.start, breakdown_.announced ? FailureReason::leave : FailureReason::crash,
              breakdown_.who);
    going.peers = breakdown_.peers;
    going.live = live(breakdown_.peers_live, failure_.peers);
    add_with_ends(std::move(going), breakdown_.peer_ends);
  }

  void add_sides() {
    FailureEvent parting = event(breakdown_.start, FailureReason::partition, breakdown_.apart);
    parting.sides = std::make_shared<const Sides>(breakdown_.sides);
    parting.live = live(breakdown_.sides_live, failure_.partition);
    add_with_ends(std::move(parting), breakdown_.side_ends);
  }

  /// The end of what is chosen when it happens is not known before.
  void add_with_ends(FailureEvent beginning, const std::vector<core::Time>& each) {
    if (beginning.live == Live::always) return events_.push_back(std::move(beginning));
    std::vector<FailureEvent> ends = ends_of(beginning, breakdown_.end, each, overlay_.name);
    for (FailureEvent& end : ends) end.live = beginning.live;
    events_.push_back(std::move(beginning));
    events_.insert(events_.end(), ends.begin(), ends.end());
  }

  static Live live(bool always, const registry::Model& choice) {
    if (always) return Live::always;
    return failures::is_live_where_peers_connect(choice) ? Live::where_peers_connect : Live::no;
  }

  const failures::Failure& failure_;
  const failures::Breakdown& breakdown_;
  const failures::Plant& overlay_;
  const Machinery* machinery_;
  std::vector<FailureEvent>& events_;
};

std::string moment_of(const failures::Breakdown& breakdown) {
  return fmt::format("failure {} at {} s", breakdown.failure + 1,
                     core::to_seconds(breakdown.start));
}

/// A failure without effect looks like a network that survives it, so it is told; of one that
/// happens again and again, the first time.
std::vector<std::string> notes_on(const scenario::Scenario& scenario,
                                  const std::vector<failures::Breakdown>& breakdowns) {
  std::vector<std::string> notes;
  std::vector<bool> happens(scenario.failures.size());
  std::vector<bool> has_note(scenario.failures.size());
  for (const failures::Breakdown& breakdown : breakdowns) {
    const std::uint32_t failure = breakdown.failure;
    const bool is_first = !happens[failure];
    happens[failure] = true;
    if (!breakdown.nothing.empty() && !has_note[failure]) {
      has_note[failure] = true;
      notes.push_back(fmt::format("{}{}: {}", moment_of(breakdown),
                                  breakdown.breaks_nothing() ? " breaks nothing" : "",
                                  fmt::join(breakdown.nothing, ", ")));
    }
    if (is_first && scenario.horizon_s &&
        breakdown.start > core::from_seconds(*scenario.horizon_s)) {
      notes.push_back(fmt::format("{} comes after the horizon of {} s", moment_of(breakdown),
                                  *scenario.horizon_s));
    }
  }
  for (std::size_t failure = 0; failure < happens.size(); ++failure) {
    if (happens[failure]) continue;
    notes.push_back(fmt::format("failure {} never happens: its time ends first", failure + 1));
  }
  return notes;
}

}  // namespace

std::vector<FailureEvent> ends_of(FailureEvent& beginning, core::Time together,
                                  const std::vector<core::Time>& each,
                                  const std::function<std::string(core::PeerId)>& name) {
  FailureEvent end = beginning;
  end.reason = FailureReason::repair;
  end.live = Live::no;
  beginning.until = each.empty() ? together : *std::max_element(each.begin(), each.end());
  if (together != core::never) {
    end.time = together;
    return {end};
  }
  std::vector<FailureEvent> ends;
  for (std::size_t i = 0; i < each.size(); ++i) {
    end.time = each[i];
    if (!beginning.sides) {
      end.peers = {beginning.peers[i]};
      end.what = "peer " + name(end.peers[0]);
    }
    ends.push_back(end);
  }
  return ends;
}

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
                          const PeerPlaces& places, const Machinery* machinery,
                          std::uint64_t seed) {
  FailurePlan plan;
  if (scenario.failures.empty()) return plan;
  failures::Plants plants{peers_of(overlay), {}, scenario.underlay.entry->name};
  plants.overlay.site = places.site;
  plants.overlay.roles = places.roles;
  plants.overlay.find_site = [&places](std::string_view name) {
    return places.site_names.find(name, places.sites());
  };
  plants.overlay.advise_site = [&places](std::string_view unknown) {
    return name_advice(places.site_names, places.sites(), "places", unknown);
  };
  if (machinery != nullptr) plants.underlay = plant_of(*machinery);
  const core::Time horizon =
      scenario.horizon_s ? core::from_seconds(*scenario.horizon_s) : core::never;
  const std::vector<failures::Breakdown> breakdowns =
      failures::choose(scenario.failures, plants, seed, horizon);
  for (const failures::Breakdown& breakdown : breakdowns) {
    const failures::Failure& failure = scenario.failures[breakdown.failure];
    EventList(failure, breakdown, plants.overlay, machinery, plan.events).add();
  }
  std::stable_sort(
      plan.events.begin(), plan.events.end(),
      [](const FailureEvent& a, const FailureEvent& b) { return a.order() < b.order(); });
  plan.notes = notes_on(scenario, breakdowns);
  return plan;
}

}  // namespace rippletank::run
