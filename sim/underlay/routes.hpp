// Routes: from every device to every destination, the next device that handles a frame.
#pragma once

#include <cstdint>
#include <limits>
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
/// Most hosts are leaves: one cable leads there, and any way to such a host is a way to its
/// neighbour and on along that cable. So the leaves of a device share the routes to that device.
///
/// Cost:    O(cables log devices) when a device, or the first of its leaves, is first asked for;
///          then 4 bytes for each device from which it is reached, and 32 more where a step takes
///          several cables.
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
  Hop hop(DeviceId device, DeviceId destination) {
    const Approach& approach = approach_[destination];
    if (device == approach.by) return hops_[approach.last];
    if (approach.by == nobody) return {};
    if (to_[approach.by].empty()) find_routes(approach.by);
    const Hop& hop = hops_[to_[approach.by][device]];
    return approach.by == destination ? hop : hop_to_leaf(device, destination, hop);
  }

 private:
  using HopId = std::uint32_t;
  static constexpr HopId no_hop = 0;
  static constexpr DeviceId nobody = std::numeric_limits<DeviceId>::max();

  /// A direction of a cable in which signals travel, as seen from where it leads.
  struct Way {
    DeviceId from = 0;
    HopId hop = no_hop;
  };

  /// Whose routes lead to a device: its own or, of a leaf, those to its neighbour and a last hop.
  struct Approach {
    DeviceId by = nobody;  ///< of a device that is off
    HopId last = no_hop;
  };

  void list_ways();
  void list_approaches();
  void add_way(DeviceId from, DeviceId to, CableId cable, bool forward);
  std::vector<bool> working_groups(const Intact& intact) const;
  void find_routes(DeviceId destination);
  /// Along a cable, and on if that is one medium with the step from its end; no_hop at the
  /// destination.
  HopId hop_on(HopId first, HopId second);
  /// `to_neighbour`: the step that a frame for the neighbour of the leaf takes from `device`, which
  /// is another.
  Hop hop_to_leaf(DeviceId device, DeviceId leaf, const Hop& to_neighbour) const {
    if (device == leaf) return {};
    const Hop& last = hops_[approach_[leaf].last];
    const bool is_one_medium = to_neighbour.channel == last.channel && to_neighbour.cables > 0 &&
                               to_neighbour.next == approach_[leaf].by;
    return is_one_medium ? joined(to_neighbour, last) : to_neighbour;
  }
  /// One step of two along the same medium.
  static Hop joined(const Hop& first, const Hop& second);

  const DeviceGraph& graph_;
  const Media& media_;
  Intact intact_;
  std::vector<Hop> hops_;               ///< [hop]: none, each cable both ways, longer ones
  std::vector<std::vector<Way>> into_;  ///< [device] the ways that lead there
  std::vector<Approach> approach_;      ///< [destination]
  std::vector<std::vector<HopId>> to_;  ///< [destination][device], empty until asked for
};

}  // namespace rippletank::underlay
