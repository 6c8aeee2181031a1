// Routes: from every device to every destination, the next device that handles a frame.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/underlay/media.hpp"

namespace rippletank::underlay {

/// One step of a frame: into a channel, along one or more cables, to the device that takes it.
struct Hop {
  DeviceId next = 0;
  ChannelId channel = 0;
  core::Time latency_ns = 0;  ///< of the cables, without the time that sending takes
  std::uint32_t cables = 0;   ///< 0: there is no way
  CableId cable = 0;          ///< the first of them
};

/// What works of a network.
///
/// Shape:   devices[device] and cables[cable] are true for what is intact.
struct Intact {
  std::vector<bool> devices;
  std::vector<bool> cables;

  static Intact all(const DeviceGraph& graph) {
    return {std::vector<bool>(graph.kinds.size(), true),
            std::vector<bool>(graph.cables.size(), true)};
  }
};

/// Shortest routes by latency, then by number of cables, then by the smaller device: a total
/// order, so that the same network has the same routes everywhere.
///
/// A frame that enters a hub or a trunk comes out at the tap from which its way goes on: what lies
/// between is one hop. Cables of a group work only together: one break, or the loss of a device of
/// a ring, silences the trunk or the ring. Of a dual ring two breaks are needed.
///
/// Cost:    O(cables log devices) per destination when first asked for, 32 bytes per device and
///          destination that was asked for.
class Routes {
 public:
  Routes(const DeviceGraph& graph, const Media& media);

  /// Forgets all routes and finds them anew around what is broken.
  void set_intact(const Intact& intact);

  /// The step that a frame for `destination` takes from `device`.
  const Hop& hop(DeviceId device, DeviceId destination) {
    if (to_[destination].empty()) find_routes(destination);
    return to_[destination][device];
  }

 private:
  /// A cable as seen from one of its ends; only directions in which signals travel are listed.
  struct Way {
    DeviceId next = 0;
    CableId cable = 0;
    bool forward = true;
  };

  void list_ways(const Intact& intact);
  std::vector<bool> working_groups(const Intact& intact) const;
  void find_routes(DeviceId destination);
  Hop hop_along(DeviceId device, const std::vector<Way>& next, DeviceId destination) const;
  ChannelId channel_of(const Way& way) const {
    return way.forward ? media_.forward[way.cable] : media_.backward[way.cable];
  }

  const DeviceGraph& graph_;
  const Media& media_;
  std::vector<std::vector<Way>> into_;  ///< per device, the ways that lead there; `next` is whence
  std::vector<std::vector<Hop>> to_;    ///< [destination][device], empty until asked for
};

}  // namespace rippletank::underlay
