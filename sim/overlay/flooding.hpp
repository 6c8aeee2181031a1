// Flooding: forwarding the first copy of a query to all neighbours, and counting the rest.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <limits>
#include <memory>
#include <numeric>
#include <optional>
#include <vector>

#include "sim/core/check.hpp"
#include "sim/core/column.hpp"
#include "sim/core/ids.hpp"
#include "sim/core/prefetch.hpp"
#include "sim/measure/fingerprint.hpp"
#include "sim/measure/message_count.hpp"
#include "sim/measure/peer_traffic.hpp"
#include "sim/measure/query_record.hpp"
#include "sim/measure/trace.hpp"
#include "sim/overlay/first_arrivals.hpp"
#include "sim/overlay/paths.hpp"
#include "sim/overlay/query.hpp"

namespace rippletank::overlay {

/// One bit per peer. One million peers cost 125 kB, which stays in cache.
using SeenBits = std::vector<std::uint64_t>;

/// A flood that is going on: who has seen it, and what is counted about it.
struct Flood {
  SeenBits own_seen;
  std::shared_ptr<SeenBits> shared_seen;  ///< with floods of the same content; usually null
  std::uint64_t* seen = nullptr;          ///< where the bits of either are
  measure::QueryRecord record;
  std::uint64_t in_flight = 0;
  std::array<std::uint64_t, measure::drop_reasons> dropped{};
  std::vector<std::uint32_t> path_links;  ///< per reached peer, of the first copy from the origin
  std::unique_ptr<FirstArrivals> first_arrivals;  ///< null when memory is short
  bool counted = true;
  bool active = false;

  bool has_seen(core::PeerId peer) const { return (seen[peer / 64] >> (peer % 64)) & 1U; }
  void mark(core::PeerId peer) { seen[peer / 64] |= std::uint64_t{1} << (peer % 64); }
};

/// Index of a flood among those going on; used again when its last message has landed.
using FloodId = std::uint32_t;

/// All floods of one message type.
///
/// Source:  Gnutella Protocol Specification v0.4 (Clip2): a descriptor that was seen before is not
///          forwarded, and none is forwarded along the connection that it came from.
class Floods {
 public:
  Floods(core::PeerId peers, const char* type, measure::MessageSize size)
      : peers_(peers), type_(type), size_(size), traffic_(peers) {}

  /// A peer issues a query: it has seen its own query, nothing is sent yet.
  ///
  /// `shared_seen`: peers that take the query for one they have seen already, and to which the
  /// peers that this flood reaches are added; null for a query unlike any other.
  template <class Context>
  FloodId begin(Context& context, const Query& query, std::optional<std::uint32_t> ttl_hops,
                std::shared_ptr<SeenBits> shared_seen = nullptr) {
    const FloodId id = take_free();
    Flood& flood = *floods_[id];
    const std::size_t words = (peers_ + std::size_t{63}) / 64;
    flood.shared_seen = std::move(shared_seen);
    if (flood.shared_seen == nullptr) {
      flood.own_seen.assign(words, 0);
      flood.seen = flood.own_seen.data();
      if constexpr (!Context::forwards) {
        start_first_arrivals(flood, query,
                             FirstArrivals::expected_span(ttl_hops, context.longest_delay()));
      }
    } else {
      // Where floods share what peers have seen, nothing is certain about the first arrival.
      flood.shared_seen->resize(words);
      flood.seen = flood.shared_seen->data();
    }
    flood.mark(query.origin);
    flood.counted = query.start >= context.settings().warm_up;
    flood.active = true;
    flood.in_flight = 0;
    flood.dropped = {};
    flood.record = {};
    flood.record.start = query.start;
    flood.record.origin = query.origin;
    flood.record.item = query.item;
    flood.record.ttl_hops = ttl_hops;
    flood.record.others_online = context.measures().attendance.online() - 1;
    begin_paths(flood, context.settings().paths);
    flood.record.id =
        flood.counted ? context.measures().open_record(query.origin) : core::QueryId{0};
    if (context.tracing()) {
      context.trace({context.now(), measure::TraceKind::query, number_of(flood), core::no_peer,
                     query.origin, 0, 0, type_});
    }
    return id;
  }

