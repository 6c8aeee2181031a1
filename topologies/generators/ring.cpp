// ring: every node is joined to the next, the last to the first.
#include "topologies/model.hpp"

namespace rippletank::topologies {
namespace {

struct Parameters {
  std::uint32_t nodes = 10;
};

Graph build(const Parameters& parameters, std::uint64_t /*seed*/) {
  Graph graph;
  graph.node_count = parameters.nodes;
  graph.layout = Layout::ring;
  for (NodeId node = 0; node + 1 < parameters.nodes; ++node) {
    graph.links.push_back({node, node + 1});
  }
  graph.links.push_back({parameters.nodes - 1, 0});
  return graph;
}

}  // namespace

RIPPLETANK_TOPOLOGY(ring) {
  using registry::between;
  return model<Parameters>(
      registry::describe<Parameters>(
          "ring", "Every node is joined to two others, so that the links close a circle.",
          "McKeeth, A Guide to Peer-2-Peer (2003), physical topologies: ring",
          registry::Table<Parameters>{}.field("nodes", &Parameters::nodes,
                                              {.unit = "nodes",
                                               .range = between(3, most_nodes),
                                               .description = "Number of nodes on the ring."}),
          {{"nodes", 6}}),
      build);
}

}  // namespace rippletank::topologies
