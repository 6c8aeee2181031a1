// Neighbours: who is connected to whom at the moment.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "sim/core/column.hpp"
#include "sim/core/ids.hpp"
#include "sim/core/prefetch.hpp"
#include "sim/overlay/connections.hpp"

namespace rippletank::overlay {

/// Connections that come and go, as each peer sees them: one that its neighbour has left stays in
/// its row until it notices.
///
/// Shape:   of(peer) are its neighbours in the order in which they came; at first, with those of a
///          topology, ascending.
/// Cost:    O(degree) but for of(); 12 bytes per peer, and at most 8 per place that a
///          row ever had.
class Neighbours {
 public:
  explicit Neighbours(core::PeerId peers) : rows_(peers) {}
  explicit Neighbours(const Connections& connections);

  /// Valid until the next add().
  std::span<const core::PeerId> of(core::PeerId peer) const {
    const Row& row = rows_[peer];
    return {cells_.data() + row.begin, row.size};
  }
  core::PeerId peers() const { return static_cast<core::PeerId>(rows_.size()); }
  std::uint32_t degree(core::PeerId peer) const { return rows_[peer].size; }
  /// Over all peers.
  double mean_degree() const { return static_cast<double>(places_) / static_cast<double>(peers()); }
  bool has(core::PeerId peer, core::PeerId neighbour) const;

  /// Brings closer where the row of a peer is, and then the row.
  RIPPLETANK_ALWAYS_INLINE void fetch_row(core::PeerId peer) const {
    core::prefetch(rows_.data() + peer);
  }
  RIPPLETANK_ALWAYS_INLINE void fetch_cells(core::PeerId peer) const {
    core::prefetch(cells_.data() + rows_[peer].begin);
  }

  /// Those that are in the rows of both of their peers.
  ///
  /// Shape:   rows ascending.
  Connections mutual() const;

  /// One that it does not have yet.
  void add(core::PeerId peer, core::PeerId neighbour);
  /// One that it has.
  void remove(core::PeerId peer, core::PeerId neighbour);
  void remove_all(core::PeerId peer) { places_ -= std::exchange(rows_[peer].size, 0); }

 private:
  struct Row {
    std::uint32_t begin = 0;
    std::uint32_t size = 0;
    std::uint32_t capacity = 0;
  };

  void enlarge(Row& row);

  core::Column<core::PeerId> cells_;
  std::vector<Row> rows_;
  std::uint64_t places_ = 0;  ///< in use, of all rows
  std::array<std::vector<std::uint32_t>, 32>
      free_;  ///< [k] rows of at least 2^k cells, left behind
};

}  // namespace rippletank::overlay
