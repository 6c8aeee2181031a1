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
  intact_ = intact;
  list_ways();
  to_.assign(graph_.kinds.size(), {});
}

std::vector<bool> Routes::working_groups(const Intact& intact) const {
  std::vector<std::uint32_t> breaks(graph_.groups.size());
  for (CableId id = 0; id < graph_.cables.size(); ++id) {
    const Cable& cable = graph_.cables[id];
    if (cable.group == no_group) continue;
    // A tap that is off leaves a trunk as it is; a station that is off interrupts a ring. Each
    // station of a ring is the `from` of one of its cables.
    breaks[cable.group] += intact.cables[id] ? 0U : 1U;
    breaks[cable.group] += !graph_.is_trunk(cable) && !intact.devices[cable.from] ? 1U : 0U;
  }
  std::vector<bool> working(graph_.groups.size());
  for (std::size_t group = 0; group < working.size(); ++group) {
    const bool survives_breaks = graph_.groups[group] == GroupKind::dual_ring;
    working[group] = intact.groups[group] && (breaks[group] == 0 || survives_breaks);
  }
  return working;
}

std::vector<bool> Routes::working_cables(const Intact& intact) const {
  const std::vector<bool> groups = working_groups(intact);
  std::vector<bool> working(graph_.cables.size());
  for (CableId id = 0; id < working.size(); ++id) {
    const Cable& cable = graph_.cables[id];
    const bool ends = intact.devices[cable.from] && intact.devices[cable.to];
    working[id] = intact.cables[id] && (ends || graph_.is_trunk(cable)) &&
                  (cable.group == no_group || groups[cable.group]);
  }
  return working;
}

void Routes::list_ways() {
  into_.assign(graph_.kinds.size(), {});
  const std::vector<bool> working = working_cables(intact_);
  for (CableId id = 0; id < graph_.cables.size(); ++id) {
    if (!working[id]) continue;
    const Cable& cable = graph_.cables[id];
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
  if (intact_.devices[destination]) {
    distance[destination] = {0, 0};
    reached.emplace(0, 0, destination);
  }
  while (!reached.empty()) {
    const auto [latency_ns, cables, device] = reached.top();
    reached.pop();
    if (distance[device] < Distance{latency_ns, cables}) continue;
    for (const Way& way : into_[device]) {
      const Distance found{core::later(latency_ns, graph_.cables[way.cable].latency_ns),
                           cables + 1};
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
    hop.last_cable = next[device].cable;
    hop.latency_ns = core::later(hop.latency_ns, graph_.cables[hop.last_cable].latency_ns);
    ++hop.cables;
    device = next[device].next;
  } while (shared && device != destination && channel_of(next[device]) == hop.channel);
  hop.next = device;
  return hop;
}

std::vector<std::uint32_t> Routes::parts() const {
  // Ways lead to and fro, or round a ring that works: who is reached reaches back.
  constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
  std::vector<std::uint32_t> part(graph_.kinds.size(), none);
  std::vector<DeviceId> found;
  for (DeviceId start = 0; start < part.size(); ++start) {
    if (part[start] != none) continue;
    part[start] = start;
    found.push_back(start);
    while (!found.empty()) {
      const DeviceId device = found.back();
      found.pop_back();
      for (const Way& way : into_[device]) {
        if (part[way.next] != none) continue;
        part[way.next] = start;
        found.push_back(way.next);
      }
    }
  }
  return part;
}

}  // namespace rippletank::underlay
