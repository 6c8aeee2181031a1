// Figure: a number of a protocol's own, which others do not have.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>

namespace rippletank::measure {

/// What a protocol tells of its run besides what is counted for every protocol. Runs of a protocol
/// tell the same figures in the same order.
struct Figure {
  const char* name;        ///< snake_case, with its unit
  const char* unit;        ///< may be empty
  const char* definition;  ///< one sentence
  /// Nothing where there is nothing to say.
  std::variant<std::monostate, std::uint64_t, double> value;
};

/// The value of a figure that there may be none of.
inline decltype(Figure::value) if_any(std::optional<double> value) {
  if (value) return *value;
  return {};
}

}  // namespace rippletank::measure
