// Engine: plays one run out in virtual time; the Context through which a protocol acts.
#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "sim/core/event_queue.hpp"
#include "sim/core/pool.hpp"
#include "sim/core/prefetch.hpp"
#include "sim/measure/trace.hpp"
#include "sim/overlay/copy_selection.hpp"
#include "sim/overlay/fetch_ahead.hpp"
#include "sim/overlay/lookout.hpp"
#include "sim/overlay/measures.hpp"
#include "sim/overlay/presence.hpp"
#include "sim/overlay/query.hpp"
#include "sim/overlay/run_settings.hpp"

namespace rippletank::overlay {

/// The run loop, compiled for each protocol and each kind of wires so that handlers are inlined.
///
/// A Protocol has `Message` (trivially copyable, at most 16 bytes), `on_query(context, query)`,
/// `on_message(context, to, from, message)` and `on_end(context)`; `may_spread(message)`, false for
/// messages that surely end where they arrive; `prefetch(to, from)` and `prefetch_row(message,
/// begin, end)`, which bring closer what is kept about a peer and about the neighbours in its row;
/// or, with a constant `looks_ahead`, what fetch_for() calls in place of these.
/// It may have `readable_at(from, to, arrival)`, the moment from which a peer reads what arrived,
/// and must then have `longest_wait()`, the longest time until that; `on_start(context)`, called
/// before anything happens; `on_timer(context, peer, message)`, if it calls wake(), and
/// `on_missed(context, peer, message)`, instead of it while the peer is offline; `on_online(
/// context, peer)` and `on_offline(context, peer, announced)`, called while the peer still is, or
/// again is, online, and `on_gone(context, peer)` once it is not; `role(peer)`, what a peer is in
/// the words of peers.csv, and `made_connections()`, as NetworkView has them.
///
/// A protocol in which things happen by themselves has `next_time()`, when they do next, and
/// `on_moment(context)`, which is called then; and `on_new_ways(context)`, called when the ways
/// between peers have changed.
///
/// Wires either know when a message arrives once it is sent: `arrival(slot, now)`,
/// `longest_delay()` and `prefetch(slot)`; or they have `forwards`, and carry it step by step:
/// `send(transmission, ended)`, `next_time()` and `step(ended)`, where `ended(id, drop_reason)`
/// tells of each message that has arrived or was dropped, and `content_ended(content, counted)`;
/// wires that break have `break_until(time, ended)`, which lets break what breaks until then. Over
/// such wires a Protocol needs `bytes(message)` and `content(message)`, and calls `content_ended()`
/// of its context. For a Protocol that sends messages to one peer the former need
/// `arrival_between(from, to, now)`, the latter `slot_between(from, to)`.
///
/// Over wires of the second kind, and where peers may go offline, a Protocol needs `on_dropped(
/// context, to, from, message, reason)`. What arrives at a peer that is offline is dropped; its
/// timers pass it by, and it asks nothing. What arrives from a peer on another side of a network
/// that is parted at that moment is dropped, too. Peers that are offline from the beginning are so
/// before on_start(), and no handler is told.
///
/// Errors:  core::Stopped, if the settings ask for that.
/// Order:   at one moment what breaks of the wires breaks first; then peers come and go, then
///          queries start, then happens what happens by itself, then messages are handled, messages
///          and timers in the order in which they were sent or set; frames move before messages
///          are read.
/// Cost:    a few ns per message; no allocation once queue and memories have grown.
template <class Protocol, class Wires>
class Engine {
 public:
  using Message = typename Protocol::Message;

  /// Whether messages take steps of their own, so that nothing is certain when they are sent.
  static constexpr bool forwards = requires { requires Wires::forwards; };
  using WiresReference = std::conditional_t<forwards, Wires&, const Wires&>;

  Engine(const Connections& connections, WiresReference wires, Protocol& protocol,
         QueryStream queries, const RunSettings& settings, Measures& measures)
      : connections_(connections),
        wires_(wires),
        protocol_(protocol),
        query_stream_(std::move(queries)),
        settings_(settings),
        measures_(measures),
        longest_delay_(longest_possible_delay()),
        // Nothing may arrive past the end of virtual time, 292 years after its beginning.
        horizon_(std::min(settings.horizon, core::never - 1 - longest_delay_)),
        last_certain_(horizon_ - longest_delay_),
        exceeds_cache_(connections.peers() > cached_peers),
        queue_(longest_delay_) {}

