// Apportionment: whole copies in proportion to shares.
#pragma once

#include <cstdint>
#include <vector>

namespace rippletank::workload {

/// Deals `total` whole copies out in proportion to shares, each item getting 1 to `most`.
///
/// First in fractions: an item whose part is below 1 or above `most` gets that bound, and what is
/// left is dealt among the others in proportion. Then each fraction is rounded down, and the copies
/// that remain go to the items with the largest remainders, of equal ones to the first.
///
/// Shape:   copies[item]; shares are at least 0, with a finite sum.
/// Errors:  shares.size() <= total <= shares.size() * most.
/// Cost:    O(items) and 20 bytes an item; a few times that where many parts are out of bounds.
/// Source:  the method of largest remainders (Hamilton), with bounds.
std::vector<std::uint32_t> apportion(const std::vector<double>& shares, std::uint64_t total,
                                     std::uint32_t most);

}  // namespace rippletank::workload
