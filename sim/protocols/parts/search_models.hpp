// The ways to search a network that has no index, as a scenario chooses among them.
#pragma once

#include <cstdint>
#include <variant>

#include "sim/registry/entry.hpp"

namespace rippletank::protocols {

/// Every peer passes the first copy on to all neighbours but the one that it came from.
struct FloodSearch {};

/// Floods of growing reach, one after the other, until enough has been found.
struct ExpandingRingSearch {
  std::uint32_t ttl_start_hops = 1;
  std::uint32_t ttl_step_hops = 1;
  double wait_s = 2;
  std::uint32_t results = 1;
};

/// Copies that each go to one neighbour at a time.
struct WalkSearch {
  std::uint32_t walkers = 16;
  std::uint32_t walk_max_hops = 1024;
  std::uint32_t check_every_hops = 4;
  std::uint32_t results = 1;
};

/// The same, where each goes to the neighbour with the most connections that has not had it.
struct HighestDegreeSearch : WalkSearch {
  HighestDegreeSearch() { walkers = 1; }
};

/// As a flood, but each neighbour gets a copy only with some probability.
struct GossipSearch {
  double probability = 0.7;
  std::uint32_t sure_hops = 1;
};

using SearchModel =
    std::variant<FloodSearch, ExpandingRingSearch, WalkSearch, HighestDegreeSearch, GossipSearch>;

/// The most hops that a query may travel: a hit, which comes back as far, counts them in 16 bits.
inline constexpr double most_hops = 30'000;

const registry::Catalogue& searches();

/// One of the catalogue and its parameters.
SearchModel search_model(const registry::Model& chosen);

/// The search that is used unless a scenario says another one: a flood.
registry::Model usual_search();

}  // namespace rippletank::protocols
