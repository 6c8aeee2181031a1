// Talk: what the rules of a protocol whose peers write to each other may ask and do.
#pragma once

#include <cstdint>
#include <span>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"
#include "sim/measure/download_record.hpp"
#include "sim/measure/query_record.hpp"
#include "sim/measure/trace.hpp"
#include "sim/overlay/letter.hpp"
#include "sim/overlay/measures.hpp"
#include "sim/overlay/shipments.hpp"

namespace rippletank::overlay {

/// What the Rules of a Correspondence may ask and do.
template <class Correspondence, class Context>
class Talk {
 public:
  Talk(Correspondence& all, Context& context) : all_(all), context_(context) {}

  core::Time now() const { return context_.now(); }
  /// From when a letter is sent until it arrives, at most, where it can be told.
  core::Time longest_delay() const { return context_.longest_delay(); }
  core::Time horizon() const { return context_.settings().horizon; }
  /// For on_end(): when the run ended, at its horizon or, without one, with the last event.
  core::Time end() { return horizon() == core::never ? measures().end : horizon(); }
  const Connections& connections() const { return context_.connections(); }
  bool is_online(core::PeerId peer) const { return context_.is_online(peer); }
  Measures& measures() { return context_.measures(); }
  /// Whether what happens now, because of a query or of none, belongs to the results.
  bool counts(QueryNumber query) const {
    return query == no_query ? now() >= context_.settings().warm_up
                             : all_.records_[query] != Correspondence::uncounted;
  }
  /// What is counted about a query; null for one of the warm-up.
  measure::QueryRecord* record(QueryNumber query) {
    const core::QueryId id = query == no_query ? Correspondence::uncounted : all_.records_[query];
    return id == Correspondence::uncounted ? nullptr : &measures().queries[id];
  }

  void send(core::PeerId from, core::PeerId to, Letter letter) {
    letter.counted = counts(letter.query);
    if (letter.counted) all_.count_sent(*this, from, letter, 1);
    all_.trace(context_, measure::TraceKind::send, from, to, letter);
    context_.send(from, to, letter);
  }
  /// Sends copies of a letter to several peers but `except` (no_peer: to all), and returns how
  /// many will be told to the rules when they arrive: a copy that nothing can keep from arriving,
  /// and for which `certain_duplicate(to, arrival)` is true, counts as a duplicate at once.
  ///
  /// Only for letters for which the rules have `may_be_duplicate(letter)`, or where none is
  /// certain to be one.
  template <class CertainDuplicate>
  std::uint64_t send_copies(core::PeerId from, std::span<const core::PeerId> targets,
                            core::PeerId except, Letter letter,
                            CertainDuplicate certain_duplicate) {
    letter.counted = counts(letter.query);
    const auto is_certain = [&](core::PeerId to, core::Time arrival) {
      if (to == except || !certain_duplicate(to, arrival)) return false;
      if (letter.counted) all_.count_in(*this, to, letter);
      return true;
    };
    const auto copies = context_.send_to(targets, from, except, letter, is_certain);
    if (copies.sent == 0) return 0;
    if (letter.counted) {
      all_.count_sent(*this, from, letter, copies.sent);
      all_.count_certain(*this, letter, copies.certain_duplicates);
    }
    if (context_.tracing()) {
      for (const core::PeerId to : targets) {
        if (to != except) all_.trace(context_, measure::TraceKind::send, from, to, letter);
      }
    }
    return copies.sent - copies.certain_duplicates;
  }
  void wake(core::PeerId peer, core::Time at, const Letter& letter) {
    context_.wake(peer, at, letter);
  }

