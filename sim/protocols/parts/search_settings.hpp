// What a protocol says about its searches.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/core/distributions.hpp"
#include "sim/core/time.hpp"
#include "sim/protocols/parts/dynamic_queries.hpp"
#include "sim/protocols/parts/search_models.hpp"
#include "sim/registry/entry.hpp"

namespace rippletank::protocols {

/// Queries that are jobs: whoever is willing does them, for a while, and then tells the result.
struct JobSettings {
  double willing = 1;  ///< share of peers
  core::Distribution compute_s{core::Constant{0}};
};

struct SearchSettings {
  registry::Model model = usual_search();
  std::uint16_t ttl_hops = 7;
  core::Time memory = 0;  ///< for how long peers remember a query
  core::Time choose = 0;  ///< from the first hit until the peer that asks fetches what it found
  std::optional<JobSettings> jobs = {};                ///< none: queries look for items
  std::optional<DynamicQueryParameters> dynamic = {};  ///< none: the model says how they travel
  /// Whether hits from beyond the next hop come out of band to peers to whom others can connect.
  bool out_of_band = false;
};

}  // namespace rippletank::protocols
