// Draws regions of peers and the latencies between them.
#include "sim/underlay/regions.hpp"

#include <numeric>
#include <utility>

#include "sim/core/distributions.hpp"
#include "sim/underlay/latency.hpp"

namespace rippletank::underlay {
namespace {

std::vector<SiteId> draw_regions(const RegionTable& table, core::PeerId peers, std::uint64_t seed) {
  constexpr core::Purpose purpose("underlay/region");
  core::Empirical shares;
  shares.values.resize(table.names.size());
  std::iota(shares.values.begin(), shares.values.end(), 0.0);
  shares.weights = table.share;
  const core::Distribution region{shares};
  std::vector<SiteId> region_of;
  region_of.reserve(peers);
  for (core::PeerId peer = 0; peer < peers; ++peer) {
    core::Substream stream(seed, purpose, peer);
    region_of.push_back(static_cast<SiteId>(region.sample(stream)));
  }
  return region_of;
}

}  // namespace

RegionDelays::RegionDelays(RegionTable table, RegionLatency latency, core::PeerId peers,
                           std::uint64_t seed)
    : table_(std::move(table)),
      latency_(latency),
      seed_(seed),
      region_of_(draw_regions(table_, peers, seed)) {}

core::Time RegionDelays::delay(core::PeerId from, core::PeerId to) const {
  const double mean_ms = table_.latency(region_of_[from], region_of_[to]);
  double latency_ms = mean_ms;
  if (latency_ == RegionLatency::pareto) {
    const core::ParetoSampler pareto(
        {mean_ms / pareto_below_mean_ms, mean_ms - pareto_below_mean_ms, {}});
    latency_ms = pareto.quantile(latency_rank(from, to, seed_));
  }
  return core::from_milliseconds_cut(latency_ms);
}

}  // namespace rippletank::underlay
