// Finds items by name.
#include "sim/overlay/item_names.hpp"

#include <algorithm>
#include <charconv>

#include "sim/core/check.hpp"

namespace rippletank::overlay {

std::string ItemNames::name(core::ItemId item) const {
  RIPPLETANK_CHECK(item < count_, "an item that is not there has no name");
  return texts_.empty() ? std::to_string(item) : texts_[item];
}

std::optional<core::ItemId> ItemNames::find(std::string_view name) const {
  if (!texts_.empty()) {
    const auto found = index_.find(std::string(name));
    if (found == index_.end()) return {};
    return found->second;
  }
  core::ItemId item = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), item);
  if (error != std::errc{} || end != name.data() + name.size() || item >= count_) return {};
  return item;
}

core::ItemId ItemNames::find_or_add(const std::string& name) {
  if (const auto found = find(name)) return *found;
  RIPPLETANK_CHECK(texts_.size() == count_, "items that are called by numbers get no names");
  index_.emplace(name, count_);
  texts_.push_back(name);
  return count_++;
}

std::vector<std::string> ItemNames::first_texts(std::size_t most) const {
  const auto count = static_cast<std::ptrdiff_t>(std::min(most, texts_.size()));
  return {texts_.begin(), texts_.begin() + count};
}

}  // namespace rippletank::overlay
