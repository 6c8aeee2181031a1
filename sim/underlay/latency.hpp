// Latency of a link: drawn by its two ends.
#pragma once

#include <algorithm>
#include <cstdint>

#include "sim/core/distributions.hpp"
#include "sim/core/random.hpp"
#include "sim/core/time.hpp"
#include "topologies/graph.hpp"

namespace rippletank::underlay {

/// A number in (0, 1) for two nodes or peers, the same whichever comes first: which of all possible
/// latencies is theirs.
///
/// Random:  substream "underlay/latency" of the two ends, so that it depends on no other link.
inline double latency_rank(std::uint32_t a, std::uint32_t b, std::uint64_t seed) {
  constexpr core::Purpose purpose("underlay/latency");
  const auto [low, high] = std::minmax(a, b);
  core::Substream stream(seed, purpose, (std::uint64_t{low} << 32U) | high);
  return stream.uniform_open();
}

/// The one-way latency of a link, cut to ten years; the same whichever end comes first.
///
/// Random:  its latency_rank().
inline core::Time draw_latency(const topologies::Link& link, const core::Distribution& latency_ms,
                               std::uint64_t seed) {
  const double drawn = latency_ms.quantile(latency_rank(link.from, link.to, seed));
  return core::from_milliseconds_cut(drawn);
}

}  // namespace rippletank::underlay
