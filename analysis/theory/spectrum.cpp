// Finds eigenvalues of networks by Lanczos' method.
#include "analysis/theory/spectrum.hpp"

#include <Spectra/SymEigsSolver.h>
#include <Eigen/Sparse>
#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <stdexcept>
#include <vector>

#include "sim/core/check.hpp"
#include "sim/core/pinned_math.hpp"
#include "topologies/metrics/components.hpp"

namespace rippletank::theory {

using topologies::Adjacency;
using topologies::NodeId;

namespace {

using Vector = Eigen::VectorXd;

/// So many additions and multiplications may each of the iterations take: some seconds.
constexpr double affordable = 5e9;

/// Thrown when they were not enough.
struct Unsettled : std::runtime_error {
  Unsettled() : std::runtime_error("an iteration did not settle") {}
};

Eigen::Index nodes_of(const Adjacency& rows) {
  return static_cast<Eigen::Index>(rows.offsets.size()) - 1;
}

/// The problem L x = value W x, with L the Laplacian and W = 1 or the degrees, which is turned into
/// one of symmetric matrices, W^-1/2 L W^-1/2, whose eigenvector of 0 is W^1/2 1.
struct Weights {
  Vector root;   ///< square roots of W
  Vector known;  ///< the eigenvector of 0, of length 1

  explicit Weights(Vector of) : root(of.cwiseSqrt()), known(root / root.norm()) {}

  void take_out_known(Vector& x) const { x -= known.dot(x) * known; }
};

/// y = bound x - W^-1/2 L W^-1/2 x beside the known vector: its largest eigenvalue belongs to the
/// smallest one that is sought.
class Flipped {
 public:
  using Scalar = double;

  Flipped(const Adjacency& rows, const Weights& weights, double bound)
      : rows_(rows), weights_(weights), bound_(bound) {}

  Eigen::Index rows() const { return nodes_of(rows_); }
  Eigen::Index cols() const { return nodes_of(rows_); }
  void perform_op(const double* from, double* to) const {
    const Eigen::Index nodes = rows();
    Vector x = Eigen::Map<const Vector>(from, nodes);
    weights_.take_out_known(x);
    const Vector scaled = x.cwiseQuotient(weights_.root);
    Vector y(nodes);
    for (Eigen::Index i = 0; i < nodes; ++i) {
      const auto node = static_cast<NodeId>(i);
      double sum = rows_.degree(node) * scaled[i];
      for (std::uint32_t slot = rows_.offsets[node]; slot < rows_.offsets[node + 1]; ++slot) {
        sum -= scaled[rows_.neighbours[slot]];
      }
      y[i] = bound_ * x[i] - sum / weights_.root[i];
    }
    weights_.take_out_known(y);
    Eigen::Map<Vector>(to, nodes) = y;
  }

 private:
  const Adjacency& rows_;
  const Weights& weights_;
  double bound_;
};

using Matrix = Eigen::SparseMatrix<double>;

/// The Laplacian, with its last rows and columns left out.
Matrix laplacian_of(const Adjacency& rows, Eigen::Index without_last) {
  const Eigen::Index nodes = nodes_of(rows) - without_last;
  std::vector<Eigen::Triplet<double>> entries;
  for (Eigen::Index i = 0; i < nodes; ++i) {
    const auto node = static_cast<NodeId>(i);
    entries.emplace_back(static_cast<int>(i), static_cast<int>(i), rows.degree(node));
    for (std::uint32_t slot = rows.offsets[node]; slot < rows.offsets[node + 1]; ++slot) {
      const auto neighbour = static_cast<int>(rows.neighbours[slot]);
      if (neighbour < nodes) entries.emplace_back(static_cast<int>(i), neighbour, -1.0);
    }
  }
  Matrix laplacian(nodes, nodes);
  laplacian.setFromTriplets(entries.begin(), entries.end());
  return laplacian;
}

/// Finds some x with L x = b, for b that sum up to 0.
using SolveLaplacian = std::function<Vector(const Vector& b)>;

/// By a factor of what is left without the last node, which is definite.
SolveLaplacian by_factor(const Adjacency& rows) {
  using Cholesky = Eigen::SimplicialLLT<Matrix>;
  const auto cholesky = std::make_shared<Cholesky>(laplacian_of(rows, 1));
  RIPPLETANK_CHECK(cholesky->info() == Eigen::Success, "the Laplacian of a part is not definite");
  return [cholesky](const Vector& b) {
    Vector x = Vector::Zero(b.size());
    x.head(b.size() - 1) = cholesky->solve(b.head(b.size() - 1));
    return x;
  };
}

/// By conjugate gradients, which need few steps where a network is well joined, whatever its hubs.
SolveLaplacian by_gradients(const Adjacency& rows) {
  constexpr double tolerance = 1e-9;
  using Gradients = Eigen::ConjugateGradient<Matrix, Eigen::Lower | Eigen::Upper>;
  const auto laplacian = std::make_shared<const Matrix>(laplacian_of(rows, 0));
  const auto gradients = std::make_shared<Gradients>();
  gradients->setTolerance(tolerance);
  gradients->compute(*laplacian);
  const double per_step = static_cast<double>(laplacian->nonZeros() + 10 * laplacian->rows());
  const auto spent = std::make_shared<double>(0);
  return [laplacian, gradients, per_step, spent](const Vector& b) -> Vector {
    gradients->setMaxIterations(static_cast<Eigen::Index>((affordable - *spent) / per_step) + 1);
    Vector x = gradients->solve(b);
    *spent += per_step * static_cast<double>(gradients->iterations());
    if (gradients->info() != Eigen::Success || *spent > affordable) throw Unsettled();
    return x;
  };
}

/// y = W^1/2 L^+ W^1/2 x beside the known vector.
class Inverted {
 public:
  using Scalar = double;

