// Fingerprint: a hash of the trajectory of a run, to notice any change of behaviour.
#pragma once

#include <cstdint>

#include "sim/core/random.hpp"

namespace rippletank::measure {

/// Mixes what happened, in the order in which it happened.
///
/// Source:  the idea of OMNeT++'s fingerprints: a change of a model shows as a change of the hash.
class Fingerprint {
 public:
  void add(std::uint64_t value) {
    constexpr std::uint64_t odd = 0x9e3779b97f4a7c15U;  // 2^64 divided by the golden ratio
    state_ = (((state_ << 23U) | (state_ >> 41U)) ^ value) * odd;
  }
  std::uint64_t value() const { return core::hash64(state_); }

 private:
  std::uint64_t state_ = 0;
};

}  // namespace rippletank::measure
