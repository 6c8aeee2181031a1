// ReturnRoutes: from which neighbour each peer got something first, which is the way back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/core/column.hpp"
#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"

namespace rippletank::overlay {

/// What peers remember of one descriptor: that they have seen it, from whom and since when.
///
/// Few peers are kept in a hash table, many in columns, whichever takes less memory.
///
/// Shape:   by table 32 to 64 bytes per peer that remembers; by columns 12 per peer of the network.
/// Cost:    O(1) a call; start() clears what was used before.
class ReturnRoutes {
 public:
  /// Forgets everything.
  void start(core::PeerId peers);

  bool has(core::PeerId peer) const {
    return is_dense_ ? back_[peer] != unset : table_[place_of(peer)].peer == peer;
  }
  /// Of a peer that has it: from whom, no_peer where it has begun, and since when.
  core::PeerId back(core::PeerId peer) const {
    return is_dense_ ? back_[peer] : table_[place_of(peer)].back;
  }
  core::Time since(core::PeerId peer) const {
    return is_dense_ ? since_[peer] : table_[place_of(peer)].since;
  }

  /// A peer gets it, or gets it anew.
  void set(core::PeerId peer, core::PeerId back, core::Time now) {
    if (!is_dense_) return set_in_table(peer, back, now);
    back_[peer] = back;
    since_[peer] = now;
  }

 private:
  struct Row {
    core::PeerId peer = core::no_peer;  ///< no_peer: free
    core::PeerId back = core::no_peer;
    core::Time since = 0;
  };
  static constexpr core::PeerId unset = core::no_peer - 1;
  static constexpr std::size_t least_rows = 16;

  /// The row of a peer, or the free one where it would be.
  std::size_t place_of(core::PeerId peer) const {
    constexpr std::uint32_t golden_ratio = 0x9e3779b9;
    std::size_t place = (peer * golden_ratio) >> shift_;
    while (table_[place].peer != peer && table_[place].peer != core::no_peer) {
      place = (place + 1) & (table_.size() - 1);
    }
    return place;
  }
  void set_in_table(core::PeerId peer, core::PeerId back, core::Time now);
  void grow();
  void clear_table(std::size_t rows);
  void make_dense();

  core::PeerId peers_ = 0;
  bool is_dense_ = false;
  std::vector<Row> table_;  ///< at most half of it in use
  std::size_t used_ = 0;
  unsigned shift_ = 0;               ///< of a hash, to the size of the table
  core::Column<core::PeerId> back_;  ///< [peer] or empty
  core::Column<core::Time> since_;   ///< likewise
};

}  // namespace rippletank::overlay
