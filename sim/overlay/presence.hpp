// Presence: who joins and who leaves the network, and when.
#pragma once

#include <functional>
#include <optional>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"

namespace rippletank::overlay {

/// A peer goes online or offline.
struct PresenceChange {
  core::Time time = 0;
  core::PeerId peer = 0;
  bool online = false;
  bool announced = true;  ///< of one that goes offline: it says so, or it falls silent
};

/// Yields the changes of a run in ascending order of time, then nothing; empty: nobody comes or
/// goes. All peers are online at first.
using PresenceStream = std::function<std::optional<PresenceChange>()>;

}  // namespace rippletank::overlay
