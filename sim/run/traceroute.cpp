// Finds the ways between two peers.
#include "sim/run/traceroute.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <queue>
#include <tuple>
#include <variant>

namespace rippletank::run {
namespace {

using core::PeerId;
using core::Slot;
using core::Time;

/// The sum of two times, or core::never where one is, or beyond the end of virtual time.
Time sum(Time one, Time other) { return one >= core::never - other ? core::never : one + other; }

std::optional<Time> if_ever(Time time) {
  if (time == core::never) return {};
  return time;
}

/// How long a message takes along a connection, as in a run without other messages.
Time connection_delay(const Network& network, PeerId from, Slot slot, std::uint64_t bytes) {
  return std::visit(
      [&](const auto& wires) {
        if constexpr (requires { wires.arrival(slot, Time{0}); }) {
          return wires.arrival(slot, Time{0});
        } else {
          return network.paths.idle_delay(from, network.connections.neighbours[slot], bytes);
        }
      },
      network.wires);
}

bool are_apart(const Network& network, PeerId one, PeerId other) {
  return !network.sides.empty() && network.sides[one] != network.sides[other];
}

Slot slot_between(const overlay::Connections& connections, PeerId from, PeerId to) {
  const PeerId* begin = connections.neighbours.data() + connections.offsets[from];
  const PeerId* end = connections.neighbours.data() + connections.offsets[from + 1];
  return static_cast<Slot>(std::lower_bound(begin, end, to) - connections.neighbours.data());
}

/// How a peer is reached soonest.
struct Reached {
  Time after = core::never;
  std::uint32_t hops = 0;
  PeerId by = std::numeric_limits<PeerId>::max();
};

/// Dijkstra's algorithm, until the target is settled.
std::vector<Reached> search(const Network& network, PeerId from, PeerId to, std::uint64_t bytes) {
  using Candidate = std::tuple<Time, std::uint32_t, PeerId>;
  const overlay::Connections& connections = network.connections;
  std::vector<Reached> reached(connections.peers());
  std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> next;
  const auto is_offline = [&network](PeerId peer) {
    return !network.offline.empty() && network.offline[peer];
  };
  if (is_offline(from)) return reached;
  reached[from].after = 0;
  next.emplace(0, 0, from);
  while (!next.empty()) {
    const auto [after, hops, peer] = next.top();
    next.pop();
    if (peer == to) break;
    if (std::tie(reached[peer].after, reached[peer].hops) < std::tie(after, hops)) continue;
    for (Slot slot = connections.offsets[peer]; slot < connections.offsets[peer + 1]; ++slot) {
      const PeerId to_peer = connections.neighbours[slot];
      const Time arrival = sum(after, connection_delay(network, peer, slot, bytes));
      if (arrival == core::never || is_offline(to_peer)) continue;
      if (are_apart(network, peer, to_peer)) continue;
      Reached& neighbour = reached[to_peer];
      const auto found = std::make_tuple(arrival, hops + 1, peer);
      const auto known = std::make_tuple(neighbour.after, neighbour.hops, neighbour.by);
      if (found >= known) continue;
      neighbour = {arrival, hops + 1, peer};
      next.emplace(arrival, hops + 1, to_peer);
    }
  }
  return reached;
}

OverlayWay overlay_way(const Network& network, PeerId from, PeerId to, std::uint64_t bytes) {
  OverlayWay way;
  const std::vector<Reached> reached = search(network, from, to, bytes);
  way.time.there = if_ever(reached[to].after);
  if (!way.time.there) return way;
  Time back = 0;
  for (PeerId peer = to; peer != from; peer = reached[peer].by) {
    const PeerId before = reached[peer].by;
    OverlayHop hop;
    hop.peer = peer;
    hop.delay_ns = reached[peer].after - reached[before].after;
    hop.same_host = network.on_one_host(before, peer);
    if (network.route) hop.route = network.route(before, peer, bytes);
    if (network.paths.links) hop.links = network.paths.links(before, peer);
    way.hops.push_back(std::move(hop));
    const Slot slot = slot_between(network.connections, peer, before);
    back = sum(back, connection_delay(network, peer, slot, bytes));
  }
  std::reverse(way.hops.begin(), way.hops.end());
  way.time.ping = if_ever(sum(*way.time.there, back));
  return way;
}

StraightWay straight_way(const Network& network, PeerId from, PeerId to, std::uint64_t bytes) {
  StraightWay way;
  way.same_host = network.on_one_host(from, to);
  if (are_apart(network, from, to)) return way;
  const Time there = network.paths.idle_delay(from, to, bytes);
  way.time.there = if_ever(there);
  if (!way.time.there) return way;
  way.time.ping = if_ever(sum(there, network.paths.idle_delay(to, from, bytes)));
  if (network.paths.links) way.links = network.paths.links(from, to);
  if (network.route) way.route = network.route(from, to, bytes);
  return way;
}

}  // namespace

std::optional<std::uint32_t> OverlayWay::links() const {
  std::uint32_t sum = 0;
  for (const OverlayHop& hop : hops) {
    if (!hop.links) return {};
    sum += *hop.links;
  }
  return sum;
}

bool Traceroute::found() const { return overlay.time.there && (!straight || straight->time.there); }

std::optional<double> Traceroute::stretch() const {
  if (!straight || !found() || *straight->time.there == 0) return {};
  return static_cast<double>(*overlay.time.there) / static_cast<double>(*straight->time.there);
}

Traceroute trace_route(const Network& network, PeerId from, PeerId to, std::uint64_t bytes) {
  Traceroute trace;
  trace.from = from;
  trace.to = to;
  trace.bytes = bytes;
  if (network.paths.idle_delay) trace.straight = straight_way(network, from, to, bytes);
  trace.overlay = overlay_way(network, from, to, bytes);
  return trace;
}

}  // namespace rippletank::run