  Inverted(const SolveLaplacian& solve, const Weights& weights)
      : solve_(solve), weights_(weights) {}

  Eigen::Index rows() const { return weights_.root.size(); }
  Eigen::Index cols() const { return weights_.root.size(); }
  void perform_op(const double* from, double* to) const {
    Vector x = Eigen::Map<const Vector>(from, rows());
    weights_.take_out_known(x);
    Vector y = solve_(x.cwiseProduct(weights_.root)).cwiseProduct(weights_.root);
    weights_.take_out_known(y);
    Eigen::Map<Vector>(to, rows()) = y;
  }

 private:
  const SolveLaplacian& solve_;
  const Weights& weights_;
};

/// Any vector that has something of every eigenvector; regular ones may have nothing of some.
Vector irregular(Eigen::Index size) {
  Vector vector(size);
  for (Eigen::Index i = 0; i < size; ++i) {
    vector[i] = core::sin(1.0 + static_cast<double>(i) * static_cast<double>(i));
  }
  return vector;
}

/// An operator with a diagonal of a ten-thousand-millionth added.
///
/// Meshes and stars have two or three different eigenvalues. Lanczos' method has found all of them
/// after as many steps, and what is left are rounding errors, which it would go on with. Now it
/// goes on with the diagonal, and what it finds is off by less than that.
template <class Operator>
class ToldApart {
 public:
  using Scalar = double;

  ToldApart(const Operator& matrix, const Weights& weights)
      : matrix_(matrix), weights_(weights), diagonal_(Vector::Zero(matrix.rows())) {
    const Vector start = irregular(matrix.rows());
    Vector image(matrix.rows());
    perform_op(start.data(), image.data());
    constexpr double little = 1e-10;
    diagonal_ = irregular(matrix.rows()) * (little * image.norm() / start.norm());
  }

  Eigen::Index rows() const { return matrix_.rows(); }
  Eigen::Index cols() const { return matrix_.cols(); }
  void perform_op(const double* from, double* to) const {
    matrix_.perform_op(from, to);
    Eigen::Map<Vector> y(to, rows());
    Vector told_apart = y + diagonal_.cwiseProduct(Eigen::Map<const Vector>(from, rows()));
    weights_.take_out_known(told_apart);
    y = told_apart;
  }

