// Stars whose centres form a line: what tree and combined_star have in common.
#pragma once

#include <cstdint>

#include "topologies/generators/centre.hpp"
#include "topologies/graph.hpp"

namespace rippletank::topologies {

/// Stars of `nodes_per_star` nodes each, every centre joined to the next one's.
///
/// Shape:   star s holds nodes s * nodes_per_star and following, the first of which is its centre
///          unless that is a device; devices come after all nodes, in the order of their stars.
///          `group` is the star.
Graph chain_of_stars(std::uint32_t stars, std::uint32_t nodes_per_star, Centre centre);

/// Number of nodes, devices included.
double chain_of_stars_nodes(std::uint32_t stars, std::uint32_t nodes_per_star, Centre centre);

}  // namespace rippletank::topologies
