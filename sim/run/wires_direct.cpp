// Lays direct wires: a delay for each connection.
#include "sim/run/wires.hpp"
#include "sim/underlay/direct_parameters.hpp"
#include "sim/underlay/latency.hpp"

namespace rippletank::run {
namespace {

/// The delay of each link, drawn by its two ends.
std::vector<core::Time> draw_delays(const OverlayGraph& overlay,
                                    const core::Distribution& latency_ms) {
  std::vector<core::Time> delays;
  delays.reserve(overlay.graph.links.size());
  for (const topologies::Link& link : overlay.graph.links) {
    delays.push_back(underlay::draw_latency(link, latency_ms, overlay.seed));
  }
  return delays;
}

}  // namespace

LaidWires lay_direct_wires(const OverlayGraph& overlay) {
  if (overlay.scenario.overlay.placement) {
    throw registry::InputError(registry::Diagnostic{
        "", 0, "/overlay/placement",
        "a \"direct\" underlay has no hosts to place peers on; leave it out, or name another "
        "underlay"});
  }
  const auto& parameters = overlay.scenario.underlay.as<underlay::DirectParameters>();
  const underlay::Segments segments{parameters.segment_payload_bytes,
                                    parameters.segment_header_bytes};
  const std::vector<core::Time>& from_file = overlay.graph.latency_ns;
  const auto* constant = std::get_if<core::Constant>(&parameters.latency_ms.model());
  LaidWires laid;
  if (from_file.empty() && constant != nullptr) {
    laid.wires = underlay::ConstantDelay{core::from_milliseconds_cut(constant->value), segments};
  } else if (from_file.empty()) {
    laid.wires =
        delays_per_connection(overlay, draw_delays(overlay, parameters.latency_ms), segments);
  } else {
    laid.wires = delays_per_connection(overlay, from_file, segments);
  }
  return laid;
}

}  // namespace rippletank::run
