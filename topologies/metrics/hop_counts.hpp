// Hop counts between many pairs of nodes at once, by a bit-parallel breadth-first search.
#pragma once

#include <cstdint>
#include <vector>

#include "topologies/graph.hpp"

namespace rippletank::topologies {

/// How far nodes are from each other, counted from some of them.
///
/// Shape:   pairs_at[h], the number of (source, target) pairs at h hops, h = 0 … the greatest
///          distance found; the sources themselves stand at h = 0.
///          sum_by_source[i], the hops from sources[i] to all nodes it reaches, on request.
struct HopCounts {
  std::vector<std::uint64_t> pairs_at;
  std::vector<std::uint64_t> sum_by_source;
};

/// How many searches share a sweep: many where distances are short, since searches then pass the
/// same nodes at the same time; few where they are long, or where memory is.
enum class SweepWidth : std::uint8_t { searches_64, searches_512 };

enum class SourceSums : std::uint8_t { leave_out, count };

/// Counts the nodes at every distance from each of the sources.
///
/// The searches of a sweep are one bit each at every node, and one step along a link moves all of
/// them. Sources that lie close to each other share the most steps.
///
/// Shape:   sources are distinct.
/// Cost:    per sweep of w searches O((n + m) * min(w, levels)) steps of w / 8 bytes at worst;
///          memory 3 * w / 8 bytes a node.
/// Source:  Then et al., "The more the merrier: efficient multi-source graph traversal",
///          Proceedings of the VLDB Endowment 8(4), 2014; with pulling from the frontier where it
///          is wide, after Beamer, Asanovic & Patterson, SC 2012.
HopCounts count_hops(const Adjacency& rows, const std::vector<NodeId>& sources, SweepWidth width,
                     SourceSums sums = SourceSums::leave_out);

/// The hops from one node to all others.
///
/// Shape:   order[i], the i-th node reached, the source first; level_begin[h], where the nodes at
///          h hops begin in it, with one entry more than there are levels.
struct Levels {
  std::vector<NodeId> order;
  std::vector<std::uint32_t> level_begin;

  std::uint32_t eccentricity() const { return static_cast<std::uint32_t>(level_begin.size()) - 2; }
};

/// Cost:    O(n + m).
Levels levels_from(const Adjacency& rows, NodeId source);

}  // namespace rippletank::topologies
