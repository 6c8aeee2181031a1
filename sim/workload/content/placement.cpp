// Draws the holders of items.
#include "sim/workload/content/placement.hpp"

#include <algorithm>
#include <utility>

#include "sim/core/check.hpp"
#include "sim/core/pinned_math.hpp"

namespace rippletank::workload {

WeightedSample::WeightedSample(const std::vector<double>& weights, std::uint32_t patience)
    : weights_(weights),
      table_(weights),
      most_draws_(std::uint64_t{patience} * weights.size()),
      taken_in_(weights.size(), 0) {}

bool WeightedSample::take(std::uint32_t index) {
  if (taken_in_[index] == sample_) return false;
  taken_in_[index] = sample_;
  return true;
}

void WeightedSample::draw(std::uint32_t count, core::Substream& stream,
                          std::vector<std::uint32_t>& drawn) {
  RIPPLETANK_CHECK(count <= weights_.size(), "more were asked for than there are");
  ++sample_;
  std::uint32_t missing = count;
  for (std::uint64_t draws = 0; missing > 0 && draws < most_draws_; ++draws) {
    const std::uint32_t index = table_.sample(stream);
    if (!take(index)) continue;
    drawn.push_back(index);
    --missing;
  }
  if (missing > 0) sort_rest(missing, stream, drawn);
}

/// What was drawn in vain tells nothing about who comes next, so this may begin at any point.
void WeightedSample::sort_rest(std::uint32_t count, core::Substream& stream,
                               std::vector<std::uint32_t>& drawn) {
  std::vector<std::pair<double, std::uint32_t>> waiting;
  for (std::uint32_t index = 0; index < weights_.size(); ++index) {
    if (taken_in_[index] == sample_) continue;
    waiting.emplace_back(-core::log(stream.uniform_open()) / weights_[index], index);
  }
  const auto last = waiting.begin() + count;
  if (last != waiting.end()) std::nth_element(waiting.begin(), last, waiting.end());
  std::sort(waiting.begin(), last);
  std::for_each(waiting.begin(), last, [&](const auto& next) {
    take(next.second);
    drawn.push_back(next.second);
  });
}

overlay::HolderRows place_copies(const std::vector<std::uint32_t>& copies, const Sharing& sharing,
                                 std::uint64_t seed) {
  constexpr core::Purpose purpose("content/holders");
  overlay::HolderRows rows;
  rows.offsets.reserve(copies.size() + 1);
  std::uint64_t total = 0;
  for (const std::uint32_t count : copies) total += count;
  rows.holders.reserve(total);
  WeightedSample sample(sharing.weights);
  std::vector<std::uint32_t> drawn;
  for (core::ItemId item = 0; item < copies.size(); ++item) {
    core::Substream stream(seed, purpose, item);
    drawn.clear();
    sample.draw(copies[item], stream, drawn);
    // Sharers ascend, so their order is that of the peers.
    std::sort(drawn.begin(), drawn.end());
    for (const std::uint32_t sharer : drawn) rows.holders.push_back(sharing.peers[sharer]);
    rows.offsets.push_back(static_cast<std::uint32_t>(rows.holders.size()));
  }
  return rows;
}

}  // namespace rippletank::workload
