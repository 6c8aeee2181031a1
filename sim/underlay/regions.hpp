// regions: delays between peers by the regions of the world that they live in.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/time.hpp"
#include "sim/underlay/placement.hpp"
#include "sim/underlay/region_table.hpp"

namespace rippletank::underlay {

/// Peers in regions, and the one-way delays between them.
class RegionDelays {
 public:
  /// Random:  substreams "underlay/region", one per peer: its region depends on no other peer.
  /// Cost:    O(peers log regions).
  RegionDelays(RegionTable table, RegionLatency latency, core::PeerId peers, std::uint64_t seed);

  /// How long a message takes from one peer to another, at most ten years.
  ///
  /// Random:  with `pareto` substream "underlay/latency" of the two peers, so that it is always the
  ///          same for them; a table that is symmetric gives symmetric delays.
  core::Time delay(core::PeerId from, core::PeerId to) const;

  const std::vector<SiteId>& region_of() const { return region_of_; }
  const RegionTable& table() const { return table_; }

 private:
  RegionTable table_;
  RegionLatency latency_;
  std::uint64_t seed_;
  std::vector<SiteId> region_of_;
};

}  // namespace rippletank::underlay
