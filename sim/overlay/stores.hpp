// Stores: which copies each peer keeps while they come and go during a run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "sim/core/column.hpp"
#include "sim/core/ids.hpp"
#include "sim/core/prefetch.hpp"
#include "sim/core/random.hpp"
#include "sim/core/time.hpp"
#include "sim/measure/store_record.hpp"
#include "sim/overlay/content.hpp"

namespace rippletank::overlay {

/// How much a peer keeps.
struct StoreLimits {
  std::optional<std::uint32_t> items;  ///< none: any number
  std::optional<std::uint64_t> bytes;  ///< none: any number
  /// The largest item that is kept, in bytes; none: any that fits.
  std::optional<std::uint64_t> largest_bytes;
};

/// The copies of all peers. What does not fit makes room by evicting what its peer has not used for
/// longest; an item that is larger than the whole store, or than the largest allowed, is not kept.
///
/// Cost:    each call O(1) and one or two cache misses, an eviction the same again; 24 bytes a copy
///          and 12 to 48 for its place in the table of copies, 12 a peer, 4 an item.
class Stores {
 public:
  /// `content` names the items and their sizes, and must outlive this; null: there are none. The
  /// stores are empty.
  Stores(core::PeerId peers, const Content* content, const StoreLimits& limits);

  /// Counts from now on what happens; what is there already was there before.
  void count_into(measure::StoreRecord record);
  /// What was counted until now.
  const measure::StoreRecord& counted() const { return record_; }

  bool holds(core::PeerId peer, core::ItemId item) const { return find(peer, item) != none; }

  /// A peer has used its copy: of all that it keeps this is evicted last.
  void use(core::PeerId peer, core::ItemId item);

  /// Keeps a copy, or uses the one that is there. False if the item is too large to be kept.
  bool keep(core::Time now, core::PeerId peer, core::ItemId item);

  /// Brings closer what tells whether a peer holds an item.
  RIPPLETANK_ALWAYS_INLINE void fetch_place(core::PeerId peer, core::ItemId item) const {
    core::prefetch(table_.data() + home(peer, item));
  }
  /// Brings closer what tells what a peer would evict, then that, then its surroundings.
  RIPPLETANK_ALWAYS_INLINE void fetch_store(core::PeerId peer) const {
    core::prefetch(of_peer_.data() + peer);
  }
  RIPPLETANK_ALWAYS_INLINE void fetch_oldest(core::PeerId peer) const {
    const OfPeer& store = of_peer_[peer];
    if (store.oldest == none) return;
    core::prefetch(all_.data() + store.oldest);
    core::prefetch(all_.data() + store.newest);
  }
  RIPPLETANK_ALWAYS_INLINE void fetch_around_oldest(core::PeerId peer) const {
    const OfPeer& store = of_peer_[peer];
    if (store.oldest == none) return;
    const Copy& copy = all_[store.oldest];
    fetch_place(peer, copy.item);
    core::prefetch(of_item_.data() + copy.item);
    for (const std::uint32_t other : {copy.newer, copy.last_holder, copy.next_holder}) {
      if (other != none) core::prefetch(all_.data() + other);
    }
  }

  std::uint32_t copies() const { return copies_; }
  std::uint32_t copies(core::ItemId item) const { return of_item_[item].copies; }
  std::uint32_t items_at(core::PeerId peer) const { return of_peer_[peer].items; }
  std::uint64_t bytes_at(core::PeerId peer) const { return of_peer_[peer].bytes; }
  std::uint64_t bytes() const { return bytes_; }

  /// How full a store is: 0 to 1, by whichever of its limits it is nearer to; 0 without limits.
  double fullness(core::PeerId peer) const;

  /// Calls `visit(peer)` for each that holds an item, in an order that depends on the history only.
  template <class Visit>
  void for_each_holder(core::ItemId item, Visit visit) const {
    for (std::uint32_t copy = of_item_[item].first; copy != none; copy = all_[copy].next_holder) {
      visit(all_[copy].peer);
    }
  }

  /// Calls `visit(item)` for each item of a peer, from the one that would be evicted first on.
  template <class Visit>
  void for_each_item(core::PeerId peer, Visit visit) const {
    for (std::uint32_t copy = of_peer_[peer].oldest; copy != none; copy = all_[copy].newer) {
      visit(all_[copy].item);
    }
  }

 private:
  static constexpr std::uint32_t none = ~std::uint32_t{0};

  struct Copy {
    core::PeerId peer = 0;
    core::ItemId item = 0;
    std::uint32_t older = none;
    std::uint32_t newer = none;  ///< of those of the peer
    std::uint32_t last_holder = none;
    std::uint32_t next_holder = none;  ///< of those of the item
  };
  struct OfPeer {
    std::uint64_t bytes = 0;
    std::uint32_t items = 0;
    std::uint32_t oldest = none;
    std::uint32_t newest = none;
  };
  struct OfItem {
    std::uint32_t copies = 0;
    std::uint32_t first = none;
  };
  /// A place of the table of copies, free where `copy` is none.
  struct Place {
    core::PeerId peer = 0;
    core::ItemId item = 0;
    std::uint32_t copy = none;
  };

  std::uint32_t find(core::PeerId peer, core::ItemId item) const;
  std::size_t home(core::PeerId peer, core::ItemId item) const {
    const std::uint64_t key = (std::uint64_t{peer} << 32U) | item;
    return static_cast<std::size_t>(core::hash64(key)) & (table_.size() - 1);
  }
  std::size_t place_of(core::PeerId peer, core::ItemId item) const;
  void enter_table(const Place& place);
  void leave_table(core::PeerId peer, core::ItemId item);
  void grow_table();
  void link_newest(std::uint32_t copy);
  void unlink(std::uint32_t copy);
  void link_holder(std::uint32_t copy);
  void unlink_holder(std::uint32_t copy);
  bool has_room(core::PeerId peer, std::uint64_t bytes) const;
  bool fits(std::uint64_t bytes) const;
  void evict_oldest(core::Time now, core::PeerId peer);
  void note_sizes(core::Time now);

  const Content* content_;
  StoreLimits limits_;
  std::vector<Copy> all_;
  std::vector<std::uint32_t> free_;
  core::Column<Place> table_;  ///< a power of two of places, at most five eighths of them taken
  std::vector<OfPeer> of_peer_;
  std::vector<OfItem> of_item_;
  std::uint32_t copies_ = 0;
  std::uint64_t bytes_ = 0;
  measure::StoreRecord record_;
};

}  // namespace rippletank::overlay