  /// Plays until nothing is left to happen, or the horizon.
  void run() {
    for (const core::PeerId peer : settings_.presence.initially_offline) {
      measures_.attendance.set(0, peer, false);
    }
    if constexpr (requires { protocol_.on_start(*this); }) {
      protocol_.on_start(*this);
      if constexpr (forwards) handle_ended();
    }
    Lookout lookout(settings_.presence, protocol_, measures_.attendance, connections_);
    std::optional<Query> query = query_stream_();
    core::Time change_time = next_change_time();
    while (true) {
      core::stop_if_wanted(settings_.stop);
      const core::Time query_time = query ? query->start : core::never;
      const core::Time happening = std::min(query_time, change_time);
      const core::Time time = std::min(happening, lookout.next_time());
      handle_messages_before(time);
      if (time > horizon_) break;
      if (lookout.next_time() <= happening) {
        if (happening == core::never && nothing_is_left()) break;
        lookout.look_at_end_of_bin(measures_.events);
      } else if (change_time <= query_time) {
        let_come_and_go(lookout, time);
        change_time = next_change_time();
      } else {
        now_ = time;
        let_break(time);
        lookout.note_happening();
        if (is_online(query->origin)) protocol_.on_query(*this, *query);
        query = query_stream_();
        if constexpr (forwards) handle_ended();
      }
    }
    measures_.end = std::max(now_, last_certain_arrival_);
    lookout.look_at_end(std::min(settings_.horizon, measures_.end), measures_.events);
    protocol_.on_end(*this);
  }

  // ---- what a protocol may ask and do ----

  core::Time now() const { return now_; }
  /// From when a message is sent until it is handled, at most.
  core::Time longest_delay() const { return longest_delay_; }
  const Connections& connections() const { return connections_; }
  const RunSettings& settings() const { return settings_; }
  Measures& measures() { return measures_; }
  bool tracing() const { return static_cast<bool>(settings_.trace); }

  void trace(const measure::TraceEvent& event) const { settings_.trace(event); }

  bool is_online(core::PeerId peer) const { return measures_.attendance.is_online(peer); }

  /// Sends a message to one peer, connected or not; one to itself arrives at once.
  void send(core::PeerId from, core::PeerId to, const Message& message) {
    if (from == to) {
      queue_.push(now_, {to, from, message});
    } else if constexpr (forwards) {
      hand_over(wires_.slot_between(from, to), from, to, message);
    } else {
      queue_.push(wires_.arrival_between(from, to, now_), {to, from, message});
    }
  }

  /// Tells the protocol `on_timer(context, peer, message)` at a moment, if the peer is online then.
  void wake(core::PeerId peer, core::Time at, const Message& message) {
    static_assert(has_timers);
    if (at <= horizon_) queue_.push(at, {peer, core::no_peer, message});
  }

  /// Sends a message to every neighbour but `except` (no_peer: to all).
  ///
  /// A copy for which `certain_duplicate(to, arrival)` is true will arrive after another one that
  /// its target has got or certainly will get: it is counted here and never queued. The predicate
  /// is asked only where that is exact: copies are sure to arrive before the horizon and before
  /// anybody comes or goes, nobody watches them travel, and the target is online.
  ///
  /// Cost:    O(degree).
  template <class CertainDuplicate>
  Broadcast broadcast(core::PeerId from, core::PeerId except, const Message& message,
                      const CertainDuplicate& certain_duplicate) {
    const core::Slot begin = connections_.offsets[from];
    const std::span<const core::PeerId> row(connections_.neighbours.data() + begin,
                                            connections_.degree(from));
    const auto slot = [begin](core::PeerId, std::size_t place) {
      return begin + static_cast<core::Slot>(place);
    };
    const auto arrival = [this, from, &slot](core::PeerId to, auto place) {
      return arrival_of(from, to, slot(to, place));
    };
    return send_copies(row, from, except, message, slot, arrival, certain_duplicate);
  }

