// DownloadRecord: bytes that one peer fetched from another in one go.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"

namespace rippletank::measure {

enum class DownloadStatus : std::uint8_t { complete, cut, in_progress };
inline constexpr std::array<const char*, 3> download_status_names = {"complete", "cut",
                                                                     "in_progress"};

/// Conservation: of one that is complete all bytes were carried.
struct DownloadRecord {
  std::optional<core::QueryId> query;
  std::optional<core::ItemId> item;
  core::PeerId from = 0;
  core::PeerId to = 0;
  std::uint64_t bytes = 0;  ///< that were to be carried
  std::uint64_t carried_bytes = 0;
  const char* what = "file";
  const char* method = "direct";  ///< how the two came together
  DownloadStatus status = DownloadStatus::in_progress;
  core::Time start = 0;
  std::optional<core::Time> duration;  ///< none: still in progress at the end
};

/// Bytes of downloads from and to a peer.
struct CarriedBytes {
  std::uint64_t up = 0;
  std::uint64_t down = 0;
};

}  // namespace rippletank::measure
