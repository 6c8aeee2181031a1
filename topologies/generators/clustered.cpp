// clustered: a core of super-peers, each with leaves of its own.
#include <algorithm>
#include <array>

#include "sim/registry/reader.hpp"
#include "topologies/catalogue.hpp"
#include "topologies/generators/limits.hpp"
#include "topologies/generators/link_order.hpp"
#include "topologies/model.hpp"

namespace rippletank::topologies {
namespace {

enum class Core { mesh, ring, random_regular, barabasi_albert };

}  // namespace
}  // namespace rippletank::topologies

template <>
struct rippletank::registry::ChoiceNames<rippletank::topologies::Core> {
  using Core = topologies::Core;
  static constexpr std::array<std::pair<const char*, Core>, 4> names = {
      {{"mesh", Core::mesh},
       {"ring", Core::ring},
       {"random_regular", Core::random_regular},
       {"barabasi_albert", Core::barabasi_albert}}};
};

namespace rippletank::topologies {
namespace {

struct ClusteredParameters {
  std::uint32_t clusters = 10;
  std::uint32_t leaves_per_cluster = 9;
  std::uint32_t partners = 1;
  Core core = Core::random_regular;
  std::uint32_t core_degree = 4;
};

/// The clusters as nodes.
Graph core_graph(const ClusteredParameters& parameters, std::uint64_t seed) {
  registry::Json json = {{"nodes", parameters.clusters}};
  switch (parameters.core) {
    case Core::mesh:
      json["model"] = "true_mesh";
      break;
    case Core::ring:
      json["model"] = "ring";
      break;
    case Core::random_regular:
      json["model"] = "random_regular";
      json["degree"] = parameters.core_degree;
      break;
    case Core::barabasi_albert:
      json["model"] = "barabasi_albert";
      json["links_per_node"] = parameters.core_degree / 2;
      break;
  }
  using Model = registry::Codec<registry::Model>;
  registry::Model model;
  registry::Reader reader{{}};
  Model::read(json, model, Model::type({.catalogue = &catalogue()}), reader);
  return topologies::build(model, seed);
}

Graph build_clusters(const ClusteredParameters& parameters, std::uint64_t seed) {
  const Graph core = core_graph(parameters, seed);
  const std::uint32_t partners = parameters.partners;
  Graph graph;
  graph.layout = Layout::clusters;
  graph.core_nodes = parameters.clusters * partners;
  graph.node_count = graph.core_nodes + parameters.clusters * parameters.leaves_per_cluster;
  for (const Link& link : core.links) {
    for (std::uint32_t a = 0; a < partners; ++a) {
      for (std::uint32_t b = 0; b < partners; ++b) {
        graph.links.push_back({link.from * partners + a, link.to * partners + b});
      }
    }
  }
  for (std::uint32_t cluster = 0; cluster < parameters.clusters; ++cluster) {
    graph.group.insert(graph.group.end(), partners, cluster);
  }
  for (std::uint32_t cluster = 0; cluster < parameters.clusters; ++cluster) {
    graph.group.insert(graph.group.end(), parameters.leaves_per_cluster, cluster);
    const NodeId first_leaf = graph.core_nodes + cluster * parameters.leaves_per_cluster;
    for (std::uint32_t a = 0; a < partners; ++a) {
      const NodeId partner = cluster * partners + a;
      for (std::uint32_t b = a + 1; b < partners; ++b) {
        graph.links.push_back({partner, cluster * partners + b});
      }
      for (std::uint32_t leaf = 0; leaf < parameters.leaves_per_cluster; ++leaf) {
        graph.links.push_back({partner, first_leaf + leaf});
      }
    }
  }
  put_in_order(graph.links, graph.node_count);
  return graph;
}

double core_links(const ClusteredParameters& parameters) {
  const double clusters = parameters.clusters;
  if (parameters.core == Core::mesh) return clusters * (clusters - 1) / 2;
  if (parameters.core == Core::ring) return clusters;
  return clusters * parameters.core_degree / 2;
}

void check(const ClusteredParameters& parameters, registry::Reader& reader) {
  const double clusters = parameters.clusters;
  const double partners = parameters.partners;
  const double leaves = parameters.leaves_per_cluster;
  const bool has_degree =
      parameters.core == Core::random_regular || parameters.core == Core::barabasi_albert;
  if (has_degree && parameters.core_degree >= parameters.clusters) {
    return reader.error_at("core_degree", fmt::format("expected less than clusters ({}), got {}",
                                                      parameters.clusters, parameters.core_degree));
  }
  if (parameters.core == Core::random_regular && parameters.clusters % 2 != 0 &&
      parameters.core_degree % 2 != 0) {
    return reader.error_at("core_degree",
                           "expected an even number, as every link has two ends and the number of "
                           "clusters is odd");
  }
  if (parameters.core == Core::barabasi_albert && parameters.core_degree % 2 != 0) {
    return reader.error_at("core_degree",
                           "expected an even number: each new cluster is linked to half as many");
  }
  check_size(clusters * (partners + leaves),
             core_links(parameters) * partners * partners +
                 clusters * (partners * (partners - 1) / 2 + partners * leaves),
             "clusters, leaves_per_cluster or partners", reader);
}

}  // namespace

RIPPLETANK_TOPOLOGY(clustered) {
  using registry::between;
  return model<ClusteredParameters>(
      registry::describe<ClusteredParameters>(
          "clustered", "Clusters of leaves around super-peers, which are linked among themselves.",
          "Yang & Garcia-Molina, Designing a super-peer network, ICDE 2003: clusters, k-redundancy",
          registry::Table<ClusteredParameters>{}
              .field("clusters", &ClusteredParameters::clusters,
                     {.unit = "clusters",
                      .range = between(1, most_nodes),
                      .description = "Number of clusters. Their super-peers are the first nodes."})
              .field("leaves_per_cluster", &ClusteredParameters::leaves_per_cluster,
                     {.unit = "nodes",
                      .range = between(0, most_nodes),
                      .description = "Leaves of each, linked to its super-peers and to nobody "
                                     "else."})
              .field("partners", &ClusteredParameters::partners,
                     {.unit = "nodes",
                      .range = between(1, 1000),
                      .description = "Super-peers of each cluster (k-redundancy): linked to each "
                                     "other, to all of its leaves, and to all super-peers of "
                                     "clusters that it is linked to."})
              .field("core", &ClusteredParameters::core,
                     {.description = "How clusters are linked: each with each, in a ring, or as a "
                                     "random_regular or barabasi_albert graph."})
              .field("core_degree", &ClusteredParameters::core_degree,
                     {.unit = "links",
                      .range = between(1, most_links),
                      .description = "To how many other clusters each is linked, in the random "
                                     "cores; in the mean for barabasi_albert."})
              .check(check),
          {{"clusters", 8}, {"leaves_per_cluster", 4}, {"core_degree", 3}}),
      build_clusters);
}

}  // namespace rippletank::topologies
