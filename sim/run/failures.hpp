// Failures of a run: from what a scenario lets break to what happens to its wires.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/overlay/connections.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/underlay/physical.hpp"
#include "topologies/graph.hpp"

namespace rippletank::run {

/// A moment at which something breaks or is repaired, and what.
struct FailureEvent {
  underlay::Change change;
  std::string what;
};

/// What will break, and what people should know of it.
struct FailurePlan {
  std::vector<FailureEvent> events;  ///< in the order of time, then of the list
  std::vector<std::string> notes;    ///< of failures that break nothing, or come too late
};

/// The failures that a scenario lists.
///
/// Errors:  InputError below "/failures" for nodes and links that there are not.
/// Random:  substreams "failures/choice".
FailurePlan plan_failures(const scenario::Scenario& scenario, const topologies::Graph& graph,
                          const underlay::DeviceGraph& devices, std::uint64_t seed);

/// What is left of an overlay at a moment: peers whose host is on, joined by connections whose ends
/// reach each other.
struct Remains {
  core::PeerId peers_online = 0;
  core::PeerId components = 0;
  core::PeerId largest_component = 0;
  bool operator==(const Remains&) const = default;
};

/// What is left after each of the events, as if they had happened one after the other.
///
/// Cost:    O(devices + cables + connections) per event.
std::vector<Remains> remains_after(const std::vector<FailureEvent>& events,
                                   const underlay::PhysicalWires& wires,
                                   const overlay::Connections& connections);

}  // namespace rippletank::run
