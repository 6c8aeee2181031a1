// watts_strogatz and kleinberg_ring against closed forms, published figures and slow twins.
#include <array>
#include <map>
#include <set>

#include "tests/unit/topologies/generators_checks.hpp"
#include "topologies/generators/kleinberg_ring.hpp"

namespace generators_small_world_test {

using namespace rippletank::tests;
using rippletank::core::Substream;
using rippletank::topologies::KleinbergRing;
using rippletank::topologies::long_link_ends;

namespace {

Graph watts_strogatz(std::uint32_t nodes, std::uint32_t neighbours, double rewire_probability,
                     std::uint64_t seed) {
  return make({{"model", "watts_strogatz"},
               {"nodes", nodes},
               {"neighbours", neighbours},
               {"rewire_probability", rewire_probability}},
              seed);
}

/// Watts' and Strogatz' clustering: the mean over nodes of linked pairs of neighbours ÷ all pairs.
double clustering(const Graph& graph) {
  const Adjacency rows = adjacency(graph);
  double sum = 0;
  for (NodeId node = 0; node < graph.node_count; ++node) {
    const double degree = rows.degree(node);
    if (degree < 2) continue;
    double linked = 0;
    for (std::uint32_t i = rows.offsets[node]; i < rows.offsets[node + 1]; ++i) {
      for (std::uint32_t j = i + 1; j < rows.offsets[node + 1]; ++j) {
        if (has_link(rows, rows.neighbours[i], rows.neighbours[j])) linked += 1;
      }
    }
    sum += linked / (degree * (degree - 1) / 2);
  }
  return sum / graph.node_count;
}

/// Slow twin of watts_strogatz: the paper's procedure on a matrix of all pairs.
std::vector<Link> rewire_matrix(std::uint32_t nodes, std::uint32_t neighbours, double probability,
                                std::uint64_t seed) {
  std::vector<std::vector<bool>> linked(nodes, std::vector<bool>(nodes, false));
  const auto set = [&](NodeId a, NodeId b, bool value) { linked[a][b] = linked[b][a] = value; };
  for (NodeId node = 0; node < nodes; ++node) {
    for (std::uint32_t lap = 1; lap <= neighbours / 2; ++lap) {
      set(node, (node + lap) % nodes, true);
    }
  }
  Substream stream(seed, "topology/watts_strogatz");
  for (std::uint32_t lap = 1; lap <= neighbours / 2; ++lap) {
    for (NodeId node = 0; node < nodes; ++node) {
      if (!stream.chance(probability)) continue;
      if (std::count(linked[node].begin(), linked[node].end(), true) == nodes - 1) continue;
      auto target = static_cast<NodeId>(stream.below(nodes));
      while (target == node || linked[node][target]) {
        target = static_cast<NodeId>(stream.below(nodes));
      }
      set(node, (node + lap) % nodes, false);
      set(node, target, true);
    }
  }
  std::vector<Link> links;
  for (NodeId a = 0; a < nodes; ++a) {
    for (NodeId b = a + 1; b < nodes; ++b) {
      if (linked[a][b]) links.push_back({a, b});
    }
  }
  return links;
}

std::uint32_t ring_distance(NodeId a, NodeId b, std::uint32_t nodes) {
  const std::uint32_t ahead = b >= a ? b - a : b + nodes - a;
  return std::min(ahead, nodes - ahead);
}

/// Expected hops of greedy routing to a uniformly random other node, exactly: a node's long link
/// is fresh whenever a route comes to it, because routes only approach.
double exact_greedy_hops(std::uint32_t n, double exponent) {
  std::vector<double> weight(n, 0);
  double sum = 0;
  for (std::uint32_t ahead = 1; ahead < n; ++ahead) {
    weight[ahead] = std::pow(std::min(ahead, n - ahead), -exponent);
    sum += weight[ahead];
  }
  std::vector<double> hops(n / 2 + 1, 0);
  for (std::uint32_t d = 1; d <= n / 2; ++d) {
    double rest = sum;
    double expected = sum;
    for (std::uint32_t ahead = 1; ahead < n; ++ahead) {
      const std::uint32_t next = ring_distance(ahead, d, n);
      if (next + 1 >= d) continue;
      expected += weight[ahead] * hops[next];
      rest -= weight[ahead];
    }
    hops[d] = (expected + rest * hops[d - 1]) / sum;
  }
  double total = 0;
  for (std::uint32_t target = 1; target < n; ++target) total += hops[ring_distance(0, target, n)];
  return total / (n - 1);
}

/// Hops of greedy routing along the ring and the long links that each node drew itself.
Sample greedy_routes(std::uint32_t n, double exponent, int graphs, int routes_per_graph) {
  Sample hops;
  Substream stream(1, "test/kleinberg");
  for (int run = 0; run < graphs; ++run) {
    const std::vector<NodeId> far =
        long_link_ends(KleinbergRing{n, exponent, 1}, static_cast<std::uint64_t>(run) + 1);
    double sum = 0;
    for (int route = 0; route < routes_per_graph; ++route) {
      auto at = static_cast<NodeId>(stream.below(n));
      const auto target = static_cast<NodeId>((at + 1 + stream.below(n - 1)) % n);
      while (at != target) {
        const std::uint32_t near = ring_distance(at, target, n) - 1;
        if (ring_distance(far[at], target, n) < near) {
          at = far[at];
        } else {
          at = ring_distance((at + 1) % n, target, n) == near ? (at + 1) % n : (at + n - 1) % n;
        }
        sum += 1;
      }
    }
    hops.add(sum / routes_per_graph);
  }
  return hops;
}

void check_greedy_routes(std::uint32_t n, const std::array<double, 3>& published) {
  for (std::size_t exponent = 0; exponent < published.size(); ++exponent) {
    const double exact = exact_greedy_hops(n, static_cast<double>(exponent));
    CHECK(is_near(exact, published[exponent], 6e-5));
    // Routes on one graph share links, so each graph counts as one measurement; so many that one
    // per cent is about four standard errors.
    const Sample hops = greedy_routes(n, static_cast<double>(exponent), 10'000, 5);
    CAPTURE(n, exponent, hops.mean(), hops.error());
    CHECK(std::abs(hops.mean() - exact) < 0.01 * exact);
    CHECK(std::abs(hops.mean() - exact) < 4 * hops.error());
  }
}

}  // namespace

TEST_CASE("watts_strogatz: without rewiring, clustering and path length are exact") {
  const Graph graph = watts_strogatz(1000, 10, 0, 1);
  CHECK(graph.links.size() == 5000);
  CHECK(degrees(graph) == std::vector<std::uint32_t>(1000, 10));
  // C(0) = 3(k-2) / 4(k-1); L(0) = sum over d = 1 … n/2 of ceil(2d/k), both ways.
  CHECK(is_near(clustering(graph), 24.0 / 36, 1e-10));
  CHECK(is_near(paths(graph).mean_hops, 50400.0 / 999, 1e-10));
  CHECK(is_near(paths(graph).mean_hops, 50.4505, 5e-5));
  CHECK(watts_strogatz(3, 2, 0, 1).links.size() == 3);
  CHECK(watts_strogatz(7, 6, 0, 1).links.size() == 21);
}

TEST_CASE("watts_strogatz: the same graph as rewiring a matrix with the same numbers") {
  const std::vector<std::pair<std::uint32_t, std::uint32_t>> shapes = {
      {3, 2}, {4, 2}, {5, 4}, {6, 4}, {7, 6}, {8, 6}, {20, 4}, {100, 10}, {101, 98}};
  for (const auto& [n, k] : shapes) {
    for (const double p : {0.05, 0.5, 1.0}) {
      for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const Graph graph = watts_strogatz(n, k, p, seed);
        CAPTURE(n, k, p, seed);
        REQUIRE(graph.links == rewire_matrix(n, k, p, seed));
        REQUIRE(graph.links.size() == std::size_t{n} * k / 2);
      }
    }
  }
}

TEST_CASE("watts_strogatz: path length and clustering where small worlds begin and end", "[slow]") {
  // Means over ten graphs of n = 1000, k = 10 and the spread of single graphs, from runs of another
  // program; the last spread from a hundred graphs.
  struct Measured {
    double p, hops, hops_spread, clustering, clustering_spread;
  };
  const std::vector<Measured> measured = {{0.01, 8.716, 0.70, 0.6454, 0.0037},
                                          {0.1, 4.419, 0.032, 0.4872, 0.0062},
                                          {1, 3.268, 0.002, 0.0087, 0.0008}};
  for (const Measured& m : measured) {
    Sample hops;
    Sample clusterings;
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
      const Graph graph = watts_strogatz(1000, 10, m.p, seed);
      hops.add(paths(graph).mean_hops);
      clusterings.add(clustering(graph));
    }
    // Two means of ten, each with an error of spread / sqrt(10).
    const double of_two_means = std::sqrt(2.0 / 10);
    CAPTURE(m.p, hops.mean(), clusterings.mean(), std::sqrt(clusterings.variance()));
    CHECK(std::abs(hops.mean() - m.hops) < 4 * m.hops_spread * of_two_means);
    CHECK(std::abs(clusterings.mean() - m.clustering) < 4 * m.clustering_spread * of_two_means);
  }
}

