// Tallies: what is counted about a mesh besides its messages.
#pragma once

#include <array>
#include <cstdint>

namespace rippletank::protocols::waste {

/// All after the warm-up, but for what is said about the start.
struct Tallies {
  std::uint64_t links_opened = 0;
  std::uint64_t links_lost = 0;  ///< ends of links
  std::uint64_t relayed_messages = 0;
  std::uint64_t relayed_bytes = 0;
  std::uint64_t answers_without_route = 0;
  std::uint64_t answers_turned_back = 0;  ///< where the way back leads to whom they come from
  std::uint64_t overflowed = 0;
  std::array<std::uint64_t, 3> overflowed_of = {};  ///< announcements, searches, files
  std::uint64_t lost_in_queue = 0;                  ///< as their link was lost
  std::uint64_t filler_bytes = 0;
  std::uint64_t file_requests = 0;
  std::uint64_t uploads_ignored = 0;
  std::uint64_t chunks_late = 0;    ///< that answer a request that is no longer the last one
  std::uint64_t rounds_silent = 0;  ///< after which a peer has asked again
  std::uint64_t downloads_silent = 0;
  std::uint64_t downloads_too_large = 0;
};

}  // namespace rippletank::protocols::waste
