// Asked: what is known of a query that still travels.
#pragma once

#include <cstdint>
#include <memory>
#include <unordered_set>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/overlay/return_routes.hpp"

namespace rippletank::protocols {

/// A query that a peer has asked, and what it has found.
class Asked {
 public:
  core::ItemId item = 0;
  core::PeerId origin = 0;
  bool download = false;
  std::uint32_t hits = 0;
  std::vector<core::PeerId> holders = {};  ///< if it fetches what it finds

  /// It is asked in several floods, one after the other.
  void begin_rings(core::PeerId peers);
  bool has_rings() const { return ring_ != nullptr; }
  void begin_ring() { ++ring_->floods; }
  /// No more will begin.
  void end_rings();
  /// Whether none of the floods has come to a peer so far; now one has.
  bool reaches(core::PeerId peer);

  /// Nothing of the query, or of one of its floods, travels any more.
  void settle();

  /// Keeps those holders whose hits have not come back before.
  void keep_new(std::vector<core::PeerId>& found);

 private:
  /// What several floods of one query have in common.
  struct Ring {
    overlay::ReturnRoutes reached;
    std::uint32_t floods = 0;  ///< that still travel
    bool over = false;
  };

  void free_rings();

  std::unique_ptr<Ring> ring_;
  /// Holders whose hits have come back, while more may; null before the first one.
  std::unique_ptr<std::unordered_set<core::PeerId>> answered_;
};

}  // namespace rippletank::protocols
