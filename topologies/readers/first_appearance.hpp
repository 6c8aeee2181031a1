// FirstAppearance: numbers the distinct texts of an input in the order in which they come.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>

namespace rippletank::topologies {

/// Texts as dense numbers; the texts must outlive it.
class FirstAppearance {
 public:
  std::uint32_t number_of(std::string_view text) {
    const auto next = static_cast<std::uint32_t>(numbers_.size());
    return numbers_.try_emplace(text, next).first->second;
  }
  std::uint32_t count() const { return static_cast<std::uint32_t>(numbers_.size()); }

 private:
  std::unordered_map<std::string_view, std::uint32_t> numbers_;
};

}  // namespace rippletank::topologies
