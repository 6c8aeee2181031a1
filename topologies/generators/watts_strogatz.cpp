// watts_strogatz: a ring of near neighbours, some of whose links lead to random nodes instead.
#include "sim/core/random.hpp"
#include "topologies/generators/limits.hpp"
#include "topologies/generators/link_order.hpp"
#include "topologies/generators/pair_set.hpp"
#include "topologies/model.hpp"

namespace rippletank::topologies {
namespace {

struct WattsStrogatzParameters {
  std::uint32_t nodes = 1000;
  std::uint32_t neighbours = 10;
  double rewire_probability = 0.1;
};

/// The links of the ring while they are being rewired. Link (lap, node) first joins node to
/// node + lap; whether it still does says its far end, so that only moved links need a set.
class Rewiring {
 public:
  explicit Rewiring(const WattsStrogatzParameters& parameters)
      : nodes_(parameters.nodes),
        laps_(parameters.neighbours / 2),
        far_ends_(std::size_t{laps_} * nodes_),
        degrees_(nodes_, parameters.neighbours) {
    for (std::uint32_t lap = 1; lap <= laps_; ++lap) {
      for (NodeId node = 0; node < nodes_; ++node) far_end(lap, node) = ahead(node, lap);
    }
  }

  /// Leads the link from the node elsewhere, unless that is linked to all others already.
  void rewire(std::uint32_t lap, NodeId node, core::Substream& stream) {
    if (degrees_[node] == nodes_ - 1) return;
    NodeId target = 0;
    do {
      target = static_cast<NodeId>(stream.below(nodes_));
    } while (target == node || linked(node, target));
    --degrees_[far_end(lap, node)];
    ++degrees_[target];
    far_end(lap, node) = target;
    moved_.insert(node, target);
  }

  std::vector<Link> links() const {
    std::vector<Link> all;
    all.reserve(far_ends_.size());
    for (std::size_t i = 0; i < far_ends_.size(); ++i) {
      all.push_back({static_cast<NodeId>(i % nodes_), far_ends_[i]});
    }
    return all;
  }

 private:
  NodeId ahead(NodeId node, std::uint32_t steps) const {
    return node < nodes_ - steps ? node + steps : node - (nodes_ - steps);
  }
  NodeId& far_end(std::uint32_t lap, NodeId node) {
    return far_ends_[std::size_t{lap - 1} * nodes_ + node];
  }
  bool unmoved(NodeId node, std::uint32_t lap, NodeId other) {
    return lap <= laps_ && far_end(lap, node) == other;
  }
  bool linked(NodeId a, NodeId b) {
    const std::uint32_t a_to_b = b > a ? b - a : b + (nodes_ - a);
    return unmoved(a, a_to_b, b) || unmoved(b, nodes_ - a_to_b, a) || moved_.contains(a, b);
  }

  NodeId nodes_;
  std::uint32_t laps_;
  std::vector<NodeId> far_ends_;
  std::vector<std::uint32_t> degrees_;
  PairSet moved_;
};

// Not by Boost.Graph: its small_world_iterator may link a pair twice when it rewires.
Graph build(const WattsStrogatzParameters& parameters, std::uint64_t seed) {
  core::Substream stream(seed, "topology/watts_strogatz");
  Rewiring ring(parameters);
  for (std::uint32_t lap = 1; lap <= parameters.neighbours / 2; ++lap) {
    for (NodeId node = 0; node < parameters.nodes; ++node) {
      if (stream.chance(parameters.rewire_probability)) ring.rewire(lap, node, stream);
    }
  }
  Graph graph;
  graph.node_count = parameters.nodes;
  graph.layout = Layout::ring;
  graph.links = ring.links();
  put_in_order(graph.links, graph.node_count);
  return graph;
}

void check(const WattsStrogatzParameters& parameters, registry::Reader& reader) {
  if (parameters.neighbours >= parameters.nodes) {
    reader.error_at("neighbours", fmt::format("expected less than nodes ({}), got {}",
                                              parameters.nodes, parameters.neighbours));
    return;
  }
  if (parameters.neighbours % 2 != 0) {
    reader.error_at("neighbours",
                    fmt::format("expected an even number, half on each side, got {}; take {}",
                                parameters.neighbours, parameters.neighbours - 1));
    return;
  }
  check_size(parameters.nodes, 0.5 * parameters.nodes * parameters.neighbours,
             "nodes or neighbours", reader);
}

}  // namespace

RIPPLETANK_TOPOLOGY(watts_strogatz) {
  using registry::between;
  return model<WattsStrogatzParameters>(
      registry::describe<WattsStrogatzParameters>(
          "watts_strogatz",
          "A ring whose nodes know their nearest neighbours, with some links led elsewhere.",
          "Watts & Strogatz, Collective dynamics of small-world networks, Nature 393 (1998)",
          registry::Table<WattsStrogatzParameters>{}
              .field("nodes", &WattsStrogatzParameters::nodes,
                     {.unit = "nodes",
                      .range = between(3, most_nodes),
                      .description = "Number of nodes."})
              .field("neighbours", &WattsStrogatzParameters::neighbours,
                     {.unit = "nodes",
                      .range = between(2, most_nodes),
                      .description = "Nearest nodes that each is linked to at first, half of "
                                     "them on each side: even and fewer than nodes."})
              .field("rewire_probability", &WattsStrogatzParameters::rewire_probability,
                     {.unit = "ratio",
                      .range = between(0, 1),
                      .description = "Share of the links whose far end is moved to a random "
                                     "node."})
              .check(check),
          {{"nodes", 30}, {"neighbours", 4}, {"rewire_probability", 0.1}}),
      build);
}

}  // namespace rippletank::topologies
