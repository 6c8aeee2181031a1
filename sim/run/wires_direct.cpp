// Lays direct wires: a delay for each connection.
#include <algorithm>
#include <memory>
#include <utility>

#include "sim/run/wires.hpp"
#include "sim/underlay/direct_parameters.hpp"
#include "sim/underlay/latency.hpp"
#include "sim/underlay/router_network.hpp"

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

/// Delays between any two peers where a file says those of connections: the connection's, or of
/// the shortest way over several.
class DelaysOverConnections {
 public:
  explicit DelaysOverConnections(const OverlayGraph& overlay)
      : rows_(overlay.rows),
        latency_ns_(overlay.graph.latency_ns),
        network_(overlay.peers(), core_links(overlay.graph)),
        trees_(network_) {}

  core::Time delay(core::PeerId from, core::PeerId to) {
    const auto begin = rows_.neighbours.begin() + rows_.offsets[from];
    const auto end = rows_.neighbours.begin() + rows_.offsets[from + 1];
    const auto found = std::lower_bound(begin, end, to);
    if (found == end || *found != to) return trees_.from(from)[to].latency_ns;
    return latency_ns_[rows_.link[static_cast<std::size_t>(found - rows_.neighbours.begin())]];
  }

 private:
  static std::vector<underlay::CoreLink> core_links(const topologies::Graph& graph) {
    std::vector<underlay::CoreLink> links;
    links.reserve(graph.links.size());
    for (std::size_t i = 0; i < graph.links.size(); ++i) {
      links.push_back({graph.links[i].from, graph.links[i].to, graph.latency_ns[i], 0});
    }
    return links;
  }

  topologies::Adjacency rows_;
  std::vector<core::Time> latency_ns_;
  underlay::RouterNetwork network_;
  underlay::PathTrees trees_;
};

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
    const auto between = [latency_ms = parameters.latency_ms, seed = overlay.seed](
                             core::PeerId from, core::PeerId to) {
      return underlay::draw_latency({from, to}, latency_ms, seed);
    };
    laid.wires = delays_per_connection(overlay, draw_delays(overlay, parameters.latency_ms),
                                       segments, between);
  } else {
    const auto delays = std::make_shared<DelaysOverConnections>(overlay);
    const auto between = [delays](core::PeerId from, core::PeerId to) {
      return delays->delay(from, to);
    };
    laid.wires = delays_per_connection(overlay, from_file, segments, between);
  }
  return laid;
}

}  // namespace rippletank::run
