// PairSet: which pairs of nodes are linked, for generators that must not link a pair twice.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "sim/core/random.hpp"
#include "topologies/graph.hpp"

namespace rippletank::topologies {

/// A set of unordered pairs of different nodes. Nothing can be iterated, so that no result
/// depends on the order inside.
///
/// Cost:    O(1) expected per call; 12 bytes per expected pair, doubled whenever 3/4 are full.
class PairSet {
 public:
  explicit PairSet(std::size_t expected_pairs = 0)
      : cells_(std::max<std::size_t>(16, expected_pairs + expected_pairs / 2), empty) {}

  bool contains(NodeId a, NodeId b) const { return cells_[find(key(a, b))] != empty; }

  /// True if the pair was not yet in.
  bool insert(NodeId a, NodeId b) {
    const std::uint64_t pair = key(a, b);
    const std::size_t cell = find(pair);
    if (cells_[cell] == pair) return false;
    cells_[cell] = pair;
    if (++size_ > cells_.size() / 4 * 3) grow();
    return true;
  }

  /// Does nothing if the pair is not in.
  void erase(NodeId a, NodeId b) {
    std::size_t hole = find(key(a, b));
    if (cells_[hole] == empty) return;
    --size_;
    // Pairs behind the hole that had to step over it move up, so that find() needs no tombstones.
    for (std::size_t cell = next(hole); cells_[cell] != empty; cell = next(cell)) {
      const std::size_t wanted = home(cells_[cell]);
      const bool stays =
          hole < cell ? hole < wanted && wanted <= cell : hole < wanted || wanted <= cell;
      if (stays) continue;
      cells_[hole] = cells_[cell];
      hole = cell;
    }
    cells_[hole] = empty;
  }

 private:
  __extension__ using Product = unsigned __int128;
  static constexpr std::uint64_t empty = ~std::uint64_t{0};

  static std::uint64_t key(NodeId a, NodeId b) {
    const auto [low, high] = std::minmax(a, b);
    return (std::uint64_t{low} << 32U) | high;
  }
  std::size_t home(std::uint64_t pair) const {
    return static_cast<std::size_t>((Product{core::hash64(pair)} * cells_.size()) >> 64U);
  }
  std::size_t next(std::size_t cell) const { return cell + 1 == cells_.size() ? 0 : cell + 1; }
  /// The cell of the pair, or the empty one where it would go.
  std::size_t find(std::uint64_t pair) const {
    std::size_t cell = home(pair);
    while (cells_[cell] != empty && cells_[cell] != pair) cell = next(cell);
    return cell;
  }
  void grow() {
    std::vector<std::uint64_t> pairs(cells_.size() * 2, empty);
    pairs.swap(cells_);
    for (const std::uint64_t pair : pairs) {
      if (pair != empty) cells_[find(pair)] = pair;
    }
  }

  std::vector<std::uint64_t> cells_;
  std::size_t size_ = 0;
};

}  // namespace rippletank::topologies
