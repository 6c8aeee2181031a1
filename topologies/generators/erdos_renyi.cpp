// erdos_renyi: every pair of nodes is linked with the same probability, independently.
#include "topologies/generators/limits.hpp"
#include "topologies/generators/random_pairs.hpp"
#include "topologies/model.hpp"

namespace rippletank::topologies {
namespace {

struct ErdosRenyiParameters {
  std::uint32_t nodes = 1000;
  double mean_degree = 4;
};

double expected_links(const ErdosRenyiParameters& parameters) {
  return 0.5 * parameters.nodes * parameters.mean_degree;
}

/// Ten standard deviations above the mean: for the memory to set aside and for the limit.
double most_expected_links(const ErdosRenyiParameters& parameters) {
  const double links = expected_links(parameters);
  return links + 10 * std::sqrt(links);
}

// Not by Boost.Graph: its erdos_renyi_iterator repeats links, and both it and its sorted sibling
// draw from Boost's distributions and the system's logarithm, which promise no fixed numbers.
Graph build(const ErdosRenyiParameters& parameters, std::uint64_t seed) {
  Graph graph;
  graph.node_count = parameters.nodes;
  if (parameters.nodes < 2) return graph;
  core::Substream stream(seed, "topology/erdos_renyi");
  graph.links.reserve(static_cast<std::size_t>(most_expected_links(parameters)));
  const double probability = parameters.mean_degree / (parameters.nodes - 1.0);
  visit_random_pairs(parameters.nodes, probability, stream, [&](NodeId a, NodeId b) {
    graph.links.push_back({a, b});
  });
  return graph;
}

void check(const ErdosRenyiParameters& parameters, registry::Reader& reader) {
  if (parameters.mean_degree > parameters.nodes - 1.0) {
    reader.error_at("mean_degree", fmt::format("expected at most nodes - 1 = {}, got {}",
                                               parameters.nodes - 1, parameters.mean_degree));
    return;
  }
  check_size(parameters.nodes, most_expected_links(parameters), "nodes or mean_degree", reader);
}

}  // namespace

RIPPLETANK_TOPOLOGY(erdos_renyi) {
  using registry::between;
  return model<ErdosRenyiParameters>(
      registry::describe<ErdosRenyiParameters>(
          "erdos_renyi",
          "A random graph in which every two nodes are linked with the same probability.",
          "Gilbert, Random graphs, Annals of Mathematical Statistics 30 (1959), and Erdos & Renyi, "
          "On random graphs I (1959): G(n, p) with p = mean_degree / (nodes - 1)",
          registry::Table<ErdosRenyiParameters>{}
              .field("nodes", &ErdosRenyiParameters::nodes,
                     {.unit = "nodes",
                      .range = between(1, most_nodes),
                      .description = "Number of nodes."})
              .field("mean_degree", &ErdosRenyiParameters::mean_degree,
                     {.unit = "links",
                      .range = between(0, most_nodes),
                      .description = "Links of a node on average; not all nodes need to be "
                                     "reachable from each other."})
              .check(check),
          {{"nodes", 40}, {"mean_degree", 3}}),
      build);
}

}  // namespace rippletank::topologies
