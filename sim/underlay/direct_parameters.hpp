// What a scenario says about `direct` connections, described once.
#pragma once

#include <cstdint>

#include "sim/core/distributions.hpp"
#include "sim/registry/entry.hpp"

namespace rippletank::underlay {

struct DirectParameters {
  core::Distribution latency_ms{core::Constant{50}};
  std::uint32_t segment_payload_bytes = 1460;
  std::uint32_t segment_header_bytes = 40;
};

registry::Entry direct_entry();

}  // namespace rippletank::underlay
