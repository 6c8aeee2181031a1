// Counts hubs in a row.
#include "sim/underlay/repeaters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <vector>

namespace rippletank::underlay {
namespace {

constexpr std::uint32_t unreached = std::numeric_limits<std::uint32_t>::max();

bool is_hub(const DeviceGraph& graph, DeviceId device) {
  return graph.kinds[device] == DeviceKind::hub;
}

/// Hubs and trunks, and which of them pass a signal on to each other; a trunk's number comes after
/// those of the devices.
using Neighbours = std::vector<std::vector<std::uint32_t>>;

Neighbours repeating_neighbours(const DeviceGraph& graph) {
  Neighbours neighbours(graph.kinds.size() + graph.groups.size());
  const auto join = [&neighbours](std::uint32_t a, std::uint32_t b) {
    neighbours[a].push_back(b);
    neighbours[b].push_back(a);
  };
  for (const Cable& cable : graph.cables) {
    const bool hubs[] = {is_hub(graph, cable.from), is_hub(graph, cable.to)};
    if (graph.is_trunk(cable)) {
      if (hubs[0]) join(graph.devices() + cable.group, cable.from);
      if (hubs[1]) join(graph.devices() + cable.group, cable.to);
    } else if (hubs[0] && hubs[1]) {
      join(cable.from, cable.to);
    }
  }
  return neighbours;
}

/// Hubs on the way from one hub to the farthest, both included.
std::uint32_t farthest(const DeviceGraph& graph, const Neighbours& neighbours, DeviceId start) {
  std::vector<std::uint32_t> passed(neighbours.size(), unreached);
  std::deque<std::uint32_t> next = {start};
  passed[start] = 1;
  std::uint32_t most = 1;
  while (!next.empty()) {
    const std::uint32_t at = next.front();
    next.pop_front();
    most = std::max(most, passed[at]);
    for (const std::uint32_t neighbour : neighbours[at]) {
      const bool counts = neighbour < graph.devices();
      const std::uint32_t found = passed[at] + (counts ? 1 : 0);
      if (found >= passed[neighbour]) continue;
      passed[neighbour] = found;
      if (counts) {
        next.push_back(neighbour);
      } else {
        next.push_front(neighbour);
      }
    }
  }
  return most;
}

/// The fastest medium with a hub sets the limit.
double fastest_hub_mbit_s(const DeviceGraph& graph) {
  double fastest = 0;
  for (const Cable& cable : graph.cables) {
    if (!is_hub(graph, cable.from) && !is_hub(graph, cable.to)) continue;
    fastest = std::max(fastest, cable.bandwidth_mbit_s);
  }
  return fastest;
}

}  // namespace

std::uint32_t hubs_in_a_row(const DeviceGraph& graph) {
  const Neighbours neighbours = repeating_neighbours(graph);
  std::uint32_t most = 0;
  for (DeviceId device = 0; device < graph.devices(); ++device) {
    if (is_hub(graph, device)) most = std::max(most, farthest(graph, neighbours, device));
  }
  return most;
}

std::optional<std::string> repeater_warning(const DeviceGraph& graph) {
  const std::uint32_t hubs = hubs_in_a_row(graph);
  const double mbit_s = fastest_hub_mbit_s(graph);
  const std::uint32_t allowed = mbit_s <= 10 ? 4 : mbit_s <= 100 ? 2 : 1;
  if (hubs <= allowed) return {};
  return fmt::format(
      "a signal passes {} hubs in a row; IEEE 802.3 allows {} at {} Mbit/s, as collisions would go "
      "unnoticed with more (here nothing collides); put switches between",
      hubs, allowed, mbit_s);
}

}  // namespace rippletank::underlay
