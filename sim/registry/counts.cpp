// Groups digits and chooses between singular and plural.
#include "sim/registry/counts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rippletank::registry {

std::string grouped(std::string digits) {
  const std::size_t dot = std::min(digits.find('.'), digits.size());
  const std::size_t first = digits.starts_with('-') ? 1 : 0;
  for (std::size_t i = dot; i > first + 3; i -= 3) digits.insert(i - 3, 1, ',');
  return digits;
}

std::string count_text(std::uint64_t number) { return grouped(std::to_string(number)); }

std::string count_in_words(std::uint64_t number, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count_text(number), number == 1 ? one : many);
}

}  // namespace rippletank::registry
