// Tabulates a discrete power law and draws from it by inversion.
#include "topologies/generators/power_law_table.hpp"

#include <algorithm>
#include <functional>

#include "sim/core/check.hpp"
#include "sim/core/pinned_math.hpp"

namespace rippletank::topologies {

PowerLawTable::PowerLawTable(std::uint32_t min, std::uint32_t max, double exponent)
    : min_(min), tail_(std::size_t{max} - min + 1) {
  RIPPLETANK_CHECK(1 <= min && min <= max, "a power law needs 1 <= min <= max");
  // Summing from the small weights up keeps the rare large values exact.
  double sum = 0;
  for (std::size_t i = tail_.size(); i > 0; --i) {
    sum += core::pow(static_cast<double>(min + (i - 1)) / min, -exponent);
    tail_[i - 1] = sum;
  }
}

std::uint32_t PowerLawTable::draw(core::Substream& stream) const {
  const double mark = stream.uniform_open() * tail_.front();
  // The last value whose tail still reaches the mark; the first one's always does.
  const auto beyond = std::upper_bound(tail_.begin() + 1, tail_.end(), mark, std::greater<>{});
  return min_ + static_cast<std::uint32_t>(beyond - tail_.begin() - 1);
}

}  // namespace rippletank::topologies
