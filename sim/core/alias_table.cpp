// Makes alias tables.
#include "sim/core/alias_table.hpp"

#include <algorithm>
#include <cmath>

#include "sim/core/check.hpp"

namespace rippletank::core {

AliasTable::AliasTable(const std::vector<double>& weights) : columns_(weights.size()) {
  const auto count = static_cast<std::uint32_t>(weights.size());
  const double largest = count == 0 ? 0 : *std::max_element(weights.begin(), weights.end());
  RIPPLETANK_CHECK(largest > 0 && std::isfinite(largest), "an alias table needs a weight");
  // Divided by the largest before they are summed: weights may be as large as numbers go.
  double sum = 0;
  for (const double weight : weights) sum += weight / largest;
  std::vector<double> height(count);
  std::vector<std::uint32_t> low;
  std::vector<std::uint32_t> high;
  for (std::uint32_t index = 0; index < count; ++index) {
    height[index] = weights[index] / largest * count / sum;
    (height[index] < 1 ? low : high).push_back(index);
  }
  while (!low.empty() && !high.empty()) {
    const std::uint32_t filled = low.back();
    const std::uint32_t giving = high.back();
    low.pop_back();
    columns_[filled] = {height[filled], giving};
    height[giving] -= 1 - height[filled];
    if (height[giving] < 1) {
      high.pop_back();
      low.push_back(giving);
    }
  }
  // Rounding may leave low columns without a giver: what they lack is next to nothing.
  const auto heaviest = static_cast<std::uint32_t>(
      std::max_element(weights.begin(), weights.end()) - weights.begin());
  for (const std::uint32_t index : low) columns_[index] = {height[index], heaviest};
}

}  // namespace rippletank::core
