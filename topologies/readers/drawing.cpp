// Places nodes by a breadth-first search from those whose place is known.
#include "topologies/readers/drawing.hpp"

#include "sim/core/check.hpp"

namespace rippletank::topologies {
namespace {

constexpr std::uint32_t unreached = 0xffff'ffff;

/// Adds up positions; the sum of many stays far below what a double holds.
struct Mean {
  Position sum;
  std::uint32_t count = 0;

  void add(Position position) {
    sum.x += position.x;
    sum.y += position.y;
    ++count;
  }
  Position value() const { return {sum.x / count, sum.y / count}; }
};

}  // namespace

std::vector<Position> place_amid_neighbours(const Graph& graph,
                                            const std::vector<std::optional<Position>>& known) {
  const Adjacency rows = adjacency(graph);
  std::vector<std::uint32_t> hops(graph.node_count, unreached);
  std::vector<Position> positions(graph.node_count);
  std::vector<NodeId> queue;
  Mean all;
  for (NodeId node = 0; node < graph.node_count; ++node) {
    if (!known[node]) continue;
    positions[node] = *known[node];
    all.add(*known[node]);
    hops[node] = 0;
    queue.push_back(node);
  }
  RIPPLETANK_CHECK(all.count > 0, "the position of at least one node must be known");
  for (std::size_t next = 0; next < queue.size(); ++next) {
    const NodeId node = queue[next];
    Mean nearer;
    for (std::uint32_t slot = rows.offsets[node]; slot < rows.offsets[node + 1]; ++slot) {
      const NodeId neighbour = rows.neighbours[slot];
      if (hops[neighbour] == unreached) {
        hops[neighbour] = hops[node] + 1;
        queue.push_back(neighbour);
      } else if (hops[neighbour] < hops[node]) {
        nearer.add(positions[neighbour]);
      }
    }
    if (hops[node] > 0) positions[node] = nearer.value();
  }
  for (NodeId node = 0; node < graph.node_count; ++node) {
    if (hops[node] == unreached) positions[node] = all.value();
  }
  return positions;
}

}  // namespace rippletank::topologies
