// The JSON value used everywhere: keys keep the order in which they were written.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>

namespace rippletank::registry {

using Json = nlohmann::ordered_json;

/// The number, or null where there is none.
inline Json number_or_null(const std::optional<double>& value) {
  return value ? Json(*value) : Json();
}

}  // namespace rippletank::registry
