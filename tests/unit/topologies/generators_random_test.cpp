// erdos_renyi and random_regular against closed forms and slow twins, within derived error bars.
#include <map>

#include "tests/unit/topologies/generators_checks.hpp"

namespace generators_random_test {

using namespace rippletank::tests;
using rippletank::core::shuffle;
using rippletank::core::Substream;

namespace {

Graph erdos_renyi(std::uint32_t nodes, double mean_degree, std::uint64_t seed) {
  return make({{"model", "erdos_renyi"}, {"nodes", nodes}, {"mean_degree", mean_degree}}, seed);
}

Graph random_regular(std::uint32_t nodes, std::uint32_t degree, std::uint64_t seed) {
  return make({{"model", "random_regular"}, {"nodes", nodes}, {"degree", degree}}, seed);
}

/// The root of S = 1 - exp(-c S) above 0: the giant component's share of a random graph.
double giant_share(double c) {
  double share = 1;
  for (int k = 0; k < 1000; ++k) share = 1 - std::exp(-c * share);
  return share;
}

/// The probability that G(n, p) is connected, exactly: explores from one node; `waiting[a]` is the
/// probability that a nodes are found but not yet visited. Only sums of positive terms.
double connectivity(std::uint32_t n, double p) {
  std::vector<double> waiting(n + 1, 0);
  waiting[1] = 1;
  for (std::uint32_t visited = 1; visited < n; ++visited) {
    std::vector<double> next(n + 1, 0);
    for (std::uint32_t a = 1; a + visited - 1 <= n; ++a) {
      if (waiting[a] == 0) continue;
      const std::uint32_t unknown = n - (visited - 1) - a;
      double found_k = waiting[a] * std::pow(1 - p, unknown);
      for (std::uint32_t k = 0; k <= unknown; ++k) {
        if (a - 1 + k >= 1) next[a - 1 + k] += found_k;
        found_k *= (unknown - k) * p / ((k + 1.0) * (1 - p));
      }
    }
    waiting.swap(next);
  }
  return waiting[1];
}

/// Slow twin of random_regular, exactly uniform: pair all link ends until that happens to be a
/// simple graph.
Graph paired_until_simple(std::uint32_t nodes, std::uint32_t degree, Substream& stream) {
  std::vector<NodeId> ends;
  for (NodeId node = 0; node < nodes; ++node) ends.insert(ends.end(), degree, node);
  while (true) {
    shuffle(ends, stream);
    Graph graph;
    graph.node_count = nodes;
    for (std::size_t i = 0; i < ends.size(); i += 2) {
      graph.links.push_back({ends[i], ends[i + 1]});
    }
    simplify(graph);
    if (graph.notes.empty()) return graph;
  }
}

}  // namespace

TEST_CASE("erdos_renyi: number of links, mean and variance of degrees") {
  const std::uint32_t n = 20'000;
  for (const double c : {0.5, 4.0, 40.0}) {
    const double p = c / (n - 1);
    const double q = 1 - p;
    const double pairs = n * (n - 1.0) / 2;
    // Degrees are binomial; any two share one pair, which adds the last term.
    const double spread = (n - 1) * p * q;
    const double fourth = spread * (1 + 3 * (n - 3.0) * p * q);
    const double error_of_variance =
        std::sqrt((fourth - spread * spread) / n + p * q * (1 - 4 * p * q));
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      const Graph graph = erdos_renyi(n, c, seed);
      CAPTURE(c, seed);
      CHECK(is_simple_and_in_order(graph));
      CHECK(std::abs(static_cast<double>(graph.links.size()) - pairs * p) <
            4 * std::sqrt(pairs * p * q));
      double squares = 0;
      for (const std::uint32_t degree : degrees(graph)) squares += (degree - c) * (degree - c);
      CHECK(std::abs(squares / n - spread) < 4 * error_of_variance);
    }
  }
}

TEST_CASE("erdos_renyi: links and triangles agree with deciding every pair one by one") {
  const std::uint32_t n = 40;
  const double c = 6;
  const double p = c / (n - 1);
  Sample fast_triangles;
  Sample slow_triangles;
  Sample fast_links;
  Substream stream(1, "test/erdos_renyi");
  for (std::uint64_t seed = 1; seed <= 2000; ++seed) {
    const Graph fast = erdos_renyi(n, c, seed);
    fast_links.add(static_cast<double>(fast.links.size()));
    fast_triangles.add(static_cast<double>(triangles(fast)));
    Graph slow;
    slow.node_count = n;
    for (NodeId a = 0; a < n; ++a) {
      for (NodeId b = a + 1; b < n; ++b) {
        if (stream.chance(p)) slow.links.push_back({a, b});
      }
    }
    slow_triangles.add(static_cast<double>(triangles(slow)));
  }
  const double expected = n * (n - 1.0) * (n - 2.0) / 6 * p * p * p;
  CHECK(std::abs(fast_triangles.mean() - expected) < 4 * fast_triangles.error());
  CHECK(std::abs(slow_triangles.mean() - expected) < 4 * slow_triangles.error());
  CHECK(std::abs(fast_links.mean() - c * n / 2) < 4 * fast_links.error());
}

