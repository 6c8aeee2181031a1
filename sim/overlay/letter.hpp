// Letter: a message from one peer to one other, as protocols with roles write them.
#pragma once

#include <cstdint>
#include <limits>

#include "sim/core/ids.hpp"

namespace rippletank::overlay {

/// A query in the order of start, those of the warm-up included.
using QueryNumber = std::uint32_t;
inline constexpr QueryNumber no_query = std::numeric_limits<QueryNumber>::max();

struct Letter {
  std::uint8_t type = 0;         ///< index into the protocol's message types, or a timer of its own
  bool counted = true;           ///< false for one that belongs to the warm-up
  std::uint16_t hops = 1;        ///< that what it tells has travelled when it arrives
  QueryNumber query = no_query;  ///< that it is sent because of
  std::uint32_t subject = 0;     ///< what it is about, as its type has it
  std::uint32_t value = 0;       ///< likewise
};

}  // namespace rippletank::overlay
