// Content: which items exist, how large and how popular they are, and which peers hold copies.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/column.hpp"
#include "sim/core/ids.hpp"
#include "sim/overlay/popularity.hpp"

namespace rippletank::overlay {

/// Who holds which items, as both rows of peers per item and rows of items per peer.
///
/// Shape:   holders[offsets[i]] … holders[offsets[i+1]-1] are the peers that hold item i.
struct HolderRows {
  core::Column<std::uint32_t> offsets = {0};
  core::Column<core::PeerId> holders;
};

/// The items of a run and the peers that hold a copy of each; it does not change during the run.
///
/// Cost:    8 bytes a copy, 4 an item and a peer; another 8 an item where sizes differ, and what
///          the popularity takes.
class Content {
 public:
  /// `size_bytes`: of each item, or one for all. `rows`: those of each item ascend.
  Content(Popularity popularity, std::vector<std::uint64_t> size_bytes, HolderRows rows,
          core::PeerId peers);

  core::ItemId items() const { return popularity_.items(); }
  core::PeerId peers() const { return static_cast<core::PeerId>(held_offsets_.size() - 1); }
  std::uint32_t copies() const { return rows_.offsets.back(); }

  const Popularity& popularity() const { return popularity_; }

  std::uint64_t size_bytes(core::ItemId item) const {
    return size_bytes_.size() == 1 ? size_bytes_.front() : size_bytes_[item];
  }

  /// The peers that hold an item, ascending.
  std::span<const core::PeerId> holders(core::ItemId item) const {
    return row(rows_.holders, rows_.offsets, item);
  }

  /// The items that a peer holds, ascending.
  std::span<const core::ItemId> holdings(core::PeerId peer) const {
    return row(held_, held_offsets_, peer);
  }

  /// Whether a peer holds an item.
  ///
  /// Cost:    O(log n) in the shorter of the two rows.
  bool holds(core::PeerId peer, core::ItemId item) const;

 private:
  static std::span<const std::uint32_t> row(const core::Column<std::uint32_t>& values,
                                            const core::Column<std::uint32_t>& offsets,
                                            std::uint32_t index) {
    return {values.data() + offsets[index], values.data() + offsets[index + 1]};
  }

  Popularity popularity_;
  std::vector<std::uint64_t> size_bytes_;
  HolderRows rows_;
  core::Column<std::uint32_t> held_offsets_;
  core::Column<core::ItemId> held_;
};

}  // namespace rippletank::overlay