TEST_CASE("erdos_renyi: extremes") {
  CHECK(erdos_renyi(1, 0, 1).links.empty());
  CHECK(erdos_renyi(50, 0, 1).links.empty());
  CHECK(erdos_renyi(50, 49, 1).links.size() == 1225);
  CHECK(erdos_renyi(2, 1, 1).links == std::vector<Link>{{0, 1}});
}

TEST_CASE("erdos_renyi: the giant component has the share that percolation theory gives") {
  const std::map<double, double> published = {{1.5, 0.58281}, {2, 0.79681}, {3, 0.94048},
                                              {4, 0.98017},   {5, 0.99302}, {6, 0.99748}};
  const std::uint32_t n = 10'000;
  for (const auto& [c, share] : published) {
    CHECK(is_near(giant_share(c), share, 5e-6));
    // One graph's share spreads by sqrt(S(1-S)/n)/(1-c(1-S)), 0.013 at c = 1.5: hence the mean.
    const double spread = std::sqrt(share * (1 - share) / n) / (1 - c * (1 - share));
    const int graphs = c < 2 ? 80 : 20;
    Sample shares;
    for (std::uint64_t seed = 1; seed <= static_cast<std::uint64_t>(graphs); ++seed) {
      shares.add(largest_component(erdos_renyi(n, c, seed)) / static_cast<double>(n));
    }
    CAPTURE(c, shares.mean());
    CHECK(std::abs(shares.mean() - share) < 0.005);
    CHECK(std::abs(shares.mean() - share) < 4 * spread / std::sqrt(graphs) + 2.0 / n);
  }
}

TEST_CASE("erdos_renyi: connected as often as the exact recursion says") {
  const std::uint32_t n = 150;
  CHECK(is_near(connectivity(2, 0.3), 0.3, 1e-10));
  CHECK(is_near(connectivity(3, 0.5), 0.5, 1e-10));
  CHECK(is_near(connectivity(4, 0.5), 38.0 / 64, 1e-10));
  for (const double c : {-1.0, 0.0, 1.0, 2.0, 3.0}) {
    const double p = (std::log(n) + c) / n;
    const double exact = connectivity(n, p);
    const int graphs = 2000;
    int connected = 0;
    for (std::uint64_t seed = 1; seed <= graphs; ++seed) {
      if (is_connected(erdos_renyi(n, p * (n - 1), seed))) ++connected;
    }
    CAPTURE(c, exact);
    CHECK(std::abs(connected - graphs * exact) < 4 * std::sqrt(graphs * exact * (1 - exact)));
  }
}

TEST_CASE("erdos_renyi: connected with probability exp(-exp(-c)) when large", "[long]") {
  const std::uint32_t n = 10'000;
  for (const double c : {-1.0, 0.0, 1.0, 2.0, 3.0}) {
    const double p = (std::log(n) + c) / n;
    const double limit = std::exp(-std::exp(-c));
    const int graphs = 400;
    int connected = 0;
    for (std::uint64_t seed = 1; seed <= graphs; ++seed) {
      if (is_connected(erdos_renyi(n, p * (n - 1), seed))) ++connected;
    }
    // At this size the mean number of isolated nodes is n p² / 2 < 0.8 % below exp(-c), which
    // moves the probability by less than 0.003.
    CAPTURE(c, limit);
    CHECK(std::abs(connected / static_cast<double>(graphs) - limit) <
          4 * std::sqrt(limit * (1 - limit) / graphs) + 0.003);
  }
}

