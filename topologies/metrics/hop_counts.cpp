// Bit-parallel breadth-first search: up to 512 sources share one sweep over the graph.
#include "topologies/metrics/hop_counts.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <span>

#include "sim/core/column.hpp"

namespace rippletank::topologies {
namespace {

/// One bit for each search of a sweep.
template <std::size_t Words>
struct Lanes {
  std::array<std::uint64_t, Words> word{};

  void operator|=(const Lanes& other) {
    for (std::size_t i = 0; i < Words; ++i) word[i] |= other.word[i];
  }
  void remove(const Lanes& other) {
    for (std::size_t i = 0; i < Words; ++i) word[i] &= ~other.word[i];
  }
  bool any() const {
    std::uint64_t all = 0;
    for (std::size_t i = 0; i < Words; ++i) all |= word[i];
    return all != 0;
  }
  bool operator==(const Lanes& other) const {
    std::uint64_t difference = 0;
    for (std::size_t i = 0; i < Words; ++i) difference |= word[i] ^ other.word[i];
    return difference == 0;
  }
  std::uint64_t count() const {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < Words; ++i) {
      bits += static_cast<std::uint64_t>(std::popcount(word[i]));
    }
    return bits;
  }
};

/// Carries up to 64 * Words searches through the graph, level by level.
template <std::size_t Words>
class Sweep {
 public:
  static constexpr std::size_t width = 64 * Words;

  Sweep(const Adjacency& rows, HopCounts& counts, SourceSums sums)
      : rows_(rows),
        counts_(counts),
        sums_(sums),
        seen_(rows.offsets.size() - 1),
        frontier_(seen_.size()),
        next_(seen_.size()) {}

  void run(std::span<const NodeId> sources) {
    start(sources);
    for (std::uint64_t level = 0; !active_.empty(); ++level) {
      if (sums_ == SourceSums::count) add_to_sums(level, sources.size());
      if (counts_.pairs_at.size() <= level) counts_.pairs_at.push_back(0);
      counts_.pairs_at[level] += arrived_;
      advance();
    }
  }

 private:
  void start(std::span<const NodeId> sources) {
    std::fill(seen_.begin(), seen_.end(), Lanes<Words>{});
    full_ = {};
    active_.clear();
    for (std::size_t i = 0; i < sources.size(); ++i) {
      const std::uint64_t bit = std::uint64_t{1} << (i % 64);
      full_.word[i / 64] |= bit;
      seen_[sources[i]].word[i / 64] |= bit;
      frontier_[sources[i]] = seen_[sources[i]];
      active_.push_back(sources[i]);
    }
    arrived_ = sources.size();
    unfinished_.resize(seen_.size());
    for (std::size_t i = 0; i < unfinished_.size(); ++i) unfinished_[i] = static_cast<NodeId>(i);
    unfinished_slots_ = rows_.neighbours.size();
  }

  /// Moves every search on by one hop.
  void advance() {
    std::uint64_t frontier_slots = 0;
    for (const NodeId node : active_) frontier_slots += rows_.degree(node);
    arrived_ = 0;
    reached_.clear();
    // Pulling looks at all unfinished nodes, but writes each once and stops early.
    if (2 * frontier_slots > unfinished_slots_) {
      pull();
    } else {
      push();
    }
    for (const NodeId node : active_) frontier_[node] = {};
    std::swap(active_, reached_);
    std::swap(frontier_, next_);
  }

  void push() {
    for (const NodeId node : active_) {
      const Lanes<Words> carried = frontier_[node];
      for (const NodeId neighbour : neighbours(node)) {
        if (!next_[neighbour].any()) reached_.push_back(neighbour);
        next_[neighbour] |= carried;
      }
    }
    std::size_t kept = 0;
    for (const NodeId node : reached_) {
      next_[node].remove(seen_[node]);
      if (!next_[node].any()) continue;
      seen_[node] |= next_[node];
      arrived_ += next_[node].count();
      reached_[kept++] = node;
    }
    reached_.resize(kept);
  }

