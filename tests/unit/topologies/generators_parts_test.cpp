// What generators are made of: pair sets, link order, random pairs, power laws.
#include <map>
#include <set>

#include "tests/unit/topologies/generators_checks.hpp"
#include "topologies/generators/link_order.hpp"
#include "topologies/generators/pair_set.hpp"
#include "topologies/generators/power_law_table.hpp"
#include "topologies/generators/random_pairs.hpp"

namespace generators_parts_test {

using namespace rippletank::tests;
using rippletank::core::Substream;
using rippletank::topologies::PairSet;
using rippletank::topologies::PowerLawTable;
using rippletank::topologies::put_in_order;
using rippletank::topologies::visit_random_pairs;

TEST_CASE("a PairSet does what a std::set does, through growth and removal", "[statistics]") {
  Substream stream(1, "test/pair_set");
  for (const std::uint32_t nodes : {4U, 12U, 60U, 2000U}) {
    PairSet fast;
    std::set<std::pair<NodeId, NodeId>> slow;
    for (int step = 0; step < 20'000; ++step) {
      const auto a = static_cast<NodeId>(stream.below(nodes));
      const auto b = static_cast<NodeId>(stream.below(nodes));
      if (a == b) continue;
      const std::pair<NodeId, NodeId> pair = std::minmax(a, b);
      // Long stretches of more insertions than removals and the other way round.
      if (stream.chance(step / 5000 % 2 == 0 ? 0.8 : 0.2)) {
        REQUIRE(fast.insert(a, b) == slow.insert(pair).second);
      } else {
        fast.erase(a, b);
        slow.erase(pair);
      }
      REQUIRE(fast.contains(b, a) == (slow.count(pair) == 1));
    }
    std::uint64_t different = 0;
    for (NodeId a = 0; a < nodes; ++a) {
      for (NodeId b = a + 1; b < nodes; ++b) {
        if (fast.contains(a, b) != (slow.count({a, b}) == 1)) ++different;
      }
    }
    CHECK(different == 0);
  }
}

TEST_CASE("put_in_order does what sorting and dropping repeats does") {
  Substream stream(1, "test/put_in_order");
  for (const std::uint32_t nodes : {2U, 3U, 10U, 300U}) {
    for (const std::uint32_t count : {0U, 1U, 20U, 5000U}) {
      std::vector<Link> links;
      std::set<std::pair<NodeId, NodeId>> expected;
      while (links.size() < count) {
        const auto a = static_cast<NodeId>(stream.below(nodes));
        const auto b = static_cast<NodeId>(stream.below(nodes));
        if (a == b) continue;
        links.push_back({a, b});
        expected.insert(std::minmax(a, b));
      }
      put_in_order(links, nodes);
      std::vector<Link> sorted;
      for (const auto& [a, b] : expected) sorted.push_back({a, b});
      CHECK(links == sorted);
      put_in_order(links, nodes);
      CHECK(links == sorted);
    }
  }
}

TEST_CASE("random pairs: all 64 graphs on four nodes are as likely as they should be") {
  const double probability = 0.3;
  const double runs = 100'000;
  const std::map<std::pair<NodeId, NodeId>, unsigned> bit = {{{0, 1}, 0}, {{0, 2}, 1}, {{0, 3}, 2},
                                                             {{1, 2}, 3}, {{1, 3}, 4}, {{2, 3}, 5}};
  std::vector<double> observed(64, 0);
  std::vector<double> expected;
  for (unsigned graph = 0; graph < 64; ++graph) {
    double likelihood = runs;
    for (unsigned k = 0; k < 6; ++k) {
      likelihood *= (graph >> k & 1U) != 0 ? probability : 1 - probability;
    }
    expected.push_back(likelihood);
  }
  Substream stream(1, "test/random_pairs");
  for (int run = 0; run < runs; ++run) {
    unsigned graph = 0;
    visit_random_pairs(4, probability, stream, [&](NodeId a, NodeId b) {
      graph |= 1U << bit.at({a, b});
    });
    observed[graph] += 1;
  }
  CHECK(chi_square_excess(observed, expected) < 4);
}

TEST_CASE("random pairs: none for 0, all for 1, none among fewer than two nodes") {
  Substream stream(1, "test/random_pairs");
  std::size_t visited = 0;
  const auto count = [&](NodeId a, NodeId b) {
    CHECK(a < b);
    ++visited;
  };
  visit_random_pairs(100, 0, stream, count);
  visit_random_pairs(100, 1e-300, stream, count);
  visit_random_pairs(0, 1, stream, count);
  visit_random_pairs(1, 1, stream, count);
  CHECK(visited == 0);
  visit_random_pairs(2, 1, stream, count);
  CHECK(visited == 1);
  visit_random_pairs(50, 1, stream, count);
  CHECK(visited == 1 + 1225);
}

TEST_CASE("a power law is drawn as often as its weights say") {
  struct Case {
    std::uint32_t min, max;
    double exponent;
  };
  for (const Case c : {Case{1, 20, 0}, Case{1, 30, 1}, Case{1, 12, 2.5}, Case{5, 25, 1.7}}) {
    const double draws = 200'000;
    std::vector<double> expected;
    double sum = 0;
    for (std::uint32_t k = c.min; k <= c.max; ++k) {
      expected.push_back(std::pow(k, -c.exponent));
      sum += expected.back();
    }
    for (double& count : expected) count *= draws / sum;
    const PowerLawTable table(c.min, c.max, c.exponent);
    Substream stream(1, "test/power_law");
    std::vector<double> observed(expected.size(), 0);
    for (int draw = 0; draw < draws; ++draw) observed[table.draw(stream) - c.min] += 1;
    CAPTURE(c.min, c.max, c.exponent);
    CHECK(chi_square_excess(observed, expected) < 4);
  }
  const PowerLawTable only(7, 7, 3);
  Substream stream(1, "test/power_law");
  CHECK(only.draw(stream) == 7);
}

}  // namespace generators_parts_test
