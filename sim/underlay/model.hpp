// The underlays that a scenario can name, described once.
#pragma once

#include <cstdint>

#include "sim/core/distributions.hpp"
#include "sim/registry/entry.hpp"

namespace rippletank::underlay {

/// What a scenario says about `direct` connections.
struct DirectParameters {
  core::Distribution latency_ms{core::Constant{50}};
  std::uint32_t segment_payload_bytes = 1460;
  std::uint32_t segment_header_bytes = 40;
};

const registry::Catalogue& catalogue();

}  // namespace rippletank::underlay
