// What the functions that lay wires share.
#include "sim/run/wires.hpp"

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

#include "sim/run/link_ways.hpp"

namespace rippletank::run {
namespace {

using core::Time;

template <class Nanoseconds, class DelayOf>
Wires delays_as(std::size_t slots, const DelayOf& delay_of, const underlay::Segments& segments,
                underlay::DelayBetween between) {
  core::Column<Nanoseconds> delays(slots);
  for (std::size_t slot = 0; slot < slots; ++slot) {
    delays[slot] = static_cast<Nanoseconds>(delay_of(slot));
  }
  return underlay::DelayPerConnection<Nanoseconds>(std::move(delays), segments, std::move(between));
}

/// Wires with `delay_of(slot)` for each slot, none above `longest`.
template <class DelayOf>
Wires narrowest_delays(std::size_t slots, Time longest, const DelayOf& delay_of,
                       const underlay::Segments& segments, underlay::DelayBetween between) {
  if (longest <= Time{std::numeric_limits<std::uint32_t>::max()}) {
    return delays_as<std::uint32_t>(slots, delay_of, segments, std::move(between));
  }
  return delays_as<Time>(slots, delay_of, segments, std::move(between));
}

template <class Times>
Time longest_of(const Times& times) {
  return times.empty() ? 0 : *std::max_element(times.begin(), times.end());
}

}  // namespace

std::vector<underlay::SiteId> place_peers(const OverlayGraph& overlay, const char* preferred,
                                          underlay::SiteId sites, const char* site_noun) {
  const registry::Model& chosen = overlay.scenario.overlay.placement;
  const registry::Model placement = chosen ? chosen : underlay::default_placement(preferred);
  // What is left out cannot be pointed at; then there are too many peers.
  const char* pointer = chosen ? "/overlay/placement" : "/overlay/topology";
  return underlay::place(placement, overlay.peers(), sites, site_noun, overlay.seed, pointer);
}

Wires delays_per_connection(const OverlayGraph& overlay, const std::vector<Time>& per_link,
                            const underlay::Segments& segments, underlay::DelayBetween between) {
  const std::vector<std::uint32_t>& link_of_slot = overlay.rows.link;
  return narrowest_delays(
      link_of_slot.size(), longest_of(per_link),
      [&](std::size_t slot) { return per_link[link_of_slot[slot]]; }, segments, std::move(between));
}

underlay::DelayBetween with_access(const OverlayGraph& overlay, underlay::DelayBetween delay) {
  if (!overlay.access) return delay;
  using AccessOfPeers = const std::vector<underlay::Access>;
  return
      [delay = std::move(delay), shared = std::make_shared<AccessOfPeers>(overlay.access->access)](
          core::PeerId from, core::PeerId to) {
        AccessOfPeers& access = *shared;
        const Time way = delay(from, to);
        if (way == core::never) return way;
        return core::later(core::later(access[from].latency_ns, access[to].latency_ns), way);
      };
}

LaidWires delays_between_peers(const OverlayGraph& overlay, underlay::DelayBetween between,
                               const underlay::Segments& segments) {
  const underlay::DelayBetween delay = with_access(overlay, std::move(between));
  const topologies::Adjacency& rows = overlay.rows;
  core::Column<Time> per_slot(rows.neighbours.size());
  for (core::PeerId from = 0; from < overlay.peers(); ++from) {
    for (auto slot = rows.offsets[from]; slot < rows.offsets[from + 1]; ++slot) {
      per_slot[slot] = delay(from, rows.neighbours[slot]);
    }
  }
  LaidWires laid;
  laid.wires = narrowest_delays(
      per_slot.size(), longest_of(per_slot), [&](std::size_t slot) { return per_slot[slot]; },
      segments, delay);
  laid.paths.idle_delay = [delay](core::PeerId from, core::PeerId to, std::uint64_t) {
    return delay(from, to);
  };
  laid.access = overlay.access;
  laid.link_ways = ways_over_access(delay, overlay.access);
  if (!overlay.graph.latency_ns.empty()) {
    laid.notes.push_back(
        "the latencies in the file of the overlay are not used, as its underlay "
        "has its own");
  }
  return laid;
}

}  // namespace rippletank::run
