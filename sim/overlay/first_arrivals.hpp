// FirstArrivals: when copies of a flood arrive first, so that others are known to be duplicates.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "sim/core/column.hpp"
#include "sim/core/ids.hpp"
#include "sim/core/prefetch.hpp"
#include "sim/core/time.hpp"

namespace rippletank::overlay {

/// When the first copy of a flood that is on its way to each peer will arrive.
///
/// A later copy will certainly be a duplicate. Times are kept in steps, and only a copy that
/// arrives in a later step is called one: the rest goes the plain way, and so does what arrives
/// after the steps that can be counted.
/// Shape:   2 bytes per peer, hence only for as many floods at a time as FirstArrivalsStore has.
class FirstArrivals {
 public:
  static constexpr std::size_t bytes(core::PeerId peers) {
    return sizeof(Step) * std::size_t{peers};
  }

  /// For how long most copies travel; about a flood that goes on for longer less is certain.
  static core::Time expected_span(std::optional<std::uint32_t> ttl_hops, core::Time delay) {
    constexpr std::uint32_t many_hops = 16;
    const core::Time hops = std::min(ttl_hops.value_or(many_hops), many_hops);
    return hops * std::min(delay, core::never / many_hops);
  }

  /// Whether a flood has enough copies for what start() costs.
  static bool pays(core::PeerId peers, double mean_degree, std::uint32_t ttl_hops) {
    constexpr double peers_cleared_per_copy = 256;  // in the time that a copy takes
    double copies = peers_cleared_per_copy;
    for (std::uint32_t hop = 0; hop < ttl_hops && copies < peers; ++hop) {
      copies *= std::max(mean_degree, 1.5);
    }
    return copies >= peers;
  }

  /// `span`: how long after the start most copies arrive; the steps are made as short as that
  /// allows.
  void start(core::PeerId peers, core::Time start, core::Time span) {
    start_ = start;
    constexpr int step_width = std::numeric_limits<Step>::digits;
    step_bits_ = std::max(
        static_cast<int>(std::bit_width(static_cast<std::uint64_t>(span))) - step_width, 0);
    steps_.assign(peers, unknown);
  }

  /// The peer has seen it already: whatever arrives later than the start is a duplicate.
  void set_seen(core::PeerId peer) { steps_[peer] = 0; }

  RIPPLETANK_ALWAYS_INLINE void prefetch(core::PeerId peer) const { core::prefetch(&steps_[peer]); }

  /// 1 if a copy with this arrival will be a duplicate; 0 if it may be the first.
  std::uint64_t certain_duplicate(core::PeerId to, core::Time arrival) {
    const std::uint64_t elapsed = static_cast<std::uint64_t>(arrival - start_) >> step_bits_;
    const auto step = static_cast<Step>(std::min(elapsed, std::uint64_t{unknown}));
    const Step first = steps_[to];
    steps_[to] = std::min(first, step);
    // The sign of first - step: a comparison would become a branch, and half of them mispredicted.
    return (std::uint64_t{first} - step) >> 63U;
  }

 private:
  using Step = std::uint16_t;
  static constexpr Step unknown = std::numeric_limits<Step>::max();

  core::Time start_ = 0;
  int step_bits_ = 0;
  core::Column<Step> steps_;
};

/// As many of them as are worth their memory; the results are the same without.
class FirstArrivalsStore {
 public:
  static constexpr std::size_t budget_bytes = std::size_t{64} << 20U;

  /// Null when memory is short.
  std::unique_ptr<FirstArrivals> take(core::PeerId peers) {
    if (!idle_.empty()) {
      std::unique_ptr<FirstArrivals> taken = std::move(idle_.back());
      idle_.pop_back();
      return taken;
    }
    if ((made_ + 1) * FirstArrivals::bytes(peers) > budget_bytes) return nullptr;
    ++made_;
    return std::make_unique<FirstArrivals>();
  }
  /// Null is given back in vain.
  void give_back(std::unique_ptr<FirstArrivals> used) {
    if (used != nullptr) idle_.push_back(std::move(used));
  }

 private:
  std::size_t made_ = 0;
  std::vector<std::unique_ptr<FirstArrivals>> idle_;
};

}  // namespace rippletank::overlay
