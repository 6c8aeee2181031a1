// kleinberg_ring: a ring with long links, the longer the rarer, that greedy routes can find.
#include "topologies/generators/kleinberg_ring.hpp"

#include "topologies/generators/limits.hpp"
#include "topologies/generators/link_order.hpp"
#include "topologies/generators/power_law_table.hpp"
#include "topologies/model.hpp"

namespace rippletank::topologies {
namespace {

Graph build(const KleinbergRing& ring, std::uint64_t seed) {
  Graph graph;
  graph.node_count = ring.nodes;
  graph.layout = Layout::ring;
  std::vector<NodeId> far_ends = long_link_ends(ring, seed);
  graph.links.reserve(std::size_t{ring.nodes} + far_ends.size());
  for (NodeId node = 0; node < ring.nodes; ++node) {
    graph.links.push_back({node, node + 1 < ring.nodes ? node + 1 : 0});
  }
  for (std::size_t i = 0; i < far_ends.size(); ++i) {
    graph.links.push_back({static_cast<NodeId>(i / ring.long_links), far_ends[i]});
  }
  far_ends = {};
  put_in_order(graph.links, graph.node_count);
  return graph;
}

void check(const KleinbergRing& ring, registry::Reader& reader) {
  if (ring.long_links >= ring.nodes) {
    reader.error_at("long_links", fmt::format("expected less than nodes ({}), got {}", ring.nodes,
                                              ring.long_links));
    return;
  }
  check_size(ring.nodes, ring.nodes * (1.0 + ring.long_links), "nodes or long_links", reader);
}

}  // namespace

std::vector<NodeId> long_link_ends(const KleinbergRing& ring, std::uint64_t seed) {
  const NodeId nodes = ring.nodes;
  const NodeId farthest = nodes / 2;
  const PowerLawTable lengths(1, farthest, ring.exponent);
  core::Substream stream(seed, "topology/kleinberg_ring");
  std::vector<NodeId> far_ends;
  far_ends.reserve(std::size_t{nodes} * ring.long_links);
  for (NodeId node = 0; node < nodes; ++node) {
    for (std::uint32_t k = 0; k < ring.long_links;) {
      const NodeId length = lengths.draw(stream);
      const bool ahead = stream.chance(0.5);
      // The node opposite is one, not one on either side, so half of its draws do not count.
      if (!ahead && length == nodes - length) continue;
      const NodeId steps = ahead ? length : nodes - length;
      far_ends.push_back(node < nodes - steps ? node + steps : node - (nodes - steps));
      ++k;
    }
  }
  return far_ends;
}

RIPPLETANK_TOPOLOGY(kleinberg_ring) {
  using registry::between;
  return model<KleinbergRing>(
      registry::describe<KleinbergRing>(
          "kleinberg_ring",
          "A ring whose nodes also have long links, rarer by a power of their length.",
          "Kleinberg, Navigation in a small world, Nature 406 (2000), on a ring instead of a grid; "
          "a long link that falls on an existing link adds nothing",
          registry::Table<KleinbergRing>{}
              .field("nodes", &KleinbergRing::nodes,
                     {.unit = "nodes",
                      .range = between(3, most_nodes),
                      .description = "Number of nodes on the ring."})
              .field("exponent", &KleinbergRing::exponent,
                     {.unit = "",
                      .range = between(0, 10),
                      .description = "A long link has length x with probability proportional to "
                                     "x to the power of minus this; 1 lets greedy routes find "
                                     "their way best."})
              .field("long_links", &KleinbergRing::long_links,
                     {.unit = "links",
                      .range = between(0, most_nodes),
                      .description = "Long links that every node draws; fewer than nodes."})
              .check(check),
          {{"nodes", 40}, {"exponent", 1}, {"long_links", 1}}),
      build);
}

}  // namespace rippletank::topologies
