// LeafIndex: what each super-peer knows of what others hold, by items or by the slots of words.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/ids.hpp"

namespace rippletank::protocols {

/// A key is an item, or a slot of a query routing table.
///
/// Shape:   8 bytes per key that a super-peer knows of somebody, 4 per publisher.
/// Cost:    O(log n) to look up; a change costs O(n) with the next look-up at the latest, where n
///          are the keys that the super-peer knows of.
class LeafIndex {
 public:
  explicit LeafIndex(core::PeerId peers) : tables_(peers) {}

  using Key = std::uint32_t;

  /// A peer tells a super-peer what it holds, in place of what it told before.
  void put(core::PeerId super_peer, core::PeerId publisher, std::span<const Key> keys);
  /// A super-peer forgets a publisher, if it knows it.
  void remove(core::PeerId super_peer, core::PeerId publisher);
  void clear(core::PeerId super_peer) { tables_[super_peer] = {}; }

  /// Those who have a key, ascending, as a super-peer knows.
  std::vector<core::PeerId> find(core::PeerId super_peer, Key key) const;
  /// Those who have all of some keys, at least one, likewise.
  std::vector<core::PeerId> find_all(core::PeerId super_peer, std::span<const Key> keys) const;
  /// The keys that anybody has, ascending, each once.
  std::vector<Key> keys(core::PeerId super_peer) const;

 private:
  struct Row {
    Key key = 0;
    core::PeerId holder = 0;
  };
  struct Table {
    mutable std::vector<Row> rows;  ///< in order, if it is_sorted
    mutable bool is_sorted = true;
    std::vector<core::PeerId> publishers;  ///< ascending
  };

  static void sort(const Table& table);

  std::vector<Table> tables_;  ///< [peer]
};

}  // namespace rippletank::protocols