  /// Starts to carry bytes from one peer to another. The letter is not sent: it tells the rules
  /// what this is about when it has ended. Where a peer is offline it is cut as its first byte
  /// arrives.
  ShipmentId carry(core::PeerId from, core::PeerId to, const Cargo& cargo, Letter letter) {
    letter.counted = counts(letter.query);
    const ShipmentId id = all_.shipments_.start(now(), from, to, cargo.bytes, cargo.relay);
    measure::DownloadRecord record;
    record.query = all_.traced(letter.query);
    record.item = cargo.item;
    record.from = from;
    record.to = to;
    record.bytes = cargo.bytes;
    record.what = cargo.what;
    record.method = cargo.method;
    record.relay = cargo.relay;
    record.start = now();
    all_.waybills_.open(measures(), id, letter, record);
    return id;
  }
  /// Ends that, without a call to the rules, and returns how many bytes were carried. It may have
  /// ended at this moment, without the rules having been told: then they are not told any more.
  std::uint64_t stop(ShipmentId id) {
    if (all_.forget_to_tell(id)) return all_.shipments_.carried_bytes(now(), id);
    ShipmentEnd end{id, all_.shipments_.from(id), all_.shipments_.to(id), true, 0};
    end.carried_bytes = all_.shipments_.stop(now(), id);
    all_.waybills_.close(measures(), now(), end);
    return end.carried_bytes;
  }

  /// Nothing was carried, for a reason that the status tells.
  void not_fetched(QueryNumber query, measure::DownloadRecord record, measure::DownloadStatus why) {
    if (!counts(query)) return;
    record.query = all_.traced(query);
    record.status = why;
    record.duration = now() - record.start;
    if (measures().carried.empty()) measures().carried.resize(measures().traffic.size());
    measures().downloads.push_back(record);
  }

  /// A letter that came earlier, and has waited since, is read now: until the timer ends that has
  /// rung, or another one is, what is reached and what is a duplicate is so because of it.
  void reads_late(core::PeerId from, core::PeerId to, const Letter& letter) {
    if (!context_.tracing()) return;
    all_.late_ = all_.event(context_, measure::TraceKind::deliver, from, to, letter);
  }
  /// A peer processes a query for the first time.
  void reached(QueryNumber query, core::PeerId peer, std::uint32_t hops) {
    if (context_.tracing()) {
      constexpr auto kind = measure::TraceKind::reach;
      all_.tell(context_, all_.late_ ? all_.late_as(kind, now())
                                     : measure::TraceEvent{now(), kind, all_.traced(query),
                                                           core::no_peer, peer, hops, 0, "query"});
    }
    measure::QueryRecord* found = record(query);
    if (found == nullptr) return;
    ++found->at_hop(hops).peers_reached;
    ++found->reach;
    found->last_reach = now() - found->start;
    if constexpr (Correspondence::has_duplicates) {
      measures().fingerprint.add(static_cast<std::uint64_t>(now()));
      measures().fingerprint.add((std::uint64_t{query} << 32U) | peer);
    }
    ++measures().peer_queries[peer].received;
  }
  /// A copy of a query has come to a peer that it had reached before.
  void duplicate(QueryNumber query, std::uint32_t hops) {
    if (all_.reading_) {
      all_.reading_->arrival.kind = measure::TraceKind::duplicate;
    } else if (all_.late_) {
      all_.tell(context_, all_.late_as(measure::TraceKind::repeated, now()));
    }
    all_.count_duplicates(record(query), hops, 1);
  }
  /// So many hops a query may travel.
  void limited(QueryNumber query, std::uint32_t ttl_hops) {
    if (measure::QueryRecord* found = record(query)) found->ttl_hops = ttl_hops;
  }
  /// A peer answers a query of another one with a hit.
  void answers(QueryNumber query, core::PeerId peer) {
    if (record(query) != nullptr) ++measures().peer_queries[peer].answered;
  }
  /// Answers have come back to the origin.
  void answered(QueryNumber query, std::uint64_t hits, std::uint32_t hops) {
    measure::QueryRecord* found = record(query);
    if (found == nullptr || hits == 0) return;
    if (found->hits == 0) {
      found->first_hit_hops = hops;
      found->first_hit = now() - found->start;
    }
    found->hits += hits;
  }

  /// The origin of a query begins to fetch what it has found.
  void download_begun(QueryNumber query) {
    if (measure::QueryRecord* found = record(query)) found->download_begun = true;
  }
  /// It has all of it.
  void downloaded(QueryNumber query) {
    if (measure::QueryRecord* found = record(query)) found->downloaded = now() - found->start;
  }

 private:
  Correspondence& all_;
  Context& context_;
};

}  // namespace rippletank::overlay
