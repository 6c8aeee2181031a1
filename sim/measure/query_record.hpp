// QueryRecord: everything that is counted about one query.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"

namespace rippletank::measure {

/// What happened a number of hops away from the origin.
struct HopCount {
  std::uint64_t peers_reached = 0;
  std::uint64_t messages = 0;
  std::uint64_t duplicates = 0;
};

/// One query, from its start to the last copy that still travels.
///
/// Shape:   hops[h] for messages that arrive with h hops behind them; hops[0] stays empty.
struct QueryRecord {
  core::QueryId id = 0;
  core::Time start = 0;
  core::PeerId origin = 0;
  std::optional<std::string> item;
  std::optional<std::uint32_t> ttl_hops;
  std::uint64_t reach = 0;  ///< distinct peers that processed it, origin excluded
  std::uint64_t hits = 0;
  std::optional<std::uint32_t> first_hit_hops;
  std::optional<core::Time> first_hit;   ///< since the start
  std::optional<core::Time> last_reach;  ///< since the start
  std::uint64_t messages = 0;
  std::uint64_t duplicates = 0;
  std::uint64_t bytes = 0;
  std::vector<HopCount> hops;

  HopCount& at_hop(std::uint32_t hop) {
    if (hop >= hops.size()) hops.resize(hop + std::size_t{1});
    return hops[hop];
  }
};

}  // namespace rippletank::measure
