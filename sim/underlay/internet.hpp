// internet: messages over access links and the routers of a map.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "sim/core/column.hpp"
#include "sim/core/event_queue.hpp"
#include "sim/core/ids.hpp"
#include "sim/core/prefetch.hpp"
#include "sim/measure/link_stress.hpp"
#include "sim/measure/message_count.hpp"
#include "sim/measure/peer_traffic.hpp"
#include "sim/underlay/access.hpp"
#include "sim/underlay/direct.hpp"
#include "sim/underlay/internet_parameters.hpp"
#include "sim/underlay/link_queue.hpp"
#include "sim/underlay/router_network.hpp"
#include "sim/underlay/transmission.hpp"
#include "topologies/graph.hpp"

namespace rippletank::underlay {

/// What was sent into one direction of a link.
struct LinkCount {
  std::uint64_t messages = 0;
  std::uint64_t bytes = 0;  ///< with TCP/IP
  core::Time busy = 0;
  core::Time longest_wait = 0;
  std::uint64_t drops = 0;
};

/// Conservation, in messages and in bytes: sent = delivered + dropped + in flight.
struct Flow {
  measure::Amount sent;
  measure::Amount delivered;
  measure::Amount no_way;
  measure::Amount queue_full;
  measure::Amount in_flight;
};

/// Peers behind access links, and routers between.
struct InternetPlan {
  RouterNetwork network;
  std::vector<RouterId> router_of;  ///< [peer]
  std::vector<AccessClass> classes;
  std::vector<Access> access;  ///< [peer]
  Segments segments;
  std::uint64_t access_queue_bytes = 0;
  std::uint64_t core_queue_bytes = 0;
};

/// Wires over which a message passes the uplink of its sender, the core and the downlink of its
/// receiver, each time as a whole: the next link gets it when its last bit has arrived. It waits
/// before access links, and before core links whose speed is known, in the order of arrival; what
/// arrives at the same moment, in the order of being sent.
///
/// Routes are shortest ways by latency and never change: one tree per router that has peers.
/// Shape:   40 bytes per directed connection and per pair of others that talk, and 4 per core link
///          on its way.
/// Cost:    to build, O(links log routers) per router with peers. A message takes two events, and
///          one more for each core link whose speed is known.
class InternetWires {
 public:
  static constexpr bool forwards = true;

  /// `rows`: the connections of the overlay, whose slots messages name.
  InternetWires(InternetPlan plan, const topologies::Adjacency& rows);

  InternetWires(const InternetWires&) = delete;
  InternetWires& operator=(const InternetWires&) = delete;

  std::uint64_t overhead_bytes(std::uint64_t bytes) const {
    return plan_.segments.overhead_bytes(bytes);
  }

  core::Time next_time() { return queue_.next_time(); }

  template <class Ended>
  void send(const Transmission& message, const Ended& ended) {
    const std::uint64_t size = message.bytes + overhead_bytes(message.bytes);
    count(flow_.sent, size);
    Way& way = ways_[message.slot];
    if (way.delay_ns == core::never) {
      count(flow_.no_way, size);
      return ended(message.id, measure::DropReason::link_down);
    }
    const core::Time sent = up_[message.from].enter(message.now, size, plan_.access_queue_bytes);
    if (sent == LinkQueue::no_room) {
      count(flow_.queue_full, size);
      return ended(message.id, measure::DropReason::queue_full);
    }
    ++way.messages;
    way.bytes += size;
    if (message.id >= moving_.size()) moving_.resize(message.id + std::size_t{1});
    moving_[message.id] = {size, message.slot, message.content};
    stress_.add(message.content, access_link(message.from));
    if (plan_.network.has_speeds()) [[unlikely]] {
      start_across_core(message, sent);
    } else {
      cross_core_at_once(way, message.content);
      queue_.push(later(sent, way.delay_ns), {message.id, place(Stage::downlink, message.to)});
    }
  }

  /// What a message from peer to peer names as its slot: a connection, or a way that is found when
  /// it is first asked for.
  ///
  /// Cost:    O(log degree) or a look into a hash table; the first time that of a way.
  core::Slot slot_between(core::PeerId from, core::PeerId to);

