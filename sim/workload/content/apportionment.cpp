// Deals copies out by largest remainders.
#include "sim/workload/content/apportionment.hpp"

#include <algorithm>
#include <numeric>

#include "sim/core/check.hpp"

namespace rippletank::workload {
namespace {

/// Fractions of `total` in proportion to shares, but 1 to `most` each.
///
/// In each round the items beyond one of the bounds are settled: those below 1 if they lack more
/// than the others exceed `most`, for then the scale will only fall; else those above.
std::vector<double> bounded_fractions(const std::vector<double>& shares, std::uint64_t total,
                                      double most) {
  std::vector<double> fractions(shares.size());
  std::vector<std::uint32_t> open(shares.size());
  std::iota(open.begin(), open.end(), 0U);
  auto left = static_cast<double>(total);
  while (!open.empty()) {
    double sum = 0;
    for (const std::uint32_t item : open) sum += shares[item];
    // Where nothing but items without a share is open, they are alike.
    const double even = left / static_cast<double>(open.size());
    double lacking = 0;
    double excess = 0;
    for (const std::uint32_t item : open) {
      fractions[item] = sum > 0 ? shares[item] / sum * left : even;
      lacking += std::max(0.0, 1 - fractions[item]);
      excess += std::max(0.0, fractions[item] - most);
    }
    if (lacking == 0 && excess == 0) break;
    const bool settle_low = lacking >= excess;
    const double bound = settle_low ? 1 : most;
    const auto settle = [&](std::uint32_t item) {
      if (settle_low ? fractions[item] >= 1 : fractions[item] <= most) return false;
      fractions[item] = bound;
      left -= bound;
      return true;
    };
    open.erase(std::remove_if(open.begin(), open.end(), settle), open.end());
  }
  return fractions;
}

/// Gives one copy more to each of up to `count` items with the largest remainders that have less
/// than `most`; returns to how many.
std::uint64_t give_to_largest(const std::vector<double>& remainders, std::uint64_t count,
                              std::uint32_t most, std::vector<std::uint32_t>& copies) {
  std::vector<std::uint32_t> receivers;
  for (std::uint32_t item = 0; item < copies.size(); ++item) {
    if (copies[item] < most) receivers.push_back(item);
  }
  count = std::min<std::uint64_t>(count, receivers.size());
  const auto last = receivers.begin() + static_cast<std::ptrdiff_t>(count);
  if (last != receivers.end()) {
    std::nth_element(
        receivers.begin(), last, receivers.end(), [&](std::uint32_t a, std::uint32_t b) {
          return remainders[a] != remainders[b] ? remainders[a] > remainders[b] : a < b;
        });
  }
  std::for_each(receivers.begin(), last, [&](std::uint32_t item) { ++copies[item]; });
  return count;
}

}  // namespace

std::vector<std::uint32_t> apportion(const std::vector<double>& shares, std::uint64_t total,
                                     std::uint32_t most) {
  RIPPLETANK_CHECK(total >= shares.size() && total <= shares.size() * std::uint64_t{most},
                   "so many copies cannot be dealt");
  std::vector<double> remainders = bounded_fractions(shares, total, most);
  std::vector<std::uint32_t> copies(shares.size());
  std::uint64_t dealt = 0;
  for (std::size_t item = 0; item < copies.size(); ++item) {
    copies[item] = static_cast<std::uint32_t>(remainders[item]);
    remainders[item] -= copies[item];
    dealt += copies[item];
  }
  RIPPLETANK_CHECK(dealt <= total, "more copies were dealt than there are");
  // Once, unless the sums of very many shares are rounded by more than a copy.
  while (dealt < total) dealt += give_to_largest(remainders, total - dealt, most, copies);
  return copies;
}

}  // namespace rippletank::workload
