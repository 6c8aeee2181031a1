// Traceroute: the ways from one peer to another, straight and through the overlay.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/registry/json.hpp"
#include "sim/run/network.hpp"
#include "sim/run/route.hpp"
#include "sim/scenario/scenario.hpp"

namespace rippletank::run {

/// How long a message of one size takes over idle wires, as they are before a run.
struct WayTime {
  std::optional<core::Time> there;  ///< empty: there is no way
  std::optional<core::Time> ping;   ///< there and back; empty: there is no way back
};

/// The way that the underlay takes from peer to peer, connected or not.
struct StraightWay {
  WayTime time;
  std::optional<std::uint32_t> links;  ///< empty without a way, or on an underlay without links
  std::optional<bool> same_host;       ///< as Network::on_one_host
  Route route;                         ///< without steps where the underlay tells none
};

/// A connection on the way through the overlay.
struct OverlayHop {
  core::PeerId peer = 0;  ///< that it leads to
  core::Time delay_ns = 0;
  std::optional<std::uint32_t> links;
  std::optional<bool> same_host;  ///< as Network::on_one_host
  Route route;                    ///< under the connection
};

/// The chain of peers by which a message comes soonest, each passing it on at once when it has it
/// whole; of equal chains that of fewest hops, then of smaller peers. The way back is by the same
/// peers, as answers travel.
struct OverlayWay {
  WayTime time;
  std::vector<OverlayHop> hops;

  std::optional<std::uint32_t> links() const;
};

struct Traceroute {
  core::PeerId from = 0;
  core::PeerId to = 0;
  std::uint64_t bytes = 0;
  std::optional<double> at_s;           ///< what was due by then has broken; empty: nothing has
  std::optional<StraightWay> straight;  ///< empty where connections are all there is
  OverlayWay overlay;

  /// Whether each layer has a way.
  bool found() const;
  /// Time through the overlay by that of the straight way; empty if one is missing or takes none.
  std::optional<double> stretch() const;
};

/// Cost:    O(connections log peers) delays, each O(links) on a physical underlay.
Traceroute trace_route(const Network& network, core::PeerId from, core::PeerId to,
                       std::uint64_t bytes);

/// For programs: everything in it, with the units in the keys.
registry::Json traceroute_json(const scenario::Scenario& scenario, const Network& network,
                               const Traceroute& trace);

/// For a terminal of 80 columns.
std::string traceroute_text(const scenario::Scenario& scenario, const Network& network,
                            const Traceroute& trace);

}  // namespace rippletank::run
