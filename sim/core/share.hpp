// A share of a number of things, as people mean it.
#pragma once

#include <cstddef>

namespace rippletank::core {

/// Returns how many of `count` things a fraction of them are, rounded down; 0.29 of 100 are 29,
/// although the nearest double to 0.29 is a little less.
std::size_t share_of(double fraction, std::size_t count) noexcept;

}  // namespace rippletank::core
