// DeviceGraph: machines, devices and cables as a physical underlay is built from them.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "sim/core/time.hpp"

namespace rippletank::underlay {

using DeviceId = std::uint32_t;
using CableId = std::uint32_t;

/// Hosts and routers handle what is for them and pass on the rest; so do switches, which no
/// frame is for. A hub passes every signal on to all its cables at once.
enum class DeviceKind : std::uint8_t { host, router, hub, switch_device };

/// Cables that work only together.
///
/// trunk:     one medium for all its cables; the devices along it are taps that pass nothing on.
/// ring:      signals go round one way, from `from` to `to` of each cable.
/// dual_ring: a second fibre goes the other way; where a cable or a station is missing, those
///            beside it turn signals round.
/// Source:    ISO 9314-1 (FDDI), for dual rings.
enum class GroupKind : std::uint8_t { trunk, ring, dual_ring };

inline constexpr std::uint32_t no_group = std::numeric_limits<std::uint32_t>::max();

struct Cable {
  DeviceId from = 0;
  DeviceId to = 0;
  core::Time latency_ns = 0;
  double bandwidth_mbit_s = 100;
  std::uint32_t group = no_group;  ///< index into `groups`
};

/// Shape:   kinds[device], cables[cable], groups[group].
struct DeviceGraph {
  std::vector<DeviceKind> kinds;
  std::vector<Cable> cables;
  std::vector<GroupKind> groups;

  DeviceId devices() const { return static_cast<DeviceId>(kinds.size()); }
  bool is_trunk(const Cable& cable) const {
    return cable.group != no_group && groups[cable.group] == GroupKind::trunk;
  }
};

}  // namespace rippletank::underlay
