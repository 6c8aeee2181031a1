// Failure: what a scenario says about something that fails, described once.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include "sim/registry/quantity.hpp"

namespace rippletank::failures {

/// What can happen to a trunk. Either silences it: a broken end reflects signals.
enum class TrunkFailure : std::uint8_t { cut, unterminated };

/// How a peer goes: without a word, or after telling those who need to know.
enum class Departure : std::uint8_t { crash, leave };

/// Parts that break and peers that go together, once or again and again.
struct Failure {
  double at_s = 0;  ///< of one that happens again and again: not before
  std::optional<double> rate_per_hour;
  std::optional<core::Distribution> every_s;
  std::optional<double> until_s;
  /// None: for good. A number: all are repaired together; a distribution: each at its time.
  std::optional<core::Distribution> duration_s;
  registry::Model hosts;
  registry::Model devices;  ///< hubs, switches, routers
  registry::Model nodes;    ///< hosts and devices
  registry::Model links;
  std::optional<TrunkFailure> trunk;
  registry::Model peers;         ///< of the overlay, whatever they run on
  std::optional<Departure> how;  ///< of these peers; none: they crash
  registry::Model partition;     ///< peers that others do not reach

  /// Whether it happens again and again.
  bool recurs() const { return rate_per_hour || every_s; }

  static const registry::Section& section();
};

}  // namespace rippletank::failures

template <>
struct rippletank::registry::ChoiceNames<rippletank::failures::TrunkFailure> {
  using TrunkFailure = rippletank::failures::TrunkFailure;
  static constexpr std::array<std::pair<const char*, TrunkFailure>, 2> names = {
      {{"cut", TrunkFailure::cut}, {"unterminated", TrunkFailure::unterminated}}};
};

template <>
struct rippletank::registry::ChoiceNames<rippletank::failures::Departure> {
  using Departure = rippletank::failures::Departure;
  static constexpr std::array<std::pair<const char*, Departure>, 2> names = {
      {{"crash", Departure::crash}, {"leave", Departure::leave}}};
};
