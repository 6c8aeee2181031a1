// Correspondence: protocols whose peers write to each other one to one, with everything counted.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/prefetch.hpp"
#include "sim/measure/link_stress.hpp"
#include "sim/measure/message_count.hpp"
#include "sim/measure/trace.hpp"
#include "sim/overlay/letter.hpp"
#include "sim/overlay/measures.hpp"
#include "sim/overlay/protocol.hpp"
#include "sim/overlay/query.hpp"
#include "sim/overlay/shipments.hpp"
#include "sim/overlay/talk.hpp"
#include "sim/overlay/waybills.hpp"

namespace rippletank::overlay {

/// Makes a Protocol of the run loop from Rules that only say who writes what to whom when. Every
/// letter is counted where it is sent and where it ends, so Rules cannot forget to.
///
/// Rules have `Parameters`, `entry()`, `message_types()`, `size(letter)` (control and payload
/// bytes), `role(peer)` and handlers of which each may be missing but on_letter:
///
///     on_start(talk)                         before anything happens
///     on_query(talk, query, number)          a peer asks
///     on_letter(talk, to, from, letter)      a letter has arrived
///     on_vanished(talk, to, from, letter)    it has not, whether or not anybody notices
///     on_lost(talk, to, from, letter)        likewise, then, if its sender is online and notices;
///                                            may take the reason besides
///     on_timer(talk, peer, letter)           talk.wake() rings
///     on_missed(peer, letter)                it rings while the peer is offline; may take the
///                                            talk besides
///     on_online(talk, peer), on_offline(talk, peer, announced)
///     on_end(talk)                           nothing happens any more
///     opens(to, from, letter)                whether a letter begins a connection
///     made_connections()                     as NetworkView has them, if peers make any
///     punches(letter)                        whether it goes through holes in firewalls, as those
///                                            do of two whom somebody has told of each other
///
/// where `talk` is a Talk. A letter that a firewall does not let through is dropped there: one that
/// opens a connection to somebody behind it, or any between two of whom neither can connect to the
/// other. A letter stands for one message, or, in Rules that have `copies(letter)`, for so many of
/// its type that are sent back to back: its size is that of all of them together, they share the
/// segments of TCP, and they arrive or are lost together. Rules that carry more than letters say so
/// by a constant `carries`, and have
///
///     on_carried(talk, from, to, letter)            all bytes have arrived
///     on_cut(talk, from, to, letter, carried_bytes) so many have, and no more will, as one of the
///                                                   two has gone or there is no way any more
///
/// of which the latter comes after on_offline, when the peer is offline. Rules that take
/// no queries say so by a false constant `takes_queries` and need no on_query. Rules with a
/// constant `looks_ahead` bring closer what a letter will touch: fetch_first(to, letter),
/// fetch_next and fetch_last are called some letters ahead, one after the other.
template <class Rules>
class Correspondence {
 public:
  /// Letters do not follow connections.
  static constexpr bool from_peer_to_peer = true;
  static constexpr bool carries = requires { requires Rules::carries; };
  static constexpr bool takes_queries = !requires { requires !Rules::takes_queries; };
  static constexpr bool has_servers = requires { requires Rules::has_servers; };
  static constexpr bool servers_share = requires { requires Rules::servers_share; };
  static constexpr bool fetches = requires { requires Rules::fetches; };
  static constexpr bool looks_ahead = requires { requires Rules::looks_ahead; };
  static constexpr MethodSet traversals = [] {
    if constexpr (requires { Rules::traversals; }) {
      return Rules::traversals;
    } else {
      return MethodSet{0};
    }
  }();
  /// Whether some letters may be copies of others, which the fingerprint then leaves out.
  static constexpr bool has_duplicates = requires(const Rules& rules, const Letter& letter) {
    rules.may_be_duplicate(letter);
  };
  using Parameters = typename Rules::Parameters;
  using Message = Letter;

  template <class Context>
  using Talk = overlay::Talk<Correspondence, Context>;

  static auto entry() { return Rules::entry(); }
  static std::vector<std::string> roles() requires requires { Rules::roles(); }
  { return Rules::roles(); }
  static std::vector<std::string> message_types() requires requires { Rules::message_types(); }
  { return Rules::message_types(); }
  std::vector<std::string> message_types() const requires(!requires { Rules::message_types(); }) {
    return rules_.message_types();
  }

