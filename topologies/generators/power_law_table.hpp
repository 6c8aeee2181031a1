// Draws whole numbers with probabilities that fall as a power of the number.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/random.hpp"

namespace rippletank::topologies {

/// The distribution P(k) ∝ k^-exponent on min, min + 1, …, max.
///
/// Shape:   1 <= min <= max, exponent >= 0.
/// Cost:    8 bytes per value, a pow() each to build; O(log values) to draw.
class PowerLawTable {
 public:
  PowerLawTable(std::uint32_t min, std::uint32_t max, double exponent);

  /// Random:  one number.
  std::uint32_t draw(core::Substream& stream) const;

 private:
  std::uint32_t min_;
  std::vector<double> tail_;  ///< sum of the weights of min + i and above: descending
};

}  // namespace rippletank::topologies
