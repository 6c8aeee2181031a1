// Turns rows of holders into rows of holdings.
#include "sim/overlay/content.hpp"

#include <algorithm>
#include <utility>

#include "sim/core/check.hpp"

namespace rippletank::overlay {

Content::Content(Popularity popularity, std::vector<std::uint64_t> size_bytes, HolderRows rows,
                 core::PeerId peers)
    : popularity_(std::move(popularity)),
      size_bytes_(std::move(size_bytes)),
      rows_(std::move(rows)),
      held_offsets_(peers + std::size_t{1}),
      held_(rows_.holders.size()) {
  RIPPLETANK_CHECK(rows_.offsets.size() == items() + std::size_t{1}, "not one row for each item");
  RIPPLETANK_CHECK(size_bytes_.size() == 1 || size_bytes_.size() == items(),
                   "not one size for each item");
  for (const core::PeerId peer : rows_.holders) ++held_offsets_[peer + std::size_t{1}];
  for (std::size_t peer = 0; peer < peers; ++peer) held_offsets_[peer + 1] += held_offsets_[peer];
  // Items come in ascending order, so the row of each peer ascends.
  core::Column<std::uint32_t> next(held_offsets_.begin(), held_offsets_.end() - 1);
  for (core::ItemId item = 0; item < items(); ++item) {
    for (const core::PeerId peer : holders(item)) held_[next[peer]++] = item;
  }
}

bool Content::holds(core::PeerId peer, core::ItemId item) const {
  const std::span<const core::PeerId> by_item = holders(item);
  const std::span<const core::ItemId> by_peer = holdings(peer);
  if (by_item.size() < by_peer.size()) {
    return std::binary_search(by_item.begin(), by_item.end(), peer);
  }
  return std::binary_search(by_peer.begin(), by_peer.end(), item);
}

}  // namespace rippletank::overlay
