// Given degrees, power_law and barabasi_albert: exact sequences, and laws within error bars.
#include <functional>
#include <map>
#include <numeric>

#include "tests/unit/topologies/generators_checks.hpp"
#include "topologies/generators/degree_sequence.hpp"

namespace generators_degrees_test {

using namespace rippletank::tests;
using rippletank::core::Substream;
using rippletank::topologies::is_graphical;
using rippletank::topologies::random_links;
using rippletank::topologies::shuffled_havel_hakimi;

namespace {

using Degrees = std::vector<std::uint32_t>;

/// Slow twin of is_graphical: Havel's and Hakimi's reduction, word for word.
bool reduces_to_nothing(Degrees degrees) {
  while (true) {
    std::sort(degrees.begin(), degrees.end(), std::greater<>{});
    if (degrees.empty() || degrees.front() == 0) return true;
    const std::uint32_t first = degrees.front();
    if (first >= degrees.size()) return false;
    degrees.erase(degrees.begin());
    for (std::uint32_t k = 0; k < first; ++k) {
      if (degrees[k] == 0) return false;
      --degrees[k];
    }
  }
}

/// Calls visit(degrees) for every non-increasing sequence of n degrees up to `most`.
void for_each_sequence(std::size_t n, std::uint32_t most, Degrees& prefix,
                       const std::function<void(const Degrees&)>& visit) {
  if (prefix.size() == n) return visit(prefix);
  const std::uint32_t top = prefix.empty() ? most : prefix.back();
  for (std::uint32_t degree = 0; degree <= top; ++degree) {
    prefix.push_back(degree);
    for_each_sequence(n, most, prefix, visit);
    prefix.pop_back();
  }
}

Graph graph_of(std::vector<Link> links, std::size_t nodes) {
  Graph graph;
  graph.node_count = static_cast<NodeId>(nodes);
  graph.links = std::move(links);
  return graph;
}

Graph barabasi_albert(std::uint32_t nodes, std::uint32_t links_per_node, std::uint64_t seed) {
  return make({{"model", "barabasi_albert"}, {"nodes", nodes}, {"links_per_node", links_per_node}},
              seed);
}

/// Slow twin of barabasi_albert: walks along all degrees for every single choice.
Graph attach_slowly(std::uint32_t nodes, std::uint32_t links_per_node, Substream& stream) {
  Graph graph;
  graph.node_count = nodes;
  std::vector<std::uint64_t> degree(nodes, 0);
  const auto join = [&](NodeId a, NodeId b) {
    graph.links.push_back({a, b});
    ++degree[a];
    ++degree[b];
  };
  for (NodeId node = 0; node < links_per_node; ++node) join(node, links_per_node);
  for (NodeId newcomer = links_per_node + 1; newcomer < nodes; ++newcomer) {
    std::vector<std::uint64_t> weight(degree.begin(), degree.begin() + newcomer);
    std::vector<NodeId> targets;
    while (targets.size() < links_per_node) {
      std::uint64_t mark =
          stream.below(std::accumulate(weight.begin(), weight.end(), std::uint64_t{0}));
      NodeId target = 0;
      while (mark >= weight[target]) mark -= weight[target++];
      targets.push_back(target);
      weight[target] = 0;
    }
    for (const NodeId target : targets) join(target, newcomer);
  }
  return graph;
}

}  // namespace

TEST_CASE("is_graphical agrees with Havel and Hakimi on every sequence of up to seven degrees") {
  std::size_t graphical = 0;
  std::size_t different = 0;
  for (std::size_t n = 0; n <= 7; ++n) {
    Degrees prefix;
    for_each_sequence(n, static_cast<std::uint32_t>(n) + 1, prefix, [&](const Degrees& degrees) {
      if (is_graphical(degrees) != reduces_to_nothing(degrees)) ++different;
      if (n == 7 && is_graphical(degrees)) ++graphical;
    });
  }
  CHECK(different == 0);
  // Number of degree sequences of graphs on seven nodes: OEIS A004251.
  CHECK(graphical == 342);
}

TEST_CASE("every graphical sequence of up to seven degrees gets a simple graph, both ways") {
  for (std::size_t n = 2; n <= 7; ++n) {
    Degrees prefix;
    Substream stream(n, "test/degree_sequence");
    for_each_sequence(n, static_cast<std::uint32_t>(n) - 1, prefix, [&](const Degrees& wanted) {
      if (!is_graphical(wanted)) return;
      const Graph paired = graph_of(random_links(wanted, stream), n);
      REQUIRE(is_simple_and_in_order(paired));
      REQUIRE(degrees(paired) == wanted);
      const Graph reduced = graph_of(shuffled_havel_hakimi(wanted, stream), n);
      REQUIRE(is_simple_and_in_order(reduced));
      REQUIRE(degrees(reduced) == wanted);
    });
  }
}

TEST_CASE("hubs that are linked to everything are placed") {
  Substream stream(1, "test/hubs");
  Degrees star(200, 1);
  star[17] = 199;
  CHECK(degrees(graph_of(random_links(star, stream), 200)) == star);
  Degrees two_hubs(200, 2);
  two_hubs[3] = two_hubs[150] = 199;
  const Graph graph = graph_of(random_links(two_hubs, stream), 200);
  CHECK(degrees(graph) == two_hubs);
  CHECK(is_simple_and_in_order(graph));
}

TEST_CASE("ten switches per link make every labelled graph equally likely") {
  // Two-regular graphs on six labelled nodes: 60 hexagons and 10 pairs of triangles.
  const Degrees wanted(6, 2);
  std::map<std::uint64_t, double> seen;
  Substream stream(1, "test/switches");
  const double runs = 14'000;
  for (int run = 0; run < runs; ++run) {
    seen[fingerprint(graph_of(shuffled_havel_hakimi(wanted, stream), 6))] += 1;
  }
  CHECK(seen.size() == 70);
  std::vector<double> observed;
  for (const auto& [graph, count] : seen) observed.push_back(count);
  CHECK(chi_square_excess(observed, std::vector<double>(observed.size(), runs / 70)) < 4);
}

TEST_CASE("given degrees: every labelled graph that has them is equally likely") {
  for (const Degrees& wanted :
       {Degrees{3, 2, 2, 2, 2, 1}, Degrees{4, 3, 3, 2, 1, 1}, Degrees{1, 3, 1, 3, 2, 2}}) {
    // All graphs on six nodes, by the bits of their 15 pairs.
    double graphs = 0;
    for (std::uint32_t bits = 0; bits < 1U << 15U; ++bits) {
      Degrees found(6, 0);
      std::uint32_t pair = 0;
      for (NodeId a = 0; a < 6; ++a) {
        for (NodeId b = a + 1; b < 6; ++b, ++pair) {
          if ((bits >> pair & 1U) == 0) continue;
          ++found[a];
          ++found[b];
        }
      }
      if (found == wanted) graphs += 1;
    }
    std::map<std::uint64_t, double> seen;
    Substream stream(1, "test/given_degrees");
    const double runs = 200 * graphs;
    for (int run = 0; run < runs; ++run) {
      seen[fingerprint(graph_of(random_links(wanted, stream), 6))] += 1;
    }
    CHECK(static_cast<double>(seen.size()) == graphs);
    std::vector<double> observed;
    for (const auto& [graph, count] : seen) observed.push_back(count);
    CHECK(chi_square_excess(observed, std::vector<double>(observed.size(), 200)) < 4);
  }
}

TEST_CASE("power_law: degrees follow the law by a chi-square test, and every one is kept",
          "[statistics]") {
  const std::uint32_t n = 100'000;
  for (const double exponent : {0.0, 1.5, 2.3, 3.0}) {
    const std::uint32_t least = exponent > 2 ? 1 : 3;
    const Graph graph = make({{"model", "power_law"},
                              {"nodes", n},
                              {"exponent", exponent},
                              {"degree_min", least},
                              {"degree_max", 60}},
                             1);
    CHECK(is_simple_and_in_order(graph));
    CHECK(graph.notes.empty());
    double weights = 0;
    for (std::uint32_t k = least; k <= 60; ++k) weights += std::pow(k, -exponent);
    std::vector<double> observed;
    std::vector<double> expected;
    const std::vector<std::uint32_t> all = degrees(graph);
    for (std::uint32_t k = least; k <= 60; ++k) {
      const auto count = static_cast<double>(std::count(all.begin(), all.end(), k));
      const double mean = n * std::pow(k, -exponent) / weights;
      if (!expected.empty() && expected.back() < 20) {
        expected.back() += mean;
        observed.back() += count;
      } else {
        expected.push_back(mean);
        observed.push_back(count);
      }
    }
    CHECK(std::accumulate(observed.begin(), observed.end(), 0.0) == n);
    CAPTURE(exponent);
    CHECK(chi_square_excess(observed, expected) < 4);
  }
}

TEST_CASE("power_law: heavy tails and tiny graphs are still simple") {
  const std::vector<Json> shapes = {
      {{"model", "power_law"}, {"nodes", 2}, {"degree_max", 1}},
      {{"model", "power_law"}, {"nodes", 5}, {"degree_max", 4}, {"exponent", 1}},
      {{"model", "power_law"}, {"nodes", 20}, {"degree_max", 19}, {"exponent", 1.5}},
      {{"model", "power_law"}, {"nodes", 2000}, {"degree_max", 1999}, {"exponent", 2.1}},
      {{"model", "power_law"}, {"nodes", 51}, {"degree_min", 4}, {"degree_max", 4}},
  };
  for (const Json& shape : shapes) {
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
      const Graph graph = make(shape, seed);
      INFO(shape.dump());
      REQUIRE(is_simple_and_in_order(graph));
      REQUIRE(graph.notes.empty());
    }
  }
}

