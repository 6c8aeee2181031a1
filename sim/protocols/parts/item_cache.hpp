// ItemCache: items that a server keeps, as many as it has room for, those used last.
#pragma once

#include <cstdint>
#include <list>
#include <unordered_map>

#include "sim/core/ids.hpp"

namespace rippletank::protocols {

/// Keeps the items that were used last, by their sizes.
///
/// Cost:    O(1) per call, and for each item that makes room.
/// Source:  least recently used: Mattson et al., "Evaluation techniques for storage hierarchies",
///          IBM Systems Journal 9(2), 1970.
class ItemCache {
 public:
  explicit ItemCache(std::uint64_t room_bytes) : room_bytes_(room_bytes) {}

  /// Whether an item is kept; if so, it has been used now.
  bool use(core::ItemId item) {
    const auto found = kept_.find(item);
    if (found == kept_.end()) return false;
    order_.splice(order_.begin(), order_, found->second);
    return true;
  }

  /// Keeps an item that is not kept, unless it is larger than all the room.
  void keep(core::ItemId item, std::uint64_t bytes) {
    if (bytes > room_bytes_) return;
    while (used_bytes_ + bytes > room_bytes_) {
      used_bytes_ -= order_.back().bytes;
      kept_.erase(order_.back().item);
      order_.pop_back();
    }
    order_.push_front({item, bytes});
    kept_[item] = order_.begin();
    used_bytes_ += bytes;
  }

  void clear() {
    order_.clear();
    kept_.clear();
    used_bytes_ = 0;
  }

  std::uint64_t used_bytes() const { return used_bytes_; }

 private:
  struct Kept {
    core::ItemId item = 0;
    std::uint64_t bytes = 0;
  };

  std::uint64_t room_bytes_;
  std::uint64_t used_bytes_ = 0;
  std::list<Kept> order_;  ///< the one used last in front
  std::unordered_map<core::ItemId, std::list<Kept>::iterator> kept_;
};

}  // namespace rippletank::protocols
