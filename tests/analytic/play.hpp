// From a scenario written in a test to its outcome, and the graph that it ran on.
#pragma once

#include <algorithm>
#include <cstdint>
#include <queue>
#include <string>
#include <utility>
#include <vector>

#include "sim/run/run.hpp"
#include "sim/scenario/load.hpp"

namespace rippletank::tests {

using registry::Json;

/// The scenario of a JSON value; files in it are relative to the checkout.
inline scenario::Scenario scenario_of(const Json& json) {
  return scenario::load_text(json.dump(), std::string(RIPPLETANK_SOURCE_DIR) + "/test.json")
      .scenario;
}

inline run::Outcome play(const Json& json, const run::Watch& watch = {}) {
  const scenario::Scenario scenario = scenario_of(json);
  return run::run(scenario, scenario.seed, watch);
}

/// A scenario of a protocol on a topology; without origins nobody asks.
inline Json overlay_scenario(const Json& topology, const Json& protocol, const Json& latency_ms,
                             const std::vector<std::string>& origins = {}) {
  Json json = {{"underlay", {{"model", "direct"}, {"latency_ms", latency_ms}}},
               {"overlay", {{"protocol", protocol}, {"topology", topology}}}};
  if (!origins.empty()) {
    json["queries"] = {{"model", "list"}, {"origins", origins}, {"interval_s", 1000}};
  }
  return json;
}

/// The names of all peers, in order.
inline std::vector<std::string> all_peers(const run::Network& network) {
  std::vector<std::string> names;
  for (core::PeerId peer = 0; peer < network.connections.peers(); ++peer) {
    names.push_back(network.peer_name(peer));
  }
  return names;
}

inline std::vector<std::string> all_peers(const Json& topology, std::uint64_t seed = 1) {
  const Json scenario = overlay_scenario(topology, {{"model", "flood"}}, 50);
  return all_peers(run::make_network(scenario_of(scenario), seed));
}

inline constexpr std::uint32_t unreached = 0xffffffff;

/// Hops from a peer to each other by breadth-first search.
inline std::vector<std::uint32_t> hops_from(const overlay::Connections& connections,
                                            core::PeerId origin) {
  std::vector<std::uint32_t> hops(connections.peers(), unreached);
  std::queue<core::PeerId> next;
  hops[origin] = 0;
  for (next.push(origin); !next.empty(); next.pop()) {
    const core::PeerId peer = next.front();
    for (std::uint32_t slot = connections.offsets[peer]; slot < connections.offsets[peer + 1];
         ++slot) {
      const core::PeerId neighbour = connections.neighbours[slot];
      if (hops[neighbour] != unreached) continue;
      hops[neighbour] = hops[peer] + 1;
      next.push(neighbour);
    }
  }
  return hops;
}

/// What a flood with equal delays must count, from hop counts alone.
struct Ball {
  std::uint64_t component_peers = 0;
  std::uint64_t component_links = 0;
  std::uint32_t eccentricity = 0;
  std::vector<std::uint64_t> peers_at;     ///< by hops from the origin; [0] is the origin
  std::vector<std::uint64_t> messages_at;  ///< sent with so many hops, without a limit

  Ball(const overlay::Connections& connections, core::PeerId origin) {
    const std::vector<std::uint32_t> hops = hops_from(connections, origin);
    for (core::PeerId peer = 0; peer < connections.peers(); ++peer) {
      if (hops[peer] == unreached) continue;
      ++component_peers;
      component_links += connections.degree(peer);
      eccentricity = std::max(eccentricity, hops[peer]);
      peers_at.resize(std::max<std::size_t>(peers_at.size(), hops[peer] + 1));
      messages_at.resize(peers_at.size() + 1);
      ++peers_at[hops[peer]];
      messages_at[hops[peer] + 1] += connections.degree(peer) - (peer == origin ? 0U : 1U);
    }
    component_links /= 2;
  }

  /// Peers within 1 … ttl hops.
  std::uint64_t reach(std::uint64_t ttl) const {
    std::uint64_t total = 0;
    for (std::size_t hop = 1; hop < peers_at.size() && hop <= ttl; ++hop) total += peers_at[hop];
    return total;
  }

  /// Copies sent: deg(origin), and deg - 1 of every peer within 1 … ttl - 1 hops.
  std::uint64_t messages(std::uint64_t ttl) const {
    std::uint64_t total = 0;
    for (std::size_t hop = 1; hop < messages_at.size() && hop <= ttl; ++hop) {
      total += messages_at[hop];
    }
    return total;
  }
};

}  // namespace rippletank::tests
