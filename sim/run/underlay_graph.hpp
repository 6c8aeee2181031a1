// The underlay of a scenario as a graph, to be measured and drawn.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/scenario/scenario.hpp"
#include "topologies/graph.hpp"

namespace rippletank::run {

/// The topology that the underlay is built from, with latency and speed of each link as a run of
/// this seed has them; empty for an underlay that has none.
///
/// Errors:  those of topologies::build().
/// Random:  those of the topology, and of the latencies that the underlay draws.
std::optional<topologies::Graph> underlay_graph(const scenario::Scenario& scenario,
                                                std::uint64_t seed);

}  // namespace rippletank::run
