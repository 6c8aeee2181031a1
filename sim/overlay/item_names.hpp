// ItemNames: what the input calls its items, kept once, so that queries carry numbers.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sim/core/ids.hpp"

namespace rippletank::overlay {

/// The names of items: 0 … n-1, or texts.
///
/// Cost:    nothing for numbers; each text is kept twice and found by hashing.
class ItemNames {
 public:
  /// No items; names are added as the input tells them.
  ItemNames() = default;
  /// The items are called 0 … count-1, and none is added.
  explicit ItemNames(core::ItemId count) : count_(count) {}

  core::ItemId count() const { return count_; }
  std::string name(core::ItemId item) const;
  std::optional<core::ItemId> find(std::string_view name) const;
  /// The item of that name, which is new if there was none.
  core::ItemId find_or_add(const std::string& name);

  /// Up to `most` of the names, for advice where one is misspelt; none where they are numbers.
  std::vector<std::string> first_texts(std::size_t most) const;

 private:
  core::ItemId count_ = 0;
  std::vector<std::string> texts_;
  std::unordered_map<std::string, core::ItemId> index_;
};

}  // namespace rippletank::overlay
