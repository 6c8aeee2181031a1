// Latency of a link: drawn by its two ends.
#pragma once

#include <algorithm>
#include <cstdint>

#include "sim/core/distributions.hpp"
#include "sim/core/random.hpp"
#include "sim/core/time.hpp"
#include "topologies/graph.hpp"

namespace rippletank::underlay {

/// The one-way latency of a link, cut to ten years; the same whichever end comes first.
///
/// Random:  substream "underlay/latency" of the two ends, so that it depends on no other link.
inline core::Time draw_latency(const topologies::Link& link, const core::Distribution& latency_ms,
                               std::uint64_t seed) {
  constexpr core::Purpose purpose("underlay/latency");
  const auto [low, high] = std::minmax(link.from, link.to);
  core::Substream stream(seed, purpose, (std::uint64_t{low} << 32U) | high);
  return core::from_milliseconds(std::min(latency_ms.sample(stream), core::longest_s * 1000));
}

}  // namespace rippletank::underlay