  Correspondence(const Parameters& parameters, const SetUp& set_up)
      : rules_(parameters, set_up),
        overhead_bytes_(set_up.overhead_bytes),
        firewalls_(set_up.firewalls),
        type_names_(rules_.message_types()),
        shipments_(carries ? set_up.link_ways : LinkWays{},
                   carries ? set_up.connections.peers() : 0) {}

  template <class Context>
  void on_start(Context& context) {
    Talk<Context> talk(*this, context);
    if constexpr (requires { rules_.on_start(talk); }) rules_.on_start(talk);
  }

  template <class Context>
  void on_query(Context& context, const Query& query) {
    const auto number = static_cast<QueryNumber>(records_.size());
    records_.push_back(open_record(context, query));
    if (context.tracing()) {
      context.trace({context.now(), measure::TraceKind::query, traced(number), core::no_peer,
                     query.origin, 0, 0, "query"});
    }
    Talk<Context> talk(*this, context);
    if constexpr (takes_queries) rules_.on_query(talk, query, number);
  }

  template <class Context>
  void on_message(Context& context, core::PeerId to, core::PeerId from, const Letter& letter) {
    if (firewalls_.any() && is_blocked(to, from, letter)) {
      return on_dropped(context, to, from, letter, measure::DropReason::firewall);
    }
    Talk<Context> talk(*this, context);
    if (letter.counted) count_delivered(talk, to, from, letter);
    if (context.tracing()) {
      reading_.emplace(Reading{event(context, measure::TraceKind::deliver, from, to, letter), {}});
    }
    rules_.on_letter(talk, to, from, letter);
    if (context.tracing()) trace_reading(context);
  }

  template <class Context>
  void on_dropped(Context& context, core::PeerId to, core::PeerId from, const Letter& letter,
                  measure::DropReason reason) {
    Talk<Context> talk(*this, context);
    if (letter.counted) {
      context.measures().messages[letter.type].dropped[static_cast<std::size_t>(reason)] +=
          copies(letter);
    }
    trace(context, measure::TraceKind::drop, from, to, letter);
    if constexpr (requires { rules_.on_vanished(talk, to, from, letter); }) {
      rules_.on_vanished(talk, to, from, letter);
    }
    if constexpr (requires { rules_.on_lost(talk, to, from, letter); }) {
      if (context.is_online(from)) rules_.on_lost(talk, to, from, letter);
    } else if constexpr (requires { rules_.on_lost(talk, to, from, letter, reason); }) {
      if (context.is_online(from)) rules_.on_lost(talk, to, from, letter, reason);
    }
  }

  template <class Context>
  void on_timer(Context& context, core::PeerId peer, const Letter& letter) {
    Talk<Context> talk(*this, context);
    if constexpr (requires { rules_.on_timer(talk, peer, letter); }) {
      rules_.on_timer(talk, peer, letter);
    }
    late_.reset();
  }
  template <class Context>
  void on_missed(Context& context, core::PeerId peer, const Letter& letter) {
    Talk<Context> talk(*this, context);
    if constexpr (requires { rules_.on_missed(talk, peer, letter); }) {
      rules_.on_missed(talk, peer, letter);
    } else if constexpr (requires { rules_.on_missed(peer, letter); }) {
      rules_.on_missed(peer, letter);
    }
  }

  template <class Context>
  void on_online(Context& context, core::PeerId peer) {
    if constexpr (carries) shipments_.come_back(peer);
    Talk<Context> talk(*this, context);
    if constexpr (requires { rules_.on_online(talk, peer); }) rules_.on_online(talk, peer);
  }

  template <class Context>
  void on_offline(Context& context, core::PeerId peer, bool announced) {
    Talk<Context> talk(*this, context);
    if constexpr (requires { rules_.on_offline(talk, peer, announced); }) {
      rules_.on_offline(talk, peer, announced);
    }
  }

  core::Time next_time() requires(carries) { return shipments_.next_time(); }

  template <class Context>
  void on_moment(Context& context) requires(carries) {
    tell_ends(context, shipments_.advance(context.now()));
  }

  template <class Context>
  void on_gone(Context& context, core::PeerId peer) requires(carries) {
    tell_ends(context, shipments_.cut_off(context.now(), peer));
  }

  template <class Context>
  void on_new_ways(Context& context) requires(carries) {
    tell_ends(context, shipments_.find_new_ways(context.now()));
  }

  template <class Context>
  void on_end(Context& context) {
    count_unfinished(context);
    context.for_each_in_flight([&](core::PeerId, core::PeerId, const Letter& letter) {
      if (letter.counted) context.measures().messages[letter.type].in_flight += copies(letter);
    });
    Talk<Context> talk(*this, context);
    if constexpr (requires { rules_.on_end(talk); }) rules_.on_end(talk);
    context.measures().connections = made_connections();
    for (core::PeerId peer = 0; peer < context.connections().peers(); ++peer) {
      context.measures().roles.push_back(rules_.role(peer));
    }
  }

