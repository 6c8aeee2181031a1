// Parted sides: which peers reach each other while a network is parted, once or several times.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "sim/core/check.hpp"
#include "sim/run/failures.hpp"

namespace rippletank::run {

/// Two peers reach each other if no partition that lasts has them on different sides.
///
/// Cost:    O(peers log sides) for each change, 4 bytes per peer; nothing while nothing is parted.
class PartedSides {
 public:
  explicit PartedSides(core::PeerId peers) : peers_(peers) {}

  void part(std::shared_ptr<const Sides> sides) {
    lasting_.push_back(std::move(sides));
    number_sides();
  }
  /// Ends a partition that lasts.
  void join_again(const std::shared_ptr<const Sides>& sides) {
    const auto found = std::find(lasting_.begin(), lasting_.end(), sides);
    RIPPLETANK_CHECK(found != lasting_.end(), "a partition that ends has lasted");
    lasting_.erase(found);
    number_sides();
  }

  bool are_apart(core::PeerId one, core::PeerId other) const {
    return !side_.empty() && side_[one] != side_[other];
  }
  /// A number per peer, the same for those that reach each other; empty while all do.
  const std::vector<std::uint32_t>& of_peers() const { return side_; }

 private:
  /// Each partition divides the sides that those before have left.
  void number_sides() {
    side_.clear();
    if (lasting_.empty()) return;
    side_.resize(peers_);
    std::vector<std::uint32_t> group(peers_);
    for (const std::shared_ptr<const Sides>& sides : lasting_) {
      std::fill(group.begin(), group.end(), 0);
      for (std::uint32_t i = 0; i < sides->size(); ++i) {
        for (const core::PeerId peer : (*sides)[i]) group[peer] = i + 1;
      }
      std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> numbers;
      for (core::PeerId peer = 0; peer < peers_; ++peer) {
        const auto next = static_cast<std::uint32_t>(numbers.size());
        side_[peer] = numbers.try_emplace({side_[peer], group[peer]}, next).first->second;
      }
    }
  }

  core::PeerId peers_;
  std::vector<std::shared_ptr<const Sides>> lasting_;
  std::vector<std::uint32_t> side_;
};

}  // namespace rippletank::run
