// ring: every node is joined to the next, the last to the first.
#include "topologies/generators/limits.hpp"
#include "topologies/model.hpp"

namespace rippletank::topologies {
namespace {

struct RingParameters {
  std::uint32_t nodes = 10;
  bool dual = false;
};

Graph build(const RingParameters& parameters, std::uint64_t /*seed*/) {
  Graph graph;
  graph.node_count = parameters.nodes;
  graph.layout = Layout::ring;
  graph.cabling = parameters.dual ? Cabling::dual_ring : Cabling::ring;
  graph.links.reserve(parameters.nodes);
  graph.links.push_back({0, 1});
  graph.links.push_back({0, parameters.nodes - 1});
  for (NodeId node = 2; node < parameters.nodes; ++node) graph.links.push_back({node - 1, node});
  return graph;
}

void check(const RingParameters& parameters, registry::Reader& reader) {
  check_size(parameters.nodes, parameters.nodes, "nodes", reader);
}

}  // namespace

RIPPLETANK_TOPOLOGY(ring) {
  using registry::between;
  return model<RingParameters>(
      registry::describe<RingParameters>(
          "ring", "Every node is joined to two others, so that the links close a circle.",
          "McKeeth, A Guide to Peer-2-Peer (2003), physical topologies: ring",
          registry::Table<RingParameters>{}
              .field("nodes", &RingParameters::nodes,
                     {.unit = "nodes",
                      .range = between(3, most_nodes),
                      .description = "Number of nodes on the ring."})
              .field("dual", &RingParameters::dual,
                     {.description = "As cables of an underlay: whether a second ring leads the "
                                     "other way round, so that what breaks leave goes on."})
              .check(check),
          {{"nodes", 12}}),
      build);
}

}  // namespace rippletank::topologies
