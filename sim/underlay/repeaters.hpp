// Repeaters: how many hubs in a row a real network bears.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sim/underlay/device_graph.hpp"

namespace rippletank::underlay {

/// The most hubs that a signal passes from one end of a shared medium to the other; a trunk that
/// hubs hang on passes it on by itself.
///
/// Shape:   counted along the fewest hubs between two places.
/// Cost:    O(hubs * (hubs + cables)).
std::uint32_t hubs_in_a_row(const DeviceGraph& graph);

/// What to tell people whose hubs are more in a row than the standard of their speed allows:
/// four at 10 Mbit/s, two at 100, one above. Nothing follows from it in a run.
///
/// Source:  IEEE 802.3 (2000), clause 13: five segments, four repeaters at 10 Mbit/s; clause 29:
///          two Class II repeaters at 100 Mbit/s; clause 42: one at 1000 Mbit/s.
std::optional<std::string> repeater_warning(const DeviceGraph& graph);

}  // namespace rippletank::underlay
