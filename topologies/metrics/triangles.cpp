// Triangles at each node: the forward algorithm, or rows of bits where the graph is dense.
#include "topologies/metrics/triangles.hpp"

#include <algorithm>
#include <bit>
#include <numeric>

namespace rippletank::topologies {
namespace {

std::size_t node_count(const Adjacency& rows) { return rows.offsets.size() - 1; }

/// Each link once, from its end of lower rank to its end of higher rank; nodes go by their rank.
struct Ascending {
  std::vector<NodeId> node_of_rank;
  std::vector<std::uint32_t> offsets;
  std::vector<std::uint32_t> higher;  // ranks, ascending within a row
};

/// Ranks by degree, then number. A node has at most sqrt(2m) neighbours of higher rank, since each
/// of those has at least as many links as it has itself.
Ascending ascending(const Adjacency& rows) {
  const std::size_t n = node_count(rows);
  Ascending result;
  result.node_of_rank.resize(n);
  std::iota(result.node_of_rank.begin(), result.node_of_rank.end(), NodeId{0});
  std::stable_sort(result.node_of_rank.begin(), result.node_of_rank.end(),
                   [&](NodeId a, NodeId b) { return rows.degree(a) < rows.degree(b); });
  std::vector<std::uint32_t> rank(n);
  for (std::size_t i = 0; i < n; ++i) {
    rank[result.node_of_rank[i]] = static_cast<std::uint32_t>(i);
  }
  result.offsets.reserve(n + 1);
  result.offsets.push_back(0);
  result.higher.reserve(rows.neighbours.size() / 2);
  for (std::uint32_t i = 0; i < n; ++i) {
    const NodeId node = result.node_of_rank[i];
    const auto begin = static_cast<std::ptrdiff_t>(result.higher.size());
    for (std::uint32_t k = rows.offsets[node]; k < rows.offsets[node + 1]; ++k) {
      const std::uint32_t other = rank[rows.neighbours[k]];
      if (other > i) result.higher.push_back(other);
    }
    std::sort(result.higher.begin() + begin, result.higher.end());
    result.offsets.push_back(static_cast<std::uint32_t>(result.higher.size()));
  }
  return result;
}

/// How many steps the forward algorithm will take.
double forward_steps(const Adjacency& rows) {
  double steps = 0;
  for (NodeId node = 0; node < node_count(rows); ++node) {
    for (std::uint32_t k = rows.offsets[node]; k < rows.offsets[node + 1]; ++k) {
      if (rows.neighbours[k] < node) {
        steps += std::min(rows.degree(node), rows.degree(rows.neighbours[k]));
      }
    }
  }
  return steps;
}

}  // namespace

namespace triangle_ways {

std::vector<std::uint64_t> forward(const Adjacency& rows) {
  const std::size_t n = node_count(rows);
  const Ascending graph = ascending(rows);
  std::vector<std::uint64_t> at_rank(n, 0);
  std::vector<bool> marked(n, false);
  for (std::size_t low = 0; low < n; ++low) {
    const std::uint32_t begin = graph.offsets[low];
    const std::uint32_t end = graph.offsets[low + 1];
    if (end - begin < 2) continue;
    for (std::uint32_t i = begin; i < end; ++i) marked[graph.higher[i]] = true;
    for (std::uint32_t i = begin; i < end; ++i) {
      const std::uint32_t middle = graph.higher[i];
      for (std::uint32_t k = graph.offsets[middle]; k < graph.offsets[middle + 1]; ++k) {
        const std::uint32_t high = graph.higher[k];
        if (!marked[high]) continue;
        ++at_rank[low];
        ++at_rank[middle];
        ++at_rank[high];
      }
    }
    for (std::uint32_t i = begin; i < end; ++i) marked[graph.higher[i]] = false;
  }
  std::vector<std::uint64_t> at_node(n);
  for (std::size_t i = 0; i < n; ++i) at_node[graph.node_of_rank[i]] = at_rank[i];
  return at_node;
}

std::vector<std::uint64_t> bit_rows(const Adjacency& rows) {
  const std::size_t n = node_count(rows);
  const std::size_t words = (n + 63) / 64;
  std::vector<std::uint64_t> bits(n * words, 0);
  for (NodeId node = 0; node < n; ++node) {
    for (std::uint32_t k = rows.offsets[node]; k < rows.offsets[node + 1]; ++k) {
      const NodeId other = rows.neighbours[k];
      bits[node * words + other / 64] |= std::uint64_t{1} << (other % 64);
    }
  }
  std::vector<std::uint64_t> twice(n, 0);  // every triangle is seen along both links of a corner
  for (NodeId node = 0; node < n; ++node) {
    for (std::uint32_t k = rows.offsets[node]; k < rows.offsets[node + 1]; ++k) {
      const NodeId other = rows.neighbours[k];
      if (other > node) break;
      std::uint64_t common = 0;
      for (std::size_t i = 0; i < words; ++i) {
        common += static_cast<std::uint64_t>(
            std::popcount(bits[node * words + i] & bits[other * words + i]));
      }
      twice[node] += common;
      twice[other] += common;
    }
  }
  for (std::uint64_t& count : twice) count /= 2;
  return twice;
}

}  // namespace triangle_ways

std::vector<std::uint64_t> triangles_at_nodes(const Adjacency& rows) {
  const auto n = static_cast<double>(node_count(rows));
  const double row_steps = static_cast<double>(rows.neighbours.size()) / 2 * (n / 64);
  const bool rows_fit = n * n / 8 <= 128.0 * 1024 * 1024;
  const bool dense = rows_fit && 8 * row_steps < forward_steps(rows);
  return dense ? triangle_ways::bit_rows(rows) : triangle_ways::forward(rows);
}

}  // namespace rippletank::topologies
