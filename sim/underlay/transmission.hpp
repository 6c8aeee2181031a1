// Transmission: a message that is handed to wires which carry it step by step.
#pragma once

#include <cstdint>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"

namespace rippletank::underlay {

using MessageId = std::uint32_t;

struct Transmission {
  core::Time now = 0;
  core::Slot slot = 0;  ///< the connection that it is sent along
  core::PeerId from = 0;
  core::PeerId to = 0;
  MessageId id = 0;           ///< by which its end is told
  std::uint64_t bytes = 0;    ///< without anything around it
  std::uint32_t content = 0;  ///< copies of one content are told apart from those of others
};

}  // namespace rippletank::underlay