TEST_CASE("power_law: degrees that no graph has are refused with a way out") {
  // Del Genio, Gross & Bassler 2011: exponents below 2 up to the largest degree have no graphs.
  std::string complaint;
  try {
    make({{"model", "power_law"}, {"nodes", 5000}, {"exponent", 1.3}, {"degree_max", 4999}});
  } catch (const rippletank::registry::InputError& error) {
    complaint = error.what();
  }
  CHECK(complaint.find("lower degree_max") != std::string::npos);
}

TEST_CASE("barabasi_albert: m (n - m) links, connected, newcomers have m or more") {
  for (const std::uint32_t m : {1U, 2U, 3U, 10U}) {
    for (const std::uint32_t n : {m + 1, m + 2, 50U, 1000U}) {
      const Graph graph = barabasi_albert(n, m, 1);
      CAPTURE(n, m);
      CHECK(graph.links.size() == m * (n - m));
      CHECK(is_simple_and_in_order(graph));
      CHECK(graph.notes.empty());
      CHECK(is_connected(graph));
      const std::vector<std::uint32_t> degree = degrees(graph);
      std::vector<std::uint32_t> links_down(n, 0);
      for (const Link& link : graph.links) ++links_down[link.to];
      for (NodeId node = m; node < n; ++node) CHECK(links_down[node] == m);
    }
  }
}

