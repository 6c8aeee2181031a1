// Walks: hitting times in closed form, and walkers that are followed one by one.
#include "analysis/theory/walks.hpp"

#include <cmath>

#include "sim/core/random.hpp"
#include "tests/catch.hpp"
#include "tests/unit/theory/networks.hpp"

namespace walks_test {

using namespace rippletank;
using namespace rippletank::theory;
using namespace rippletank::tests;
using registry::Json;
using topologies::NodeId;

namespace {

std::vector<double> steps_to(const TestNetwork& network, NodeId sought) {
  std::vector<bool> is_sought(network.nodes());
  is_sought[sought] = true;
  return hitting_steps(network.rows, is_sought);
}

/// The first step of a walker that does not go straight back with which it finds one, or most + 1.
std::uint32_t walk(const topologies::Adjacency& rows, const std::vector<bool>& is_sought,
                   NodeId from, std::uint32_t most, core::Substream& random) {
  NodeId before = 0xffffffff;
  NodeId at = from;
  for (std::uint32_t step = 1; step <= most; ++step) {
    std::vector<NodeId> ways;
    for (std::uint32_t slot = rows.offsets[at]; slot < rows.offsets[at + 1]; ++slot) {
      if (rows.neighbours[slot] != before) ways.push_back(rows.neighbours[slot]);
    }
    if (ways.empty()) ways.push_back(before);
    before = at;
    at = ways[random.below(ways.size())];
    if (is_sought[at]) return step;
  }
  return most + 1;
}

}  // namespace

TEST_CASE("hitting times are those in closed form") {
  const TestNetwork mesh({{"model", "true_mesh"}, {"nodes", 100}});
  CHECK(steps_to(mesh, 7)[3] == Approx(99));
  CHECK(hitting_steps_on_mesh(100) == 99);
  const TestNetwork ring({{"model", "ring"}, {"nodes", 100}});
  for (const NodeId distance : {0U, 1U, 20U, 50U}) {
    CHECK(steps_to(ring, 0)[distance] == Approx(hitting_steps_on_ring(100, distance)));
  }
  const TestNetwork line({{"model", "bus"}, {"nodes", 100}});
  CHECK(steps_to(line, 99)[0] == Approx(9801));
  CHECK(hitting_steps_on_line(100) == 9801);
  const TestNetwork star({{"model", "star"}, {"nodes", 100}});
  CHECK(steps_to(star, 5)[0] == Approx(197));
  CHECK(hitting_steps_on_star(100) == 197);
  CHECK(steps_to(star, 0)[5] == Approx(1));
}

TEST_CASE("return times are one step more than hitting times from the neighbours, 2m / degree") {
  const TestNetwork network({{"model", "barabasi_albert"}, {"nodes", 80}, {"links_per_node", 2}});
  for (const NodeId node : {0U, 1U, 40U, 79U}) {
    const std::vector<double> steps = steps_to(network, node);
    double mean = 1;
    const std::uint32_t degree = network.rows.degree(node);
    for (std::uint32_t k = 0; k < degree; ++k) {
      mean += steps[network.rows.neighbours[network.rows.offsets[node] + k]] / degree;
    }
    CHECK(mean == Approx(return_steps(network.links(), degree)));
  }
}

TEST_CASE("large systems, solved by iteration, are solved as well") {
  const TestNetwork ring({{"model", "ring"}, {"nodes", 2500}});
  const std::vector<double> steps = steps_to(ring, 0);
  for (const NodeId distance : {1U, 100U, 1250U}) {
    CHECK(steps[distance] == Approx(hitting_steps_on_ring(2500, distance)).epsilon(1e-9));
  }
}

TEST_CASE("who is sought nowhere is never found") {
  const TestNetwork network({{"model", "erdos_renyi"}, {"nodes", 50}, {"mean_degree", 0}});
  const std::vector<double> steps = steps_to(network, 0);
  CHECK(steps[0] == 0);
  CHECK(std::isinf(steps[1]));
}

TEST_CASE("what walkers miss is what many of them miss", "[statistics]") {
  for (const Json& written :
       {Json{{"model", "barabasi_albert"}, {"nodes", 60}, {"links_per_node", 1}},
        Json{{"model", "random_regular"}, {"nodes", 60}, {"degree", 3}},
        Json{{"model", "star"}, {"nodes", 9}}}) {
    const TestNetwork network(written);
    std::vector<bool> is_sought(network.nodes());
    is_sought[3] = is_sought[7] = true;
    constexpr std::uint32_t most = 30;
    const NodeId from = 5;
    const auto missed = PatientWalkers(network.rows).missed(is_sought, {from}, most).front();
    REQUIRE(missed.size() == most + 1);
    constexpr int walks = 40'000;
    std::vector<double> still(most + 1);
    core::Substream random(1, core::Purpose("test/walks"));
    for (int i = 0; i < walks; ++i) {
      const std::uint32_t found = walk(network.rows, is_sought, from, most, random);
      for (std::uint32_t step = 0; step < std::min(found, most + 1); ++step) still[step] += 1.0;
    }
    for (std::uint32_t step = 0; step <= most; ++step) {
      INFO(written.dump() << " step " << step);
      const double p = missed[step];
      CHECK(std::abs(still[step] / walks - p) <= 4 * std::sqrt(p * (1 - p) / walks) + 1e-12);
    }
  }
}

TEST_CASE("of several walkers the first one counts") {
  const FirstFind one = first_find({1, 0.5, 0.25, 0.25}, 1);
  CHECK(one.probability == Approx(0.75));
  // Half of them find it at the first step, a quarter at the second: (0.5 + 2 * 0.25) / 0.75.
  CHECK(one.steps == Approx(1 / 0.75));
  CHECK(one.steps_squared == Approx((0.5 + 4 * 0.25) / 0.75));
  const FirstFind two = first_find({1, 0.5, 0.25, 0.25}, 2);
  CHECK(two.probability == Approx(1 - 0.0625));
  CHECK(two.steps == Approx((0.75 + 2 * (0.25 - 0.0625)) / 0.9375));
  CHECK(first_find({1, 1, 1}, 4).probability == 0);
}

}  // namespace walks_test
