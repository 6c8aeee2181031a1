// barabasi_albert: newcomers link to nodes in proportion to the links those have already.
#include "sim/core/random.hpp"
#include "topologies/generators/limits.hpp"
#include "topologies/generators/link_order.hpp"
#include "topologies/model.hpp"

namespace rippletank::topologies {
namespace {

struct BarabasiAlbertParameters {
  std::uint32_t nodes = 1000;
  std::uint32_t links_per_node = 2;
};

double link_total(const BarabasiAlbertParameters& parameters) {
  return (static_cast<double>(parameters.nodes) - parameters.links_per_node) *
         parameters.links_per_node;
}

Graph build(const BarabasiAlbertParameters& parameters, std::uint64_t seed) {
  const NodeId nodes = parameters.nodes;
  const std::uint32_t links_per_node = parameters.links_per_node;
  core::Substream stream(seed, "topology/barabasi_albert");
  Graph graph;
  graph.node_count = nodes;
  std::vector<Link>& links = graph.links;
  links.reserve(static_cast<std::size_t>(link_total(parameters)));
  // The first newcomer finds exactly as many nodes as it wants links.
  for (NodeId node = 0; node < links_per_node; ++node) links.push_back({node, links_per_node});
  std::vector<NodeId> linked_by(nodes, 0);
  for (NodeId newcomer = links_per_node + 1; newcomer < nodes; ++newcomer) {
    // A node stands at the ends of links as often as its degree, so a random end is a node chosen
    // in proportion to its degree.
    const std::uint64_t ends = 2 * std::uint64_t{links.size()};
    for (std::uint32_t k = 0; k < links_per_node; ++k) {
      NodeId target = 0;
      do {
        const std::uint64_t end = stream.below(ends);
        const Link& link = links[end / 2];
        target = end % 2 == 0 ? link.from : link.to;
      } while (linked_by[target] == newcomer);
      linked_by[target] = newcomer;
      links.push_back({target, newcomer});
    }
  }
  put_in_order(links, nodes);
  return graph;
}

void check(const BarabasiAlbertParameters& parameters, registry::Reader& reader) {
  if (parameters.links_per_node >= parameters.nodes) {
    reader.error_at("links_per_node", fmt::format("expected less than nodes ({}), got {}",
                                                  parameters.nodes, parameters.links_per_node));
    return;
  }
  check_size(parameters.nodes, link_total(parameters), "nodes or links_per_node", reader);
}

}  // namespace

RIPPLETANK_TOPOLOGY(barabasi_albert) {
  using registry::between;
  return model<BarabasiAlbertParameters>(
      registry::describe<BarabasiAlbertParameters>(
          "barabasi_albert",
          "A graph grown by preferential attachment: newcomers prefer nodes with many links.",
          "Barabasi & Albert, Emergence of scaling in random networks, Science 286 (1999), with "
          "links_per_node unlinked nodes at the start and no pair linked twice; in linear time "
          "after Batagelj & Brandes, Physical Review E 71, 036113 (2005)",
          registry::Table<BarabasiAlbertParameters>{}
              .field("nodes", &BarabasiAlbertParameters::nodes,
                     {.unit = "nodes",
                      .range = between(2, most_nodes),
                      .description = "Number of nodes in the end."})
              .field("links_per_node", &BarabasiAlbertParameters::links_per_node,
                     {.unit = "links",
                      .range = between(1, most_nodes),
                      .description = "Links that every newcomer makes; fewer than nodes."})
              .check(check),
          {{"nodes", 40}, {"links_per_node", 2}}),
      build);
}

}  // namespace rippletank::topologies
