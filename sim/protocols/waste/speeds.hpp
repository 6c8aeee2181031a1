// Speeds: what follows from how fast a peer's line is.
#pragma once

#include <cstdint>

namespace rippletank::protocols::waste {

/// How much a link is handed at a time.
///
/// Source:  getMaxSendSize in util.cpp of WASTE 1.5.
std::uint32_t send_ahead_bytes(double kbit_s);

/// How often a program hands over in one round of its loop.
///
/// Source:  DoMainLoop in sharedmain.cpp of WASTE 1.5.
std::uint32_t passes_of_round(double kbit_s);

/// What a filler has besides its header.
///
/// Source:  C_MessageQueue::saturate in mqueue.cpp.
std::uint32_t filler_bytes(std::uint32_t send_ahead_bytes);

}  // namespace rippletank::protocols::waste