  /// The same for peers that are named, connected or not.
  template <class CertainDuplicate>
  Broadcast send_to(std::span<const core::PeerId> targets, core::PeerId from, core::PeerId except,
                    const Message& message, const CertainDuplicate& certain_duplicate) {
    const auto slot = [this, from](auto to, auto) { return slot_between(from, to); };
    const auto arrival = [this, from](auto to, auto) { return arrival_between(from, to); };
    return send_copies(targets, from, except, message, slot, arrival, certain_duplicate);
  }

  /// No copy of the content travels any more; its number may be used again.
  void content_ended(std::uint32_t content, bool counted) {
    if constexpr (forwards) wires_.content_ended(content, counted);
  }

  /// Calls `visit(to, from, message)` for every message that is still on its way.
  template <class Visit>
  void for_each_in_flight(Visit visit) const {
    travelling_.for_each([&](const Travelling& travelling) {
      visit(travelling.to, travelling.from, travelling.message);
    });
    queue_.for_each([&](core::Time, const Travelling& travelling) {
      if (travelling.from == core::no_peer) return;  // a timer
      visit(travelling.to, travelling.from, travelling.message);
    });
  }

 private:
  struct Travelling {
    core::PeerId to;
    core::PeerId from;
    Message message;
  };
  static_assert(sizeof(Message) <= 16);

  struct EndedList {
    std::vector<std::pair<std::uint32_t, std::optional<measure::DropReason>>>& list;
    void operator()(std::uint32_t id, std::optional<measure::DropReason> drop_reason) const {
      list.emplace_back(id, drop_reason);
    }
  };

  /// Up to here what is kept per peer stays in the second-level cache of a common processor.
  static constexpr core::PeerId cached_peers = 1U << 18U;

  static constexpr bool has_timers =
      requires(Protocol & p, Engine& e, core::PeerId peer, const Message& message) {
    p.on_timer(e, peer, message);
  };
  static constexpr bool may_be_dropped =
      requires(Protocol & p, Engine& e, core::PeerId peer, const Message& message) {
    p.on_dropped(e, peer, peer, message, measure::DropReason::peer_offline);
  };
  static constexpr bool has_moments = requires(Protocol & p) { p.next_time(); };
  static constexpr bool reads_late = requires(Protocol & p, core::PeerId peer, core::Time t) {
    p.readable_at(peer, peer, t);
  };

  core::Time longest_possible_delay() const {
    core::Time longest = core::second;
    if constexpr (!forwards) longest = wires_.longest_delay();
    if constexpr (reads_late) longest += protocol_.longest_wait();
    return longest;
  }

  core::Slot slot_between(core::PeerId from, core::PeerId to) const {
    return wires_.slot_between(from, to);
  }
  core::Time arrival_between(core::PeerId from, core::PeerId to) const {
    return wires_.arrival_between(from, to, now_);
  }

  /// `slot(to, place)` and `arrival(to, place)` tell the way to a target at its place, and when a
  /// copy would arrive there.
  template <class Slot, class Arrival, class CertainDuplicate>
  Broadcast send_copies(const std::span<const core::PeerId>& targets, core::PeerId from,
                        core::PeerId except, const Message& message, const Slot& slot,
                        const Arrival& arrival, const CertainDuplicate& certain_duplicate) {
    const auto push = [&](core::PeerId to, core::Time time) {
      queue_.push(time, {to, from, message});
    };
    if constexpr (forwards) {
      Broadcast result;
      for (std::size_t place = 0; place < targets.size(); ++place) {
        if (targets[place] == except) continue;
        ++result.sent;
        hand_over(slot(targets[place], place), from, targets[place], message);
      }
      return result;
    } else if (!duplicates_are_certain()) {
      const auto never_certain = [](core::PeerId, core::Time) { return std::uint64_t{0}; };
      return select_copies(targets, except, 0, arrival, never_certain, push).copies;
    } else if (measures_.attendance.all_online()) [[likely]] {
      return count_certain(
          select_copies(targets, except, last_sure(), arrival, certain_duplicate, push));
    } else {
      const auto online_and_certain = [&](core::PeerId to, core::Time time) {
        return std::uint64_t{is_online(to) && certain_duplicate(to, time)};
      };
      return count_certain(
          select_copies(targets, except, last_sure(), arrival, online_and_certain, push));
    }
  }

