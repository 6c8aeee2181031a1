// PeerTraffic: messages and bytes in and out of every peer, counted once per broadcast.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/column.hpp"
#include "sim/core/ids.hpp"
#include "sim/core/prefetch.hpp"

namespace rippletank::measure {

struct Amount {
  std::uint64_t messages = 0;
  std::uint64_t bytes = 0;
  bool operator==(const Amount&) const = default;
};

struct InOut {
  Amount in;
  Amount out;
  bool operator==(const InOut&) const = default;
};

/// Counts one type of message per peer at the price of one addition per broadcast instead of one
/// per copy: add_to() works out what each peer's neighbours have sent it.
///
/// Shape:   20 bytes per peer.
/// Errors:  the neighbours of a peer must stay the same between the first broadcast and add_to().
class BroadcastTraffic {
 public:
  explicit BroadcastTraffic(core::PeerId peers) : counts_(peers), left_out_(peers) {}

  /// `peer` received its first copy of a broadcast.
  void first_copy(core::PeerId peer) { ++counts_[peer].first_copies; }

  /// `from` sent one message to each of its neighbours.
  void to_all(core::PeerId from) { ++counts_[from].to_all; }

  /// `from` sent one message to each of its neighbours but one.
  void to_all_but(core::PeerId from, core::PeerId neighbour) {
    ++counts_[from].to_all_but_one;
    ++left_out_[neighbour];
  }

  /// A copy that was broadcast to `to` has not arrived.
  void not_arrived(core::PeerId to) { ++left_out_[to]; }

  std::uint32_t first_copies(core::PeerId peer) const { return counts_[peer].first_copies; }

  /// Brings the counters that a first copy from `from` to `to` touches into cache.
  RIPPLETANK_ALWAYS_INLINE void prefetch(core::PeerId to, core::PeerId from) const {
    core::prefetch(&counts_[to]);
    core::prefetch(&left_out_[from]);
  }

  /// Adds what every peer sent and received to its totals; `bytes` is the size of a message.
  ///
  /// Cost:    O(n + m) time.
  void add_to(std::vector<InOut>& totals, std::uint64_t bytes,
              const core::Column<std::uint32_t>& offsets,
              const core::Column<core::PeerId>& neighbours) const;

 private:
  /// At most one per flood, of which there are fewer than 2^32.
  struct Counts {
    std::uint32_t to_all_but_one = 0;
    std::uint32_t to_all = 0;
    std::uint32_t first_copies = 0;

    std::uint32_t broadcasts() const { return to_all + to_all_but_one; }
  };

  core::Column<Counts> counts_;
  core::Column<std::uint64_t> left_out_;  ///< copies that a peer did not get
};

}  // namespace rippletank::measure
