// A stream of given values, as run loops take queries and changes of presence.
#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace rippletank::tests {

template <class Value>
auto stream(std::vector<Value> values) {
  return [values = std::move(values), next = std::size_t{0}]() mutable -> std::optional<Value> {
    if (next == values.size()) return {};
    return values[next++];
  };
}

}  // namespace rippletank::tests