  /// Until then the run lasts and nobody comes or goes. Peers that were not connected at first may
  /// be farther apart than the longest delay of connections.
  core::Time last_sure() const { return last_certain_ + longest_delay_; }

  Broadcast count_certain(const SentCopies& sent) {
    measures_.certain_duplicates += sent.copies.certain_duplicates;
    last_certain_arrival_ = std::max(last_certain_arrival_, sent.last_arrival);
    return sent.copies;
  }

  void hand_over(core::Slot slot, core::PeerId from, core::PeerId to, const Message& message) {
    wires_.send({now_, slot, from, to, travelling_.put({to, from, message}),
                 protocol_.bytes(message), Protocol::content(message)},
                EndedList{ended_});
  }

  /// What became of messages on forwarding wires: in the order in which it happened, and after the
  /// handler during which it happened.
  void handle_ended() {
    for (std::size_t i = 0; i < ended_.size(); ++i) {
      const auto [id, drop_reason] = ended_[i];
      const Travelling travelling = travelling_.take(id);
      if (drop_reason) {
        drop(travelling, *drop_reason);
      } else if constexpr (reads_late) {
        queue_.push(protocol_.readable_at(travelling.from, travelling.to, now_), travelling);
      } else {
        deliver(travelling);
      }
    }
    ended_.clear();
  }

  void drop(const Travelling& travelling, measure::DropReason reason) {
    protocol_.on_dropped(*this, travelling.to, travelling.from, travelling.message, reason);
  }

  void deliver(const Travelling& travelling) {
    if (!is_online(travelling.to)) [[unlikely]] {
      if constexpr (forwards || may_be_dropped) drop(travelling, measure::DropReason::peer_offline);
      return;
    }
    if (side_ != nullptr && side_[travelling.from] != side_[travelling.to]) [[unlikely]] {
      if constexpr (forwards || may_be_dropped) drop(travelling, measure::DropReason::link_down);
      return;
    }
    protocol_.on_message(*this, travelling.to, travelling.from, travelling.message);
  }

  void handle(const Travelling& travelling) {
    if constexpr (has_timers) {
      if (travelling.from == core::no_peer) {
        if (is_online(travelling.to)) {
          protocol_.on_timer(*this, travelling.to, travelling.message);
        } else if constexpr (requires { protocol_.on_missed(*this, 0, travelling.message); }) {
          protocol_.on_missed(*this, travelling.to, travelling.message);
        }
        return;
      }
    }
    deliver(travelling);
  }

  bool nothing_is_left() {
    if constexpr (forwards) {
      if (wires_.next_time() != core::never) return false;
    }
    if constexpr (has_moments) {
      if (protocol_.next_time() != core::never) return false;
    }
    return queue_.next_time() == core::never;
  }

  core::Time next_change_time() {
    if (!settings_.presence.next_time) return core::never;
    const core::Time time = settings_.presence.next_time();
    last_certain_ = std::min(time - 1, horizon_) - longest_delay_;
    return time;
  }

  void let_come_and_go(Lookout& lookout, core::Time time) {
    const core::Time before = std::exchange(now_, time);
    let_break(time);
    const Happening happening = lookout.let_happen(time, measures_.events);
    if (happening.nothing) {
      now_ = before;
      return;
    }
    side_ = lookout.sides();
    for (const PresenceChange& change : happening.changes) {
      if (is_online(change.peer) != change.online) {
        change_presence(*this, protocol_, measures_.attendance, change);
      }
      if constexpr (forwards) handle_ended();
    }
    if (happening.new_ways) {
      if constexpr (requires { protocol_.on_new_ways(*this); }) protocol_.on_new_ways(*this);
      if constexpr (forwards) handle_ended();
    }
    if (happening.look) lookout.look_after(time, measures_.events);
  }

