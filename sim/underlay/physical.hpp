// physical: messages as frames over the cables and devices of a topology.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/measure/message_count.hpp"
#include "sim/underlay/frames.hpp"
#include "sim/underlay/physical_parameters.hpp"
#include "topologies/graph.hpp"

namespace rippletank::underlay {

/// The devices and cables that a topology stands for.
///
/// Random:  substreams "underlay/latency", one per cable, named by its two ends.
DeviceGraph device_graph(const topologies::Graph& graph, const PhysicalParameters& parameters,
                         std::uint64_t seed);

/// Wires that carry each message frame by frame. Built once, then frozen but for its queues.
class PhysicalWires {
 public:
  static constexpr bool forwards = true;

  /// `host_of[peer]`: the device that a peer runs on. Peers on one host reach each other at once.
  PhysicalWires(DeviceGraph graph, const PhysicalParameters& parameters,
                std::vector<DeviceId> host_of, std::uint64_t seed);

  std::uint64_t overhead_bytes(std::uint64_t bytes) const {
    return frames_.framing().frames(bytes) * frames_.framing().tcp_ip_bytes;
  }

  core::Time next_time() { return std::min(frames_.next_time(), next_change_time()); }

  template <class Ended>
  void send(const Transmission& message, const Ended& ended) {
    frames_.send(message.now, host_of_[message.from], host_of_[message.to], message.id,
                 message.bytes, message.content, reasoned(ended));
  }
  /// Frames find their way by hosts, whatever slot a message names.
  static core::Slot slot_between(core::PeerId, core::PeerId) { return 0; }
  void content_ended(std::uint32_t content, bool counted) {
    frames_.stress().end(content, counted);
  }

  template <class Ended>
  void step(const Ended& ended) {
    if (next_change_time() <= frames_.next_time()) {
      make_change(ended);
    } else {
      frames_.step(reasoned(ended));
    }
  }

  /// Lets break, and repairs, what is due until a moment at which no frame has moved yet.
  template <class Ended>
  void break_until(core::Time time, const Ended& ended) {
    while (next_change_time() <= time) make_change(ended);
  }

  /// What breaks and is repaired during the run, in the order of time. At one moment parts break
  /// before frames move.
  void set_changes(std::vector<Change> changes) { changes_ = std::move(changes); }

  /// How many of these have come; each may have changed the ways between hosts.
  std::size_t changes_made() const { return next_change_; }

  void check_conservation() const { frames_.check_conservation(); }

  /// How long a message takes from peer to peer while nothing else is sent; core::never without a
  /// way or from a host that is down, 0 on one host.
  ///
  /// Cost:    O(hops * frames).
  core::Time idle_delay(core::PeerId from, core::PeerId to, std::uint64_t bytes) {
    return frames_.idle_delay(host_of_[from], host_of_[to], bytes);
  }
  /// Cables between the hosts of two peers; 0 without a way, too.
  std::uint32_t path_links(core::PeerId from, core::PeerId to);

  DeviceId host_of(core::PeerId peer) const { return host_of_[peer]; }
  Routes& routes() { return routes_; }
  const DeviceGraph& graph() const { return graph_; }
  const Media& media() const { return media_; }
  const Frames& frames() const { return frames_; }

 private:
  core::Time next_change_time() const {
    return next_change_ < changes_.size() ? changes_[next_change_].time : core::never;
  }

  template <class Ended>
  void make_change(const Ended& ended) {
    const Change& change = changes_[next_change_++];
    damage_.apply(change);
    frames_.set_intact(change.time, damage_.intact(), reasoned(ended));
  }

  /// `ended`, told in the terms of message counts why a message was dropped.
  template <class Ended>
  static auto reasoned(const Ended& ended) {
    return [&ended](MessageId id, FrameLoss loss) { ended(id, drop_reason(loss)); };
  }
  static std::optional<measure::DropReason> drop_reason(FrameLoss loss);

  DeviceGraph graph_;
  Media media_;
  Routes routes_;
  Frames frames_;
  std::vector<DeviceId> host_of_;
  Damage damage_;
  std::vector<Change> changes_;
  std::size_t next_change_ = 0;
};

}  // namespace rippletank::underlay
