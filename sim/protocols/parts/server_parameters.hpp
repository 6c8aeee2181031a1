// The parameters of a server, for every protocol that has one.
#pragma once

#include "sim/core/distributions.hpp"
#include "sim/overlay/protocol.hpp"
#include "sim/overlay/station.hpp"
#include "sim/registry/table.hpp"

namespace rippletank::protocols {

struct ServerParameters {
  std::uint32_t workers = 1;
  core::Distribution service_ms{core::Constant{0}};
  std::optional<std::uint32_t> places;

  static const registry::Section& section();

  overlay::StationSettings station(const overlay::SetUp& set_up) const {
    return {workers, service_ms, places, set_up.bin, set_up.warm_up};
  }
};

}  // namespace rippletank::protocols
