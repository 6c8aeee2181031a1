// The slow, obvious twin of run loop and flooding protocols: maps, sets, one copy at a time.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "sim/core/random.hpp"
#include "sim/measure/trace.hpp"
#include "sim/overlay/measures.hpp"
#include "sim/overlay/presence.hpp"
#include "sim/overlay/query.hpp"

namespace rippletank::tests {

using core::PeerId;
using core::Time;

/// A connection as seen from one of its ends.
struct Arc {
  PeerId to = 0;
  Time delay = 0;
};

/// arcs[p], ascending by neighbour, one per connection of peer p.
using Arcs = std::vector<std::vector<Arc>>;

/// What is flooded, and by which rule.
struct NaiveRule {
  std::optional<std::uint32_t> ttl_hops;  ///< none: no limit
  bool back_to_sender = false;            ///< forward along the arrival connection, too
  Time poll_interval = 0;  ///< 0: read at once; else the larger id reads at its next poll
  Time clock_step = 1;     ///< queries with an item within one step are the same line
  std::uint64_t seed = 1;
  const char* type = "query";
  measure::MessageSize size;
};

struct NaiveSettings {
  Time horizon = core::never;
  Time warm_up = 0;
};

/// Plays all copies of all queries out, one by one, and counts each where it happens.
class NaiveFlooding {
 public:
  NaiveFlooding(const Arcs& arcs, const NaiveRule& rule, const NaiveSettings& settings,
                std::vector<overlay::Query> queries,
                std::vector<overlay::PresenceChange> changes = {})
      : arcs_(arcs),
        rule_(rule),
        settings_(settings),
        queries_(std::move(queries)),
        changes_(std::move(changes)),
        measures_(static_cast<PeerId>(arcs.size())) {
    measures_.messages.push_back({rule.type});
  }

  overlay::Measures play() {
    std::size_t next_query = 0;
    std::size_t next_change = 0;
    while (true) {
      const bool change_left = next_change < changes_.size();
      const Time change_time = change_left ? changes_[next_change].time : core::never;
      const bool query_left = next_query < queries_.size();
      const Time query_time = query_left ? queries_[next_query].start : core::never;
      const Time copy_time = travelling_.empty() ? core::never : travelling_.begin()->first.first;
      const Time time = std::min({change_time, query_time, copy_time});
      if (time == core::never || time > settings_.horizon) break;
      now_ = time;
      if (change_time <= std::min(query_time, copy_time)) {
        move(changes_[next_change++]);
      } else if (query_time <= copy_time) {
        if (away_.count(queries_[next_query].origin) == 0) ask(next_query);
        ++next_query;
      } else {
        const Copy copy = travelling_.begin()->second;
        travelling_.erase(travelling_.begin());
        arrive(copy);
      }
    }
    finish();
    return measures_;
  }

  Time now() const { return now_; }

  /// For how long a peer was online until the run ended.
  Time time_online(PeerId peer) {
    const Time since = away_.count(peer) == 0 ? now_ : away_since_[peer];
    return since - time_away_[peer];
  }

  /// What a trace must show, in this order.
  const std::vector<measure::TraceEvent>& trace() const { return trace_; }
  /// Every moment at which a copy arrived.
  const std::set<Time>& arrival_times() const { return arrival_times_; }

 private:
  struct Copy {
    std::size_t query = 0;
    PeerId from = 0;
    PeerId to = 0;
    std::uint32_t hops = 0;
  };

  /// Equal lines are the same, wherever they come from; a query without an item is unlike others.
  using Line = std::tuple<PeerId, core::ItemId, Time, std::size_t>;

  Line line_of(std::size_t number) const {
    const overlay::Query& query = queries_[number];
    if (!query.item) return {query.origin, 0, 0, number + 1};
    return {query.origin, *query.item, query.start / rule_.clock_step, 0};
  }

  void move(const overlay::PresenceChange& change) {
    const bool is_away = away_.count(change.peer) != 0;
    if (change.online && is_away) {
      away_.erase(change.peer);
      time_away_[change.peer] += now_ - away_since_[change.peer];
    } else if (!change.online && !is_away) {
      away_.insert(change.peer);
      away_since_[change.peer] = now_;
    }
  }

  bool counted(std::size_t query) const { return queries_[query].start >= settings_.warm_up; }

  measure::QueryRecord& record(std::size_t query) {
    return measures_.queries[record_of_query_.at(query)];
  }

  void ask(std::size_t number) {
    const overlay::Query& query = queries_[number];
    seen_.insert({line_of(number), query.origin});
    if (counted(number)) {
      record_of_query_[number] = measures_.queries.size();
      measure::QueryRecord record;
      record.id = static_cast<core::QueryId>(measures_.queries.size());
      record.start = query.start;
      record.origin = query.origin;
      record.item = query.item;
      record.ttl_hops = rule_.ttl_hops;
      record.others_online = arcs_.size() - away_.size() - 1;
      measures_.queries.push_back(record);
      ++measures_.peer_queries[query.origin].issued;
      measures_.fingerprint.add((std::uint64_t{1} << 63U) | query.origin);
    }
    note(measure::TraceKind::query, number, core::no_peer, query.origin, 0);
    forward(number, query.origin, core::no_peer, 1);
  }

