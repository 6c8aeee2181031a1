// Pool: values known by a number, which is used again.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "sim/core/check.hpp"
#include "sim/core/prefetch.hpp"

namespace rippletank::core {

/// Keeps values under numbers that are free, the last freed first.
///
/// Cost:    O(1); no allocation once the pool has been as full as it gets.
template <class Value>
class Pool {
 public:
  std::uint32_t put(Value value) {
    if (free_.empty()) {
      RIPPLETANK_CHECK(values_.size() < 0xffffffffU, "more than 2^32 things at a time");
      values_.push_back(std::move(value));
      used_.push_back(true);
      return static_cast<std::uint32_t>(values_.size() - 1);
    }
    const std::uint32_t id = free_.back();
    free_.pop_back();
    values_[id] = std::move(value);
    used_[id] = true;
    return id;
  }

  Value take(std::uint32_t id) {
    used_[id] = false;
    free_.push_back(id);
    return std::move(values_[id]);
  }

  Value& operator[](std::uint32_t id) { return values_[id]; }
  const Value& operator[](std::uint32_t id) const { return values_[id]; }

  /// Brings a value closer; any number is allowed.
  RIPPLETANK_ALWAYS_INLINE void prefetch(std::uint32_t id) const {
    core::prefetch(values_.data() + id);
  }

  /// Calls `visit(value)` for each that is in the pool, in the order of their numbers.
  template <class Visit>
  void for_each(Visit visit) const {
    for (std::size_t id = 0; id < values_.size(); ++id) {
      if (used_[id]) visit(values_[id]);
    }
  }
  template <class Visit>
  void for_each(Visit visit) {
    for (std::size_t id = 0; id < values_.size(); ++id) {
      if (used_[id]) visit(values_[id]);
    }
  }

 private:
  std::vector<Value> values_;
  std::vector<bool> used_;
  std::vector<std::uint32_t> free_;
};

}  // namespace rippletank::core
