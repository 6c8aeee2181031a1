// ProbeRecord: how long the way to an item would be at a moment.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"
#include "sim/measure/request_record.hpp"

namespace rippletank::measure {

struct ProbeRecord {
  core::Time time = 0;
  core::PeerId origin = 0;
  core::ItemId item = 0;
  RequestOutcome outcome = RequestOutcome::not_found;
  /// How often it would be passed on; its limit, if it would not find the item.
  std::uint32_t path_hops = 0;
};

}  // namespace rippletank::measure