  /// Sends copies of a message to all neighbours but `except`.
  template <class Context, class Message>
  void spread(Context& context, FloodId id, core::PeerId from, core::PeerId except,
              const Message& message) {
    Flood& flood = *floods_[id];
    const auto copies = broadcast(context, flood, from, except, message);
    flood.in_flight += copies.sent - copies.certain_duplicates;
    if (copies.sent > 0) {
      measure::HopCount& hop = flood.record.at_hop(message.hops);
      hop.messages += copies.sent;
      hop.duplicates += copies.certain_duplicates;
    }
    if (flood.counted) {
      count_traffic(from, except);
      context.measures().sent.add(context.now(), 0, copies.sent, copies.sent * size_.bytes());
    }
    if (context.tracing()) trace_copies(context, flood, from, except, message.hops);
    if (flood.in_flight == 0) end(context, id);
  }

  /// A copy arrived; true for the first one that this peer got.
  template <class Context, class Message>
  bool receive(Context& context, const Message& message, core::PeerId to, core::PeerId from) {
    Flood& flood = *floods_[message.flood];
    --flood.in_flight;
    const bool first = !flood.has_seen(to);
    if (context.tracing()) {
      const auto kind = first ? measure::TraceKind::deliver : measure::TraceKind::duplicate;
      context.trace(
          {context.now(), kind, number_of(flood), from, to, message.hops, size_.bytes(), type_});
      if (first) {
        context.trace({context.now(), measure::TraceKind::reach, number_of(flood), from, to,
                       message.hops, size_.bytes(), type_});
      }
    }
    if (!first) {
      ++flood.record.hops[message.hops].duplicates;
      return false;
    }
    flood.mark(to);
    ++flood.record.hops[message.hops].peers_reached;
    flood.record.last_reach = context.now() - flood.record.start;
    if (const Paths& paths = context.settings().paths; paths.idle_delay) {
      follow_path(flood, paths, from, to);
    }
    if (flood.counted) {
      measure::Fingerprint& fingerprint = context.measures().fingerprint;
      traffic_.first_copy(to);
      fingerprint.add(static_cast<std::uint64_t>(context.now()));
      fingerprint.add((std::uint64_t{from} << 32U) | to);
    }
    return true;
  }

  /// A copy was dropped on its way.
  template <class Context, class Message>
  void drop(Context& context, const Message& message, core::PeerId to, core::PeerId from,
            measure::DropReason reason) {
    Flood& flood = *floods_[message.flood];
    --flood.in_flight;
    ++flood.dropped[static_cast<std::size_t>(reason)];
    if (flood.counted) traffic_.not_arrived(to);
    if (context.tracing()) {
      context.trace({context.now(), measure::TraceKind::drop, number_of(flood), from, to,
                     message.hops, size_.bytes(), type_});
    }
    rest(context, message.flood);
  }

  std::uint64_t bytes() const { return size_.bytes(); }

  /// To be called when a copy was received and nothing was spread on.
  template <class Context>
  void rest(Context& context, FloodId id) {
    if (floods_[id]->in_flight == 0) end(context, id);
  }

  /// Brings what receive() will touch into cache.
  RIPPLETANK_ALWAYS_INLINE void prefetch(core::PeerId to, core::PeerId from) const {
    traffic_.prefetch(to, from);
  }

  /// Brings what spread() will touch for the peers in a row into cache.
  template <class Message>
  RIPPLETANK_ALWAYS_INLINE void prefetch_row(const Message& message, const core::PeerId* begin,
                                             const core::PeerId* end) const {
    const FirstArrivals* first_arrivals = floods_[message.flood]->first_arrivals.get();
    if (first_arrivals == nullptr) return;
    for (const core::PeerId* peer = begin; peer != end; ++peer) first_arrivals->prefetch(*peer);
  }

  /// Closes the floods that the horizon cut off.
  template <class Context>
  void end_all(Context& context) {
    context.for_each_in_flight([&](core::PeerId to, core::PeerId, const auto& message) {
      if (floods_[message.flood]->counted) traffic_.not_arrived(to);
    });
    for (FloodId id = 0; id < floods_.size(); ++id) {
      if (floods_[id]->active) end(context, id);
    }
    traffic_.add_to(context.measures().traffic, size_.bytes(), context.connections().offsets,
                    context.connections().neighbours);
    for (core::PeerId peer = 0; peer < peers_; ++peer) {
      context.measures().peer_queries[peer].received += traffic_.first_copies(peer);
    }
  }

 private:
  FloodId take_free() {
    if (free_.empty()) {
      floods_.push_back(std::make_unique<Flood>());
      return static_cast<FloodId>(floods_.size() - 1);
    }
    const FloodId id = free_.back();
    free_.pop_back();
    return id;
  }

