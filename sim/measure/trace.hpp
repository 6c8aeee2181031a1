// Trace: every message as it is sent and as it arrives, for replay and for reading.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"

namespace rippletank::measure {

/// `reach`: a peer takes up a query for the first time: as a message arrives, or, where it has to
/// wait for its turn, later. `repeated`: a message that was delivered and has waited for its turn
/// is found to be a duplicate.
enum class TraceKind : std::uint8_t { query, send, deliver, duplicate, drop, reach, repeated };

struct TraceEvent {
  core::Time time = 0;
  TraceKind kind = TraceKind::send;
  std::optional<core::QueryId> query;  ///< none for one of the warm-up, which has no number
  core::PeerId from = core::no_peer;
  core::PeerId to = core::no_peer;
  std::uint32_t hops = 0;
  std::uint64_t bytes = 0;
  const char* type = "";
  std::uint64_t messages = 1;  ///< that are alike and were sent back to back: together `bytes` long
};

/// Receives the events in virtual-time order.
using TraceSink = std::function<void(const TraceEvent&)>;

}  // namespace rippletank::measure
