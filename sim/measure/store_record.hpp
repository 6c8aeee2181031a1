// StoreRecord: how full the peers' stores were over time, and what came into them and went.
#pragma once

#include <cstdint>

#include "sim/core/time.hpp"
#include "sim/measure/step_curve.hpp"
#include "sim/measure/time_bins.hpp"

namespace rippletank::measure {

/// Counts from the end of the warm-up on; what lies in the stores then counts, too.
///
/// Conservation: copies at the end of the warm-up + stored = evicted + copies at the end.
struct StoreRecord {
  explicit StoreRecord(core::Time bin = core::never, core::Time warm_up = 0)
      : begin(warm_up),
        copies(bin, warm_up),
        bytes(bin, warm_up),
        stored_in(bin),
        evicted_in(bin) {}

  core::Time begin;  ///< the end of the warm-up
  StepCurve copies;  ///< in all stores together
  StepCurve bytes;   ///< of these
  std::uint64_t copies_at_begin = 0;
  std::uint64_t stored = 0;   ///< copies that came into a store
  std::uint64_t evicted = 0;  ///< copies that made room for others
  BinnedCount stored_in;
  BinnedCount evicted_in;
};

}  // namespace rippletank::measure