  const char* role(core::PeerId peer) const { return rules_.role(peer); }
  std::optional<Connections> made_connections() const {
    if constexpr (requires { rules_.made_connections(); }) {
      return rules_.made_connections();
    } else {
      return {};
    }
  }

  const Rules& rules() const { return rules_; }

  static bool may_spread(const Letter&) { return false; }
  RIPPLETANK_ALWAYS_INLINE void fetch_first(core::PeerId to, const Letter& letter) const {
    rules_.fetch_first(to, letter);
  }
  RIPPLETANK_ALWAYS_INLINE void fetch_next(core::PeerId to, const Letter& letter) const {
    rules_.fetch_next(to, letter);
  }
  RIPPLETANK_ALWAYS_INLINE void fetch_last(core::PeerId to, const Letter& letter) const {
    rules_.fetch_last(to, letter);
  }
  static void prefetch(core::PeerId, core::PeerId) {}
  static void prefetch_row(const Letter&, const core::PeerId*, const core::PeerId*) {}

  std::uint64_t bytes(const Letter& letter) const { return rules_.size(letter).bytes(); }
  /// Letters are all different: none is a copy of another.
  static std::uint32_t content(const Letter&) { return measure::no_content; }

 private:
  template <class, class>
  friend class overlay::Talk;

  static constexpr core::QueryId uncounted = std::numeric_limits<core::QueryId>::max();

  /// What begins a connection goes where firewalls let that be; anything else, where either of the
  /// two may have begun one.
  bool is_blocked(core::PeerId to, core::PeerId from, const Letter& letter) const {
    if (firewalls_.lets_connect(from, to)) return false;
    bool opens = false;
    if constexpr (requires { rules_.opens(to, from, letter); }) {
      opens = rules_.opens(to, from, letter);
    }
    if (!opens && firewalls_.lets_connect(to, from)) return false;
    if constexpr (requires { rules_.punches(letter); }) {
      if (rules_.punches(letter)) return !firewalls_.punches(from, to);
    }
    return true;
  }

  std::uint64_t copies(const Letter& letter) const {
    if constexpr (requires { rules_.copies(letter); }) {
      return rules_.copies(letter);
    } else {
      return 1;
    }
  }

  measure::MessageSize size_of(const Letter& letter) const {
    measure::MessageSize size = rules_.size(letter);
    size.overhead_bytes = overhead_bytes_(size.bytes());
    return size;
  }

  template <class Context>
  core::QueryId open_record(Context& context, const Query& query) {
    if (query.start < context.settings().warm_up) return uncounted;
    const core::QueryId id = context.measures().open_record(query.origin);
    measure::QueryRecord& record = context.measures().queries[id];
    record.id = id;
    record.start = query.start;
    record.origin = query.origin;
    record.item = query.item;
    record.others_online = context.measures().attendance.online() - 1;
    return id;
  }

  /// `letters`: so many that are alike.
  template <class AnyTalk>
  void count_sent(AnyTalk& talk, core::PeerId from, const Letter& letter, std::uint64_t letters) {
    measure::MessageSize size = size_of(letter);
    size.control_bytes *= letters;
    size.payload_bytes *= letters;
    size.overhead_bytes *= letters;
    const std::uint64_t messages = letters * copies(letter);
    Measures& measures = talk.measures();
    measures.messages[letter.type].add_together(messages, size);
    measures.sent.add(talk.now(), letter.type, messages, size.bytes());
    measures.traffic[from].out.messages += messages;
    measures.traffic[from].out.bytes += size.bytes();
    measure::QueryRecord* record = talk.record(letter.query);
    if (record == nullptr) return;
    record->messages += messages;
    record->bytes += size.bytes();
    record->at_hop(letter.hops).messages += messages;
  }

  /// What arrives at a peer.
  template <class AnyTalk>
  void count_in(AnyTalk& talk, core::PeerId to, const Letter& letter) {
    measure::Amount& in = talk.measures().traffic[to].in;
    in.messages += copies(letter);
    in.bytes += bytes(letter);
  }

  /// Copies, whose arrival at each peer is counted already, that are duplicates for certain.
  template <class AnyTalk>
  void count_certain(AnyTalk& talk, const Letter& letter, std::uint64_t duplicates) {
    talk.measures().messages[letter.type].delivered += duplicates;
    count_duplicates(talk.record(letter.query), letter.hops, duplicates);
  }

