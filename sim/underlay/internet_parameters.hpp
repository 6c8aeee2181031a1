// What a scenario says about an `internet` underlay, described once.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/distributions.hpp"
#include "sim/registry/codec.hpp"
#include "sim/underlay/access_parameters.hpp"

namespace rippletank::underlay {

/// What a scenario says about an `internet` underlay.
struct InternetParameters {
  registry::Model topology;
  AccessMix access_mix = AccessMix::gnutella;
  std::vector<AccessClass> access_classes;  ///< empty: those of the mix
  core::Distribution link_latency_ms{core::Constant{10}};
  double path_inflation = 1;
  std::uint64_t access_queue_bytes = 0;
  std::uint64_t core_queue_bytes = 0;
  std::uint32_t segment_payload_bytes = 1460;
  std::uint32_t segment_header_bytes = 40;
};

registry::Entry internet_entry();

}  // namespace rippletank::underlay
