// Time bins: counts over time, in bins of equal width.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/core/time.hpp"
#include "sim/measure/peer_traffic.hpp"

namespace rippletank::measure {

/// Thrown when a run goes on for more bins than are kept.
struct TooManyBins {};

inline constexpr core::Time most_bins = 1'000'000;

/// The bin of a moment: they begin at 0, and there is one only if their width is core::never.
///
/// Errors:  TooManyBins.
inline std::size_t bin_of(core::Time time, core::Time width) {
  if (width == core::never) return 0;
  const core::Time index = time / width;
  if (index > most_bins) throw TooManyBins{};
  return static_cast<std::size_t>(index);
}

/// How often something happened in each bin; counts nothing if the width is core::never.
///
/// Shape:   8 bytes per bin up to the last in which it happened.
class BinnedCount {
 public:
  explicit BinnedCount(core::Time width = core::never) : width_(width) {}

  void add(core::Time now) {
    if (width_ == core::never) return;
    const std::size_t bin = bin_of(now, width_);
    if (bin >= counts_.size()) counts_.resize(bin + 1);
    ++counts_[bin];
  }

  std::uint64_t in_bin(std::size_t bin) const { return bin < counts_.size() ? counts_[bin] : 0; }

 private:
  core::Time width_;
  std::vector<std::uint64_t> counts_;
};

/// What was sent in each bin, by type of message; counts nothing if the width is core::never.
///
/// Shape:   16 bytes per type and bin up to the last in which something was sent.
class BinnedTraffic {
 public:
  explicit BinnedTraffic(core::Time width = core::never, std::size_t types = 0)
      : width_(width), sent_(types) {}

  void add(core::Time now, std::size_t type, std::uint64_t messages, std::uint64_t bytes) {
    if (width_ == core::never) return;
    const std::size_t bin = bin_of(now, width_);
    if (bin >= sent_[type].size()) sent_[type].resize(bin + 1);
    sent_[type][bin].messages += messages;
    sent_[type][bin].bytes += bytes;
  }

  Amount in_bin(std::size_t type, std::size_t bin) const {
    return bin < sent_[type].size() ? sent_[type][bin] : Amount{};
  }

 private:
  core::Time width_;
  std::vector<std::vector<Amount>> sent_;  ///< [type][bin]
};

}  // namespace rippletank::measure
