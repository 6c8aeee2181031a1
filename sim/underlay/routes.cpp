// Finds routes by Dijkstra's algorithm from each destination backwards.
#include "sim/underlay/routes.hpp"

#include <queue>
#include <tuple>

namespace rippletank::underlay {
namespace {

constexpr CableId no_cable = std::numeric_limits<CableId>::max();

/// How far a device is from the destination; the order breaks ties alike everywhere.
struct Distance {
  core::Time latency_ns = core::never;
  std::uint32_t cables = 0;

  bool operator<(const Distance& other) const {
    return std::tie(latency_ns, cables) < std::tie(other.latency_ns, other.cables);
  }
};

}  // namespace

Routes::Routes(const DeviceGraph& graph, const Media& media) : graph_(graph), media_(media) {
  set_intact(Intact::all(graph));
}

void Routes::set_intact(const Intact& intact) {
  list_ways(intact);
  to_.assign(graph_.kinds.size(), {});
}

std::vector<bool> Routes::working_groups(const Intact& intact) const {
  std::vector<std::uint32_t> breaks(graph_.groups.size());
  for (CableId id = 0; id < graph_.cables.size(); ++id) {
    const Cable& cable = graph_.cables[id];
    if (cable.group == no_group) continue;
    // A tap that is off leaves a trunk as it is; a station that is off interrupts a ring. Each
    // station of a ring is the `from` of one of its cables.
    const bool is_ring = graph_.groups[cable.group] != GroupKind::trunk;
    breaks[cable.group] += intact.cables[id] ? 0U : 1U;
    breaks[cable.group] += is_ring && !intact.devices[cable.from] ? 1U : 0U;
  }
  std::vector<bool> working(graph_.groups.size());
  for (std::size_t group = 0; group < working.size(); ++group) {
    const std::uint32_t survived = graph_.groups[group] == GroupKind::dual_ring ? 1 : 0;
    working[group] = breaks[group] <= survived;
  }
  return working;
}

void Routes::list_ways(const Intact& intact) {
  into_.assign(graph_.kinds.size(), {});
  const std::vector<bool> working = working_groups(intact);
  for (CableId id = 0; id < graph_.cables.size(); ++id) {
    const Cable& cable = graph_.cables[id];
    if (!intact.cables[id] || !intact.devices[cable.from] || !intact.devices[cable.to]) continue;
    if (cable.group != no_group && !working[cable.group]) continue;
    into_[cable.to].push_back({cable.from, id, true});
    const bool one_way = cable.group != no_group && graph_.groups[cable.group] == GroupKind::ring;
    if (!one_way) into_[cable.from].push_back({cable.to, id, false});
  }
}

void Routes::find_routes(DeviceId destination) {
  using Candidate = std::tuple<core::Time, std::uint32_t, DeviceId>;
  std::vector<Distance> distance(graph_.kinds.size());
  std::vector<Way> next(graph_.kinds.size(), Way{0, no_cable, true});
  std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> reached;
  distance[destination] = {0, 0};
  reached.emplace(0, 0, destination);
  while (!reached.empty()) {
    const auto [latency_ns, cables, device] = reached.top();
    reached.pop();
    if (distance[device] < Distance{latency_ns, cables}) continue;
    for (const Way& way : into_[device]) {
      const Distance found{latency_ns + graph_.cables[way.cable].latency_ns, cables + 1};
      const bool nearer = found < distance[way.next];
      const bool tie = !nearer && !(distance[way.next] < found) && device < next[way.next].next;
      if (!nearer && !tie) continue;
      distance[way.next] = found;
      next[way.next] = {device, way.cable, way.forward};
      if (nearer) reached.emplace(found.latency_ns, found.cables, way.next);
    }
  }
  std::vector<Hop>& hops = to_[destination];
  hops.resize(graph_.kinds.size());
  for (DeviceId device = 0; device < hops.size(); ++device) {
    if (device == destination || next[device].cable == no_cable) continue;
    hops[device] = hop_along(device, next, destination);
  }
}

Hop Routes::hop_along(DeviceId device, const std::vector<Way>& next, DeviceId destination) const {
  Hop hop;
  hop.channel = channel_of(next[device]);
  hop.cable = next[device].cable;
  const bool shared = media_.channels[hop.channel].shared;
  do {
    hop.latency_ns += graph_.cables[next[device].cable].latency_ns;
    ++hop.cables;
    device = next[device].next;
  } while (shared && device != destination && channel_of(next[device]) == hop.channel);
  hop.next = device;
  return hop;
}

}  // namespace rippletank::underlay