  /// Moves the next message by one stage.
  template <class Ended>
  void step(const Ended& ended) {
    const core::Time now = queue_.next_time();
    fetch_ahead();
    const Event event = queue_.pop().payload;
    const core::PeerId to = event.place >> stage_bits;
    const Moving& message = moving_[event.id];
    switch (static_cast<Stage>(event.place & stage_mask)) {
      case Stage::arrived:
        count(flow_.delivered, message.size);
        last_arrival_ = message.slot;
        return ended(event.id, std::optional<measure::DropReason>{});
      case Stage::downlink: {
        LinkQueue& down = down_[to];
        const core::Time sent = down.enter(now, message.size, plan_.access_queue_bytes);
        if (sent == LinkQueue::no_room) return drop(event.id, to, ended);
        stress_.add(message.content, access_link(to));
        queue_.push(later(sent, down.latency_ns), {event.id, place(Stage::arrived, to)});
        return;
      }
      case Stage::core:
        if (!enter_core_link(now, event.id, to)) drop(event.id, to, ended);
        return;
    }
  }

  /// The message that moves after `distance` others, or null; a hint for fetching ahead.
  const MessageId* upcoming(std::size_t distance) const {
    const Event* event = queue_.peek(distance);
    return event == nullptr ? nullptr : &event->id;
  }

  void content_ended(std::uint32_t content, bool counted) { stress_.end(content, counted); }

  /// How long a message takes from peer to peer while nothing else is sent; core::never without a
  /// way.
  ///
  /// Cost:    O(1), or O(links) where speeds are known; the first time for each router of a `from`,
  ///          and again when memory is short, O(links of the core * log routers).
  core::Time idle_delay(core::PeerId from, core::PeerId to, std::uint64_t bytes);
  /// Links between two peers, access links included; 0 without a way.
  std::uint32_t path_links(core::PeerId from, core::PeerId to);

  /// The core links of the straight way between two peers, in order; nothing without a way.
  std::optional<std::vector<CoreLinkId>> core_way(core::PeerId from, core::PeerId to);
  const LinkQueue& uplink(core::PeerId peer) const { return up_[peer]; }
  const LinkQueue& downlink(core::PeerId peer) const { return down_[peer]; }

  // ---- what was counted ----

  core::PeerId peers() const { return static_cast<core::PeerId>(up_.size()); }
  const RouterNetwork& network() const { return plan_.network; }
  RouterId router_of(core::PeerId peer) const { return plan_.router_of[peer]; }
  const AccessClass& access_class(core::PeerId peer) const {
    return plan_.classes[plan_.access[peer].access_class];
  }
  /// Until the end of the run, as what was still waiting did not keep its link busy.
  LinkCount up_count(core::PeerId peer, core::Time end = core::never) const {
    return count_of(up_[peer], end);
  }
  LinkCount down_count(core::PeerId peer, core::Time end = core::never) const {
    return count_of(down_[peer], end);
  }
  /// Shape:   counts[CoreLinkId].
  std::vector<LinkCount> core_counts(core::Time end = core::never) const;
  /// The most copies of one content on a link, both directions together.
  std::uint32_t core_stress(std::size_t link) const { return stress_.most(link); }
  std::uint32_t access_stress(core::PeerId peer) const { return stress_.most(access_link(peer)); }
  Flow flow() const;

  /// Stops the program unless messages and bytes are conserved, in all and at each access link.
  void check_conservation() const;

 private:
  /// The core between the two peers of a directed connection.
  struct Way {
    core::Time delay_ns = core::never;  ///< of the uplink and of all core links; never: no way
    std::uint64_t first_link = 0;       ///< index into `way_links_`
    std::uint32_t links = 0;
    std::uint64_t messages = 0;  ///< that left its sender
    std::uint64_t bytes = 0;     ///< of these, with TCP/IP
  };

