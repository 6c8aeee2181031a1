// complex_mesh: meshes joined to a larger network, directly or by a router.
#include <algorithm>
#include <array>

#include "topologies/generators/limits.hpp"
#include "topologies/generators/link_order.hpp"
#include "topologies/model.hpp"

namespace rippletank::topologies {
namespace {

enum class Joint { none, router };

}  // namespace
}  // namespace rippletank::topologies

template <>
struct rippletank::registry::ChoiceNames<rippletank::topologies::Joint> {
  using Joint = topologies::Joint;
  static constexpr std::array<std::pair<const char*, Joint>, 2> names = {
      {{"none", Joint::none}, {"router", Joint::router}}};
};

namespace rippletank::topologies {
namespace {

struct ComplexMeshParameters {
  std::uint32_t clusters = 4;
  std::uint32_t nodes_per_cluster = 6;
  std::uint32_t links_between = 2;
  Joint centre = Joint::none;
};

/// Joins two clusters by `count` different pairs of nodes, whose ends take turns; starting
/// elsewhere for each partner keeps one node from becoming everybody's gateway.
void join(Graph& graph, std::uint32_t a, std::uint32_t b, const ComplexMeshParameters& parameters) {
  const std::uint64_t size = parameters.nodes_per_cluster;
  const std::uint64_t count = parameters.links_between;
  for (std::uint64_t k = 0; k < count; ++k) {
    const std::uint64_t place_in_a = ((b - 1) * count + k) % size;
    const std::uint64_t place_in_b = (a * count + k + k / size) % size;
    graph.links.push_back(
        {static_cast<NodeId>(a * size + place_in_a), static_cast<NodeId>(b * size + place_in_b)});
  }
}

void add_router(Graph& graph, const ComplexMeshParameters& parameters) {
  const NodeId router = graph.node_count++;
  graph.kinds.assign(router, NodeKind::host);
  graph.kinds.push_back(NodeKind::router);
  graph.group.push_back(parameters.clusters);
  graph.centre = router;
  for (std::uint32_t cluster = 0; cluster < parameters.clusters; ++cluster) {
    for (std::uint32_t k = 0; k < parameters.links_between; ++k) {
      graph.links.push_back({cluster * parameters.nodes_per_cluster + k, router});
    }
  }
}

Graph build(const ComplexMeshParameters& parameters, std::uint64_t /*seed*/) {
  const std::uint32_t size = parameters.nodes_per_cluster;
  Graph graph;
  graph.node_count = parameters.clusters * size;
  graph.layout = Layout::clusters;
  for (std::uint32_t cluster = 0; cluster < parameters.clusters; ++cluster) {
    graph.group.insert(graph.group.end(), size, cluster);
    for (NodeId node = cluster * size; node < (cluster + 1) * size; ++node) {
      for (NodeId other = node + 1; other < (cluster + 1) * size; ++other) {
        graph.links.push_back({node, other});
      }
    }
  }
  if (parameters.centre == Joint::router) {
    add_router(graph, parameters);
  } else {
    for (std::uint32_t a = 0; a < parameters.clusters; ++a) {
      for (std::uint32_t b = a + 1; b < parameters.clusters; ++b) join(graph, a, b, parameters);
    }
  }
  put_in_order(graph.links, graph.node_count);
  return graph;
}

void check(const ComplexMeshParameters& parameters, registry::Reader& reader) {
  const double clusters = parameters.clusters;
  const double size = parameters.nodes_per_cluster;
  const bool has_router = parameters.centre == Joint::router;
  const double most_between = has_router ? size : size * size;
  if (parameters.links_between > most_between) {
    reader.error_at(
        "links_between",
        fmt::format("expected at most {:.0f} ({}), got {}", most_between,
                    has_router ? "nodes_per_cluster: each has at most one link to the router"
                               : "nodes_per_cluster squared: all pairs of nodes of two clusters",
                    parameters.links_between));
    return;
  }
  const double joints = has_router ? clusters : clusters * (clusters - 1) / 2;
  check_size(clusters * size + (has_router ? 1 : 0),
             clusters * size * (size - 1) / 2 + joints * parameters.links_between,
             "clusters, nodes_per_cluster or links_between", reader);
}

}  // namespace

RIPPLETANK_TOPOLOGY(complex_mesh) {
  using registry::between;
  return model<ComplexMeshParameters>(
      registry::describe<ComplexMeshParameters>(
          "complex_mesh", "True meshes, joined with one another directly or by a router.",
          "McKeeth, A Guide to Peer-2-Peer (2003), physical topologies: complex mesh",
          registry::Table<ComplexMeshParameters>{}
              .field("clusters", &ComplexMeshParameters::clusters,
                     {.unit = "clusters",
                      .range = between(1, most_nodes),
                      .description = "Number of true meshes."})
              .field("nodes_per_cluster", &ComplexMeshParameters::nodes_per_cluster,
                     {.unit = "nodes",
                      .range = between(1, most_nodes),
                      .description = "Nodes of each true mesh."})
              .field("links_between", &ComplexMeshParameters::links_between,
                     {.unit = "links",
                      .range = between(1, most_links),
                      .description = "Links between every two meshes, or from each mesh to the "
                                     "router if there is one."})
              .field("centre", &ComplexMeshParameters::centre,
                     {.description = "What joins the meshes: none (links of their own) or an "
                                     "additional router."})
              .check(check),
          {{"clusters", 3}, {"nodes_per_cluster", 5}, {"links_between", 2}}),
      build);
}

}  // namespace rippletank::topologies