  void forward(std::size_t query, PeerId from, PeerId except, std::uint32_t hops) {
    for (const Arc& arc : arcs_[from]) {
      if (arc.to == except) continue;
      const Time read = time_read(from, arc.to, now_ + arc.delay);
      travelling_.insert({{read, sent_++}, {query, from, arc.to, hops}});
      note(measure::TraceKind::send, query, from, arc.to, hops);
      if (!counted(query)) continue;
      measure::QueryRecord& counts = record(query);
      ++counts.messages;
      ++counts.at_hop(hops).messages;
      ++measures_.traffic[from].out.messages;
    }
  }

  void arrive(const Copy& copy) {
    ++measures_.events;
    arrival_times_.insert(now_);
    if (away_.count(copy.to) != 0) {
      note(measure::TraceKind::drop, copy.query, copy.from, copy.to, copy.hops);
      if (counted(copy.query)) {
        ++measures_.messages.front()
              .dropped[static_cast<std::size_t>(measure::DropReason::peer_offline)];
      }
      return;
    }
    const bool first = seen_.insert({line_of(copy.query), copy.to}).second;
    note(first ? measure::TraceKind::deliver : measure::TraceKind::duplicate, copy.query, copy.from,
         copy.to, copy.hops);
    if (first) note(measure::TraceKind::reach, copy.query, copy.from, copy.to, copy.hops);
    if (counted(copy.query)) count_arrival(copy, first);
    if (!first) return;
    if (rule_.ttl_hops && copy.hops >= *rule_.ttl_hops) return;
    forward(copy.query, copy.to, rule_.back_to_sender ? core::no_peer : copy.from, copy.hops + 1);
  }

  void count_arrival(const Copy& copy, bool first) {
    measure::QueryRecord& counts = record(copy.query);
    ++measures_.traffic[copy.to].in.messages;
    ++measures_.messages.front().delivered;
    if (!first) {
      ++counts.duplicates;
      ++counts.at_hop(copy.hops).duplicates;
      return;
    }
    ++counts.reach;
    ++counts.at_hop(copy.hops).peers_reached;
    counts.last_reach = now_ - counts.start;
    ++measures_.peer_queries[copy.to].received;
    measures_.fingerprint.add(static_cast<std::uint64_t>(now_));
    measures_.fingerprint.add((std::uint64_t{copy.from} << 32U) | copy.to);
  }

  /// The client of the two polls its socket again and again; it reads at the first poll that is
  /// not before the arrival.
  Time time_read(PeerId from, PeerId to, Time arrival) const {
    if (rule_.poll_interval == 0 || to < from) return arrival;
    const std::uint64_t phase =
        core::derive_seed(rule_.seed, core::Purpose("p2pchat/poll_phase"), to) %
        static_cast<std::uint64_t>(rule_.poll_interval);
    Time poll = static_cast<Time>(phase);
    if (arrival > poll) poll += (arrival - poll) / rule_.poll_interval * rule_.poll_interval;
    while (poll < arrival) poll += rule_.poll_interval;
    while (poll - rule_.poll_interval >= arrival) poll -= rule_.poll_interval;
    return poll;
  }

  void note(measure::TraceKind kind, std::size_t query, PeerId from, PeerId to,
            std::uint32_t hops) {
    const std::uint64_t bytes = kind == measure::TraceKind::query ? 0 : rule_.size.bytes();
    std::optional<core::QueryId> number;
    if (counted(query)) number = record(query).id;
    trace_.push_back({now_, kind, number, from, to, hops, bytes, rule_.type});
  }

  void finish() {
    measures_.end = now_;
    const std::uint64_t bytes = rule_.size.bytes();
    measure::MessageCount& count = measures_.messages.front();
    for (measure::QueryRecord& query : measures_.queries) {
      query.bytes = query.messages * bytes;
      count.add_sent(query.messages, rule_.size);
    }
    for (const auto& [key, copy] : travelling_) count.in_flight += counted(copy.query) ? 1U : 0U;
    for (measure::InOut& peer : measures_.traffic) {
      peer.in.bytes = peer.in.messages * bytes;
      peer.out.bytes = peer.out.messages * bytes;
    }
  }

  const Arcs& arcs_;
  NaiveRule rule_;
  NaiveSettings settings_;
  std::vector<overlay::Query> queries_;
  std::vector<overlay::PresenceChange> changes_;
  std::set<PeerId> away_;
  std::map<PeerId, Time> away_since_;
  std::map<PeerId, Time> time_away_;
  overlay::Measures measures_;
  Time now_ = 0;
  std::uint64_t sent_ = 0;
  std::map<std::pair<Time, std::uint64_t>, Copy> travelling_;
  std::set<std::pair<Line, PeerId>> seen_;
  std::map<std::size_t, std::size_t> record_of_query_;
  std::vector<measure::TraceEvent> trace_;
  std::set<Time> arrival_times_;
};

}  // namespace rippletank::tests
