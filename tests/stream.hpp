// A stream of given values, as run loops take queries, and given changes of presence.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "sim/overlay/presence.hpp"

namespace rippletank::tests {

template <class Value>
auto stream(std::vector<Value> values) {
  return [values = std::move(values), next = std::size_t{0}]() mutable -> std::optional<Value> {
    if (next == values.size()) return {};
    return values[next++];
  };
}

/// One change after the other, in ascending order of time.
inline overlay::Presence presence(std::vector<overlay::PresenceChange> changes) {
  struct Changes {
    std::vector<overlay::PresenceChange> all;
    std::size_t next = 0;
  };
  const auto shared = std::make_shared<Changes>(Changes{std::move(changes)});
  overlay::Presence presence;
  presence.next_time = [shared] {
    return shared->next == shared->all.size() ? core::never : shared->all[shared->next].time;
  };
  presence.happen = [shared](const overlay::NetworkView&) {
    return overlay::Happening{.changes = {shared->all.data() + shared->next++, 1}};
  };
  return presence;
}

}  // namespace rippletank::tests
