// Firewalls: who can connect to whom, and how two that cannot may come together nevertheless.
#pragma once

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "sim/core/ids.hpp"

namespace rippletank::overlay {

/// How bytes come from one peer to another in spite of firewalls, in the order of preference.
///
/// - direct: who wants them connects.
/// - push: who has them is asked to connect, by others with whom it is connected.
/// - push_proxy: likewise, by one that it has named for that, at once.
/// - hole_punch: both send by UDP at a time, so that each firewall takes what comes for an answer.
/// - relay: a peer that both can connect to passes them on.
enum class Method : std::uint8_t { direct, push, push_proxy, hole_punch, relay };
inline constexpr std::size_t methods = 5;

/// A set of methods.
using MethodSet = std::uint8_t;
constexpr MethodSet set_of(Method method) {
  return static_cast<MethodSet>(1U << static_cast<unsigned>(method));
}
/// What every network can do in which peers find each other by others.
inline constexpr MethodSet push_punch_or_relay =
    set_of(Method::push) | set_of(Method::hole_punch) | set_of(Method::relay);
constexpr bool has(MethodSet set, Method method) { return (set & set_of(method)) != 0; }

/// What downloads.csv calls them: whoever passes a push on, it is one.
constexpr const char* name_of(Method method) {
  constexpr std::array<const char*, methods> names = {"direct", "push", "push", "hole_punch",
                                                      "relay"};
  return names[static_cast<std::size_t>(method)];
}

/// Behind which firewall each peer is, and what these let through.
///
/// A firewall, or a NAT, lets everybody behind it connect to others, and nobody from outside to
/// them, but to those to whom it forwards a port. Those behind the same one reach each other, so
/// that one around all of a network is none to it.
///
/// Shape:   4 bytes per peer; nothing where nobody is behind one.
/// Random:  substream "firewalls/punch" of each pair: whether a hole can be punched between them.
class Firewalls {
 public:
  static constexpr std::uint32_t none = 0;

  Firewalls() = default;
  /// `behind`: [peer] the number of its firewall, from 1; 0: it is open. `forwarded`: ascending.
  Firewalls(std::vector<std::uint32_t> behind, const std::vector<core::PeerId>& forwarded,
            MethodSet allowed, double punch_success, std::uint64_t seed);

  /// Whether a scenario says who is behind one, be it nobody.
  bool are_described() const { return are_described_; }
  /// Whether anybody is behind one.
  bool any() const { return !behind_.empty(); }
  /// Whether a peer is behind one that does not let everybody in.
  bool is_firewalled(core::PeerId peer) const { return any() && shields(behind_[peer]); }

  /// Whether a peer can connect to another one.
  bool lets_connect(core::PeerId from, core::PeerId to) const {
    return !any() || !shields(behind_[to]) || number(behind_[from]) == number(behind_[to]);
  }
  /// Whether one of two can connect to the other.
  bool can_meet(core::PeerId a, core::PeerId b) const {
    return lets_connect(a, b) || lets_connect(b, a);
  }
  /// Whether a peer is one that any two of others can connect to.
  bool can_join(core::PeerId relay, core::PeerId a, core::PeerId b) const {
    return lets_connect(a, relay) && lets_connect(b, relay);
  }

  /// Whether the scenario lets peers use a method. `direct` always is.
  bool allows(Method method) const { return has(allowed_, method); }
  /// Whether a hole can be punched between two of whom neither can connect to the other: always, or
  /// never.
  bool punches(core::PeerId a, core::PeerId b) const;

 private:
  /// In the column stands the number of the firewall, and in its last bit whether it shields.
  static constexpr bool shields(std::uint32_t entry) { return (entry & 1U) != 0; }
  static constexpr std::uint32_t number(std::uint32_t entry) { return entry >> 1U; }

  std::vector<std::uint32_t> behind_;
  MethodSet allowed_ = set_of(Method::direct);
  double punch_success_ = 0;
  bool are_described_ = false;
  std::uint64_t seed_ = 1;
};

/// Where nobody is behind one.
inline const Firewalls no_firewalls;

}  // namespace rippletank::overlay
