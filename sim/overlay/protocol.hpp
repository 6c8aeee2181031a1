// What every protocol is made from and what its parameters have in common.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"
#include "sim/measure/message_count.hpp"
#include "sim/overlay/connections.hpp"
#include "sim/overlay/firewalls.hpp"
#include "sim/overlay/link_ways.hpp"

namespace rippletank::overlay {

class Content;

/// How much a peer sends to others at a time.
struct UploadLimits {
  std::optional<std::uint32_t> slots;  ///< none: any number
  std::optional<std::uint32_t> queue;  ///< places for those that wait for a slot; none: any number
};

/// What joins a peer to the network.
struct AccessSpeed {
  double down_kbit_s = 0;
  double up_kbit_s = 0;
};

/// What a protocol may know before a run starts.
struct SetUp {
  const Connections& connections;
  std::uint64_t seed = 1;
  /// Bytes of TCP/IP around a message of a size, as the wires account them.
  std::function<std::uint64_t(std::uint64_t)> overhead_bytes;
  /// Which items exist and who holds them; null in a scenario without content.
  const Content* content = nullptr;
  std::vector<core::PeerId> servers;  ///< those of the scenario, ascending; empty: by connections
  core::Time warm_up = 0;
  LinkWays link_ways;  ///< for files and the like
  UploadLimits uploads;
  std::vector<AccessSpeed> access;  ///< per peer; empty where nothing is known of their links
  core::Time bin = core::never;     ///< of what is counted over time
  std::vector<std::uint32_t> clusters = {};  ///< of each peer; empty where there are none
  std::vector<core::ItemId> followed = {};   ///< items whose copies are looked at in each bin
  /// For as long as the run lasts.
  std::reference_wrapper<const Firewalls> firewalls = no_firewalls;

  measure::MessageSize size(std::uint64_t control_bytes, std::uint64_t payload_bytes) const {
    return {control_bytes, payload_bytes, overhead_bytes(control_bytes + payload_bytes)};
  }
};

}  // namespace rippletank::overlay

/// Names the class of a protocol for the catalogue; `name` must stand in catalogue.def.
#define RIPPLETANK_PROTOCOL(name, Class) using name##_protocol = Class;
