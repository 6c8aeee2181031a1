// Small networks, queries and horizons at random, and results as text that can be compared.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/random.hpp"
#include "sim/overlay/connections.hpp"
#include "tests/unit/protocols/naive_flooding.hpp"

namespace rippletank::tests {

/// Everything that a run counts, one line each, so that a difference can be read.
inline std::string described(const overlay::Measures& measures) {
  std::string text;
  for (const measure::QueryRecord& query : measures.queries) {
    text += fmt::format(
        "query {} at {} by {} item {} ttl {}: reach {} of {}, last {}, messages {}, "
        "duplicates {}, bytes {}, hits {}\n",
        query.id, query.start, query.origin, query.item ? fmt::format("{}", *query.item) : "-",
        query.ttl_hops ? fmt::format("{}", *query.ttl_hops) : "-", query.reach, query.others_online,
        query.last_reach ? fmt::format("{}", *query.last_reach) : "-", query.messages,
        query.duplicates, query.bytes, query.hits);
    for (std::size_t hop = 0; hop < query.hops.size(); ++hop) {
      const measure::HopCount& count = query.hops[hop];
      text += fmt::format("  hop {}: {} reached, {} messages, {} duplicates\n", hop,
                          count.peers_reached, count.messages, count.duplicates);
    }
  }
  for (const measure::MessageCount& count : measures.messages) {
    text +=
        fmt::format("{}: {} sent, {} + {} + {} bytes, {} delivered, {} in flight, {} dropped\n",
                    count.type, count.messages, count.control_bytes, count.payload_bytes,
                    count.overhead_bytes, count.delivered, count.in_flight, count.dropped_total());
  }
  for (std::size_t peer = 0; peer < measures.traffic.size(); ++peer) {
    const measure::InOut& traffic = measures.traffic[peer];
    const overlay::PeerQueries& queries = measures.peer_queries[peer];
    if (traffic == measure::InOut{} && queries.issued == 0) continue;
    text += fmt::format("peer {}: in {} ({} bytes), out {} ({} bytes), issued {}, received {}\n",
                        peer, traffic.in.messages, traffic.in.bytes, traffic.out.messages,
                        traffic.out.bytes, queries.issued, queries.received);
  }
  return text +
         fmt::format("end {}, fingerprint {:016x}\n", measures.end, measures.fingerprint.value());
}

inline std::string described(const std::vector<measure::TraceEvent>& trace) {
  std::string text;
  for (const measure::TraceEvent& event : trace) {
    text += fmt::format("{} {} query {} {}->{} hops {} bytes {} {}\n", event.time,
                        static_cast<int>(event.kind),
                        event.query ? std::to_string(*event.query) : "of the warm-up", event.from,
                        event.to, event.hops, event.bytes, event.type);
  }
  return text;
}

using Pairs = std::vector<std::pair<PeerId, PeerId>>;

/// A graph on few peers: now and then of a special form, else of any density, connected or not.
struct SmallGraph {
  PeerId peers = 1;
  Pairs links;  ///< smaller id first, each once
};

inline SmallGraph small_graph(core::Substream& stream) {
  SmallGraph graph;
  const std::uint64_t form = stream.below(10);
  graph.peers = static_cast<PeerId>(1 + stream.below(form == 0 ? 80 : 14));
  const double density = form < 2 ? 1 : stream.uniform();
  for (PeerId a = 0; a < graph.peers; ++a) {
    for (PeerId b = a + 1; b < graph.peers; ++b) {
      const bool linked = form == 0   ? a == graph.peers / 2 || b == graph.peers / 2    // a star
                          : form == 1 ? graph.peers < 60                                // complete
                          : form == 2 ? b == a + 1 || (a == 0 && b == graph.peers - 1)  // a ring
                                      : stream.chance(density);
      if (linked) graph.links.emplace_back(a, b);
    }
  }
  return graph;
}

/// Kinds of delays: the ways in which copies of a flood can tie, race or creep.
enum class DelayKind { equal, any, tiny, ties, with_zeros, all_zero, hours, heavy_tailed };
inline constexpr int delay_kinds = 8;

inline Time draw_delay(DelayKind kind, core::Substream& stream) {
  switch (kind) {
    case DelayKind::equal:
      return 50 * core::millisecond;
    case DelayKind::any:
      return static_cast<Time>(1 + stream.below(100'000'000));
    case DelayKind::tiny:
      return static_cast<Time>(1 + stream.below(3000));
    case DelayKind::ties:
      return static_cast<Time>(1 + stream.below(3)) * core::millisecond;
    case DelayKind::with_zeros:
      return static_cast<Time>(stream.below(4)) * core::microsecond;
    case DelayKind::all_zero:
      return 0;
    case DelayKind::hours:
      return static_cast<Time>(1 + stream.below(7'200)) * core::second;
    case DelayKind::heavy_tailed:
      return static_cast<Time>(stream.next() >> (20 + stream.below(40)));
  }
  return 0;
}

/// Both directions alike, as the wires of a run are, or each with a delay of its own.
inline Arcs arcs_of(const SmallGraph& graph, DelayKind kind, bool symmetric,
                    core::Substream& stream) {
  Arcs arcs(graph.peers);
  for (const auto& [a, b] : graph.links) {
    const Time there = draw_delay(kind, stream);
    const Time back = symmetric ? there : draw_delay(kind, stream);
    arcs[a].push_back({b, there});
    arcs[b].push_back({a, back});
  }
  for (auto& row : arcs) {
    std::sort(row.begin(), row.end(), [](const Arc& x, const Arc& y) { return x.to < y.to; });
  }
  return arcs;
}

inline overlay::Connections connections_of(const Arcs& arcs) {
  overlay::Connections connections;
  connections.offsets.push_back(0);
  for (const auto& row : arcs) {
    for (const Arc& arc : row) connections.neighbours.push_back(arc.to);
    connections.offsets.push_back(static_cast<std::uint32_t>(connections.neighbours.size()));
  }
  return connections;
}

/// Queries that overlap in every way: at one moment, within a flood, long after it.
inline std::vector<overlay::Query> overlapping_queries(PeerId peers, Time usual_delay,
                                                       bool with_items, core::Substream& stream) {
  std::vector<overlay::Query> queries(stream.below(9));
  Time start = stream.below(2) == 0 ? 0 : static_cast<Time>(stream.below(2'000'000'000));
  for (overlay::Query& query : queries) {
    const auto delay = static_cast<std::uint64_t>(usual_delay);
    switch (stream.below(4)) {
      case 0:
        break;
      case 1:
        start += static_cast<Time>(stream.below(delay + 1));
        break;
      case 2:
        start += usual_delay;
        break;
      default:
        start += static_cast<Time>(stream.below(20 * delay + 1));
    }
    query.start = start;
    query.origin = static_cast<PeerId>(stream.below(std::min<PeerId>(peers, 4)));
    if (with_items && stream.below(3) > 0) query.item = static_cast<core::ItemId>(stream.below(2));
  }
  return queries;
}

/// Peers that come and go, some before anything else, mostly while queries spread; some of what is
/// told changes nothing.
inline std::vector<overlay::PresenceChange> random_changes(
    PeerId peers, const std::vector<overlay::Query>& queries, Time usual_delay,
    core::Substream& stream) {
  std::vector<overlay::PresenceChange> changes;
  for (PeerId peer = 0; peer < peers; ++peer) {
    if (stream.below(4) == 0) changes.push_back({0, peer, false, stream.below(2) == 0});
  }
  const std::uint64_t moments = queries.empty() ? 0 : stream.below(3) * stream.below(10);
  for (std::uint64_t i = 0; i < moments; ++i) {
    const overlay::Query& query = queries[stream.below(queries.size())];
    const auto after = static_cast<Time>(stream.below(static_cast<std::uint64_t>(usual_delay) * 5));
    const bool at_start = stream.below(4) == 0;
    changes.push_back({query.start + (at_start ? 0 : after),
                       static_cast<PeerId>(stream.below(peers)), stream.below(2) == 0, true});
  }
  std::stable_sort(changes.begin(), changes.end(),
                   [](const auto& a, const auto& b) { return a.time < b.time; });
  return changes;
}

}  // namespace rippletank::tests
