// Rounds a share down.
#include "sim/core/share.hpp"

#include <cmath>

namespace rippletank::core {

std::size_t share_of(double fraction, std::size_t count) noexcept {
  const double share = fraction * static_cast<double>(count);
  const double nearest = std::round(share);
  const bool is_whole = std::abs(share - nearest) <= 1e-12 * nearest;
  return static_cast<std::size_t>(is_whole ? nearest : std::floor(share));
}

}  // namespace rippletank::core
