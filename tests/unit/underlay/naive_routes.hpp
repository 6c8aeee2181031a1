// The slow, obvious twin of routes: every destination by itself, every cable walked.
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "sim/underlay/routes.hpp"
#include "tests/unit/underlay/device_graphs.hpp"

namespace rippletank::tests {

/// The steps towards one destination, from whatever carries signals.
///
/// Source:  Bellman, On a routing problem, Quarterly of Applied Mathematics 16 (1958).
class NaiveRoutes {
 public:
  /// `working[cable]`; a destination that is off is reached by none.
  NaiveRoutes(const DeviceGraph& graph, const underlay::Media& media,
              const std::vector<bool>& working, DeviceId destination, bool is_on)
      : destination_(destination),
        length_(graph.devices(), {core::never, 0}),
        next_(graph.devices()) {
    list_ways(graph, media, working);
    if (is_on) length_[destination] = {0, 0};
    for (bool changed = true; changed;) {
      changed = false;
      for (const Way& way : ways_) {
        if (!(length_along(way) < length_[way.from])) continue;
        length_[way.from] = length_along(way);
        changed = true;
      }
    }
    for (const Way& way : ways_) {
      Way& best = next_[way.from];
      const bool is_shortest = length_along(way) == length_[way.from] && length_[way.to] < none();
      if (!is_shortest || way.from == destination) continue;
      if (!best.exists || std::pair(way.to, way.cable) < std::pair(best.to, best.cable)) best = way;
    }
  }

  underlay::Hop hop(DeviceId device) const {
    underlay::Hop hop;
    if (device == destination_ || !next_[device].exists) return hop;
    hop.channel = next_[device].channel;
    hop.cable = next_[device].cable;
    do {
      const Way& way = next_[device];
      hop.last_cable = way.cable;
      hop.latency_ns += way.latency_ns;
      ++hop.cables;
      device = way.to;
    } while (device != destination_ && next_[device].channel == hop.channel);
    hop.next = device;
    return hop;
  }

 private:
  using Length = std::pair<core::Time, std::uint32_t>;

  struct Way {
    DeviceId from = 0;
    DeviceId to = 0;
    underlay::CableId cable = 0;
    underlay::ChannelId channel = 0;
    core::Time latency_ns = 0;
    bool exists = false;
  };

  static Length none() { return {core::never, 0}; }

  Length length_along(const Way& way) const {
    if (length_[way.to] == none()) return none();
    return {length_[way.to].first + way.latency_ns, length_[way.to].second + 1};
  }

  void list_ways(const DeviceGraph& graph, const underlay::Media& media,
                 const std::vector<bool>& working) {
    for (underlay::CableId id = 0; id < graph.cables.size(); ++id) {
      if (!working[id]) continue;
      const underlay::Cable& cable = graph.cables[id];
      ways_.push_back({cable.from, cable.to, id, media.forward[id], cable.latency_ns, true});
      const bool one_way =
          cable.group != underlay::no_group && graph.groups[cable.group] == GroupKind::ring;
      if (one_way) continue;
      ways_.push_back({cable.to, cable.from, id, media.backward[id], cable.latency_ns, true});
    }
  }

  DeviceId destination_;
  std::vector<Way> ways_;
  std::vector<Length> length_;  ///< [device] latency, then cables
  std::vector<Way> next_;       ///< [device]
};

}  // namespace rippletank::tests