 private:
  const Operator& matrix_;
  const Weights& weights_;
  Vector diagonal_;
};

/// The largest eigenvalue of an operator, or nothing if so many steps do not suffice.
template <class Operator>
std::optional<double> largest(const Operator& matrix, const Weights& weights) {
  const Eigen::Index nodes = matrix.rows();
  constexpr Eigen::Index most_kept = 40;
  const Eigen::Index kept = std::min(nodes, most_kept);
  // A restart keeps half of the vectors; each product is followed by two orthogonalisations.
  const double per_restart = static_cast<double>(kept) / 2 * static_cast<double>(4 * kept * nodes);
  const auto most_restarts =
      static_cast<Eigen::Index>(std::clamp(affordable / per_restart, 1.0, 100.0));
  // Of the residual; an eigenvalue of a symmetric matrix is off by its square.
  constexpr double tolerance = 1e-6;
  Vector start = irregular(nodes);
  weights.take_out_known(start);
  try {
    ToldApart<Operator> told_apart(matrix, weights);
    Spectra::SymEigsSolver<ToldApart<Operator>> solver(told_apart, 1, kept);
    solver.init(start.data());
    solver.compute(Spectra::SortRule::LargestAlge, most_restarts, tolerance);
    if (solver.info() != Spectra::CompInfo::Successful) return {};
    return solver.eigenvalues()[0];
  } catch (const std::runtime_error&) {
    return {};  // Spectra throws, too, when its small matrices do not settle
  }
}

/// How many nodes have three neighbours or more when the trees that hang on a network are taken
/// off: a factor has few entries for others, as eliminating a node of two joins but these.
std::size_t nodes_of_core(const Adjacency& rows) {
  const auto nodes = static_cast<NodeId>(nodes_of(rows));
  std::vector<std::uint32_t> degree(nodes);
  std::vector<NodeId> next;
  for (NodeId node = 0; node < nodes; ++node) {
    degree[node] = rows.degree(node);
    if (degree[node] == 1) next.push_back(node);
  }
  while (!next.empty()) {
    const NodeId node = next.back();
    next.pop_back();
    degree[node] = 0;
    for (std::uint32_t slot = rows.offsets[node]; slot < rows.offsets[node + 1]; ++slot) {
      const NodeId neighbour = rows.neighbours[slot];
      if (degree[neighbour] > 0 && --degree[neighbour] == 1) next.push_back(neighbour);
    }
  }
  return static_cast<std::size_t>(
      std::count_if(degree.begin(), degree.end(), [](std::uint32_t left) { return left > 2; }));
}

/// The smallest eigenvalue beside 0, by the largest of the inverse.
std::optional<double> by_inverse(const SolveLaplacian& solve, const Weights& weights) {
  const std::optional<double> found = largest(Inverted(solve, weights), weights);
  return found ? std::optional<double>(1 / *found) : std::nullopt;
}

/// The same as the largest of what is left of a bound that none exceeds.
std::optional<double> by_flipping(const Adjacency& rows, const Weights& weights, double bound) {
  const std::optional<double> found = largest(Flipped(rows, weights, bound), weights);
  return found ? std::optional<double>(bound - *found) : std::nullopt;
}

}  // namespace

Adjacency largest_part(const Adjacency& rows) {
  const topologies::Components parts = topologies::components(rows);
  if (parts.sizes.size() == 1) return rows;
  std::vector<NodeId> number(parts.of.size());
  Adjacency part;
  part.offsets.push_back(0);
  NodeId nodes = 0;
  for (NodeId node = 0; node < parts.of.size(); ++node) {
    if (parts.of[node] == parts.largest) number[node] = nodes++;
  }
  for (NodeId node = 0; node < parts.of.size(); ++node) {
    if (parts.of[node] != parts.largest) continue;
    for (std::uint32_t slot = rows.offsets[node]; slot < rows.offsets[node + 1]; ++slot) {
      part.neighbours.push_back(number[rows.neighbours[slot]]);
    }
    part.offsets.push_back(static_cast<std::uint32_t>(part.neighbours.size()));
  }
  return part;
}

std::optional<Spectrum> spectrum(const Adjacency& rows, std::size_t most_factored) {
  const Eigen::Index nodes = nodes_of(rows);
  RIPPLETANK_CHECK(nodes >= 2, "a spectrum of less than two nodes");
  if (nodes == 2) return Spectrum{2, 2};
  Vector degrees(nodes);
  for (Eigen::Index i = 0; i < nodes; ++i) degrees[i] = rows.degree(static_cast<NodeId>(i));
  const Weights ones(Vector::Ones(nodes));
  const Weights walk(degrees);
  const bool has_factor = nodes_of_core(rows) <= most_factored;
  const SolveLaplacian solve = has_factor ? by_factor(rows) : by_gradients(rows);
  const auto connectivity = by_inverse(solve, ones);
  if (!connectivity) return {};
  // No eigenvalue of a walk exceeds 2, so that hubs do not matter.
  const auto gap = has_factor ? by_inverse(solve, walk) : by_flipping(rows, walk, 2);
  if (!gap) return {};
  return Spectrum{*connectivity, *gap};
}

MixingTime mixing_time(double walk_gap, double rarest) {
  // Lazy walks have no eigenvalue below 0, and half of the gap.
  const double relaxation = 2 / walk_gap;
  constexpr double quarter = 0.25;
  return {(relaxation - 1) * core::log(1 / (2 * quarter)),
          relaxation * core::log(1 / (quarter * rarest))};
}

}  // namespace rippletank::theory
