// Routes: from every device to every destination, the next device that handles a frame.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/underlay/damage.hpp"
#include "sim/underlay/media.hpp"

namespace rippletank::underlay {

/// One step of a frame: into a channel, along one or more cables, to the device that takes it.
struct Hop {
  DeviceId next = 0;
  ChannelId channel = 0;
  core::Time latency_ns = 0;  ///< of the cables, without the time that sending takes
  std::uint32_t cables = 0;   ///< 0: there is no way
  CableId cable = 0;          ///< the first of them
  CableId last_cable = 0;
};

/// Shortest routes by latency, then by number of cables, then by the smaller device: a total
/// order, so that the same network has the same routes everywhere.
///
/// A frame that enters a hub or a trunk comes out at the tap from which its way goes on: what lies
/// between is one hop. Cables of a group work only together: one break, or the loss of a device of
/// a ring, silences the trunk or the ring. A dual ring goes on in the parts that breaks leave. A
/// tap that is off leaves its trunk as it is.
///
/// Cost:    O(cables log devices) per destination when first asked for, 32 bytes per device and
///          destination that was asked for.
class Routes {
 public:
  Routes(const DeviceGraph& graph, const Media& media);

  /// Forgets all routes and finds them anew around what is broken.
  void set_intact(const Intact& intact);

  const Intact& intact() const { return intact_; }

  /// Whether frames come from one device to another.
  bool reaches(DeviceId device, DeviceId destination) {
    return intact_.devices[device] && intact_.devices[destination] &&
           (device == destination || hop(device, destination).cables > 0);
  }

  /// A number per device, the same for those that reach each other; without meaning for devices
  /// that are off.
  ///
  /// Cost:    O(devices + cables).
  std::vector<std::uint32_t> parts() const;

  /// Which cables carry signals when this is what is intact: a cable by itself needs both its ends,
  /// one of a group all that the group needs.
  std::vector<bool> working_cables(const Intact& intact) const;

  /// The step that a frame for `destination` takes from `device`, if that is on.
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

  void list_ways();
  std::vector<bool> working_groups(const Intact& intact) const;
  void find_routes(DeviceId destination);
  Hop hop_along(DeviceId device, const std::vector<Way>& next, DeviceId destination) const;
  ChannelId channel_of(const Way& way) const {
    return way.forward ? media_.forward[way.cable] : media_.backward[way.cable];
  }

  const DeviceGraph& graph_;
  const Media& media_;
  Intact intact_;
  std::vector<std::vector<Way>> into_;  ///< per device, the ways that lead there; `next` is whence
  std::vector<std::vector<Hop>> to_;    ///< [destination][device], empty until asked for
};

}  // namespace rippletank::underlay
