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

/// How the cables of a network are joined to channels.
///
/// Shape:   forward[cable] is the channel from `from` to `to`, backward[cable] the one back.
/// Errors:  cables of one shared medium have one speed; the slowest counts.
struct Media {
  std::vector<Channel> channels;
  std::vector<ChannelId> forward;
  std::vector<ChannelId> backward;
};

/// Hubs that are joined, and trunks with the hubs on them, are one shared medium each: only one
/// frame travels there at a time. Any other cable is a channel each way, or one for both if the
/// network is half duplex.
///
/// Cost:    O(devices + cables) time.
Media find_media(const DeviceGraph& graph, bool full_duplex);

}  // namespace rippletank::underlay
