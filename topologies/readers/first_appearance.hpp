// FirstAppearance: numbers the distinct ids or texts of an input in the order in which they come.
#pragma once

#include <cstdint>
#include <unordered_map>

namespace rippletank::topologies {

/// Keys as dense numbers 0, 1, …; keys that are views must outlive it.
template <class Key>
class FirstAppearance {
 public:
  std::uint32_t number_of(Key key) { return numbers_.try_emplace(key, count()).first->second; }
  std::uint32_t count() const { return static_cast<std::uint32_t>(numbers_.size()); }

 private:
  std::unordered_map<Key, std::uint32_t> numbers_;
};

}  // namespace rippletank::topologies
