// Stays: how an alarm tells that its peer has gone, or gone and come back, since it was set.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/core/ids.hpp"

namespace rippletank::protocols {

/// The number of the time that each peer is spending online, or offline.
class Stays {
 public:
  explicit Stays(core::PeerId peers) : numbers_(peers) {}

  std::size_t peers() const { return numbers_.size(); }
  std::uint32_t of(core::PeerId peer) const { return numbers_[peer]; }
  /// A peer comes or goes.
  void change(core::PeerId peer) { ++numbers_[peer]; }

 private:
  std::vector<std::uint32_t> numbers_;  ///< [peer]
};

}  // namespace rippletank::protocols