TEST_CASE("barabasi_albert: degrees follow 2m(m+1) / (k(k+1)(k+2))") {
  // Dorogovtsev, Mendes & Samukhin, Physical Review Letters 85 (2000); Bollobas, Riordan, Spencer
  // & Tusnady (2001). The number of nodes of a degree spreads less than a binomial one would.
  const std::uint32_t n = 200'000;
  for (const std::uint32_t m : {1U, 2U, 4U}) {
    const std::vector<std::uint32_t> degree = degrees(barabasi_albert(n, m, 1));
    for (std::uint32_t k = m; k <= 6 * m; ++k) {
      const double share = 2.0 * m * (m + 1) / (k * (k + 1.0) * (k + 2.0));
      const auto count = static_cast<double>(std::count(degree.begin(), degree.end(), k));
      CAPTURE(m, k);
      CHECK(std::abs(count - n * share) < 4 * std::sqrt(n * share * (1 - share)) + 5 * m);
    }
    for (const std::uint32_t k : {10 * m, 30 * m, 100 * m}) {
      const double share = m * (m + 1.0) / (k * (k + 1.0));
      const auto count = static_cast<double>(
          std::count_if(degree.begin(), degree.end(), [&](std::uint32_t d) { return d >= k; }));
      CAPTURE(m, k);
      CHECK(std::abs(count - n * share) < 4 * std::sqrt(n * share) + 5 * m);
    }
  }
}

TEST_CASE("barabasi_albert: degrees agree with choosing by a walk along all degrees",
          "[statistics]") {
  const std::uint32_t n = 150;
  for (const std::uint32_t m : {1U, 3U}) {
    const int graphs = 1000;
    std::map<std::string, std::pair<Sample, Sample>> compared;
    Substream stream(m, "test/barabasi_albert");
    for (int run = 0; run < graphs; ++run) {
      const auto measure = [&](const Graph& graph, auto side) {
        const std::vector<std::uint32_t> degree = degrees(graph);
        for (std::uint32_t k = 1; k <= 12; ++k) {
          const auto count = static_cast<double>(std::count(degree.begin(), degree.end(), k));
          side(compared["nodes of degree " + std::to_string(k)]).add(count);
        }
        for (const NodeId node : {0U, m, m + 1, 20U}) {
          side(compared["degree of node " + std::to_string(node)]).add(degree[node]);
        }
        side(compared["largest"]).add(*std::max_element(degree.begin(), degree.end()));
      };
      measure(barabasi_albert(n, m, static_cast<std::uint64_t>(run) + 1),
              [](auto& pair) -> Sample& { return pair.first; });
      measure(attach_slowly(n, m, stream), [](auto& pair) -> Sample& { return pair.second; });
    }
    for (const auto& [what, pair] : compared) {
      const auto& [fast, slow] = pair;
      CAPTURE(m, what, fast.mean(), slow.mean());
      CHECK(std::abs(fast.mean() - slow.mean()) <= 4 * std::hypot(fast.error(), slow.error()));
    }
  }
}

}  // namespace generators_degrees_test
