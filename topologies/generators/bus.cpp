// bus: the nodes in a line, each joined to the next.
#include "topologies/generators/limits.hpp"
#include "topologies/model.hpp"

namespace rippletank::topologies {
namespace {

struct BusParameters {
  std::uint32_t nodes = 10;
};

Graph build(const BusParameters& parameters, std::uint64_t /*seed*/) {
  Graph graph;
  graph.node_count = parameters.nodes;
  graph.layout = Layout::line;
  graph.cabling = Cabling::trunk;
  graph.links.reserve(parameters.nodes);
  for (NodeId node = 1; node < parameters.nodes; ++node) graph.links.push_back({node - 1, node});
  return graph;
}

void check(const BusParameters& parameters, registry::Reader& reader) {
  check_size(parameters.nodes, parameters.nodes - 1.0, "nodes", reader);
}

}  // namespace

RIPPLETANK_TOPOLOGY(bus) {
  using registry::between;
  return model<BusParameters>(
      registry::describe<BusParameters>(
          "bus", "The nodes stand along one line, each joined to the next.",
          "McKeeth, A Guide to Peer-2-Peer (2003), physical topologies: bus",
          registry::Table<BusParameters>{}
              .field("nodes", &BusParameters::nodes,
                     {.unit = "nodes",
                      .range = between(1, most_nodes),
                      .description = "Number of nodes on the line."})
              .check(check),
          {{"nodes", 10}}),
      build);
}

}  // namespace rippletank::topologies
