// CopyRecord: how many copies of an item there were at a moment, and how far away.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"

namespace rippletank::measure {

struct CopyRecord {
  core::Time time = 0;
  core::ItemId item = 0;
  std::uint64_t copies = 0;          ///< at peers that are online
  std::uint64_t copies_offline = 0;  ///< at the others
  std::uint64_t peers_within = 0;    ///< peers online from which some way leads to a copy
  std::optional<double> hops_mean;   ///< to the nearest copy, over these; holders have 0
  std::optional<std::uint32_t> hops_max;
};

}  // namespace rippletank::measure
