// What a scenario says about a `matrix` underlay, described once.
#pragma once

#include <array>
#include <cstdint>
#include <utility>

#include "sim/registry/codec.hpp"

namespace rippletank::underlay {

enum class RttUnit : std::uint8_t { ms, s };

/// What is done about pairs of hosts that were not measured.
enum class NotMeasured : std::uint8_t { error, fill };

struct MatrixParameters {
  registry::FilePath file;
  RttUnit unit = RttUnit::ms;
  NotMeasured not_measured = NotMeasured::error;
  double local_latency_ms = 0;
  std::uint32_t segment_payload_bytes = 1460;
  std::uint32_t segment_header_bytes = 40;
};

registry::Entry matrix_entry();

}  // namespace rippletank::underlay

template <>
struct rippletank::registry::ChoiceNames<rippletank::underlay::RttUnit> {
  using Unit = rippletank::underlay::RttUnit;
  static constexpr std::array<std::pair<const char*, Unit>, 2> names = {
      {{"ms", Unit::ms}, {"s", Unit::s}}};
};

template <>
struct rippletank::registry::ChoiceNames<rippletank::underlay::NotMeasured> {
  using NotMeasured = rippletank::underlay::NotMeasured;
  static constexpr std::array<std::pair<const char*, NotMeasured>, 2> names = {
      {{"error", NotMeasured::error}, {"fill", NotMeasured::fill}}};
};
