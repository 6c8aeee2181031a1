// Lays the wires of an internet: routers and core links of a topology, with peers at its routers.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "sim/run/link_ways.hpp"
#include "sim/run/wires.hpp"
#include "sim/underlay/internet_parameters.hpp"
#include "topologies/catalogue.hpp"

namespace rippletank::run {
namespace {

void check_has_routers(const topologies::Graph& graph) {
  const auto stop = [](const char* message) {
    throw registry::InputError(registry::Diagnostic{"", 0, "/underlay/topology", message});
  };
  if (graph.node_count == 0) stop("expected at least one router, got an empty graph");
  const bool has_device =
      std::any_of(graph.kinds.begin(), graph.kinds.end(), [](topologies::NodeKind kind) {
        return kind == topologies::NodeKind::hub || kind == topologies::NodeKind::switch_device;
      });
  if (has_device) {
    stop(
        "an internet has routers, but no hubs and switches; where the topology has a \"centre\", "
        "make it \"node\", or take a \"physical\" underlay");
  }
}

}  // namespace

topologies::Graph internet_graph(const registry::Model& underlay, std::uint64_t seed) {
  const auto& parameters = underlay.as<underlay::InternetParameters>();
  topologies::Graph graph = topologies::build(parameters.topology, seed);
  const underlay::RouterNetwork network = underlay::router_network(graph, parameters, seed);
  graph.latency_ns.clear();
  for (const underlay::CoreLink& link : network.links())
    graph.latency_ns.push_back(link.latency_ns);
  return graph;
}

LaidWires lay_internet_wires(const OverlayGraph& overlay) {
  const auto& parameters = overlay.scenario.underlay.as<underlay::InternetParameters>();
  topologies::Graph graph = overlay.graphs(parameters.topology, overlay.seed);
  check_has_routers(graph);
  underlay::AccessLinks access =
      overlay.access
          ? *overlay.access
          : underlay::access_links({parameters.access_mix, parameters.access_classes, {}},
                                   overlay.peers(), {}, overlay.seed);
  LaidWires laid;
  laid.access = access;
  laid.host_of = place_peers(overlay, "random", graph.node_count, "routers");
  underlay::InternetPlan plan{underlay::router_network(graph, parameters, overlay.seed),
                              laid.host_of,
                              std::move(access.classes),
                              std::move(access.access),
                              {parameters.segment_payload_bytes, parameters.segment_header_bytes},
                              parameters.access_queue_bytes,
                              parameters.core_queue_bytes};
  auto wires = std::make_unique<underlay::InternetWires>(std::move(plan), overlay.rows);
  laid.paths.idle_delay = [wires = wires.get()](core::PeerId from, core::PeerId to,
                                                std::uint64_t bytes) {
    return wires->idle_delay(from, to, bytes);
  };
  laid.paths.links = [wires = wires.get()](core::PeerId from, core::PeerId to) {
    return wires->path_links(from, to);
  };
  laid.paths.by_origin = true;
  laid.link_ways = ways_over_internet(*wires);
  laid.device_names = std::move(graph.names);
  laid.notes = std::move(graph.notes);
  laid.wires = std::move(wires);
  laid.route = internet_route(laid, overlay.graph.names);
  return laid;
}

}  // namespace rippletank::run
