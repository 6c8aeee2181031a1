// Visits a random part of all pairs of nodes without looking at the others.
#pragma once

#include <cmath>
#include <cstdint>

#include "sim/core/pinned_math.hpp"
#include "sim/core/random.hpp"
#include "topologies/graph.hpp"

namespace rippletank::topologies {

/// Calls visit(u, v), u < v, for every pair of 0 … node_count - 1 with the given probability,
/// independently of all others, in ascending order.
///
/// Random:  one number per visited pair, and one more.
/// Cost:    O(node_count + visited pairs).
/// Source:  geometric skipping: Batagelj & Brandes, "Efficient generation of large random
///          networks", Physical Review E 71, 036113 (2005).
template <class Visit>
void visit_random_pairs(NodeId node_count, double probability, core::Substream& stream,
                        Visit visit) {
  if (node_count < 2 || !(probability > 0)) return;
  // Up to 1e8 nodes there are fewer than 2^53 pairs, so doubles count them exactly.
  const double pairs = 0.5 * node_count * (node_count - 1.0);
  const double log_miss = core::log1p(-probability);  // -infinity for 1: then every skip is 0
  double next_pair = 0;
  NodeId row = 0;
  std::uint64_t column = 1;  // of the next pair to be decided, counted past the end of its row
  while (true) {
    const double skip = std::floor(core::log(stream.uniform_open()) / log_miss);
    next_pair += skip;
    if (!(next_pair < pairs)) return;
    column += static_cast<std::uint64_t>(skip);
    while (column >= node_count) {
      ++row;
      column = column - node_count + row + 1;
    }
    visit(row, static_cast<NodeId>(column));
    ++column;
    next_pair += 1;
  }
}

}  // namespace rippletank::topologies
