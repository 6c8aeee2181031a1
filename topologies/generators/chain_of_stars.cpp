// Makes stars whose centres form a line.
#include "topologies/generators/chain_of_stars.hpp"

namespace rippletank::topologies {
namespace {

void add_stars_around_nodes(Graph& graph, std::uint32_t stars, std::uint32_t nodes_per_star) {
  for (std::uint32_t star = 0; star < stars; ++star) {
    const NodeId centre = star * nodes_per_star;
    for (NodeId k = 1; k < nodes_per_star; ++k) graph.links.push_back({centre, centre + k});
    if (star + 1 < stars) graph.links.push_back({centre, centre + nodes_per_star});
  }
}

void add_stars_around_devices(Graph& graph, std::uint32_t stars, std::uint32_t nodes_per_star) {
  const NodeId nodes = stars * nodes_per_star;
  for (NodeId node = 0; node < nodes; ++node) {
    graph.links.push_back({node, nodes + node / nodes_per_star});
  }
  for (NodeId device = nodes + 1; device < graph.node_count; ++device) {
    graph.links.push_back({device - 1, device});
  }
}

}  // namespace

Graph chain_of_stars(std::uint32_t stars, std::uint32_t nodes_per_star, Centre centre) {
  const NodeId nodes = stars * nodes_per_star;
  Graph graph;
  graph.node_count = centre == Centre::node ? nodes : nodes + stars;
  graph.links.reserve(graph.node_count);
  graph.group.reserve(graph.node_count);
  for (NodeId node = 0; node < nodes; ++node) graph.group.push_back(node / nodes_per_star);
  if (centre == Centre::node) {
    add_stars_around_nodes(graph, stars, nodes_per_star);
    return graph;
  }
  graph.kinds.assign(nodes, NodeKind::host);
  graph.kinds.insert(graph.kinds.end(), stars, device_kind(centre));
  for (std::uint32_t star = 0; star < stars; ++star) graph.group.push_back(star);
  add_stars_around_devices(graph, stars, nodes_per_star);
  return graph;
}

double chain_of_stars_nodes(std::uint32_t stars, std::uint32_t nodes_per_star, Centre centre) {
  return static_cast<double>(stars) * (nodes_per_star + (centre == Centre::node ? 0.0 : 1.0));
}

}  // namespace rippletank::topologies
