// RoutingTables: what super-peers tell each other of the words that they have leaves for.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/core/pool.hpp"

namespace rippletank::protocols {

/// The latest table of each peer, and what others have heard of it, which may be older.
///
/// Shape:   1 bit per slot of each table that somebody still knows.
/// Source:  Fisk, Ultrapeer query routing v0.1 (2003): merged tables, for the last hop.
class RoutingTables {
 public:
  /// A table on its way; each copy of its number is received or given back once.
  using TableId = std::uint32_t;

  RoutingTables(core::PeerId peers, std::uint32_t slots)
      : slots_(slots), latest_(peers, none), heard_(peers) {}

  /// A peer makes its table anew, with these slots, ascending. Returns those in which it differs
  /// from the one before, ascending; none differ from an empty one.
  std::vector<std::uint32_t> renew(core::PeerId peer, const std::vector<std::uint32_t>& slots);
  bool has(core::PeerId peer) const { return latest_[peer] != none; }
  /// A copy of it goes to another peer.
  TableId lend(core::PeerId peer);
  void give_back(TableId table);
  void receive(core::PeerId at, core::PeerId from, TableId table);
  void forget(core::PeerId at, core::PeerId from);
  /// A peer forgets all that it has heard, and its own table.
  void forget_all(core::PeerId at);
  /// Whether a peer, as another one has heard, may have all of these slots; true if it has not.
  bool may_have(core::PeerId at, core::PeerId peer, std::span<const std::uint32_t> slots) const;

 private:
  static constexpr TableId none = ~TableId{0};

  struct Table {
    std::uint32_t users = 0;
    std::vector<std::uint64_t> bits;
  };

  struct Heard {
    core::PeerId from = 0;
    TableId table = none;
  };

  void drop(core::PeerId peer);

  std::uint32_t slots_;
  std::vector<TableId> latest_;  ///< [peer]
  core::Pool<Table> tables_;
  std::vector<std::vector<Heard>> heard_;  ///< [peer] of its neighbours, a few
};

}  // namespace rippletank::protocols
