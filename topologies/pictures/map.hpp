// Arrangement by longitude and latitude.
#pragma once

#include <optional>

#include "topologies/pictures/arrangement.hpp"

namespace rippletank::topologies {

/// An equirectangular map, true to scale at its middle latitude and cut through the widest stretch
/// of longitude without nodes; nothing if some node has no position on Earth.
///
/// Units:   degrees of latitude.
std::optional<Arrangement> arrange_map(const Graph& graph);

}  // namespace rippletank::topologies
