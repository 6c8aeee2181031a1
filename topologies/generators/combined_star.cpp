// combined_star: stars whose hubs or switches are chained.
#include "topologies/generators/chain_of_stars.hpp"
#include "topologies/generators/limits.hpp"
#include "topologies/model.hpp"

namespace rippletank::topologies {
namespace {

struct CombinedStarParameters {
  std::uint32_t centres = 2;
  std::uint32_t nodes_per_centre = 6;
  Centre centre = Centre::node;
};

Graph build(const CombinedStarParameters& parameters, std::uint64_t /*seed*/) {
  Graph graph = chain_of_stars(parameters.centres, parameters.nodes_per_centre, parameters.centre);
  graph.layout = Layout::clusters;
  if (graph.has_devices()) graph.centre = parameters.centres * parameters.nodes_per_centre;
  return graph;
}

void check(const CombinedStarParameters& parameters, registry::Reader& reader) {
  const double nodes =
      chain_of_stars_nodes(parameters.centres, parameters.nodes_per_centre, parameters.centre);
  check_size(nodes, nodes - 1, "centres or nodes_per_centre", reader);
}

}  // namespace

RIPPLETANK_TOPOLOGY(combined_star) {
  using registry::between;
  return model<CombinedStarParameters>(
      registry::describe<CombinedStarParameters>(
          "combined_star", "Several stars, the centre of each joined to the centre of the next.",
          "McKeeth, A Guide to Peer-2-Peer (2003), physical topologies: combined star, two or "
          "more hubs or switches in a chain",
          registry::Table<CombinedStarParameters>{}
              .field("centres", &CombinedStarParameters::centres,
                     {.unit = "centres",
                      .range = between(1, most_nodes),
                      .description = "Number of centres in the chain."})
              .field("nodes_per_centre", &CombinedStarParameters::nodes_per_centre,
                     {.unit = "nodes",
                      .range = between(1, most_nodes),
                      .description = "Nodes of a star, a centre that is one of them included."})
              .field("centre", &CombinedStarParameters::centre, {.description = centre_description})
              .check(check),
          {{"centres", 2}, {"nodes_per_centre", 6}, {"centre", "node"}}),
      build);
}

}  // namespace rippletank::topologies
