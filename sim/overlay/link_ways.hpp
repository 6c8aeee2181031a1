// LinkWays: the links that peers' bytes share, and which of them lie between two peers.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"
#include "sim/overlay/fair_shares.hpp"

namespace rippletank::overlay {

/// What an underlay tells about carrying many bytes.
struct LinkWays {
  std::vector<double> capacity_bytes_s;  ///< [LinkId]
  /// Fills in the links from one peer to another, which may be none, and returns how long the first
  /// byte takes; nothing if there is no way. Empty: every way is free and takes no time.
  std::function<std::optional<core::Time>(core::PeerId from, core::PeerId to,
                                          std::vector<LinkId>& links)>
      find;
  /// The capacities of now, once ways have changed. Empty: they are as at the beginning.
  std::function<std::vector<double>()> changed_capacities_bytes_s;
};

}  // namespace rippletank::overlay
