// NetworkView: what can be seen of the network of a run at a moment.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"
#include "sim/overlay/connections.hpp"

namespace rippletank::overlay {

class Attendance;

/// What a run shows of itself to whoever decides what fails in it, and to whoever looks at it.
///
/// Cost:    nothing until it is asked.
struct NetworkView {
  core::Time now = 0;
  const Attendance& attendance;
  const Connections& topology;
  /// Those that peers have made, as both their ends know them; nothing where they keep those of the
  /// topology. O(connections).
  std::function<std::optional<Connections>()> made_connections;
  /// What a peer is in its protocol, in the words of peers.csv.
  std::function<const char*(core::PeerId)> role;
  /// How much has happened so far: while it is the same, so is the network.
  std::uint64_t happened = 0;
};

}  // namespace rippletank::overlay