  /// What a message that moves needs on its way.
  struct Moving {
    std::uint64_t size = 0;  ///< with TCP/IP
    core::Slot slot = 0;
    std::uint32_t content = 0;
  };

  /// Where a message is next.
  enum class Stage : std::uint32_t { core, downlink, arrived };
  static constexpr unsigned stage_bits = 2;
  static constexpr std::uint32_t stage_mask = (1U << stage_bits) - 1;

  struct Event {
    MessageId id = 0;
    std::uint32_t place = 0;  ///< the peer that it is sent to, and the stage
  };

  static std::uint32_t place(Stage stage, core::PeerId to) {
    return (to << stage_bits) | static_cast<std::uint32_t>(stage);
  }

  /// The number of an access link among all links, whose stress is counted.
  std::uint32_t access_link(core::PeerId peer) const {
    return static_cast<std::uint32_t>(plan_.network.links().size()) + peer;
  }

  static LinkCount count_of(const LinkQueue& queue, core::Time end) {
    return {queue.messages, queue.bytes, queue.busy_before(end), queue.longest_wait, queue.drops};
  }

  static void count(measure::Amount& amount, std::uint64_t size) {
    ++amount.messages;
    amount.bytes += size;
  }

  template <class Ended>
  void drop(MessageId id, core::PeerId to, const Ended& ended) {
    count(flow_.queue_full, moving_[id].size);
    count(lost_to_[to], moving_[id].size);
    ended(id, measure::DropReason::queue_full);
  }

  /// A message crosses all core links of its way when it is sent: none of them can hold it up.
  void cross_core_at_once(const Way& way, std::uint32_t content) {
    const CoreLinkId* link = way_links_.data() + way.first_link;
    for (const CoreLinkId* const end = link + way.links; link != end; ++link) {
      stress_.add(content, *link / 2);
    }
  }

  RIPPLETANK_ALWAYS_INLINE void fetch_ahead() const {
    constexpr std::size_t messages_ahead = 12;
    constexpr std::size_t ways_ahead = 6;
    if (const Event* next = queue_.peek(ways_ahead)) {
      const core::Slot slot = moving_[next->id].slot;
      core::prefetch(&ways_[slot]);
      core::prefetch(&neighbours_[slot]);
    }
    if (const Event* soon = queue_.peek(messages_ahead)) {
      core::prefetch(&moving_[soon->id]);
      core::prefetch(&down_[soon->place >> stage_bits]);
    }
  }

  void build_queues();
  void build_ways();
  void add_way(core::Slot slot, const PathTree& tree, core::PeerId from, core::PeerId to);
  core::Time typical_delay() const;

  void start_across_core(const Transmission& message, core::Time sent);
  void go_on(core::Time now, MessageId id, core::PeerId to);
  bool enter_core_link(core::Time now, MessageId id, core::PeerId to);
  std::optional<core::Slot> find_slot(core::PeerId from, core::PeerId to) const;

  InternetPlan plan_;
  core::Column<std::uint32_t> offsets_;  ///< of the overlay's rows
  core::Column<core::PeerId>
      neighbours_;                     ///< [slot]; beyond the rows, of pairs that are not connected
  std::vector<core::PeerId> callers_;  ///< [slot beyond the rows]
  std::unordered_map<std::uint64_t, core::Slot> called_;  ///< slots beyond the rows, by pair
  std::vector<LinkQueue> up_;
  std::vector<LinkQueue> down_;
  std::vector<LinkQueue> core_;  ///< [CoreLinkId], where any speed is known
  core::Column<Way> ways_;       ///< [slot]
  core::Column<CoreLinkId> way_links_;
  std::vector<measure::Amount> lost_to_;  ///< [peer], after it had left its sender
  PathTrees trees_;
  measure::LinkStress stress_;
  core::EventQueue<Event> queue_;
  core::Column<Moving> moving_;         ///< [MessageId]
  core::Slot last_arrival_ = 0;         ///< along which the last message came
  std::vector<std::uint32_t> crossed_;  ///< [MessageId] core links, where any speed is known
  Flow flow_;
};

}  // namespace rippletank::underlay
