// Eigenvalues: against dense matrices, closed forms, and what follows from them.
#include "analysis/theory/spectrum.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tests/unit/theory/networks.hpp"
#include "topologies/metrics/components.hpp"

namespace spectrum_test {

using namespace rippletank;
using namespace rippletank::theory;
using namespace rippletank::tests;
using registry::Json;
using topologies::Adjacency;

namespace {

constexpr double pi = 3.14159265358979323846;

/// All eigenvalues of full matrices, of which the second smallest count.
Spectrum dense_spectrum(const Adjacency& rows) {
  const auto nodes = static_cast<Eigen::Index>(rows.offsets.size()) - 1;
  Eigen::MatrixXd laplacian = Eigen::MatrixXd::Zero(nodes, nodes);
  for (Eigen::Index i = 0; i < nodes; ++i) {
    const auto node = static_cast<topologies::NodeId>(i);
    laplacian(i, i) = rows.degree(node);
    for (std::uint32_t slot = rows.offsets[node]; slot < rows.offsets[node + 1]; ++slot) {
      laplacian(i, rows.neighbours[slot]) = -1;
    }
  }
  const Eigen::VectorXd scale = laplacian.diagonal().cwiseSqrt().cwiseInverse();
  const Eigen::MatrixXd of_walk = scale.asDiagonal() * laplacian * scale.asDiagonal();
  const auto second = [](const Eigen::MatrixXd& matrix) {
    return Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(matrix).eigenvalues()[1];
  };
  return {second(laplacian), second(of_walk)};
}

/// With a factor, and without one.
constexpr double close = 1e-9;
constexpr double six_digits = 5e-7;

void check_against_dense(const Json& written, std::uint64_t seed = 1, bool with_factor = true) {
  INFO(written.dump() << " seed " << seed);
  const Adjacency part = largest_part(TestNetwork(written, seed).rows);
  const auto found = with_factor ? spectrum(part) : spectrum(part, 0);
  const double error = with_factor ? close : six_digits;
  REQUIRE(found);
  const Spectrum expected = dense_spectrum(part);
  CHECK(found->algebraic_connectivity == Approx(expected.algebraic_connectivity).epsilon(error));
  CHECK(found->walk_gap == Approx(expected.walk_gap).epsilon(error));
}

}  // namespace

TEST_CASE("eigenvalues of small networks are those of dense matrices") {
  for (const char* model : {"star", "bus", "ring", "tree", "combined_star", "true_mesh",
                            "complex_mesh", "balanced_tree", "regular_tree", "grid", "clustered"}) {
    Json written = {{"model", model}};
    if (std::string(model) == "complex_mesh") written["centre"] = "none";
    check_against_dense(written);
  }
  for (const std::uint32_t nodes : {3U, 4U, 5U, 6U, 9U, 10U, 11U, 50U, 120U}) {
    check_against_dense({{"model", "true_mesh"}, {"nodes", nodes}});
    check_against_dense({{"model", "bus"}, {"nodes", nodes}});
    check_against_dense({{"model", "star"}, {"nodes", nodes}});
  }
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    check_against_dense({{"model", "erdos_renyi"}, {"nodes", 120}, {"mean_degree", 2.5}}, seed);
    check_against_dense({{"model", "barabasi_albert"}, {"nodes", 120}, {"links_per_node", 2}},
                        seed);
    check_against_dense({{"model", "watts_strogatz"},
                         {"nodes", 120},
                         {"neighbours", 4},
                         {"rewire_probability", 0.1}},
                        seed);
  }
}

TEST_CASE("without a factor the eigenvalues are those of dense matrices, too") {
  check_against_dense({{"model", "random_regular"}, {"nodes", 200}, {"degree", 4}}, 1, false);
  check_against_dense({{"model", "barabasi_albert"}, {"nodes", 200}, {"links_per_node", 2}}, 1,
                      false);
  check_against_dense({{"model", "grid"}, {"rows", 12}, {"columns", 15}}, 1, false);
  check_against_dense({{"model", "true_mesh"}, {"nodes", 60}}, 1, false);
}

