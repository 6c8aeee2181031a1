// Finds shared media by joining hubs and trunks.
#include "sim/underlay/media.hpp"

#include <algorithm>
#include <numeric>

namespace rippletank::underlay {
namespace {

constexpr ChannelId unset = std::numeric_limits<ChannelId>::max();

/// Which repeaters, hubs and trunks, one signal reaches: disjoint sets that are called by their
/// first member.
class Domains {
 public:
  explicit Domains(std::size_t count) : parent_(count) {
    std::iota(parent_.begin(), parent_.end(), 0U);
  }
  std::uint32_t find(std::uint32_t member) {
    while (parent_[member] != member) {
      parent_[member] = parent_[parent_[member]];
      member = parent_[member];
    }
    return member;
  }
  void join(std::uint32_t one, std::uint32_t other) {
    const std::uint32_t first = find(one);
    const std::uint32_t second = find(other);
    parent_[std::max(first, second)] = std::min(first, second);
  }

 private:
  std::vector<std::uint32_t> parent_;
};

/// The channels of hubs and trunks, in the order in which cables lead to them.
class Repeaters {
 public:
  explicit Repeaters(const DeviceGraph& graph)
      : graph_(graph), channel_of_(graph.kinds.size() + graph.groups.size(), unset) {}

  /// The repeaters that a cable is part of: a trunk and hubs on it, or hubs that it joins.
  std::vector<std::uint32_t> of(const Cable& cable) const {
    std::vector<std::uint32_t> repeaters;
    if (graph_.is_trunk(cable)) repeaters.push_back(graph_.devices() + cable.group);
    if (graph_.kinds[cable.from] == DeviceKind::hub) repeaters.push_back(cable.from);
    if (graph_.kinds[cable.to] == DeviceKind::hub) repeaters.push_back(cable.to);
    return repeaters;
  }

  ChannelId& channel(std::uint32_t repeater) { return channel_of_[repeater]; }

 private:
  const DeviceGraph& graph_;
  std::vector<ChannelId> channel_of_;
};

}  // namespace

Media find_media(const DeviceGraph& graph, bool full_duplex, const std::vector<bool>& working) {
  Media media;
  const auto add_channel = [&media](double speed, bool shared) {
    media.channels.push_back({speed, shared});
    return static_cast<ChannelId>(media.channels.size() - 1);
  };
  Repeaters repeaters(graph);
  for (const Cable& cable : graph.cables) {
    const double speed = ns_per_byte(cable);
    const std::vector<std::uint32_t> joined = repeaters.of(cable);
    for (const std::uint32_t repeater : joined) {
      ChannelId& channel = repeaters.channel(repeater);
      if (channel == unset) channel = add_channel(speed, true);
      double& slowest = media.channels[channel].ns_per_byte;
      slowest = std::max(slowest, speed);
    }
    if (joined.empty()) {
      media.forward.push_back(add_channel(speed, false));
      media.backward.push_back(full_duplex ? add_channel(speed, false) : media.forward.back());
    } else {
      media.forward.push_back(repeaters.channel(joined.front()));
      media.backward.push_back(media.forward.back());
    }
  }
  Domains domains(media.channels.size());
  for (CableId id = 0; id < graph.cables.size(); ++id) {
    if (!working[id]) continue;
    for (const std::uint32_t repeater : repeaters.of(graph.cables[id])) {
      domains.join(media.forward[id], repeaters.channel(repeater));
    }
  }
  for (CableId id = 0; id < graph.cables.size(); ++id) {
    if (!media.channels[media.forward[id]].shared) continue;
    media.forward[id] = domains.find(media.forward[id]);
    media.backward[id] = media.forward[id];
    double& slowest = media.channels[media.forward[id]].ns_per_byte;
    slowest = std::max(slowest, ns_per_byte(graph.cables[id]));
  }
  return media;
}

}  // namespace rippletank::underlay
