// Placement: which peers hold the copies of an item.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/alias_table.hpp"
#include "sim/core/column.hpp"
#include "sim/core/random.hpp"
#include "sim/overlay/content.hpp"
#include "sim/workload/content/sharing.hpp"

namespace rippletank::workload {

/// Draws sharers one after the other, each time in proportion to the weights of those that were not
/// drawn yet.
///
/// Where one comes up that was drawn before, another is drawn. If that takes long, because what is
/// left is light or little, the rest is found by sorting: where each sharer waits an exponential
/// time with its weight for a rate, they come in the order of such draws.
///
/// Random:  all from the stream that is given; how many numbers depends on what is drawn.
/// Cost:    20 bytes a sharer, the alias table included; about 20 ns a copy, and at most some
///          150 ns a sharer for all copies of an item.
/// Source:  Efraimidis & Spirakis, Information Processing Letters 97(5), 2006, for the sorting.
class WeightedSample {
 public:
  /// `weights` must outlive it. `patience`: for how many draws per sharer an item is tried before
  /// the rest is sorted; tests choose it.
  explicit WeightedSample(const std::vector<double>& weights, std::uint32_t patience = 2);

  /// Appends `count` different indices of weights, in the order drawn; at most one for each.
  void draw(std::uint32_t count, core::Substream& stream, std::vector<std::uint32_t>& drawn);

 private:
  bool take(std::uint32_t index);
  void sort_rest(std::uint32_t count, core::Substream& stream, std::vector<std::uint32_t>& drawn);

  const std::vector<double>& weights_;
  core::AliasTable table_;
  std::uint64_t most_draws_;
  std::vector<std::uint32_t> taken_in_;  ///< the number of the last sample that took it
  std::uint32_t sample_ = 0;
};

/// Puts the copies of each item on different sharers.
///
/// Random:  substreams "content/holders", one per item: adding an item shifts no other's.
/// Errors:  no item has more copies than there are sharers.
/// Cost:    that of WeightedSample, and the rows; 10 million copies take less than a second.
overlay::HolderRows place_copies(const std::vector<std::uint32_t>& copies, const Sharing& sharing,
                                 std::uint64_t seed);

}  // namespace rippletank::workload
