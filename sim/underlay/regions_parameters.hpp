// What a scenario says about a `regions` underlay, described once.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "sim/registry/codec.hpp"

namespace rippletank::underlay {

/// How the delay of two peers follows from the latency between their regions.
enum class RegionLatency : std::uint8_t { constant, pareto };

struct RegionsParameters {
  registry::FilePath file;
  std::optional<std::string> table;
  RegionLatency latency = RegionLatency::constant;
  std::uint32_t segment_payload_bytes = 1460;
  std::uint32_t segment_header_bytes = 40;
};

registry::Entry regions_entry();

}  // namespace rippletank::underlay

template <>
struct rippletank::registry::ChoiceNames<rippletank::underlay::RegionLatency> {
  using Latency = rippletank::underlay::RegionLatency;
  static constexpr std::array<std::pair<const char*, Latency>, 2> names = {
      {{"constant", Latency::constant}, {"pareto", Latency::pareto}}};
};