  static void count_duplicates(measure::QueryRecord* record, std::uint32_t hops,
                               std::uint64_t duplicates) {
    if (record == nullptr || duplicates == 0) return;
    record->at_hop(hops).duplicates += duplicates;
    record->duplicates += duplicates;
  }

  template <class AnyTalk>
  void count_delivered(AnyTalk& talk, core::PeerId to, core::PeerId from, const Letter& letter) {
    Measures& measures = talk.measures();
    measures.messages[letter.type].delivered += copies(letter);
    count_in(talk, to, letter);
    if constexpr (has_duplicates) {
      if (rules_.may_be_duplicate(letter)) return;  // reached() notes what counts of it
    }
    measures.fingerprint.add(static_cast<std::uint64_t>(talk.now()));
    measures.fingerprint.add((std::uint64_t{from} << 32U) | to);
  }

  bool forget_to_tell(ShipmentId id) {
    return !shipments_.on_its_way(id) && waybills_.take_untold(id);
  }

  /// First all is noted, then the rules are told: they may stop those of which they were not yet.
  template <class Context>
  void tell_ends(Context& context, const std::vector<ShipmentEnd>& ends) {
    Talk<Context> talk(*this, context);
    for (const ShipmentEnd& end : ends) {
      waybills_.set_untold(end.shipment);
      waybills_.close(talk.measures(), talk.now(), end);
    }
    for (const ShipmentEnd& end : ends) {
      if (!forget_to_tell(end.shipment)) continue;
      const Letter letter = waybills_.letter(end.shipment);
      if (end.cut) {
        rules_.on_cut(talk, end.from, end.to, letter, end.carried_bytes);
      } else {
        rules_.on_carried(talk, end.from, end.to, letter);
      }
    }
  }

  /// Of what is on its way when the run ends, what has been carried until then counts.
  template <class Context>
  void count_unfinished(Context& context) {
    const core::Time horizon = context.settings().horizon;
    const core::Time end = horizon == core::never ? context.now() : horizon;
    for (ShipmentId id = 0; id < shipments_.most(); ++id) {
      if (!shipments_.on_its_way(id)) continue;
      waybills_.count_carried(context.measures(), id, shipments_.carried_bytes(end, id));
    }
  }

  std::optional<core::QueryId> traced(QueryNumber query) const {
    if (query == no_query || records_[query] == uncounted) return {};
    return records_[query];
  }

  /// A letter that is being read: only the rules find out whether it is a duplicate, and what
  /// follows from it is to be told after it.
  struct Reading {
    measure::TraceEvent arrival;
    std::vector<measure::TraceEvent> following;
  };

  template <class Context>
  measure::TraceEvent event(const Context& context, measure::TraceKind kind, core::PeerId from,
                            core::PeerId to, const Letter& letter) const {
    return {context.now(),
            kind,
            traced(letter.query),
            from,
            to,
            letter.hops,
            bytes(letter),
            type_names_[letter.type].c_str(),
            copies(letter)};
  }

  template <class Context>
  void trace(Context& context, measure::TraceKind kind, core::PeerId from, core::PeerId to,
             const Letter& letter) {
    if (context.tracing()) tell(context, event(context, kind, from, to, letter));
  }

  template <class Context>
  void tell(Context& context, const measure::TraceEvent& happened) {
    if (reading_) {
      reading_->following.push_back(happened);
    } else {
      context.trace(happened);
    }
  }

  /// What follows from the letter that is read late.
  measure::TraceEvent late_as(measure::TraceKind kind, core::Time now) const {
    measure::TraceEvent event = *late_;
    event.kind = kind;
    event.time = now;
    return event;
  }

  template <class Context>
  void trace_reading(Context& context) {
    context.trace(reading_->arrival);
    for (const measure::TraceEvent& happened : reading_->following) context.trace(happened);
    reading_.reset();
  }

  Rules rules_;
  std::function<std::uint64_t(std::uint64_t)> overhead_bytes_;
  const Firewalls& firewalls_;
  std::vector<std::string> type_names_;
  Shipments shipments_;
  Waybills waybills_;
  std::vector<core::QueryId> records_;       ///< [query number]; of the warm-up: uncounted
  std::optional<Reading> reading_;           ///< while a letter is read, if there is a trace
  std::optional<measure::TraceEvent> late_;  ///< likewise, of one that has waited
};

}  // namespace rippletank::overlay
