// Firewalls as a scenario describes them: who is behind which, and what helps.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "sim/failures/breakdown.hpp"
#include "sim/registry/codec.hpp"

namespace rippletank::failures {

/// How two peers come together of whom one cannot connect to the other.
enum class Traversal : std::uint8_t { push, push_proxy, relay, hole_punch };

/// One firewall with several peers behind it.
struct SharedFirewall {
  registry::Model peers;

  static const registry::Section& section();
};

struct FirewallParameters {
  std::optional<double> fraction;
  std::vector<registry::Id> ids;
  registry::Model peers;
  std::uint32_t peers_per_firewall = 1;
  std::vector<SharedFirewall> shared;
  registry::Model forwarded;
  std::vector<Traversal> traversal = {Traversal::push, Traversal::push_proxy};
  /// Source:  Ford, Srisuresh & Kegel, USENIX ATC 2005: 82 % of 380 NATs let UDP through.
  double hole_punch_success = 0.82;

  static const registry::Section& section();
};

/// Who is behind which firewall.
struct Walls {
  std::vector<std::uint32_t> behind;  ///< [peer] the number of its firewall, from 1; 0: none
  std::vector<NodeId> forwarded;      ///< to whom a port is forwarded; ascending
};

/// `servers`: those of whom `fraction` draws none; ascending.
/// Errors:  InputError below "/firewalls" for peers that there are not, that two firewalls share,
///          or that have a port forwarded by none.
/// Random:  substreams "firewalls/fraction", "firewalls/peers", "firewalls/forwarded" and, for each
///          that is shared, "firewalls/shared".
Walls choose_walls(const FirewallParameters& firewalls, const Plant& peers,
                   const std::vector<NodeId>& servers, std::uint64_t seed);

}  // namespace rippletank::failures

template <>
struct rippletank::registry::ChoiceNames<rippletank::failures::Traversal> {
  using Traversal = rippletank::failures::Traversal;
  static constexpr std::array<std::pair<const char*, Traversal>, 4> names = {
      {{"push", Traversal::push},
       {"push_proxy", Traversal::push_proxy},
       {"relay", Traversal::relay},
       {"hole_punch", Traversal::hole_punch}}};
};