TEST_CASE("eigenvalues of layouts have closed forms") {
  const auto of = [](const Json& written) { return *spectrum(TestNetwork(written).rows); };
  for (const double n : {10.0, 101.0, 2000.0}) {
    CAPTURE(n);
    const Spectrum mesh = *spectrum(TestNetwork({{"model", "true_mesh"}, {"nodes", 30}}).rows);
    CHECK(mesh.algebraic_connectivity == Approx(30));
    CHECK(mesh.walk_gap == Approx(30.0 / 29));
    const Spectrum star = of({{"model", "star"}, {"nodes", n}});
    CHECK(star.algebraic_connectivity == Approx(1));
    CHECK(star.walk_gap == Approx(1));
    const Spectrum line = of({{"model", "bus"}, {"nodes", n}});
    CHECK(line.algebraic_connectivity == Approx(2 - 2 * std::cos(pi / n)).epsilon(close));
    CHECK(line.walk_gap == Approx(1 - std::cos(pi / (n - 1))).epsilon(close));
    const Spectrum ring = of({{"model", "ring"}, {"nodes", n}});
    CHECK(ring.algebraic_connectivity == Approx(2 - 2 * std::cos(2 * pi / n)).epsilon(close));
    CHECK(ring.walk_gap == Approx(1 - std::cos(2 * pi / n)).epsilon(close));
  }
  const Spectrum grid = of({{"model", "grid"}, {"rows", 60}, {"columns", 50}});
  CHECK(grid.algebraic_connectivity == Approx(2 - 2 * std::cos(pi / 60)).epsilon(six_digits));
}

TEST_CASE("of a network in parts the largest is taken, with its nodes in order") {
  const TestNetwork network({{"model", "erdos_renyi"}, {"nodes", 200}, {"mean_degree", 1.5}});
  const topologies::Components parts = topologies::components(network.rows);
  REQUIRE(parts.sizes.size() > 1);
  const Adjacency part = largest_part(network.rows);
  CHECK(part.offsets.size() - 1 == parts.sizes[parts.largest]);
  CHECK(topologies::components(part).sizes.size() == 1);
  std::vector<std::uint32_t> degrees;
  for (topologies::NodeId node = 0; node < network.nodes(); ++node) {
    if (parts.of[node] == parts.largest) degrees.push_back(network.rows.degree(node));
  }
  for (topologies::NodeId node = 0; node < degrees.size(); ++node) {
    CHECK(part.degree(node) == degrees[node]);
  }
  const TestNetwork whole({{"model", "ring"}, {"nodes", 7}});
  CHECK(largest_part(whole.rows).neighbours == whole.rows.neighbours);
}

TEST_CASE("a lazy walk forgets its start between the two bounds") {
  for (const Json& written :
       {Json{{"model", "ring"}, {"nodes", 15}}, Json{{"model", "star"}, {"nodes", 12}},
        Json{{"model", "barabasi_albert"}, {"nodes", 40}, {"links_per_node", 2}}}) {
    const Adjacency rows = TestNetwork(written).rows;
    const auto nodes = static_cast<Eigen::Index>(rows.offsets.size()) - 1;
    Eigen::MatrixXd walk = Eigen::MatrixXd::Identity(nodes, nodes) / 2;
    double least = 1;
    Eigen::RowVectorXd in_the_long_run(nodes);
    for (Eigen::Index i = 0; i < nodes; ++i) {
      const auto node = static_cast<topologies::NodeId>(i);
      in_the_long_run[i] = rows.degree(node) / static_cast<double>(rows.neighbours.size());
      least = std::min(least, in_the_long_run[i]);
      for (std::uint32_t slot = rows.offsets[node]; slot < rows.offsets[node + 1]; ++slot) {
        walk(i, rows.neighbours[slot]) += 0.5 / rows.degree(node);
      }
    }
    double steps = 0;
    Eigen::MatrixXd after = Eigen::MatrixXd::Identity(nodes, nodes);
    const auto farthest = [&] {
      return (after.rowwise() - in_the_long_run).cwiseAbs().rowwise().sum().maxCoeff() / 2;
    };
    for (; farthest() > 0.25; ++steps) after *= walk;
    const MixingTime bounds = mixing_time(spectrum(rows)->walk_gap, least);
    INFO(written.dump() << ": " << bounds.least_steps << " to " << bounds.most_steps);
    CHECK(bounds.least_steps <= steps);
    CHECK(steps <= std::ceil(bounds.most_steps));
  }
}

}  // namespace spectrum_test
