// random_regular: a random graph whose nodes all have the same degree.
#include "topologies/generators/degree_sequence.hpp"
#include "topologies/generators/limits.hpp"
#include "topologies/model.hpp"

namespace rippletank::topologies {
namespace {

struct RandomRegularParameters {
  std::uint32_t nodes = 1000;
  std::uint32_t degree = 4;
};

/// All pairs of nodes that are not among the links, which are in order.
std::vector<Link> complement(const std::vector<Link>& links, NodeId nodes) {
  std::vector<Link> missing;
  missing.reserve(std::size_t{nodes} * (nodes - 1) / 2 - links.size());
  auto next = links.begin();
  for (NodeId a = 0; a < nodes; ++a) {
    for (NodeId b = a + 1; b < nodes; ++b) {
      if (next != links.end() && *next == Link{a, b}) {
        ++next;
      } else {
        missing.push_back({a, b});
      }
    }
  }
  return missing;
}

Graph build(const RandomRegularParameters& parameters, std::uint64_t seed) {
  const NodeId nodes = parameters.nodes;
  core::Substream stream(seed, "topology/random_regular");
  // A dense graph leaves a pairing no room for repair; the links it lacks are then the sparse
  // regular graph, and as random.
  const bool dense = parameters.degree > (nodes - 1) / 2;
  const std::uint32_t degree = dense ? nodes - 1 - parameters.degree : parameters.degree;
  Graph graph;
  graph.node_count = nodes;
  graph.links = random_links(std::vector<std::uint32_t>(nodes, degree), stream);
  if (dense) graph.links = complement(graph.links, nodes);
  return graph;
}

void check(const RandomRegularParameters& parameters, registry::Reader& reader) {
  if (parameters.degree >= parameters.nodes) {
    reader.error_at("degree", fmt::format("expected less than nodes ({}), got {}", parameters.nodes,
                                          parameters.degree));
    return;
  }
  if (parameters.nodes % 2 != 0 && parameters.degree % 2 != 0) {
    reader.error_at("degree",
                    fmt::format("expected nodes * degree to be even, as every link has two ends, "
                                "got {} * {}; make either even",
                                parameters.nodes, parameters.degree));
    return;
  }
  check_size(parameters.nodes, 0.5 * parameters.nodes * parameters.degree, "nodes or degree",
             reader);
}

}  // namespace

RIPPLETANK_TOPOLOGY(random_regular) {
  using registry::between;
  return model<RandomRegularParameters>(
      registry::describe<RandomRegularParameters>(
          "random_regular", "A random graph in which every node has the same number of links.",
          "Bollobas, A probabilistic proof of an asymptotic formula for the number of labelled "
          "regular graphs, European Journal of Combinatorics 1 (1980): configuration model, made "
          "simple by switchings (Janson, Random Structures & Algorithms 57, 2020), which leaves it "
          "nearly uniform; up to 100,000 links are shuffled by ten further switchings each",
          registry::Table<RandomRegularParameters>{}
              .field("nodes", &RandomRegularParameters::nodes,
                     {.unit = "nodes",
                      .range = between(2, most_nodes),
                      .description = "Number of nodes."})
              .field("degree", &RandomRegularParameters::degree,
                     {.unit = "links",
                      .range = between(1, most_nodes),
                      .description = "Links of every node, fewer than nodes; nodes * degree must "
                                     "be even."})
              .check(check),
          {{"nodes", 40}, {"degree", 3}}),
      build);
}

}  // namespace rippletank::topologies
