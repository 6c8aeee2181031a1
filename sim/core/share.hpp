// A share of a number of things, as people mean it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/core/random.hpp"

namespace rippletank::core {

/// Returns how many of `count` things a fraction of them are, rounded down; 0.29 of 100 are 29,
/// although the nearest double to 0.29 is a little less.
std::size_t share_of(double fraction, std::size_t count) noexcept;

/// Draws which of a number of things belong to a fraction of them, each part of that size alike.
///
/// Shape:   [thing] whether it does; share_of() of them do.
/// Random:  as sample_without_replacement().
std::vector<bool> draw_share(double fraction, std::uint32_t count, Substream& stream);

}  // namespace rippletank::core
