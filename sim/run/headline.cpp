// The headline numbers.
#include "sim/run/headline.hpp"

#include <algorithm>
#include <limits>
#include <map>

namespace rippletank::run {
namespace {

using measure::MessageCount;
using measure::QueryRecord;
using registry::Json;

const std::vector<QueryRecord>& queries(const Outcome& outcome) { return outcome.measures.queries; }

/// Sum over the queries of a field or function of the record.
template <class Value>
std::uint64_t sum(const Outcome& outcome, Value value) {
  std::uint64_t total = 0;
  for (const QueryRecord& query : queries(outcome)) total += value(query);
  return total;
}

template <class Value>
Json mean(const Outcome& outcome, Value value) {
  if (queries(outcome).empty()) return nullptr;
  return static_cast<double>(sum(outcome, value)) / static_cast<double>(queries(outcome).size());
}

template <class Value>
Json least(const Outcome& outcome, Value value) {
  if (queries(outcome).empty()) return nullptr;
  std::uint64_t found = std::numeric_limits<std::uint64_t>::max();
  for (const QueryRecord& query : queries(outcome)) found = std::min(found, value(query));
  return found;
}

template <class Value>
Json greatest(const Outcome& outcome, Value value) {
  if (queries(outcome).empty()) return nullptr;
  std::uint64_t found = 0;
  for (const QueryRecord& query : queries(outcome)) found = std::max(found, value(query));
  return found;
}

Json ratio(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return nullptr;
  return static_cast<double>(part) / static_cast<double>(whole);
}

template <class Value>
std::uint64_t over_types(const Outcome& outcome, Value value) {
  std::uint64_t total = 0;
  for (const MessageCount& count : outcome.measures.messages) total += value(count);
  return total;
}

std::uint64_t reach(const QueryRecord& query) { return query.reach; }
std::uint64_t messages(const QueryRecord& query) { return query.messages; }
std::uint64_t duplicates(const QueryRecord& query) { return query.duplicates; }

Json reach_mean(const Outcome& outcome) { return mean(outcome, reach); }
Json reach_min(const Outcome& outcome) { return least(outcome, reach); }
Json reach_max(const Outcome& outcome) { return greatest(outcome, reach); }

/// Queries with as many others to reach are added up as whole numbers.
Json coverage_mean(const Outcome& outcome) {
  std::map<std::uint64_t, std::uint64_t> reach_of;  // by others online
  std::uint64_t count = 0;
  for (const QueryRecord& query : queries(outcome)) {
    if (query.others_online == 0) continue;
    reach_of[query.others_online] += query.reach;
    ++count;
  }
  if (count == 0) return nullptr;
  double total = 0;
  for (const auto& [others, reach] : reach_of) {
    total += static_cast<double>(reach) / static_cast<double>(others * count);
  }
  return total;
}

Json hops_mean(const Outcome& outcome) {
  std::uint64_t weighted = 0;
  for (const QueryRecord& query : queries(outcome)) {
    for (std::size_t hop = 0; hop < query.hops.size(); ++hop) {
      weighted += hop * query.hops[hop].peers_reached;
    }
  }
  return ratio(weighted, sum(outcome, reach));
}

Json hops_max(const Outcome& outcome) {
  std::size_t most = 0;
  for (const QueryRecord& query : queries(outcome)) {
    for (std::size_t hop = most + 1; hop < query.hops.size(); ++hop) {
      if (query.hops[hop].peers_reached > 0) most = hop;
    }
  }
  return most == 0 ? Json() : Json(most);
}

Json last_reach_ms_max(const Outcome& outcome) {
  std::optional<core::Time> last;
  for (const QueryRecord& query : queries(outcome)) {
    if (query.last_reach) last = std::max(last.value_or(0), *query.last_reach);
  }
  return last ? Json(core::to_milliseconds(*last)) : Json();
}

/// Mean over the queries that have a time.
Json milliseconds_mean(const Outcome& outcome, std::optional<core::Time> QueryRecord::*time) {
  // Exact up to 2^53 ns; whole nanoseconds would overflow where delays are years.
  double total_ns = 0;
  double counted = 0;
  for (const QueryRecord& query : queries(outcome)) {
    if (!(query.*time)) continue;
    total_ns += static_cast<double>(*(query.*time));
    ++counted;
  }
  if (counted == 0) return nullptr;
  return total_ns / 1e6 / counted;
}

std::uint64_t is_answered(const QueryRecord& query) { return query.hits > 0 ? 1 : 0; }
std::uint64_t has_begun_download(const QueryRecord& query) { return query.download_begun ? 1 : 0; }
std::uint64_t is_downloaded(const QueryRecord& query) { return query.downloaded ? 1 : 0; }

Json downloaded_bytes(const Outcome& outcome) {
  std::uint64_t total = 0;
  for (const auto& download : outcome.measures.downloads) total += download.carried_bytes;
  return total;
}

Json online_share(const Outcome& outcome) {
  const core::PeerId peers = outcome.network.connections.peers();
  if (outcome.online == 0) return nullptr;
  double offline_s = 0;  // nothing, to the last digit, where all stay
  for (core::PeerId peer = 0; peer < peers; ++peer) {
    const core::Time there = outcome.measures.attendance.time_online(peer, outcome.online);
    offline_s += core::to_seconds(outcome.online - there);
  }
  return 1 - offline_s / (core::to_seconds(outcome.online) * peers);
}

Json stretch_mean(const Outcome& outcome) {
  double total = 0;
  for (const QueryRecord& query : queries(outcome)) total += query.stretch_sum;
  const std::uint64_t peers =
      sum(outcome, [](const QueryRecord& query) { return query.stretched; });
  return peers == 0 ? Json() : Json(total / static_cast<double>(peers));
}

Json path_links_mean(const Outcome& outcome) {
  const bool has_links = !queries(outcome).empty() && queries(outcome).front().has_path_links;
  if (!has_links) return nullptr;
  return ratio(sum(outcome, [](const QueryRecord& query) { return query.path_links; }),
               sum(outcome, reach));
}

Json duplicate_share(const Outcome& outcome) {
  const std::uint64_t all = sum(outcome, duplicates);
  return ratio(all, all + sum(outcome, reach));
}

Json messages_total(const Outcome& outcome) {
  return over_types(outcome, [](const MessageCount& count) { return count.messages; });
}

Json bytes_total(const Outcome& outcome) {
  return over_types(outcome, [](const MessageCount& count) { return count.bytes(); });
}

Json peer_bytes_max(const Outcome& outcome) {
  std::uint64_t most = 0;
  for (const measure::InOut& peer : outcome.measures.traffic) {
    most = std::max(most, peer.in.bytes + peer.out.bytes);
  }
  return most;
}

/// How far queries got, and by which ways.
std::vector<Metric> reach_metrics() {
  return {
      {"peers", "peers", "Peers of the overlay.",
       [](const Outcome& outcome) -> Json { return outcome.network.connections.peers(); }},
      {"online_share", "ratio",
       "Time for which peers were online, divided by that of the run, over all peers.",
       online_share},
      {"connections", "connections",
       "Connections between peers, each counted once; where peers make them, those who know each "
       "other's address at first.",
       [](const Outcome& outcome) -> Json { return outcome.network.connection_count; }},
      {"queries", "queries",
       "Queries that started neither before the end of the warm-up nor after the horizon.",
       [](const Outcome& outcome) -> Json { return queries(outcome).size(); }},
      {"reach_mean", "peers",
       "Distinct peers that processed a query, its origin excluded; mean over queries.",
       reach_mean},
      {"reach_min", "peers", "Smallest reach of a query.", reach_min},
      {"reach_max", "peers", "Largest reach of a query.", reach_max},
      {"coverage_mean", "ratio",
       "Reach divided by the number of other peers online when a query starts; mean over queries.",
       coverage_mean},
      {"hops_mean", "hops",
       "Connections that a first copy had travelled when it arrived; mean over all reached peers.",
       hops_mean},
      {"hops_max", "hops", "Most hops of any first copy.", hops_max},
      {"last_reach_ms_mean", "ms",
       "From the start of a query to its last first copy; mean over queries that reached a peer.",
       [](const Outcome& outcome) { return milliseconds_mean(outcome, &QueryRecord::last_reach); }},
      {"last_reach_ms_max", "ms", "Longest time from a query's start to its last first copy.",
       last_reach_ms_max},
      {"stretch_mean", "ratio",
       "Time to a first copy divided by that of the same message sent straight over idle wires; "
       "mean over all reached peers.",
       stretch_mean},
      {"path_links_mean", "links",
       "Physical links that a first copy had crossed since it left the origin; mean over all "
       "reached peers.",
       path_links_mean},
  };
}

/// What those who asked have found and fetched.
std::vector<Metric> success_metrics() {
  return {
      {"answered_share", "ratio", "Queries to which an answer came back, divided by all queries.",
       [](const Outcome& outcome) {
         return ratio(sum(outcome, is_answered), queries(outcome).size());
       }},
      {"first_hit_ms_mean", "ms",
       "From the start of a query to its first answer; mean over queries that had one.",
       [](const Outcome& outcome) { return milliseconds_mean(outcome, &QueryRecord::first_hit); }},
      {"downloads", "queries", "Queries whose origin began to fetch what it had found.",
       [](const Outcome& outcome) -> Json { return sum(outcome, has_begun_download); }},
      {"downloads_complete", "queries", "Those of them whose origin had all of it in the end.",
       [](const Outcome& outcome) -> Json { return sum(outcome, is_downloaded); }},
      {"download_ms_mean", "ms",
       "From the start of a query until its origin had all that it fetched; mean over these.",
       [](const Outcome& outcome) { return milliseconds_mean(outcome, &QueryRecord::downloaded); }},
      {"downloaded_bytes", "bytes", "Bytes of files and the like that peers have fetched.",
       downloaded_bytes},
  };
}

/// What was sent, and what became of it.
std::vector<Metric> traffic_metrics() {
  return {
      {"messages", "messages", "Transmissions over a connection of the overlay, of all types.",
       messages_total},
      {"messages_per_query", "messages",
       "Messages sent because of a query: copies of it, hits on their way back, and what else its "
       "search says; mean over queries.",
       [](const Outcome& outcome) { return mean(outcome, messages); }},
      {"duplicates", "messages", "Copies of a query that arrived where it was known already.",
       [](const Outcome& outcome) -> Json { return sum(outcome, duplicates); }},
      {"duplicate_share", "ratio", "Duplicates divided by all copies of queries that arrived.",
       duplicate_share},
      {"bytes", "bytes", "Bytes of all messages, without TCP/IP.", bytes_total},
      {"control_bytes", "bytes", "The part of `bytes` that is headers and whatever only steers.",
       [](const Outcome& outcome) -> Json {
         return over_types(outcome, [](const MessageCount& count) { return count.control_bytes; });
       }},
      {"payload_bytes", "bytes", "The part of `bytes` that users wanted to be sent.",
       [](const Outcome& outcome) -> Json {
         return over_types(outcome, [](const MessageCount& count) { return count.payload_bytes; });
       }},
      {"tcp_ip_bytes", "bytes", "TCP/IP headers around these messages, on top of their bytes.",
       [](const Outcome& outcome) -> Json {
         return over_types(outcome, [](const MessageCount& count) { return count.overhead_bytes; });
       }},
      {"delivered", "messages", "Messages that arrived.",
       [](const Outcome& outcome) -> Json {
         return over_types(outcome, [](const MessageCount& count) { return count.delivered; });
       }},
      {"dropped", "messages", "Messages that did not arrive, for whatever reason.",
       [](const Outcome& outcome) -> Json {
         return over_types(outcome,
                           [](const MessageCount& count) { return count.dropped_total(); });
       }},
      {"in_flight", "messages", "Messages still on their way at the horizon.",
       [](const Outcome& outcome) -> Json {
         return over_types(outcome, [](const MessageCount& count) { return count.in_flight; });
       }},
      {"peer_bytes_max", "bytes", "Bytes in and out of the peer that carries most.",
       peer_bytes_max},
      {"end_s", "s", "Virtual time at which the last event happened.",
       [](const Outcome& outcome) -> Json { return core::to_seconds(outcome.measures.end); }},
  };
}

}  // namespace

const std::vector<Metric>& metrics() {
  static const std::vector<Metric> all = [] {
    std::vector<Metric> listed = reach_metrics();
    for (Metric& metric : success_metrics()) listed.push_back(metric);
    for (Metric& metric : traffic_metrics()) listed.push_back(metric);
    return listed;
  }();
  return all;
}

Json value_of(const measure::Figure& figure) {
  if (const auto* count = std::get_if<std::uint64_t>(&figure.value)) return *count;
  if (const auto* number = std::get_if<double>(&figure.value)) return *number;
  return nullptr;
}

}  // namespace rippletank::run
