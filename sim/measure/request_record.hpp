// RequestRecord: how a request ended that was passed on from peer to peer, one at a time.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"

namespace rippletank::measure {

/// Whoever asks ends in exactly one of these.
enum class RequestOutcome : std::uint8_t {
  found,       ///< the item has come
  not_found,   ///< all that could be asked were
  out_of_htl,  ///< it was passed on as often as it might be
  stored,      ///< of an insert: the item lies with the peers of its path
  collision,   ///< of an insert: the item was there already
  lost         ///< nothing of all this; the reason says why
};
inline constexpr std::array<const char*, 6> request_outcome_names = {
    "found", "not_found", "out_of_htl", "stored", "collision", "lost"};

struct RequestRecord {
  std::optional<core::QueryId> query;
  const char* kind = "request";
  std::optional<core::ItemId> item;
  core::PeerId origin = 0;
  RequestOutcome outcome = RequestOutcome::lost;
  const char* reason = "";  ///< why it was lost
  core::Time start = 0;
  std::optional<core::Time> duration;  ///< until the origin knew; none: it never did
  /// From the origin to the peer that had the item, or to the last of an insert's path.
  std::optional<std::uint32_t> path_hops;
  std::uint32_t asked = 0;       ///< how often it was passed on, also in vain
  std::uint32_t backtracks = 0;  ///< how often somebody had to try another peer
  std::uint32_t copies_made = 0;
};

}  // namespace rippletank::measure