TEST_CASE("watts_strogatz: the share of links that moved is the probability") {
  const std::uint32_t n = 20'000;
  for (const double p : {0.01, 0.3}) {
    const Graph graph = watts_strogatz(n, 10, p, 1);
    double moved = 0;
    for (const Link& link : graph.links) {
      if (ring_distance(link.from, link.to, n) > 5) moved += 1;
    }
    // A moved link falls near again with probability below 10 / n.
    CHECK(std::abs(moved - 5 * n * p) < 4 * std::sqrt(5 * n * p * (1 - p)) + 50 * p);
  }
}

TEST_CASE("kleinberg_ring: the graph is the ring and what every node drew") {
  for (const std::uint32_t n : {3U, 4U, 5U, 50U, 1001U}) {
    for (const std::uint32_t long_links : {0U, 1U, 2U}) {
      const Json topology = {
          {"model", "kleinberg_ring"}, {"nodes", n}, {"exponent", 1.5}, {"long_links", long_links}};
      const Graph graph = make(topology, 3);
      std::set<std::pair<NodeId, NodeId>> expected;
      const std::vector<NodeId> far = long_link_ends(KleinbergRing{n, 1.5, long_links}, 3);
      REQUIRE(far.size() == n * long_links);
      for (NodeId node = 0; node < n; ++node) {
        expected.insert(std::minmax(node, (node + 1) % n));
        for (std::uint32_t k = 0; k < long_links; ++k) {
          REQUIRE(far[node * long_links + k] != node);
          expected.insert(std::minmax(node, far[node * long_links + k]));
        }
      }
      std::vector<Link> links;
      for (const auto& [a, b] : expected) links.push_back({a, b});
      CHECK(graph.links == links);
      CHECK(graph.notes.empty());
    }
  }
}

