// LeafIndex: what each super-peer knows of what others hold, by items or by the slots of words.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/ids.hpp"

namespace rippletank::protocols {

/// A key is an item, or a slot of a query routing table.
///
/// Shape:   16 to 32 bytes per key that a super-peer knows of somebody, 4 per publisher.
/// Cost:    O(1) to look up, and for each that has the key; a change costs O(n), where n are the
///          keys that the super-peer knows of.
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
    core::PeerId holder = core::no_peer;  ///< no_peer: free
  };

  /// A hash table with linear probing; the rows of one key stand behind each other, with others
  /// between them.
  class Table {
   public:
    void reserve(std::size_t more);
    void insert(const Row& row);
    /// Without the rows of a holder.
    Table without(core::PeerId holder) const;
    /// Calls `visit(holder)` for each that has a key, in no order.
    template <class Visit>
    void for_each(Key key, Visit visit) const {
      if (rows_.empty()) return;
      for (std::size_t place = place_of(key); rows_[place].holder != core::no_peer;
           place = next(place)) {
        if (rows_[place].key == key) visit(rows_[place].holder);
      }
    }
    std::vector<Key> keys() const;

    std::vector<core::PeerId> publishers;  ///< ascending

   private:
    std::size_t place_of(Key key) const {
      constexpr std::uint32_t golden_ratio = 0x9e3779b9;
      return (key * golden_ratio) >> shift_;
    }
    std::size_t next(std::size_t place) const { return (place + 1) & (rows_.size() - 1); }

    std::vector<Row> rows_;  ///< a power of two of them, at most half in use
    std::size_t used_ = 0;
    unsigned shift_ = 0;
  };

  std::vector<Table> tables_;  ///< [peer]
};

}  // namespace rippletank::protocols
