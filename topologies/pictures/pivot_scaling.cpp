// PivotMDS by power iteration.
#include "topologies/pictures/pivot_scaling.hpp"

#include <algorithm>
#include <cmath>

#include "sim/core/random.hpp"
#include "topologies/metrics/hop_counts.hpp"

namespace rippletank::topologies {
namespace {

using Vector = std::vector<double>;

double dot(const Vector& a, const Vector& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

/// Makes the length 1; what has none stays.
void normalize(Vector& vector) {
  const double length = std::sqrt(dot(vector, vector));
  if (length == 0) return;
  for (double& value : vector) value /= length;
}

void remove_component(Vector& vector, const Vector& unit) {
  const double along = dot(vector, unit);
  for (std::size_t i = 0; i < vector.size(); ++i) vector[i] -= along * unit[i];
}

/// The squared hops, centred along both axes: columns[p][node].
std::vector<Vector> centred_squares(const PivotHops& pivots) {
  const std::size_t k = pivots.hops.size();
  const std::size_t n = pivots.hops[0].size();
  std::vector<Vector> columns(k, Vector(n));
  Vector node_mean(n, 0);
  for (std::size_t p = 0; p < k; ++p) {
    double mean = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const double hops = pivots.hops[p][i];
      columns[p][i] = hops * hops;
      mean += columns[p][i] / static_cast<double>(n);
      node_mean[i] += columns[p][i] / static_cast<double>(k);
    }
    for (std::size_t i = 0; i < n; ++i) columns[p][i] -= mean;
  }
  double whole_mean = 0;
  for (const double mean : node_mean) whole_mean += mean / static_cast<double>(n);
  for (Vector& column : columns) {
    for (std::size_t i = 0; i < n; ++i) column[i] += whole_mean - node_mean[i];
  }
  return columns;
}

/// The leading eigenvector of a symmetric matrix that is orthogonal to a given unit vector.
Vector leading_eigenvector(const std::vector<Vector>& matrix, const Vector& orthogonal_to) {
  constexpr int rounds = 200;
  const std::size_t k = matrix.size();
  Vector vector(k);
  for (std::size_t i = 0; i < k; ++i) vector[i] = 1 + static_cast<double>((i * 7) % 5);
  for (int round = 0; round < rounds; ++round) {
    remove_component(vector, orthogonal_to);
    Vector next(k);
    for (std::size_t i = 0; i < k; ++i) next[i] = dot(matrix[i], vector);
    normalize(next);
    vector = std::move(next);
  }
  remove_component(vector, orthogonal_to);
  normalize(vector);
  return vector;
}

}  // namespace

PivotHops pivot_hops(const Adjacency& rows, std::size_t most) {
  const std::size_t n = rows.offsets.size() - 1;
  const std::size_t count = std::min(n, most);
  const std::size_t far_apart = n <= most ? n : (most + 3) / 4;
  core::Substream stream(1, "topology/picture");
  PivotHops result;
  NodeId pivot = 0;
  for (NodeId node = 0; node < n; ++node) {
    if (rows.degree(node) > rows.degree(pivot)) pivot = node;
  }
  std::vector<std::uint32_t> nearest(n, static_cast<std::uint32_t>(-1));
  while (true) {
    result.pivots.push_back(pivot);
    result.hops.emplace_back(n);
    const Levels levels = levels_from(rows, pivot);
    for (std::uint32_t hops = 0; hops <= levels.eccentricity(); ++hops) {
      for (std::uint32_t i = levels.level_begin[hops]; i < levels.level_begin[hops + 1]; ++i) {
        result.hops.back()[levels.order[i]] = hops;
        nearest[levels.order[i]] = std::min(nearest[levels.order[i]], hops);
      }
    }
    if (result.pivots.size() == count) return result;
    const auto farthest = std::max_element(nearest.begin(), nearest.end());
    pivot = static_cast<NodeId>(farthest - nearest.begin());
    if (result.pivots.size() >= far_apart) {
      do {
        pivot = static_cast<NodeId>(stream.below(n));
      } while (nearest[pivot] == 0);
    }
  }
}

std::vector<Position> pivot_positions(const PivotHops& pivots) {
  const std::vector<Vector> columns = centred_squares(pivots);
  const std::size_t k = columns.size();
  std::vector<Vector> products(k, Vector(k));
  for (std::size_t a = 0; a < k; ++a) {
    for (std::size_t b = 0; b <= a; ++b) {
      products[a][b] = products[b][a] = dot(columns[a], columns[b]);
    }
  }
  const Vector first = leading_eigenvector(products, Vector(k, 0));
  const Vector second = leading_eigenvector(products, first);
  std::vector<Position> positions(columns[0].size());
  for (std::size_t i = 0; i < positions.size(); ++i) {
    for (std::size_t p = 0; p < k; ++p) {
      positions[i].x += columns[p][i] * first[p];
      positions[i].y += columns[p][i] * second[p];
    }
  }
  return positions;
}

}  // namespace rippletank::topologies