  void pull() {
    std::size_t kept = 0;
    unfinished_slots_ = 0;
    for (const NodeId node : unfinished_) {
      Lanes<Words> known = seen_[node];
      if (known == full_) continue;
      for (const NodeId neighbour : neighbours(node)) {
        known |= frontier_[neighbour];
        if (known == full_) break;
      }
      if (!(known == full_)) {
        unfinished_[kept++] = node;
        unfinished_slots_ += rows_.degree(node);
      }
      Lanes<Words> fresh = known;
      fresh.remove(seen_[node]);
      if (!fresh.any()) continue;
      seen_[node] = known;
      next_[node] = fresh;
      arrived_ += fresh.count();
      reached_.push_back(node);
    }
    unfinished_.resize(kept);
  }

  void add_to_sums(std::uint64_t level, std::size_t source_count) {
    const std::size_t first = counts_.sum_by_source.size() - source_count;
    for (const NodeId node : active_) {
      for (std::size_t i = 0; i < Words; ++i) {
        for (std::uint64_t left = frontier_[node].word[i]; left != 0; left &= left - 1) {
          const auto lane = 64 * i + static_cast<std::size_t>(std::countr_zero(left));
          counts_.sum_by_source[first + lane] += level;
        }
      }
    }
  }

  std::span<const NodeId> neighbours(NodeId node) const {
    return {rows_.neighbours.data() + rows_.offsets[node], rows_.degree(node)};
  }

  const Adjacency& rows_;
  HopCounts& counts_;
  SourceSums sums_;
  core::Column<Lanes<Words>> seen_;      // searches that have been at a node
  core::Column<Lanes<Words>> frontier_;  // those that came with the last hop; zero unless active
  core::Column<Lanes<Words>> next_;      // those that come with this hop
  Lanes<Words> full_;                    // all searches of the sweep
  std::vector<NodeId> active_;           // nodes of the frontier
  std::vector<NodeId> reached_;
  std::vector<NodeId> unfinished_;  // includes all nodes that some search has not been at
  std::uint64_t unfinished_slots_ = 0;
  std::uint64_t arrived_ = 0;  // (search, node) pairs that came with the last hop
};

template <std::size_t Words>
void sweep_all(const Adjacency& rows, std::span<const NodeId> sources, SourceSums sums,
               HopCounts& counts) {
  Sweep<Words> sweep(rows, counts, sums);
  while (!sources.empty()) {
    const std::size_t width = std::min(sources.size(), Sweep<Words>::width);
    if (sums == SourceSums::count) {
      counts.sum_by_source.resize(counts.sum_by_source.size() + width);
    }
    sweep.run(sources.first(width));
    sources = sources.subspan(width);
  }
}

}  // namespace

HopCounts count_hops(const Adjacency& rows, const std::vector<NodeId>& sources, SweepWidth width,
                     SourceSums sums) {
  HopCounts counts;
  if (width == SweepWidth::searches_64) {
    sweep_all<1>(rows, sources, sums, counts);
  } else {
    sweep_all<8>(rows, sources, sums, counts);
  }
  return counts;
}

Levels levels_from(const Adjacency& rows, NodeId source) {
  std::vector<bool> seen(rows.offsets.size() - 1, false);
  Levels levels{{source}, {0}};
  seen[source] = true;
  while (levels.level_begin.back() < levels.order.size()) {
    const std::size_t begin = levels.level_begin.back();
    const std::size_t end = levels.order.size();
    levels.level_begin.push_back(static_cast<std::uint32_t>(end));
    for (std::size_t i = begin; i < end; ++i) {
      const NodeId node = levels.order[i];
      for (std::uint32_t k = rows.offsets[node]; k < rows.offsets[node + 1]; ++k) {
        const NodeId neighbour = rows.neighbours[k];
        if (seen[neighbour]) continue;
        seen[neighbour] = true;
        levels.order.push_back(neighbour);
      }
    }
  }
  return levels;
}

}  // namespace rippletank::topologies
