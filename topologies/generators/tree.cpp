// tree: the guide's tree, a trunk off which stars branch.
#include "topologies/generators/chain_of_stars.hpp"
#include "topologies/generators/limits.hpp"
#include "topologies/model.hpp"

namespace rippletank::topologies {
namespace {

struct TreeParameters {
  std::uint32_t stars = 4;
  std::uint32_t nodes_per_star = 6;
  Centre centre = Centre::node;
};

Graph build(const TreeParameters& parameters, std::uint64_t /*seed*/) {
  Graph graph = chain_of_stars(parameters.stars, parameters.nodes_per_star, parameters.centre);
  graph.layout = Layout::tree;
  graph.cabling = Cabling::trunk_between_groups;
  // Hung up by the middle of the trunk, a picture of it is as flat as it can be.
  const std::uint32_t middle = parameters.stars / 2;
  graph.centre = parameters.centre == Centre::node
                     ? middle * parameters.nodes_per_star
                     : parameters.stars * parameters.nodes_per_star + middle;
  return graph;
}

void check(const TreeParameters& parameters, registry::Reader& reader) {
  const double nodes =
      chain_of_stars_nodes(parameters.stars, parameters.nodes_per_star, parameters.centre);
  check_size(nodes, nodes - 1, "stars or nodes_per_star", reader);
}

}  // namespace

RIPPLETANK_TOPOLOGY(tree) {
  using registry::between;
  return model<TreeParameters>(
      registry::describe<TreeParameters>(
          "tree", "Stars branch off a common trunk: each centre is joined to the next.",
          "McKeeth, A Guide to Peer-2-Peer (2003), physical topologies: tree; its links are those "
          "of combined_star, the two differ in what the trunk is made of",
          registry::Table<TreeParameters>{}
              .field("stars", &TreeParameters::stars,
                     {.unit = "stars",
                      .range = between(1, most_nodes),
                      .description = "Number of stars along the trunk."})
              .field("nodes_per_star", &TreeParameters::nodes_per_star,
                     {.unit = "nodes",
                      .range = between(1, most_nodes),
                      .description = "Nodes of a star, a centre that is one of them included."})
              .field("centre", &TreeParameters::centre, {.description = centre_description})
              .check(check),
          {{"stars", 3}, {"nodes_per_star", 5}, {"centre", "node"}}),
      build);
}

}  // namespace rippletank::topologies
