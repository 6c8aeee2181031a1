// Finds the median by selection.
#include "sim/measure/median.hpp"

#include <algorithm>
#include <cstddef>

namespace rippletank::measure {

std::optional<double> median(std::vector<std::uint32_t> numbers) {
  if (numbers.empty()) return {};
  const std::size_t half = numbers.size() / 2;
  const auto middle = numbers.begin() + static_cast<std::ptrdiff_t>(half);
  std::nth_element(numbers.begin(), middle, numbers.end());
  if (numbers.size() % 2 == 1) return static_cast<double>(*middle);
  const std::uint32_t below = *std::max_element(numbers.begin(), middle);
  return (static_cast<double>(below) + static_cast<double>(*middle)) / 2;
}

}  // namespace rippletank::measure
