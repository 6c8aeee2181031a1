// Lays direct wires: a delay for each connection.
#include <algorithm>
#include <memory>
#include <utility>

#include "sim/run/link_ways.hpp"
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

/// Adds the latencies of the access links at both ends of each connection, if there are any.
void add_access(const OverlayGraph& overlay, std::vector<core::Time>& delays) {
  if (!overlay.access) return;
  const std::vector<underlay::Access>& access = overlay.access->access;
  for (std::size_t i = 0; i < delays.size(); ++i) {
    const topologies::Link& link = overlay.graph.links[i];
    const core::Time ends = core::later(access[link.from].latency_ns, access[link.to].latency_ns);
    delays[i] = core::later(delays[i], ends);
  }
}

/// Delays between any two peers where a file says those of connections: the connection's, or of
/// the shortest way over several. Ways are prepared when first asked for, as floods never ask.
class DelaysOverConnections {
 public:
  explicit DelaysOverConnections(const topologies::Graph& graph) {
    graph_.node_count = graph.node_count;
    graph_.links = graph.links;
    graph_.latency_ns = graph.latency_ns;
  }

  core::Time delay(core::PeerId from, core::PeerId to) {
    if (ways_ == nullptr) ways_ = std::make_unique<Ways>(graph_);
    const topologies::Adjacency& rows = ways_->rows;
    const auto begin = rows.neighbours.begin() + rows.offsets[from];
    const auto end = rows.neighbours.begin() + rows.offsets[from + 1];
    const auto found = std::lower_bound(begin, end, to);
    if (found == end || *found != to) return ways_->trees.from(from)[to].latency_ns;
    return graph_.latency_ns[rows.link[static_cast<std::size_t>(found - rows.neighbours.begin())]];
  }

 private:
  struct Ways {
    explicit Ways(const topologies::Graph& graph)
        : rows(topologies::adjacency(graph)),
          network(graph.node_count, core_links(graph)),
          trees(network) {}

    topologies::Adjacency rows;
    underlay::RouterNetwork network;
    underlay::PathTrees trees;
  };

  static std::vector<underlay::CoreLink> core_links(const topologies::Graph& graph) {
    std::vector<underlay::CoreLink> links;
    links.reserve(graph.links.size());
    for (std::size_t i = 0; i < graph.links.size(); ++i) {
      links.push_back({graph.links[i].from, graph.links[i].to, graph.latency_ns[i], 0});
    }
    return links;
  }

  topologies::Graph graph_;
  std::unique_ptr<Ways> ways_;
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
  underlay::DelayBetween between;
  std::vector<core::Time> delays = from_file;
  if (from_file.empty() && constant != nullptr) {
    const core::Time delay = core::from_milliseconds_cut(constant->value);
    between = [delay](core::PeerId, core::PeerId) { return delay; };
    if (overlay.access) delays.assign(overlay.graph.links.size(), delay);
  } else if (from_file.empty()) {
    between = [latency_ms = parameters.latency_ms, seed = overlay.seed](core::PeerId from,
                                                                        core::PeerId to) {
      return underlay::draw_latency({from, to}, latency_ms, seed);
    };
    delays = draw_delays(overlay, parameters.latency_ms);
  } else {
    between = [known = std::make_shared<DelaysOverConnections>(overlay.ways)](
                  core::PeerId from, core::PeerId to) { return known->delay(from, to); };
  }
  add_access(overlay, delays);
  between = with_access(overlay, std::move(between));
  LaidWires laid;
  if (from_file.empty() && constant != nullptr && !overlay.access) {
    laid.wires = underlay::ConstantDelay{core::from_milliseconds_cut(constant->value), segments};
  } else {
    laid.wires = delays_per_connection(overlay, delays, segments, between);
  }
  laid.access = overlay.access;
  laid.link_ways = ways_over_access(std::move(between), overlay.access);
  return laid;
}

}  // namespace rippletank::run
