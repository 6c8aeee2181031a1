// The basic topologies: links, degrees and path lengths against closed forms.
#include <map>

#include "tests/unit/topologies/generators_checks.hpp"

namespace generators_basic_test {

using namespace rippletank::tests;
using rippletank::topologies::Layout;

namespace {

const std::vector<std::uint32_t> sizes = {1, 2, 3, 4, 5, 10, 31, 64, 257};

/// How many nodes have each degree.
std::map<std::uint32_t, std::uint32_t> degree_counts(const Graph& graph) {
  std::map<std::uint32_t, std::uint32_t> counts;
  for (const std::uint32_t degree : degrees(graph)) ++counts[degree];
  return counts;
}

}  // namespace

TEST_CASE("star: n - 1 links, diameter 2, mean hops 2 - 2/n") {
  for (const std::uint32_t n : sizes) {
    const Graph graph = make({{"model", "star"}, {"nodes", n}});
    CHECK(graph.node_count == n);
    CHECK(graph.links.size() == n - 1);
    CHECK(graph.layout == Layout::star);
    CHECK(graph.centre == 0);
    CHECK_FALSE(graph.has_devices());
    CHECK(degrees(graph)[0] == n - 1);
    if (n < 3) continue;
    CHECK(paths(graph).diameter == 2);
    CHECK(is_near(paths(graph).mean_hops, 2 - 2.0 / n, 1e-10));
  }
}

TEST_CASE("star: a switch or hub is one more node, after all hosts") {
  const std::map<std::string, NodeKind> devices = {{"switch", NodeKind::switch_device},
                                                   {"hub", NodeKind::hub}};
  for (const auto& [name, kind] : devices) {
    for (const std::uint32_t n : sizes) {
      const Graph graph = make({{"model", "star"}, {"nodes", n}, {"centre", name}});
      REQUIRE(graph.node_count == n + 1);
      CHECK(graph.links.size() == n);
      CHECK(graph.centre == n);
      REQUIRE(graph.kinds.size() == n + 1);
      CHECK(std::count(graph.kinds.begin(), graph.kinds.end(), NodeKind::host) == n);
      CHECK(graph.kinds.back() == kind);
      CHECK(degrees(graph)[n] == n);
      CHECK(is_connected(graph));
    }
  }
}

TEST_CASE("bus: n - 1 links, diameter n - 1, mean hops (n + 1) / 3") {
  for (const std::uint32_t n : sizes) {
    const Graph graph = make({{"model", "bus"}, {"nodes", n}});
    CHECK(graph.node_count == n);
    CHECK(graph.links.size() == n - 1);
    CHECK(graph.layout == Layout::line);
    CHECK(paths(graph).diameter == n - 1);
    if (n < 2) continue;
    CHECK(is_near(paths(graph).mean_hops, (n + 1) / 3.0, 1e-10));
    CHECK(degree_counts(graph)[1] == 2);
  }
}

TEST_CASE("ring: n links, diameter n / 2, mean hops (n + 1) / 4 or n² / (4 (n - 1))") {
  for (const std::uint32_t n : sizes) {
    if (n < 3) continue;
    const Graph graph = make({{"model", "ring"}, {"nodes", n}});
    CHECK(graph.node_count == n);
    CHECK(graph.links.size() == n);
    CHECK(graph.layout == Layout::ring);
    CHECK(degree_counts(graph) == std::map<std::uint32_t, std::uint32_t>{{2, n}});
    CHECK(paths(graph).diameter == n / 2);
    const double mean = n % 2 == 1 ? (n + 1) / 4.0 : n * static_cast<double>(n) / (4.0 * (n - 1));
    CHECK(is_near(paths(graph).mean_hops, mean, 1e-10));
    CHECK(paths(graph).connected);
  }
}

TEST_CASE("true_mesh: n (n - 1) / 2 links, diameter 1; a seventh node takes six more links") {
  for (const std::uint32_t n : sizes) {
    const Graph graph = make({{"model", "true_mesh"}, {"nodes", n}});
    CHECK(graph.node_count == n);
    CHECK(graph.links.size() == n * (n - 1) / 2);
    CHECK(degree_counts(graph) == std::map<std::uint32_t, std::uint32_t>{{n - 1, n}});
    if (n > 1) CHECK(paths(graph).mean_hops == 1);
  }
  CHECK(make({{"model", "true_mesh"}, {"nodes", 6}}).links.size() == 15);
  CHECK(make({{"model", "true_mesh"}, {"nodes", 7}}).links.size() == 21);
}

TEST_CASE("tree and combined_star: stars whose centres form a line") {
  const std::map<std::string, NodeKind> devices = {{"switch", NodeKind::switch_device},
                                                   {"hub", NodeKind::hub}};
  for (const std::uint32_t stars : {1U, 2U, 3U, 7U}) {
    for (const std::uint32_t size : {1U, 2U, 3U, 6U}) {
      const Json tree = {{"model", "tree"}, {"stars", stars}, {"nodes_per_star", size}};
      const Json combined = {
          {"model", "combined_star"}, {"centres", stars}, {"nodes_per_centre", size}};
      const Graph graph = make(tree);
      CHECK(graph.node_count == stars * size);
      CHECK(graph.links.size() == graph.node_count - 1);
      CHECK(is_connected(graph));
      CHECK(graph.links == make(combined).links);
      // Leaf, its centre, along the trunk, centre, leaf.
      const std::uint32_t ends = size > 1 ? (stars > 1 || size > 2 ? 2 : 1) : 0;
      CHECK(paths(graph).diameter == stars - 1 + ends);
      for (NodeId node = 0; node < graph.node_count; ++node) {
        CHECK(graph.group[node] == node / size);
      }
      CHECK(graph.centre == stars / 2 * size);

      for (const auto& [name, kind] : devices) {
        Json with_devices = combined;
        with_devices["centre"] = name;
        const Graph chained = make(with_devices);
        REQUIRE(chained.node_count == stars * (size + 1));
        CHECK(chained.links.size() == chained.node_count - 1);
        CHECK(is_connected(chained));
        REQUIRE(chained.kinds.size() == chained.node_count);
        REQUIRE(chained.group.size() == chained.node_count);
        const std::vector<std::uint32_t> degree = degrees(chained);
        for (NodeId node = 0; node < chained.node_count; ++node) {
          const bool host = node < stars * size;
          CHECK(chained.kinds[node] == (host ? NodeKind::host : kind));
          CHECK(chained.group[node] == (host ? node / size : node - stars * size));
          if (host) CHECK(degree[node] == 1);
        }
        CHECK(paths(chained).diameter == stars - 1 + (stars > 1 || size > 1 ? 2 : 1));
      }
    }
  }
}

TEST_CASE("complex_mesh: meshes, every two of which are joined by their own links") {
  for (const std::uint32_t clusters : {1U, 2U, 3U, 5U}) {
    for (const std::uint32_t size : {1U, 2U, 5U}) {
      for (const std::uint32_t between : {1U, 2U, 7U, 25U}) {
        if (between > size * size) continue;
        const Graph graph = make({{"model", "complex_mesh"},
                                  {"clusters", clusters},
                                  {"nodes_per_cluster", size},
                                  {"links_between", between}});
        CHECK(graph.node_count == clusters * size);
        CHECK(is_connected(graph));
        std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> joints;
        for (const Link& link : graph.links) {
          ++joints[{graph.group[link.from], graph.group[link.to]}];
        }
        for (std::uint32_t a = 0; a < clusters; ++a) {
          CHECK(joints[{a, a}] == size * (size - 1) / 2);
          for (std::uint32_t b = a + 1; b < clusters; ++b) CHECK(joints[{a, b}] == between);
        }
        // The ends take turns: no node of a cluster has two more than another.
        const std::vector<std::uint32_t> degree = degrees(graph);
        const auto [least, most] = std::minmax_element(degree.begin(), degree.end());
        CHECK(*most - *least <= clusters);
      }
    }
  }
}

TEST_CASE("complex_mesh: one lost node leaves the meshes joined when there are two links") {
  const Graph graph = make(
      {{"model", "complex_mesh"}, {"clusters", 2}, {"nodes_per_cluster", 4}, {"links_between", 2}});
  for (NodeId lost = 0; lost < graph.node_count; ++lost) {
    Graph rest = graph;
    rest.links.erase(std::remove_if(rest.links.begin(), rest.links.end(),
                                    [&](Link l) { return l.from == lost || l.to == lost; }),
                     rest.links.end());
    CHECK(largest_component(rest) == graph.node_count - 1);
  }
}

TEST_CASE("complex_mesh: a router is one more node that joins the meshes") {
  const Graph graph = make({{"model", "complex_mesh"},
                            {"clusters", 3},
                            {"nodes_per_cluster", 4},
                            {"links_between", 2},
                            {"centre", "router"}});
  REQUIRE(graph.node_count == 13);
  CHECK(graph.centre == 12);
  CHECK(graph.kinds.back() == NodeKind::router);
  CHECK(std::count(graph.kinds.begin(), graph.kinds.end(), NodeKind::host) == 12);
  CHECK(graph.links.size() == 3 * 6 + 3 * 2);
  CHECK(degrees(graph).back() == 6);
  CHECK(graph.group == std::vector<std::uint32_t>{0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3});
  CHECK(is_connected(graph));
}

TEST_CASE("balanced_tree: (b^(d+1) - 1) / (b - 1) nodes, leaves all at the same depth") {
  for (const std::uint32_t branching : {1U, 2U, 3U, 5U}) {
    std::uint32_t level_size = 1;
    std::uint32_t nodes = 1;
    for (std::uint32_t depth = 0; depth <= 5; ++depth) {
      const Graph graph =
          make({{"model", "balanced_tree"}, {"branching", branching}, {"depth", depth}});
      CHECK(graph.node_count == nodes);
      CHECK(graph.links.size() == nodes - 1);
      CHECK(graph.group == distances(adjacency(graph), 0));
      CHECK(std::count(graph.group.begin(), graph.group.end(), depth) == level_size);
      const std::vector<std::uint32_t> degree = degrees(graph);
      for (NodeId node = 0; node < graph.node_count; ++node) {
        const std::uint32_t children = graph.group[node] < depth ? branching : 0;
        CHECK(degree[node] == children + (node > 0 ? 1 : 0));
      }
      level_size *= branching;
      nodes += level_size;
    }
  }
  const Graph binary = make({{"model", "balanced_tree"}, {"branching", 2}, {"depth", 6}});
  CHECK(binary.node_count == 127);
  CHECK(is_near(paths(binary).mean_hops, 8.35096, 5e-6));
}

TEST_CASE("regular_tree: Ritter's numbers of reachable hosts for 2 to 8 links", "[statistics]") {
  // Ritter 2001: reach(N, T) = sum over t = 1 … T of N (N - 1)^(t - 1).
  const std::vector<std::vector<std::uint32_t>> reach = {
      {2, 4, 6, 8, 10, 12, 14, 16},
      {3, 9, 21, 45, 93, 189, 381, 765},
      {4, 16, 52, 160, 484, 1456, 4372, 13120},
      {5, 25, 105, 425, 1705, 6825, 27305, 109225},
      {6, 36, 186, 936, 4686, 23436, 117186, 585936},
      {7, 49, 301, 1813, 10885, 65317, 391909, 2351461},
      {8, 64, 456, 3200, 22408, 156864, 1098056, 7686400},
  };
  for (std::uint32_t degree = 2; degree <= 8; ++degree) {
    for (std::uint32_t depth = 1; depth <= 8; ++depth) {
      const Graph graph = make({{"model", "regular_tree"}, {"degree", degree}, {"depth", depth}});
      CAPTURE(degree, depth);
      CHECK(graph.node_count == 1 + reach[degree - 2][depth - 1]);
      CHECK(graph.links.size() == graph.node_count - 1);
    }
  }
}

TEST_CASE("regular_tree: every inner node has the same number of links") {
  for (const std::uint32_t degree : {2U, 3U, 4U, 7U}) {
    for (const std::uint32_t depth : {0U, 1U, 2U, 4U}) {
      const Graph graph = make({{"model", "regular_tree"}, {"degree", degree}, {"depth", depth}});
      CHECK(graph.group == distances(adjacency(graph), 0));
      const std::vector<std::uint32_t> links = degrees(graph);
      for (NodeId node = 0; node < graph.node_count; ++node) {
        const bool leaf = graph.group[node] == depth;
        CHECK(links[node] == (leaf ? (depth > 0 ? 1 : 0) : degree));
      }
    }
  }
}

TEST_CASE("grid: rows (columns - 1) + columns (rows - 1) links, hops are steps along both axes") {
  for (const std::uint32_t rows : {1U, 2U, 3U, 8U}) {
    for (const std::uint32_t columns : {1U, 2U, 5U, 9U}) {
      const Graph graph = make({{"model", "grid"}, {"rows", rows}, {"columns", columns}});
      CHECK(graph.node_count == rows * columns);
      CHECK(graph.links.size() == rows * (columns - 1) + columns * (rows - 1));
      CHECK(graph.layout == Layout::grid);
      const std::vector<std::uint32_t> hops = distances(adjacency(graph), 0);
      for (NodeId node = 0; node < graph.node_count; ++node) {
        CHECK(hops[node] == node / columns + node % columns);
        CHECK(graph.group[node] == node / columns);
      }
    }
  }
  // The grid of Lv, Cao, Cohen, Li & Shenker, ICS 2002.
  CHECK(make({{"model", "grid"}, {"rows", 100}, {"columns", 100}}).links.size() == 19800);
}

}  // namespace generators_basic_test
