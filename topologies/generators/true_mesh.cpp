// true_mesh: a direct link between every two nodes.
#include "topologies/generators/limits.hpp"
#include "topologies/model.hpp"

namespace rippletank::topologies {
namespace {

/// The most nodes whose n(n-1)/2 links still fit into 32-bit adjacency slots.
constexpr double most_mesh_nodes = 65'536;

struct TrueMeshParameters {
  std::uint32_t nodes = 10;
};

Graph build(const TrueMeshParameters& parameters, std::uint64_t /*seed*/) {
  const NodeId nodes = parameters.nodes;
  Graph graph;
  graph.node_count = nodes;
  graph.layout = Layout::ring;
  graph.links.reserve(std::size_t{nodes} * (nodes - 1) / 2);
  for (NodeId a = 0; a < nodes; ++a) {
    for (NodeId b = a + 1; b < nodes; ++b) graph.links.push_back({a, b});
  }
  return graph;
}

void check(const TrueMeshParameters& parameters, registry::Reader& reader) {
  const double nodes = parameters.nodes;
  check_size(nodes, nodes * (nodes - 1) / 2, "nodes", reader);
}

}  // namespace

RIPPLETANK_TOPOLOGY(true_mesh) {
  using registry::between;
  return model<TrueMeshParameters>(
      registry::describe<TrueMeshParameters>(
          "true_mesh", "Every two nodes have a link of their own: n nodes, n(n-1)/2 links.",
          "McKeeth, A Guide to Peer-2-Peer (2003), physical topologies: true mesh",
          registry::Table<TrueMeshParameters>{}
              .field("nodes", &TrueMeshParameters::nodes,
                     {.unit = "nodes",
                      .range = between(1, most_mesh_nodes),
                      .description = "Number of nodes; the number of links grows with its square."})
              .check(check),
          {{"nodes", 10}}),
      build);
}

}  // namespace rippletank::topologies
