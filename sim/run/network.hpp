// Network: the overlay's connections and the wires under them, made from a scenario.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/overlay/firewalls.hpp"
#include "sim/overlay/link_ways.hpp"
#include "sim/overlay/paths.hpp"
#include "sim/run/failures.hpp"
#include "sim/run/graph_maker.hpp"
#include "sim/run/route.hpp"
#include "sim/run/simulation.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/underlay/access.hpp"
#include "sim/underlay/placement.hpp"
#include "topologies/graph.hpp"

namespace rippletank::run {

struct Network {
  overlay::Connections connections;
  Wires wires;
  topologies::NodeNames names;        ///< of the peers
  std::vector<core::PeerId> servers;  ///< that the scenario names, ascending
  overlay::Firewalls firewalls;
  std::uint64_t connections_blocked = 0;        ///< of the topology, by firewalls
  std::vector<core::PeerId> coming_and_going;   ///< by themselves, ascending; a trace has its own
  std::vector<std::uint32_t> clusters;          ///< of each peer, if the topology has any
  std::optional<underlay::AccessLinks> access;  ///< where the underlay has any
  overlay::LinkWays link_ways;                  ///< for files and the like
  overlay::Paths paths;                         ///< between peers, on an underlay that has any
  RouteFinder route;                   ///< likewise; empty where no devices lie between peers
  topologies::NodeNames device_names;  ///< of an underlay with devices, hosts or regions
  /// The device, host or region that each peer runs on; empty on an underlay without.
  std::vector<underlay::SiteId> host_of;
  bool peers_share_hosts = false;      ///< peers at one of them have no wire between them
  std::vector<FailureEvent> failures;  ///< in the order of time
  std::vector<bool> offline;           ///< per peer, after break_until(); empty: nobody is
  std::vector<std::uint32_t> sides;    ///< likewise as Presence::sides; empty: all reach each other
  std::uint64_t connection_count = 0;
  std::vector<std::string> notes;  ///< what a reader left out or mended, for people

  std::string peer_name(core::PeerId peer) const { return names.name(peer); }
  const underlay::AccessClass* access_class(core::PeerId peer) const {
    return access ? &access->class_of(peer) : nullptr;
  }
  /// Where a peer runs: the name of the device, host or region; nothing without.
  std::optional<std::string> host_name(core::PeerId peer) const;
  /// Whether two peers run on one machine, so that no wire is passed; nothing on an underlay that
  /// does not tell machines apart.
  std::optional<bool> on_one_host(core::PeerId one, core::PeerId other) const;
  /// What to do about a name that no peer has, for messages: `expected 0 to 99`.
  std::string peer_advice(std::string_view unknown) const;
};

/// Builds the overlay's graph and draws the delays of its connections.
///
/// Errors:  InputError for what its files hold, for an overlay with devices, and for one without
///          peers.
/// Random:  those of the topology and of the underlay; substreams "underlay/latency", one per
///          connection, named by its two ends, so that the delay between two peers does not depend
///          on who else is there.
Network make_network(const scenario::Scenario& scenario, std::uint64_t seed,
                     const GraphMaker& graphs = topologies::build);

/// The peers that serve the others, ascending; none in a protocol without servers.
std::vector<core::PeerId> servers_of(const scenario::Scenario& scenario, const Network& network);

/// Null on another underlay than a physical one.
underlay::PhysicalWires* physical_wires(const Network& network);

/// Lets fail, and repairs, what a scenario has planned until a moment, before anything is sent.
void break_until(Network& network, core::Time time);

}  // namespace rippletank::run
