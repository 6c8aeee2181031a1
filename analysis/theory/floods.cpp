// Counts what a flood reaches, by a breadth-first search.
#include "analysis/theory/floods.hpp"

#include <algorithm>

#include "topologies/metrics/hop_counts.hpp"

namespace rippletank::theory {

FloodFrom flood_from(const topologies::Adjacency& rows, topologies::NodeId origin,
                     const FloodRules& rules) {
  const topologies::Levels levels = topologies::levels_from(rows, origin);
  const std::uint32_t farthest = levels.eccentricity();
  const std::uint32_t reached_levels = std::min(rules.ttl_hops, farthest);
  // Who is at the very end of the TTL sends nothing.
  const std::uint32_t sending_levels = std::min(rules.ttl_hops - 1, farthest);
  FloodFrom flood;
  flood.is_cut = sending_levels < farthest;
  flood.count.reach = levels.level_begin[reached_levels + 1] - 1.0;
  for (std::uint32_t i = 0; i < levels.level_begin[sending_levels + 1]; ++i) {
    const bool leaves_out_one = i > 0 && !rules.sends_back;
    flood.count.copies += rows.degree(levels.order[i]) - (leaves_out_one ? 1.0 : 0.0);
  }
  return flood;
}

FloodCount flood_through(double nodes, double links, bool sends_back) {
  return {nodes - 1, sends_back ? 2 * links : 2 * links - (nodes - 1)};
}

}  // namespace rippletank::theory
