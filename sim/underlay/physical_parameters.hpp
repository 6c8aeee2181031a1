// What a scenario says about a `physical` underlay, described once.
#pragma once

#include <array>
#include <cstdint>
#include <utility>

#include "sim/core/distributions.hpp"
#include "sim/registry/codec.hpp"

namespace rippletank::underlay {

enum class Duplex : std::uint8_t { full, half };

/// What a scenario says about the cables of a physical network.
struct LinkParameters {
  core::Distribution latency_ms{core::Constant{0.001}};
  double bandwidth_mbit_s = 100;
  std::uint64_t queue_bytes = 0;
  double loss = 0;

  static const registry::Section& section();
};

/// What a scenario says about a `physical` underlay.
struct PhysicalParameters {
  registry::Model topology;
  LinkParameters link;
  Duplex duplex = Duplex::full;
  std::uint32_t segment_payload_bytes = 1460;
  std::uint32_t segment_header_bytes = 40;
  std::uint32_t frame_header_bytes = 38;
};

registry::Entry physical_entry();

}  // namespace rippletank::underlay

template <>
struct rippletank::registry::ChoiceNames<rippletank::underlay::Duplex> {
  using Duplex = rippletank::underlay::Duplex;
  static constexpr std::array<std::pair<const char*, Duplex>, 2> names = {
      {{"full", Duplex::full}, {"half", Duplex::half}}};
};
