// Finds shared media by joining hubs and trunks.
#include "sim/underlay/media.hpp"

#include <algorithm>
#include <numeric>

namespace rippletank::underlay {
namespace {

constexpr ChannelId unset = std::numeric_limits<ChannelId>::max();

double ns_per_byte(double mbit_s) { return 8000 / mbit_s; }

/// Disjoint sets of devices and groups that one signal reaches.
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
  void join(std::uint32_t one, std::uint32_t other) { parent_[find(other)] = find(one); }

 private:
  std::vector<std::uint32_t> parent_;
};

/// The signal domain of each cable: that of its hub or trunk, or none.
class SignalDomains {
 public:
  explicit SignalDomains(const DeviceGraph& graph)
      : graph_(graph), domains_(graph.kinds.size() + graph.groups.size()) {
    for (const Cable& cable : graph.cables) {
      const bool hubs[] = {is_hub(cable.from), is_hub(cable.to)};
      if (hubs[0] && hubs[1]) domains_.join(cable.from, cable.to);
      if (!is_trunk(cable)) continue;
      if (hubs[0]) domains_.join(trunk(cable), cable.from);
      if (hubs[1]) domains_.join(trunk(cable), cable.to);
    }
  }

  /// `unset` for a cable that is no part of a shared medium.
  std::uint32_t of(const Cable& cable) {
    if (is_trunk(cable)) return domains_.find(trunk(cable));
    if (is_hub(cable.from)) return domains_.find(cable.from);
    if (is_hub(cable.to)) return domains_.find(cable.to);
    return unset;
  }

 private:
  bool is_hub(DeviceId device) const { return graph_.kinds[device] == DeviceKind::hub; }
  bool is_trunk(const Cable& cable) const {
    return cable.group != no_group && graph_.groups[cable.group] == GroupKind::trunk;
  }
  std::uint32_t trunk(const Cable& cable) const { return graph_.devices() + cable.group; }

  const DeviceGraph& graph_;
  Domains domains_;
};

}  // namespace

Media find_media(const DeviceGraph& graph, bool full_duplex) {
  Media media;
  const auto add_channel = [&media](double speed, bool shared) {
    media.channels.push_back({speed, shared});
    return static_cast<ChannelId>(media.channels.size() - 1);
  };
  SignalDomains domains(graph);
  std::vector<ChannelId> channel_of_domain(graph.kinds.size() + graph.groups.size(), unset);
  for (const Cable& cable : graph.cables) {
    const double speed = ns_per_byte(cable.bandwidth_mbit_s);
    const std::uint32_t domain = domains.of(cable);
    if (domain != unset) {
      ChannelId& channel = channel_of_domain[domain];
      if (channel == unset) channel = add_channel(speed, true);
      double& slowest = media.channels[channel].ns_per_byte;
      slowest = std::max(slowest, speed);
      media.forward.push_back(channel);
      media.backward.push_back(channel);
    } else {
      media.forward.push_back(add_channel(speed, false));
      media.backward.push_back(full_duplex ? add_channel(speed, false) : media.forward.back());
    }
  }
  return media;
}

}  // namespace rippletank::underlay
