// What a scenario says about an `internet` underlay, described once.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/distributions.hpp"
#include "sim/registry/codec.hpp"

namespace rippletank::underlay {

/// What the access links of a class of peers are like.
struct AccessClass {
  std::string name;
  double share = 0;  ///< of the peers
  double down_kbit_s = 0;
  double up_kbit_s = 0;
  core::Distribution latency_ms{core::Constant{10}};

  static const registry::Section& section();
};

/// Published mixes of access classes.
enum class AccessMix : std::uint8_t { gnutella, napster };

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

template <>
struct rippletank::registry::ChoiceNames<rippletank::underlay::AccessMix> {
  using AccessMix = rippletank::underlay::AccessMix;
  static constexpr std::array<std::pair<const char*, AccessMix>, 2> names = {
      {{"gnutella", AccessMix::gnutella}, {"napster", AccessMix::napster}}};
};
