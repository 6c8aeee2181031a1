// star: one centre, joined to all others.
#include "topologies/generators/centre.hpp"
#include "topologies/generators/limits.hpp"
#include "topologies/model.hpp"

namespace rippletank::topologies {
namespace {

struct StarParameters {
  std::uint32_t nodes = 10;
  Centre centre = Centre::node;
};

Graph build(const StarParameters& parameters, std::uint64_t /*seed*/) {
  const NodeId nodes = parameters.nodes;
  Graph graph;
  graph.node_count = nodes;
  graph.layout = Layout::star;
  graph.links.reserve(nodes);
  if (parameters.centre == Centre::node) {
    for (NodeId node = 1; node < nodes; ++node) graph.links.push_back({0, node});
    return graph;
  }
  graph.node_count = nodes + 1;
  graph.centre = nodes;
  graph.kinds.assign(nodes, NodeKind::host);
  graph.kinds.push_back(device_kind(parameters.centre));
  for (NodeId node = 0; node < nodes; ++node) graph.links.push_back({node, nodes});
  return graph;
}

void check(const StarParameters& parameters, registry::Reader& reader) {
  const double nodes = parameters.nodes + (parameters.centre == Centre::node ? 0.0 : 1.0);
  check_size(nodes, nodes - 1, "nodes", reader);
}

}  // namespace

RIPPLETANK_TOPOLOGY(star) {
  using registry::between;
  return model<StarParameters>(
      registry::describe<StarParameters>(
          "star", "Every node is joined to one centre, and to nothing else.",
          "McKeeth, A Guide to Peer-2-Peer (2003), physical topologies: star with switch or hub",
          registry::Table<StarParameters>{}
              .field("nodes", &StarParameters::nodes,
                     {.unit = "nodes",
                      .range = between(1, most_nodes - 1),
                      .description = "Number of nodes, a centre that is one of them included."})
              .field("centre", &StarParameters::centre, {.description = centre_description})
              .check(check),
          {{"nodes", 12}, {"centre", "node"}}),
      build);
}

}  // namespace rippletank::topologies
