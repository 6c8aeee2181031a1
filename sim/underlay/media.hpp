// Media: which cables are one medium, and which of the two directions of a cable are a channel.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/underlay/device_graph.hpp"

namespace rippletank::underlay {

using ChannelId = std::uint32_t;

/// Something that one frame at a time is sent into: a direction of a cable, both directions of a
/// half-duplex one, or all the cables of a shared medium.
struct Channel {
  double ns_per_byte = 0;
  bool shared = false;  ///< all that are connected hear every frame
};

inline double ns_per_byte(const Cable& cable) { return 8000 / cable.bandwidth_mbit_s; }

/// How the cables of a network are joined to channels.
///
/// Shape:   forward[cable] is the channel from `from` to `to`, backward[cable] the one back. Every
///          hub and every trunk has a channel of its own, of which a shared medium uses the first,
///          so that channels keep their numbers when a medium breaks apart.
/// Errors:  cables of one shared medium have one speed; the slowest counts.
struct Media {
  std::vector<Channel> channels;
  std::vector<ChannelId> forward;
  std::vector<ChannelId> backward;
};

/// Hubs that are joined, and trunks with the hubs on them, are one shared medium each: only one
/// frame travels there at a time. Any other cable is a channel each way, or one for both if the
/// network is half duplex. Cables that do not work join nothing.
///
/// Shape:   working[cable].
/// Cost:    O(devices + cables) time.
Media find_media(const DeviceGraph& graph, bool full_duplex, const std::vector<bool>& working);

/// The same for a network that is intact.
inline Media find_media(const DeviceGraph& graph, bool full_duplex) {
  return find_media(graph, full_duplex, std::vector<bool>(graph.cables.size(), true));
}

}  // namespace rippletank::underlay
