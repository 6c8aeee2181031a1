// GraphMaker: where a run gets the graphs of its topologies from.
#pragma once

#include <cstdint>
#include <functional>

#include "topologies/catalogue.hpp"

namespace rippletank::run {

/// The graph of a chosen topology, as topologies::build() makes it. Several runs may ask one maker
/// at the same time.
using GraphMaker = std::function<topologies::Graph(const registry::Model&, std::uint64_t seed)>;

}  // namespace rippletank::run