TEST_CASE("kleinberg_ring: every other node is drawn in proportion to a power of its distance") {
  for (const std::uint32_t n : {20U, 21U}) {
    for (const double exponent : {0.0, 1.0, 2.0}) {
      std::vector<double> observed(n - 1, 0);
      const int graphs = 5000;
      for (std::uint64_t seed = 1; seed <= graphs; ++seed) {
        const std::vector<NodeId> far = long_link_ends(KleinbergRing{n, exponent, 1}, seed);
        for (NodeId node = 0; node < n; ++node) {
          observed[(far[node] + n - node) % n - 1] += 1;
        }
      }
      std::vector<double> expected;
      double sum = 0;
      for (NodeId ahead = 1; ahead < n; ++ahead) {
        expected.push_back(std::pow(ring_distance(0, ahead, n), -exponent));
        sum += expected.back();
      }
      for (double& count : expected) count *= static_cast<double>(graphs) * n / sum;
      CAPTURE(n, exponent);
      CHECK(chi_square_excess(observed, expected) < 4);
    }
  }
}

TEST_CASE("kleinberg_ring: greedy routes take the hops of the exact recursion", "[statistics]") {
  check_greedy_routes(64, {6.3061, 7.2299, 11.2077});
  check_greedy_routes(256, {13.3702, 13.9810, 35.6100});
  check_greedy_routes(1024, {27.5377, 23.5850, 116.3715});
}

TEST_CASE("kleinberg_ring: greedy routes on 4096 nodes", "[slow]") {
  check_greedy_routes(4096, {55.8910, 36.1000, 391.2156});
}

TEST_CASE("kleinberg_ring: hundreds of thousands of nodes") {
  const Graph graph = make({{"model", "kleinberg_ring"}, {"nodes", 300'000}, {"long_links", 3}}, 1);
  CHECK(is_simple_and_in_order(graph));
  CHECK(graph.links.size() > 900'000);
  CHECK(is_connected(graph));
}

}  // namespace generators_small_world_test
