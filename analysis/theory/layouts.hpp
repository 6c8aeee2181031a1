// Floods on regular layouts: reach and copies in closed form, hop by hop.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/core/ids.hpp"
#include "sim/registry/json.hpp"

namespace rippletank::theory {

/// What a flood has done when its copies have travelled as far as they may: every peer sends the
/// first copy that it gets on to all neighbours but the one it came from.
struct FloodCount {
  double reach = 0;   ///< peers, without the origin
  double copies = 0;  ///< messages

  double duplicates() const { return copies - reach; }
  bool operator==(const FloodCount&) const = default;
};

// For each layout the count after a TTL of so many hops, at least 1. Delays must be equal, but on
// trees, stars and lines, where there is only one way.
// Cost:    O(1), the grid O(TTL) and trees O(depth^2).
// Source:  counting the peers at each distance; regular trees: Ritter, Why Gnutella Can't Scale.
//          No, Really. (2001).

FloodCount flood_on_star(double nodes, bool from_centre, double ttl_hops);
/// So many nodes on either side of the origin.
FloodCount flood_on_line(double left, double right, double ttl_hops);
/// At least 3 nodes.
FloodCount flood_on_ring(double nodes, double ttl_hops);
FloodCount flood_on_mesh(double nodes, double ttl_hops);

struct GridPlace {
  std::int64_t rows = 1;
  std::int64_t columns = 1;
  std::int64_t row = 0;
  std::int64_t column = 0;
};
FloodCount flood_on_grid(const GridPlace& origin, std::int64_t ttl_hops);

/// A tree that is the same everywhere on a level, and the level of the origin.
struct TreePlace {
  double root_children = 2;
  double other_children = 2;
  std::uint32_t depth = 0;
  std::uint32_t level = 0;
};
FloodCount flood_on_tree(const TreePlace& origin, std::uint32_t ttl_hops);

/// The same for a topology of a scenario, with its defaults filled in; nothing where there is no
/// closed form.
///
/// `origin`: by its number among the nodes.
std::optional<FloodCount> flood_on(const registry::Json& topology, core::PeerId origin,
                                   std::uint32_t ttl_hops);

/// Mean hops between two different nodes, at least 2 of them, over all pairs.
double mean_hops_on_star(double nodes);
double mean_hops_on_line(double nodes);
double mean_hops_on_ring(double nodes);

}  // namespace rippletank::theory
