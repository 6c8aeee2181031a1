// Rounds a share down, and draws it.
#include "sim/core/share.hpp"

#include <cmath>

namespace rippletank::core {

std::size_t share_of(double fraction, std::size_t count) noexcept {
  const double share = fraction * static_cast<double>(count);
  const double nearest = std::round(share);
  const bool is_whole = std::abs(share - nearest) <= 1e-12 * nearest;
  return static_cast<std::size_t>(is_whole ? nearest : std::floor(share));
}

std::vector<bool> draw_share(double fraction, std::uint32_t count, Substream& stream) {
  std::vector<bool> drawn(count);
  const auto size = static_cast<std::uint32_t>(share_of(fraction, count));
  for (const std::uint32_t thing : sample_without_replacement(count, size, stream)) {
    drawn[thing] = true;
  }
  return drawn;
}

}  // namespace rippletank::core