  /// Lets break what breaks of the wires at a moment, before anything else happens then.
  void let_break(core::Time time) {
    if constexpr (requires { wires_.break_until(time, EndedList{ended_}); }) {
      wires_.break_until(time, EndedList{ended_});
      handle_ended();
      notice_new_ways();
    }
  }

  /// Lets happen what happens by itself in the protocol, if nothing else comes before.
  bool let_happen_before(core::Time limit) {
    const core::Time time = protocol_.next_time();
    if constexpr (forwards) {
      if (time > wires_.next_time()) return false;
    }
    if (time > queue_.next_time() || time >= limit || time > horizon_) return false;
    now_ = time;
    let_break(time);
    if (protocol_.next_time() != time) return true;
    core::look_now_and_then(++measures_.events, settings_.stop);
    protocol_.on_moment(*this);
    if constexpr (forwards) handle_ended();
    return true;
  }

  void notice_new_ways() {
    if constexpr (has_moments && requires { wires_.changes_made(); }) {
      if (wires_.changes_made() == changes_noticed_) return;
      changes_noticed_ = wires_.changes_made();
      protocol_.on_new_ways(*this);
      handle_ended();
    }
  }

  /// Moves frames up to a message that is to be read; false when the next frame comes later.
  bool move_frame_before(core::Time limit) {
    const core::Time time = wires_.next_time();
    if (time > queue_.next_time() || time >= limit || time > horizon_) return false;
    now_ = time;
    core::look_now_and_then(++measures_.events, settings_.stop);
    fetch_travelling_ahead();
    wires_.step(EndedList{ended_});
    handle_ended();
    notice_new_ways();
    return true;
  }

  /// Wires that tell which messages move next let them be brought closer.
  RIPPLETANK_ALWAYS_INLINE void fetch_travelling_ahead() const {
    if constexpr (requires { wires_.upcoming(0); }) {
      constexpr std::size_t ahead = 8;
      const std::uint32_t* soon = wires_.upcoming(ahead);
      if (soon != nullptr) travelling_.prefetch(*soon);
    }
  }

  bool duplicates_are_certain() const {
    return settings_.count_certain_duplicates && !tracing() && now_ <= last_certain_ &&
           side_ == nullptr;
  }

  core::Time arrival_of(core::PeerId from, core::PeerId to, core::Slot slot) const {
    const core::Time arrival = wires_.arrival(slot, now_);
    if constexpr (reads_late) {
      return protocol_.readable_at(from, to, arrival);
    } else {
      return arrival;
    }
  }

  void handle_messages_before(core::Time limit) {
    while (true) {
      if constexpr (has_moments) {
        if (let_happen_before(limit)) continue;
      }
      if constexpr (forwards) {
        if (move_frame_before(limit)) continue;
      }
      const core::Time time = queue_.next_time();
      if (time >= limit || time > horizon_) return;
      fetch_ahead(queue_, connections_, wires_, protocol_, exceeds_cache_, entered_span_);
      const auto& event = queue_.pop();
      now_ = time;
      core::look_now_and_then(++measures_.events, settings_.stop);
      handle(event.payload);
      if constexpr (forwards) handle_ended();
    }
  }

  const Connections& connections_;
  WiresReference wires_;
  Protocol& protocol_;
  QueryStream query_stream_;
  const RunSettings& settings_;
  Measures& measures_;
  core::Time longest_delay_;
  core::Time horizon_;
  core::Time last_certain_;  ///< what is sent until then to peers online is sure to arrive
  const std::uint32_t* side_ = nullptr;  ///< of each peer, while the network is parted
  bool exceeds_cache_;
  core::EventQueue<Travelling> queue_;
  core::Pool<Travelling>
      travelling_;  ///< on forwarding wires, where a message is known by its number
  std::vector<std::pair<std::uint32_t, std::optional<measure::DropReason>>> ended_;
  std::size_t changes_noticed_ = 0;  ///< of the wires
  std::int64_t entered_span_ = -1;   ///< of the queue, the last for which anything was fetched
  core::Time now_ = 0;
  core::Time last_certain_arrival_ = 0;  ///< of copies sure to arrive, queued or not
};

}  // namespace rippletank::overlay
