// LeafIndex: what each super-peer knows of what others hold.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/ids.hpp"

namespace rippletank::protocols {

/// Shape:   8 bytes per item that a super-peer knows of somebody, 4 per publisher.
/// Cost:    O(log n) to look up; a change costs O(n) with the next look-up at the latest, where n
///          are the items that the super-peer knows of.
class LeafIndex {
 public:
  explicit LeafIndex(core::PeerId peers) : tables_(peers) {}

  /// A peer tells a super-peer what it holds, in place of what it told before.
  void put(core::PeerId super_peer, core::PeerId publisher, std::span<const core::ItemId> items);
  /// A super-peer forgets a publisher, if it knows it.
  void remove(core::PeerId super_peer, core::PeerId publisher);
  void clear(core::PeerId super_peer) { tables_[super_peer] = {}; }

  /// Those who hold an item, ascending, as a super-peer knows.
  std::vector<core::PeerId> find(core::PeerId super_peer, core::ItemId item) const;

 private:
  struct Row {
    core::ItemId item = 0;
    core::PeerId holder = 0;
  };
  struct Table {
    mutable std::vector<Row> rows;  ///< in order, if it is_sorted
    mutable bool is_sorted = true;
    std::vector<core::PeerId> publishers;  ///< ascending
  };

  std::vector<Table> tables_;  ///< [peer]
};

}  // namespace rippletank::protocols
