// Solves for hitting times, and follows the probabilities of walkers.
#include "analysis/theory/walks.hpp"

#include <Eigen/Sparse>
#include <algorithm>
#include <limits>

#include "sim/core/check.hpp"
#include "sim/core/pinned_math.hpp"

namespace rippletank::theory {

using topologies::Adjacency;
using topologies::NodeId;

namespace {

NodeId node_count(const Adjacency& rows) { return static_cast<NodeId>(rows.offsets.size() - 1); }

/// Whether there is a way from each node to one that is sought.
std::vector<bool> can_find(const Adjacency& rows, const std::vector<bool>& is_sought) {
  std::vector<bool> can(is_sought);
  std::vector<NodeId> next;
  for (NodeId node = 0; node < node_count(rows); ++node) {
    if (is_sought[node]) next.push_back(node);
  }
  while (!next.empty()) {
    const NodeId node = next.back();
    next.pop_back();
    for (std::uint32_t slot = rows.offsets[node]; slot < rows.offsets[node + 1]; ++slot) {
      const NodeId neighbour = rows.neighbours[slot];
      if (can[neighbour]) continue;
      can[neighbour] = true;
      next.push_back(neighbour);
    }
  }
  return can;
}

using Equations = Eigen::SparseMatrix<double>;

Eigen::VectorXd solve(const Equations& matrix, const Eigen::VectorXd& right) {
  constexpr Eigen::Index most_direct = 2000;
  if (matrix.rows() <= most_direct) {
    const Eigen::SimplicialLDLT<Equations> cholesky(matrix);
    RIPPLETANK_CHECK(cholesky.info() == Eigen::Success, "hitting times of a singular system");
    return cholesky.solve(right);
  }
  constexpr double tolerance = 1e-12;
  Eigen::ConjugateGradient<Equations, Eigen::Lower | Eigen::Upper> gradients;
  gradients.setTolerance(tolerance);
  gradients.compute(matrix);
  return gradients.solve(right);
}

}  // namespace

double return_steps(double links, double degree) { return 2 * links / degree; }

std::vector<double> hitting_steps(const Adjacency& rows, const std::vector<bool>& is_sought) {
  const std::vector<bool> can = can_find(rows, is_sought);
  std::vector<int> equation(node_count(rows), -1);
  int unknowns = 0;
  for (NodeId node = 0; node < node_count(rows); ++node) {
    if (can[node] && !is_sought[node]) equation[node] = unknowns++;
  }
  // Each equation times the degree of its node, which makes the matrix symmetric.
  std::vector<Eigen::Triplet<double>> entries;
  Eigen::VectorXd right(unknowns);
  for (NodeId node = 0; node < node_count(rows); ++node) {
    const int row = equation[node];
    if (row < 0) continue;
    right[row] = rows.degree(node);
    entries.emplace_back(row, row, rows.degree(node));
    for (std::uint32_t slot = rows.offsets[node]; slot < rows.offsets[node + 1]; ++slot) {
      const int column = equation[rows.neighbours[slot]];
      if (column >= 0) entries.emplace_back(row, column, -1.0);
    }
  }
  Equations matrix(unknowns, unknowns);
  matrix.setFromTriplets(entries.begin(), entries.end());
  Eigen::VectorXd found;
  if (unknowns > 0) found = solve(matrix, right);
  std::vector<double> steps(node_count(rows));
  for (NodeId node = 0; node < node_count(rows); ++node) {
    if (equation[node] >= 0) steps[node] = found[equation[node]];
    if (!can[node]) steps[node] = std::numeric_limits<double>::infinity();
  }
  return steps;
}

double hitting_steps_on_mesh(double nodes) { return nodes - 1; }

double hitting_steps_on_ring(double nodes, double distance) {
  return distance * (nodes - distance);
}

double hitting_steps_on_line(double nodes) { return (nodes - 1) * (nodes - 1); }

double hitting_steps_on_star(double nodes) { return 2 * (nodes - 1) - 1; }

PatientWalkers::PatientWalkers(const Adjacency& rows)
    : rows_(rows), reverse_(rows.neighbours.size()) {
  // Rows ascend, so going through all nodes in order meets the ends of each row in order, too.
  std::vector<std::uint32_t> next(rows.offsets.begin(), rows.offsets.end() - 1);
  for (NodeId node = 0; node < node_count(rows); ++node) {
    for (std::uint32_t slot = rows.offsets[node]; slot < rows.offsets[node + 1]; ++slot) {
      reverse_[slot] = next[rows.neighbours[slot]]++;
    }
  }
}

std::vector<std::vector<double>> PatientWalkers::missed(const std::vector<bool>& is_sought,
                                                        const std::vector<NodeId>& from,
                                                        std::uint32_t steps) const {
  // misses[slot]: that who goes along it, and on from there, finds nobody in so many steps.
  std::vector<double> misses(rows_.neighbours.size(), 1);
  std::vector<double> sum(node_count(rows_));
  std::vector<std::vector<double>> missed(from.size(), std::vector<double>(1, 1.0));
  for (std::uint32_t step = 1; step <= steps; ++step) {
    // From the far end of each link on, by what one step less has given; at first that is 1.
    for (NodeId node = 0; node < node_count(rows_); ++node) {
      sum[node] = 0;
      for (std::uint32_t slot = rows_.offsets[node]; slot < rows_.offsets[node + 1]; ++slot) {
        sum[node] += misses[slot];
      }
    }
    std::vector<double> next(misses.size());
    for (std::size_t slot = 0; slot < misses.size(); ++slot) {
      const NodeId at = rows_.neighbours[slot];
      const std::uint32_t degree = rows_.degree(at);
      if (is_sought[at]) continue;
      const double back = misses[reverse_[slot]];
      next[slot] = degree == 1 ? back : std::max(0.0, sum[at] - back) / (degree - 1.0);
    }
    misses = std::move(next);
    for (std::size_t i = 0; i < from.size(); ++i) {
      const std::uint32_t degree = rows_.degree(from[i]);
      double total = 0;
      for (std::uint32_t k = 0; k < degree; ++k) total += misses[rows_.offsets[from[i]] + k];
      missed[i].push_back(degree == 0 ? 1.0 : total / degree);
    }
  }
  return missed;
}

FirstFind first_find(const std::vector<double>& missed, double walkers) {
  const double never = core::pow(missed.back(), walkers);
  FirstFind find;
  find.probability = 1 - never;
  if (find.probability <= 0) return find;
  for (std::size_t step = 0; step + 1 < missed.size(); ++step) {
    const double later = (core::pow(missed[step], walkers) - never) / find.probability;
    find.steps += later;
    find.steps_squared += (2 * static_cast<double>(step) + 1) * later;
  }
  return find;
}

}  // namespace rippletank::theory