  void start_first_arrivals(Flood& flood, const Query& query, core::Time span) {
    flood.first_arrivals = first_arrivals_.take(peers_);
    if (flood.first_arrivals == nullptr) return;
    flood.first_arrivals->start(peers_, query.start, span);
    flood.first_arrivals->set_seen(query.origin);
  }

  template <class Context, class Message>
  auto broadcast(Context& context, Flood& flood, core::PeerId from, core::PeerId except,
                 const Message& message) {
    if (flood.first_arrivals != nullptr) {
      return context.broadcast(
          from, except, message,
          [&first_arrivals = *flood.first_arrivals](core::PeerId to, core::Time arrival) {
            return first_arrivals.certain_duplicate(to, arrival);
          });
    }
    return context.broadcast(from, except, message,
                             [&flood](core::PeerId to, core::Time) { return flood.has_seen(to); });
  }

  void begin_paths(Flood& flood, const Paths& paths) const {
    flood.record.has_path_links = static_cast<bool>(paths.links);
    if (!flood.record.has_path_links) return;
    flood.path_links.resize(peers_);  // what an earlier flood left is written before it is read
    flood.path_links[flood.record.origin] = 0;
  }

  /// Holds the way of a first copy against the straight one.
  void follow_path(Flood& flood, const Paths& paths, core::PeerId from, core::PeerId to) const {
    measure::QueryRecord& record = flood.record;
    if (record.has_path_links) {
      flood.path_links[to] = flood.path_links[from] + paths.links(from, to);
      record.path_links += flood.path_links[to];
    }
    const core::Time straight = paths.idle_delay(record.origin, to, size_.bytes());
    if (straight <= 0 || straight == core::never) return;
    record.stretch_sum += static_cast<double>(*record.last_reach) / static_cast<double>(straight);
    ++record.stretched;
  }

  void count_traffic(core::PeerId from, core::PeerId except) {
    if (except == core::no_peer) {
      traffic_.to_all(from);
    } else {
      traffic_.to_all_but(from, except);
    }
  }

  static std::optional<core::QueryId> number_of(const Flood& flood) {
    return flood.counted ? std::optional(flood.record.id) : std::nullopt;
  }

  template <class Context>
  void trace_copies(Context& context, const Flood& flood, core::PeerId from, core::PeerId except,
                    std::uint32_t hops) {
    const auto& connections = context.connections();
    for (core::Slot slot = connections.offsets[from]; slot < connections.offsets[from + 1];
         ++slot) {
      const core::PeerId to = connections.neighbours[slot];
      if (to == except) continue;
      context.trace({context.now(), measure::TraceKind::send, number_of(flood), from, to, hops,
                     size_.bytes(), type_});
    }
  }

  template <class Context>
  void end(Context& context, FloodId id) {
    Flood& flood = *floods_[id];
    measure::QueryRecord& record = flood.record;
    for (const measure::HopCount& hop : record.hops) {
      record.reach += hop.peers_reached;
      record.messages += hop.messages;
      record.duplicates += hop.duplicates;
    }
    record.bytes = record.messages * size_.bytes();
    const std::uint64_t dropped =
        std::accumulate(flood.dropped.begin(), flood.dropped.end(), std::uint64_t{0});
    RIPPLETANK_CHECK(
        record.messages == record.reach + record.duplicates + flood.in_flight + dropped,
        "the copies of a flood do not add up");
    if (flood.counted) {
      measure::MessageCount& count = context.measures().messages.front();
      count.add_sent(record.messages, size_);
      count.delivered += record.reach + record.duplicates;
      count.in_flight += flood.in_flight;
      for (std::size_t i = 0; i < flood.dropped.size(); ++i) count.dropped[i] += flood.dropped[i];
      context.measures().queries[record.id] = std::move(record);
    }
    context.content_ended(id, flood.counted);
    flood.active = false;
    flood.shared_seen = nullptr;
    first_arrivals_.give_back(std::move(flood.first_arrivals));
    free_.push_back(id);
  }

  core::PeerId peers_;
  const char* type_;
  measure::MessageSize size_;
  measure::BroadcastTraffic traffic_;
  FirstArrivalsStore first_arrivals_;
  std::vector<std::unique_ptr<Flood>> floods_;
  std::vector<FloodId> free_;
};

}  // namespace rippletank::overlay
