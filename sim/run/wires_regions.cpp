// Lays wires by regions: peers in regions of the world, by the share of each.
#include <memory>
#include <utility>

#include "sim/run/wires.hpp"
#include "sim/underlay/regions.hpp"

namespace rippletank::run {

LaidWires lay_regions_wires(const OverlayGraph& overlay) {
  if (overlay.scenario.overlay.placement) {
    throw registry::InputError(registry::Diagnostic{
        "", 0, "/overlay/placement",
        "a \"regions\" underlay places peers by the node shares in its file; leave it out"});
  }
  const auto& parameters = overlay.scenario.underlay.as<underlay::RegionsParameters>();
  const auto regions = std::make_shared<const underlay::RegionDelays>(
      underlay::read_regions(parameters), parameters.latency, overlay.peers(), overlay.seed);
  LaidWires laid = delays_between_peers(
      overlay, [regions](core::PeerId from, core::PeerId to) { return regions->delay(from, to); },
      {parameters.segment_payload_bytes, parameters.segment_header_bytes});
  laid.device_names = topologies::NodeNames(regions->table().names, false);
  laid.host_of = regions->region_of();
  return laid;
}

}  // namespace rippletank::run
