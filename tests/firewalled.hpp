// Firewalls that a test says: who is behind which, and what may be tried.
#pragma once

#include <vector>

#include "sim/overlay/firewalls.hpp"

namespace rippletank::tests {

/// What a scenario allows unless it says otherwise.
inline constexpr overlay::MethodSet usual_methods =
    overlay::set_of(overlay::Method::push) | overlay::set_of(overlay::Method::push_proxy);

/// Each of some peers behind a firewall of its own.
inline overlay::Firewalls behind_own_firewalls(core::PeerId peers,
                                               const std::vector<core::PeerId>& ids,
                                               overlay::MethodSet allowed = usual_methods,
                                               double punch_success = 1) {
  std::vector<std::uint32_t> behind(peers);
  std::uint32_t last = 0;
  for (const core::PeerId peer : ids) behind[peer] = ++last;
  return {std::move(behind), {}, allowed, punch_success, 1};
}

/// All of them behind one.
inline overlay::Firewalls behind_one_firewall(core::PeerId peers,
                                              const std::vector<core::PeerId>& ids,
                                              const std::vector<core::PeerId>& forwarded = {},
                                              overlay::MethodSet allowed = usual_methods) {
  std::vector<std::uint32_t> behind(peers);
  for (const core::PeerId peer : ids) behind[peer] = 1;
  return {std::move(behind), forwarded, allowed, 1, 1};
}

/// Those from one up to another, itself not included.
inline std::vector<core::PeerId> peers_from(core::PeerId first, core::PeerId end) {
  std::vector<core::PeerId> ids;
  for (core::PeerId peer = first; peer < end; ++peer) ids.push_back(peer);
  return ids;
}

}  // namespace rippletank::tests
