// The median of some numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace rippletank::measure {

/// The number in the middle, or the mean of the two in the middle; nothing of no numbers.
///
/// Cost:    O(n).
std::optional<double> median(std::vector<std::uint32_t> numbers);

}  // namespace rippletank::measure
