// Finds routes by Dijkstra's algorithm from each destination backwards.
#include "sim/underlay/routes.hpp"

#include <queue>
#include <tuple>

#include "sim/core/check.hpp"

namespace rippletank::underlay {
namespace {

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
  list_approaches();
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
  hops_.assign(1 + 2 * graph_.cables.size(), {});
  const std::vector<bool> working = working_cables(intact_);
  for (CableId id = 0; id < graph_.cables.size(); ++id) {
    if (!working[id]) continue;
    const Cable& cable = graph_.cables[id];
    add_way(cable.from, cable.to, id, true);
    const bool one_way = cable.group != no_group && graph_.groups[cable.group] == GroupKind::ring;
    if (!one_way) add_way(cable.to, cable.from, id, false);
  }
}

void Routes::add_way(DeviceId from, DeviceId to, CableId cable, bool forward) {
  const HopId hop = 1 + 2 * cable + (forward ? 0U : 1U);
  const ChannelId channel = forward ? media_.forward[cable] : media_.backward[cable];
  hops_[hop] = {to, channel, graph_.cables[cable].latency_ns, 1, cable, cable};
  into_[to].push_back({from, hop});
}

void Routes::list_approaches() {
  approach_.assign(graph_.kinds.size(), {});
  for (DeviceId device = 0; device < approach_.size(); ++device) {
    if (!intact_.devices[device]) continue;
    const std::vector<Way>& ways = into_[device];
    const bool is_leaf = ways.size() == 1;
    approach_[device] = is_leaf ? Approach{ways[0].from, ways[0].hop} : Approach{device, no_hop};
  }
}

// The destination need not be on: past a tap that is off, its trunk leads to a leaf.
void Routes::find_routes(DeviceId destination) {
  using Candidate = std::tuple<core::Time, std::uint32_t, DeviceId>;
  std::vector<Distance> distance(graph_.kinds.size());
  std::vector<HopId> next(graph_.kinds.size(), no_hop);
  std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> reached;
  std::vector<HopId>& hops = to_[destination];
  hops.assign(graph_.kinds.size(), no_hop);
  distance[destination] = {0, 0};
  reached.emplace(0, 0, destination);
  while (!reached.empty()) {
    const auto [latency_ns, cables, device] = reached.top();
    reached.pop();
    if (distance[device] < Distance{latency_ns, cables}) continue;
    // All that lies on the way from here has fewer cables to go, so its hops are known.
    const HopId first = next[device];
    if (first != no_hop) hops[device] = hop_on(first, hops[hops_[first].next]);
    for (const Way& way : into_[device]) {
      const Distance found{core::later(latency_ns, hops_[way.hop].latency_ns), cables + 1};
      const bool nearer = found < distance[way.from];
      const bool tie =
          !nearer && !(distance[way.from] < found) && device < hops_[next[way.from]].next;
      if (!nearer && !tie) continue;
      distance[way.from] = found;
      next[way.from] = way.hop;
      if (nearer) reached.emplace(found.latency_ns, found.cables, way.from);
    }
  }
}

Routes::HopId Routes::hop_on(HopId first, HopId second) {
  // Cables in a row that have one channel are one medium.
  if (second == no_hop || hops_[first].channel != hops_[second].channel) return first;
  RIPPLETANK_CHECK(hops_.size() < std::numeric_limits<HopId>::max(), "too many routes to number");
  hops_.push_back(joined(hops_[first], hops_[second]));
  return static_cast<HopId>(hops_.size() - 1);
}

Hop Routes::joined(const Hop& first, const Hop& second) {
  return {second.next,
          first.channel,
          core::later(first.latency_ns, second.latency_ns),
          first.cables + second.cables,
          first.cable,
          second.last_cable};
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
        if (part[way.from] != none) continue;
        part[way.from] = start;
        found.push_back(way.from);
      }
    }
  }
  return part;
}

}  // namespace rippletank::underlay
