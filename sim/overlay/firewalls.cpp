// Numbers firewalls and draws between whom holes can be punched.
#include "sim/overlay/firewalls.hpp"

#include <algorithm>
#include <functional>

#include "sim/core/random.hpp"

namespace rippletank::overlay {

Firewalls::Firewalls(std::vector<std::uint32_t> behind, const std::vector<core::PeerId>& forwarded,
                     MethodSet allowed, double punch_success, std::uint64_t seed)
    : behind_(std::move(behind)),
      allowed_(static_cast<MethodSet>(allowed | set_of(Method::direct))),
      punch_success_(punch_success),
      are_described_(true),
      seed_(seed) {
  const auto differs = std::adjacent_find(behind_.begin(), behind_.end(), std::not_equal_to<>());
  if (differs == behind_.end()) behind_.clear();  // all open, or all behind the same one
  for (std::uint32_t& entry : behind_) entry = (entry << 1U) | (entry == none ? 0U : 1U);
  if (!any()) return;
  for (const core::PeerId peer : forwarded) behind_[peer] &= ~std::uint32_t{1};
}

bool Firewalls::punches(core::PeerId a, core::PeerId b) const {
  const auto [low, high] = std::minmax(a, b);
  core::Substream random(seed_, core::Purpose("firewalls/punch"),
                         (std::uint64_t{low} << 32U) | high);
  return random.uniform() < punch_success_;
}

}  // namespace rippletank::overlay
