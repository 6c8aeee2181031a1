// Generating functions: against sums over degrees, published values, and floods on many networks.
#include "analysis/theory/degrees.hpp"

#include <cmath>

#include "analysis/theory/floods.hpp"
#include "tests/catch.hpp"
#include "tests/data_path.hpp"
#include "tests/unit/theory/networks.hpp"
#include "topologies/metrics/components.hpp"

namespace degrees_test {

using namespace rippletank;
using namespace rippletank::theory;
using namespace rippletank::tests;
using registry::Json;

namespace {

/// Poisson degrees of a random network, as counts of a very large one.
Degrees poisson(double mean, double nodes = 1e15) {
  std::vector<std::uint64_t> count;
  double p = std::exp(-mean);
  for (int k = 0; k < 60; p *= mean / ++k) {
    count.push_back(static_cast<std::uint64_t>(std::llround(p * nodes)));
  }
  return Degrees(count);
}

double g1_by_sums(const std::vector<std::uint64_t>& count, double x) {
  double above = 0;
  double below = 0;
  for (std::size_t k = 1; k < count.size(); ++k) {
    above += static_cast<double>(k * count[k]) * std::pow(x, static_cast<double>(k) - 1);
    below += static_cast<double>(k * count[k]);
  }
  return above / below;
}

}  // namespace

TEST_CASE("G0 and G1 are the sums that define them") {
  const std::vector<std::uint64_t> count = {3, 5, 0, 2, 0, 0, 1};
  const Degrees degrees(count);
  CHECK(degrees.nodes() == 11);
  CHECK(degrees.mean() == Approx(17.0 / 11));
  CHECK(degrees.kappa() == Approx((5.0 + 18 + 36) / 17));
  CHECK(degrees.g0(1) == Approx(1));
  CHECK(degrees.g0(0.5) == Approx((3 + 2.5 + 0.25 + 1 / 64.0) / 11));
  for (const double x : {0.0, 0.3, 0.9, 1.0}) {
    CHECK(degrees.g1(x) == Approx(g1_by_sums(count, x)));
  }
  CHECK(degrees.neighbours_at(1) == Approx(degrees.mean()));
  // z2 is the sum of k (k - 1) over nodes.
  CHECK(degrees.neighbours_at(2) == Approx((2.0 * 3 * 2 + 6 * 5) / 11));
}

TEST_CASE("the giant component of a random network is S = 1 - exp(-c S)") {
  CHECK(poisson(1.5).giant_share() == Approx(0.58281).epsilon(1e-5));
  CHECK(poisson(2).giant_share() == Approx(0.79681).epsilon(1e-5));
  CHECK(poisson(3).giant_share() == Approx(0.94048).epsilon(1e-5));
  CHECK(poisson(4).giant_share() == Approx(0.98017).epsilon(1e-5));
  CHECK(poisson(5).giant_share() == Approx(0.99302).epsilon(1e-5));
  CHECK(poisson(6).giant_share() == Approx(0.99748).epsilon(1e-5));
  CHECK(poisson(0.9).giant_share() == 0);
  CHECK(poisson(1.0 - 1e-9).giant_share() < 1e-6);
  // Just above the threshold it is 2 (c - 1) to the first order.
  CHECK(poisson(1.001).giant_share() == Approx(2 * 0.001).epsilon(0.01));
}

TEST_CASE("after losses at random it is that of a network with fewer links") {
  const Degrees degrees = poisson(4);
  CHECK(degrees.giant_share(0.9) == Approx(0.9695).epsilon(1e-4));
  CHECK(degrees.giant_share(0.7) == Approx(0.9250).epsilon(1e-4));
  CHECK(degrees.giant_share(0.5) == Approx(0.7968).epsilon(1e-4));
  CHECK(degrees.giant_share(0.3) == Approx(0.3137).epsilon(2e-4));
  CHECK(degrees.giant_share(0.24) == 0);
  CHECK(percolation_threshold(degrees) == Approx(0.75));
}

TEST_CASE("thresholds are those of regular networks and of crawls of Gnutella") {
  CHECK(percolation_threshold(Degrees({0, 0, 0, 0, 10})) == Approx(1 - 1.0 / 3));
  CHECK(percolation_threshold(Degrees({0, 0, 10})) == 0);
  CHECK(percolation_threshold(Degrees(std::vector<std::uint64_t>{10})) == 0);
  const auto early = data_file("snap/p2p-Gnutella04.txt");
  const auto late = data_file("snap/p2p-Gnutella31.txt");
  if (!early || !late) return;
  const auto degrees = [](const std::filesystem::path& file) {
    return Degrees::of(TestNetwork({{"model", "edge_list"}, {"file", file.string()}}).rows);
  };
  CHECK(degrees(*early).kappa() == Approx(13.97).epsilon(4e-4));
  CHECK(percolation_threshold(degrees(*early)) == Approx(0.9229).epsilon(1e-4));
  CHECK(percolation_threshold(degrees(*late)) == Approx(0.9057).epsilon(1e-4));
}

TEST_CASE("networks without loose ends lose nobody, and small ones have no giant component") {
  CHECK(Degrees({0, 0, 0, 8}).dead_end() == 0);
  CHECK(Degrees({0, 0, 0, 8}).giant_share() == 1);
  CHECK(Degrees({0, 8}).dead_end() == 1);
  CHECK(Degrees({0, 8}).giant_share() == 0);
  CHECK(std::isnan(Degrees({0, 8}).mean_hops()));
}

TEST_CASE("rings are told from what has ends or forks") {
  CHECK(Degrees({0, 0, 50}).is_of_rings());
  CHECK(Degrees({3, 0, 50}).is_of_rings());
  CHECK_FALSE(Degrees({0, 1, 50}).is_of_rings());
  CHECK_FALSE(Degrees({0, 0, 50, 2}).is_of_rings());
  CHECK_FALSE(Degrees({5}).is_of_rings());
}

TEST_CASE("a dead end solves its equation") {
  for (const double mean : {1.01, 1.3, 2.0, 5.0, 20.0}) {
    const Degrees degrees = poisson(mean);
    const double u = degrees.dead_end();
    CAPTURE(mean, u);
    CHECK(u < 1);
    CHECK(std::abs(degrees.g1(u) - u) < 1e-14);
  }
}

TEST_CASE("reach by hops begins as branching does and ends in the giant component") {
  const Degrees degrees = poisson(3, 1e9);
  const std::vector<double> reach = reach_by_hops(degrees, 3, 60);
  CHECK(reach[0] == 0);
  // Of 10^9 nodes so few are met that hardly any is met twice.
  double branching = 0;
  for (std::uint32_t hop = 1; hop <= 8; ++hop) {
    branching += 3 * std::pow(3, hop - 1);
    CHECK(reach[hop] == Approx(branching).epsilon(1e-4));
  }
  const double u = degrees.dead_end();
  const double expected = (1 - u * u * u) * degrees.giant_share() * degrees.nodes();
  CHECK(reach[60] == Approx(expected).epsilon(1e-9));
  CHECK(reach_by_hops(degrees, 0, 5).back() == 0);
  // Without a giant component it goes on as a branching that dies out.
  CHECK(reach_by_hops(poisson(0.5, 1e9), 1, 50).back() == Approx(2).epsilon(1e-6));
}

}  // namespace degrees_test
