// Link ways: the links over which files travel, on each kind of wires.
#pragma once

#include <optional>

#include "sim/overlay/link_ways.hpp"
#include "sim/underlay/access.hpp"
#include "sim/underlay/direct.hpp"
#include "sim/underlay/internet.hpp"
#include "sim/underlay/physical.hpp"

namespace rippletank::run {

/// Over access links, where there are any, up and down of each peer in turn; what lies between is
/// as fast as can be.
overlay::LinkWays ways_over_access(underlay::DelayBetween delay,
                                   const std::optional<underlay::AccessLinks>& access);

/// Over access links and core links whose speed is known. `wires` must outlive what is returned.
overlay::LinkWays ways_over_internet(underlay::InternetWires& wires);

/// Over the channels of cables, hubs and trunks. `wires` must outlive what is returned.
overlay::LinkWays ways_over_cables(underlay::PhysicalWires& wires);

}  // namespace rippletank::run
