// DownloadRecord: bytes that one peer fetched from another in one go.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"

namespace rippletank::measure {

/// The latter four are of those of which nothing was sent: firewalls stand between the two and
/// nothing that helps is known or allowed; who was called, by push for example, did not come; the
/// other one is gone; or it has no place.
enum class DownloadStatus : std::uint8_t {
  complete,
  cut,
  in_progress,
  unreachable,
  unanswered,
  gone,
  refused
};
inline constexpr std::array<const char*, 7> download_status_names = {
    "complete", "cut", "in_progress", "unreachable", "unanswered", "gone", "refused"};

/// Whether bytes were on their way.
constexpr bool was_sent(DownloadStatus status) { return status < DownloadStatus::unreachable; }

/// Conservation: of one that is complete all bytes were carried.
struct DownloadRecord {
  std::optional<core::QueryId> query;
  std::optional<core::ItemId> item;
  core::PeerId from = 0;
  core::PeerId to = 0;
  std::uint64_t bytes = 0;  ///< that were to be carried
  std::uint64_t carried_bytes = 0;
  const char* what = "file";
  const char* method = "direct";       ///< how the two came together, or tried to; empty: by none
  core::PeerId relay = core::no_peer;  ///< that passed it on
  DownloadStatus status = DownloadStatus::in_progress;
  core::Time start = 0;
  std::optional<core::Time> duration;  ///< none: still in progress at the end
};

/// Bytes of downloads from and to a peer, and of those that it has passed on, which came to it and
/// left it.
struct CarriedBytes {
  std::uint64_t up = 0;
  std::uint64_t down = 0;
  std::uint64_t relayed = 0;
};

}  // namespace rippletank::measure
