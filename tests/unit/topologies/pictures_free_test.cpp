// The free arrangement: nodes are as far apart as they are in hops.
#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

#include "sim/core/random.hpp"
#include "tests/catch.hpp"
#include "topologies/metrics/hop_counts.hpp"
#include "topologies/pictures/free.hpp"
#include "topologies/pictures/pivot_scaling.hpp"

namespace pictures_free_test {

using namespace rippletank;
using namespace rippletank::topologies;
using Catch::Matchers::WithinAbs;

namespace {

Graph line(NodeId nodes) {
  Graph graph;
  graph.node_count = nodes;
  for (NodeId node = 0; node + 1 < nodes; ++node) graph.links.push_back({node, node + 1});
  return graph;
}

Graph grid(NodeId rows, NodeId columns) {
  Graph graph;
  NodeId node = 0;
  for (NodeId row = 0; row < rows; ++row) {
    for (NodeId column = 0; column < columns; ++column, ++node) {
      if (column + 1 < columns) graph.links.push_back({node, node + 1});
      if (row + 1 < rows) graph.links.push_back({node, node + columns});
    }
  }
  graph.node_count = node;
  return graph;
}

double distance(Position a, Position b) {
  return std::sqrt((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y));
}

std::vector<std::vector<double>> all_hops(const Adjacency& rows) {
  const std::size_t n = rows.offsets.size() - 1;
  std::vector<std::vector<double>> hops(n, std::vector<double>(n, 0));
  for (NodeId node = 0; node < n; ++node) {
    const Levels levels = levels_from(rows, node);
    for (std::uint32_t h = 0; h <= levels.eccentricity(); ++h) {
      for (std::uint32_t i = levels.level_begin[h]; i < levels.level_begin[h + 1]; ++i) {
        hops[node][levels.order[i]] = h;
      }
    }
  }
  return hops;
}

/// The mean squared relative error of all distances: 0 is perfect.
double stress(const Adjacency& rows, const std::vector<Position>& at) {
  const std::vector<std::vector<double>> hops = all_hops(rows);
  double sum = 0;
  double pairs = 0;
  for (std::size_t i = 0; i < at.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double error = distance(at[i], at[j]) / hops[i][j] - 1;
      sum += error * error;
      pairs += 1;
    }
  }
  return sum / pairs;
}

}  // namespace

TEST_CASE("a line is arranged straight, with its steps equal") {
  const Graph graph = line(12);
  const std::vector<Position> at = arrange_freely(adjacency(graph));
  for (NodeId a = 0; a < 12; ++a) {
    for (NodeId b = 0; b < a; ++b) {
      CHECK_THAT(distance(at[a], at[b]), WithinAbs(a - b, 0.02));
    }
  }
  CHECK(std::abs(at[0].x - at[11].x) > 10.9);  // and lies flat
}

TEST_CASE("shapes in a plane have little stress, wide sides lie flat") {
  const Graph graph = grid(4, 9);
  const Adjacency rows = adjacency(graph);
  const std::vector<Position> at = arrange_freely(rows);
  CHECK(stress(rows, at) < 0.02);  // hops round corners: no arrangement reaches 0
  const auto [left, right] = std::minmax_element(
      at.begin(), at.end(), [](const Position& a, const Position& b) { return a.x < b.x; });
  const auto [top, bottom] = std::minmax_element(
      at.begin(), at.end(), [](const Position& a, const Position& b) { return a.y < b.y; });
  CHECK(right->x - left->x > 1.5 * (bottom->y - top->y));
}

TEST_CASE("large graphs, arranged by pivots, have not much more stress than small ones") {
  const Graph graph = grid(25, 40);  // 1000 nodes: beyond the limit of all pairs
  const Adjacency rows = adjacency(graph);
  CHECK(stress(rows, arrange_freely(rows)) < 0.03);
}

TEST_CASE("components lie beside each other") {
  Graph graph = grid(3, 3);
  graph.node_count = 14;
  graph.links.push_back({9, 10});
  graph.links.push_back({10, 11});  // 12 and 13 are alone
  const std::vector<Position> at = arrange_freely(adjacency(graph));
  const auto part = [](NodeId node) { return node < 9 ? 0U : node < 12 ? 1U : node; };
  for (NodeId a = 0; a < 14; ++a) {
    for (NodeId b = 0; b < a; ++b) {
      if (part(a) != part(b)) CHECK(distance(at[a], at[b]) > 0.9);
    }
  }
}

TEST_CASE("pivots are far apart and know their hops") {
  const Adjacency rows = adjacency(line(101));
  const PivotHops pivots = pivot_hops(rows, 12);
  REQUIRE(pivots.pivots.size() == 12);
  // The first of equal degree, then the farther end, then the middle.
  CHECK(pivots.pivots[0] == 1);
  CHECK(pivots.pivots[1] == 100);
  CHECK(pivots.pivots[2] == 50);
  for (std::size_t p = 0; p < pivots.pivots.size(); ++p) {
    for (NodeId node = 0; node < 101; ++node) {
      const NodeId pivot = pivots.pivots[p];
      CHECK(pivots.hops[p][node] == (pivot > node ? pivot - node : node - pivot));
    }
  }
  std::vector<NodeId> sorted = pivots.pivots;
  std::sort(sorted.begin(), sorted.end());
  CHECK(std::unique(sorted.begin(), sorted.end()) == sorted.end());
}

TEST_CASE("pivot positions are those along the leading singular vectors") {
  const Adjacency rows = adjacency(grid(5, 9));
  const PivotHops pivots = pivot_hops(rows, 10);
  const std::vector<Position> at = pivot_positions(pivots);
  Eigen::MatrixXd c(45, 10);
  for (int p = 0; p < 10; ++p) {
    for (int i = 0; i < 45; ++i) {
      const double hops = pivots.hops[static_cast<std::size_t>(p)][static_cast<std::size_t>(i)];
      c(i, p) = hops * hops;
    }
  }
  const Eigen::RowVectorXd column_means = c.colwise().mean();
  const Eigen::VectorXd row_means = c.rowwise().mean();
  const double mean = c.mean();
  c.rowwise() -= column_means;
  c.colwise() -= row_means;
  c.array() += mean;
  const Eigen::JacobiSVD<Eigen::MatrixXd> svd(c, Eigen::ComputeThinV);
  const Eigen::MatrixXd expected = c * svd.matrixV().leftCols(2);
  const double sign_x = expected(0, 0) * at[0].x > 0 ? 1 : -1;
  const double sign_y = expected(0, 1) * at[0].y > 0 ? 1 : -1;
  const double scale = svd.singularValues()(0);
  for (int i = 0; i < 45; ++i) {
    const Position& found = at[static_cast<std::size_t>(i)];
    CHECK_THAT(sign_x * found.x, WithinAbs(expected(i, 0), 1e-6 * scale));
    CHECK_THAT(sign_y * found.y, WithinAbs(expected(i, 1), 1e-6 * scale));
  }
}

}  // namespace pictures_free_test
