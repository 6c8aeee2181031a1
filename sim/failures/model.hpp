// Failure: what a scenario says about something that breaks, described once.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include "sim/registry/codec.hpp"

namespace rippletank::failures {

/// What can happen to a trunk. Either silences it: a broken end reflects signals.
enum class TrunkFailure : std::uint8_t { cut, unterminated };

/// Parts that break together, and are repaired together.
struct Failure {
  double at_s = 0;
  std::optional<double> duration_s;  ///< none: for good
  registry::Model hosts;
  registry::Model devices;  ///< hubs, switches, routers
  registry::Model nodes;    ///< hosts and devices
  registry::Model links;
  std::optional<TrunkFailure> trunk;

  static const registry::Section& section();
};

}  // namespace rippletank::failures

template <>
struct rippletank::registry::ChoiceNames<rippletank::failures::TrunkFailure> {
  using TrunkFailure = rippletank::failures::TrunkFailure;
  static constexpr std::array<std::pair<const char*, TrunkFailure>, 2> names = {
      {{"cut", TrunkFailure::cut}, {"unterminated", TrunkFailure::unterminated}}};
};