TEST_CASE("random_regular: every degree exact, sparse, dense and complete") {
  const std::vector<std::pair<std::uint32_t, std::uint32_t>> shapes = {
      {2, 1},    {3, 2},     {4, 1},    {4, 2},    {4, 3},    {5, 2},   {5, 4},
      {6, 3},    {6, 5},     {7, 2},    {7, 4},    {8, 3},    {8, 4},   {9, 6},
      {10, 9},   {20, 10},   {21, 10},  {50, 25},  {51, 2},   {51, 50}, {100, 99},
      {200, 99}, {200, 100}, {1000, 3}, {1000, 4}, {1000, 40}};
  for (const auto& [n, d] : shapes) {
    const std::uint64_t seeds = n < 30 ? 200 : 5;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      const Graph graph = random_regular(n, d, seed);
      CAPTURE(n, d, seed);
      REQUIRE(graph.node_count == n);
      REQUIRE(is_simple_and_in_order(graph));
      REQUIRE(graph.notes.empty());
      REQUIRE(degrees(graph) == std::vector<std::uint32_t>(n, d));
    }
  }
}

TEST_CASE("random_regular: as many triangles as theory says, Poisson with mean (d-1)³/6",
          "[slow]") {
  // Bollobas 1980. The mean at finite n differs by O(1/n) of itself. Above 100,000 links there is
  // no shuffle after the repair, and the last two cases are there.
  struct Case {
    std::uint32_t n, d;
    int graphs;
  };
  for (const auto& [n, d, graphs] : {Case{1000, 3, 300}, Case{1000, 4, 300}, Case{1000, 5, 300},
                                     Case{70'000, 3, 40}, Case{60'000, 4, 40}}) {
    const double lambda = std::pow(d - 1, 3) / 6;
    Sample counts;
    for (std::uint64_t seed = 1; seed <= static_cast<std::uint64_t>(graphs); ++seed) {
      counts.add(static_cast<double>(triangles(random_regular(n, d, seed))));
    }
    CAPTURE(n, d, counts.mean(), counts.variance());
    CHECK(std::abs(counts.mean() - lambda) < 4 * std::sqrt(lambda / graphs) + 10 * lambda / n);
    // The variance of a Poisson sample's variance is (λ + 2λ²) / N.
    CHECK(std::abs(counts.variance() - lambda) <
          4 * std::sqrt((lambda + 2 * lambda * lambda) / graphs) + 20 * lambda / n);
  }
}

TEST_CASE("random_regular: every labelled graph on six nodes is equally likely") {
  // Of degree 2: 60 hexagons and 10 pairs of triangles. Of degree 3: their complements.
  for (const std::uint32_t d : {2U, 3U}) {
    std::map<std::uint64_t, double> seen;
    const int runs = 14'000;
    for (std::uint64_t seed = 1; seed <= runs; ++seed) {
      seen[fingerprint(random_regular(6, d, seed))] += 1;
    }
    CHECK(seen.size() == 70);
    std::vector<double> observed;
    for (const auto& [graph, count] : seen) observed.push_back(count);
    CAPTURE(d);
    CHECK(chi_square_excess(observed, std::vector<double>(observed.size(), runs / 70.0)) < 4);
  }
}

TEST_CASE("random_regular: small graphs are as those that are paired until simple",
          "[statistics]") {
  const std::uint32_t n = 40;
  const std::uint32_t d = 3;
  Sample fast_triangles;
  Sample slow_triangles;
  Sample fast_hops;
  Sample slow_hops;
  Substream stream(1, "test/random_regular");
  for (std::uint64_t seed = 1; seed <= 2000; ++seed) {
    const Graph fast = random_regular(n, d, seed);
    const Graph slow = paired_until_simple(n, d, stream);
    fast_triangles.add(static_cast<double>(triangles(fast)));
    slow_triangles.add(static_cast<double>(triangles(slow)));
    fast_hops.add(paths(fast).mean_hops);
    slow_hops.add(paths(slow).mean_hops);
  }
  CAPTURE(fast_triangles.mean(), slow_triangles.mean(), fast_hops.mean(), slow_hops.mean());
  CHECK(std::abs(fast_triangles.mean() - slow_triangles.mean()) <
        4 * std::hypot(fast_triangles.error(), slow_triangles.error()));
  CHECK(std::abs(fast_hops.mean() - slow_hops.mean()) <
        4 * std::hypot(fast_hops.error(), slow_hops.error()));
}

TEST_CASE("random_regular: connected when there are three links or more") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    CHECK(is_connected(random_regular(1000, 4, seed)));
  }
}

TEST_CASE("random_regular: ten million nodes", "[long]") {
  const Graph graph = random_regular(10'000'000, 4, 1);
  CHECK(graph.links.size() == 20'000'000);
  CHECK(is_simple_and_in_order(graph));
  const std::vector<std::uint32_t> all = degrees(graph);
  CHECK(std::count(all.begin(), all.end(), 4U) == 10'000'000);
}

}  // namespace generators_random_test
