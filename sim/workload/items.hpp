// Items: what a run's queries ask for, and how a query comes by its item.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sim/overlay/content.hpp"
#include "sim/overlay/item_names.hpp"

namespace rippletank::workload {

/// The items of a run. Without content they are no more than the names that queries bring along.
struct Items {
  overlay::ItemNames names;
  std::optional<overlay::Content> content;

  /// The item that a query names; without content any name is one.
  std::optional<core::ItemId> find(const std::string& name) {
    return content ? names.find(name) : names.find_or_add(name);
  }

  /// What the query of that number asks for when nothing says it; nothing without content.
  ///
  /// Random:  substream "queries/item" of the query: one number.
  std::optional<core::ItemId> draw(std::uint64_t seed, std::uint64_t query) const;
};

/// `no item "hlelo" in this content; did you mean "hello"?`
std::string unknown_item(const overlay::ItemNames& names, std::string_view name);

}  // namespace rippletank::workload
