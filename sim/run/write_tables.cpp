// Writes the result tables of one run.
#include "sim/run/write_tables.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "sim/io/csv_file.hpp"
#include "sim/measure/hops_over_queries.hpp"
#include "sim/run/failures_table.hpp"
#include "sim/run/links_internet.hpp"
#include "sim/run/links_physical.hpp"
#include "sim/run/ping_table.hpp"
#include "sim/run/reachability.hpp"
#include "sim/run/series_table.hpp"
#include "sim/run/table_columns.hpp"

namespace rippletank::run {
namespace {

namespace fs = std::filesystem;
using io::CsvFile;
using measure::HopCount;
using measure::QueryRecord;

std::optional<double> milliseconds(const std::optional<core::Time>& time) {
  if (!time) return {};
  return core::to_milliseconds(*time);
}

std::optional<double> seconds(const std::optional<core::Time>& time) {
  if (!time) return {};
  return core::to_seconds(*time);
}

std::optional<std::string> item_name(const Outcome& outcome,
                                     const std::optional<core::ItemId>& item) {
  if (!item) return {};
  return outcome.items.names.name(*item);
}

/// Null on another underlay.
const underlay::InternetWires* internet_wires(const Network& network) {
  const auto* held = std::get_if<std::unique_ptr<underlay::InternetWires>>(&network.wires);
  return held == nullptr ? nullptr : held->get();
}

void write_queries(const Outcome& outcome, const fs::path& file) {
  CsvFile csv(file, query_columns().names());
  std::uint64_t id = 0;
  for (const QueryRecord& query : outcome.measures.queries) {
    csv.row(id++, core::to_seconds(query.start), outcome.network.peer_name(query.origin),
            item_name(outcome, query.item), query.ttl_hops, query.reach, query.coverage(),
            query.hits, query.first_hit_hops, milliseconds(query.first_hit),
            milliseconds(query.last_reach), query.messages, query.duplicates, query.bytes,
            query.stretch(), query.path_links_mean(), milliseconds(query.downloaded));
  }
  csv.close();
}

/// Per hop over all queries ("all"), then per query. Hop 0 is the origin itself: nothing arrives
/// there as a first copy, so the table starts at 1.
void write_hops(const Outcome& outcome, const fs::path& file) {
  CsvFile csv(file, hop_columns().names());
  const std::vector<HopCount> all = measure::hops_over_queries(outcome.measures.queries);
  for (std::size_t hop = 1; hop < all.size(); ++hop) {
    csv.row("all", hop, all[hop].peers_reached, all[hop].messages, all[hop].duplicates);
  }
  std::uint64_t id = 0;
  for (const QueryRecord& query : outcome.measures.queries) {
    for (std::size_t hop = 1; hop < query.hops.size(); ++hop) {
      const HopCount& count = query.hops[hop];
      csv.row(id, hop, count.peers_reached, count.messages, count.duplicates);
    }
    ++id;
  }
  csv.close();
}

void write_messages(const Outcome& outcome, const fs::path& file) {
  CsvFile csv(file, message_columns().names());
  for (const measure::MessageCount& count : outcome.measures.messages) {
    if (count.type.empty()) continue;
    csv.value(count.type);
    for (const std::uint64_t number :
         {count.messages, count.bytes(), count.control_bytes, count.payload_bytes,
          count.overhead_bytes, count.delivered, count.in_flight}) {
      csv.value(number);
    }
    for (const std::uint64_t dropped : count.dropped) csv.value(dropped);
    csv.end_row();
  }
  csv.close();
}

void write_peers(const Outcome& outcome, const fs::path& file) {
  CsvFile csv(file, peer_columns().names());
  const overlay::Connections& connections = outcome.final_connections();
  const auto access_of = [&outcome](core::PeerId peer, auto field) {
    using Value = std::decay_t<decltype(std::declval<underlay::AccessClass>().*field)>;
    const underlay::AccessClass* known = outcome.network.access_class(peer);
    return known == nullptr ? std::optional<Value>() : std::optional<Value>(known->*field);
  };
  for (core::PeerId peer = 0; peer < connections.peers(); ++peer) {
    const measure::InOut& traffic = outcome.measures.traffic[peer];
    measure::CarriedBytes carried;
    if (!outcome.measures.carried.empty()) carried = outcome.measures.carried[peer];
    const overlay::PeerQueries& queries = outcome.measures.peer_queries[peer];
    const double online_s =
        core::to_seconds(outcome.measures.attendance.time_online(peer, outcome.online));
    const char* role = outcome.measures.roles.empty() ? "peer" : outcome.measures.roles[peer];
    csv.row(outcome.network.peer_name(peer), role, outcome.network.host_name(peer),
            connections.degree(peer), access_of(peer, &underlay::AccessClass::name),
            access_of(peer, &underlay::AccessClass::down_kbit_s),
            access_of(peer, &underlay::AccessClass::up_kbit_s),
            outcome.network.firewalls.is_firewalled(peer), online_s, traffic.in.messages,
            traffic.out.messages, traffic.in.bytes, traffic.out.bytes, queries.issued,
            queries.received, queries.answered, carried.up, carried.down, carried.relayed);
  }
  csv.close();
}

/// A row for each cable of a physical underlay or link of an internet; no table for wires without.
void write_links(const Outcome& outcome, const fs::path& file) {
  const underlay::InternetWires* internet = internet_wires(outcome.network);
  const underlay::PhysicalWires* physical = physical_wires(outcome.network);
  if (internet == nullptr && physical == nullptr) return;
  CsvFile csv(file, link_columns().names());
  if (internet != nullptr) write_internet_links(*internet, outcome, csv);
  if (physical != nullptr) write_physical_links(*physical, outcome, csv);
  csv.close();
}

/// No table if connections are those of the topology.
void write_connections(const Outcome& outcome, const fs::path& file) {
  if (!outcome.measures.connections) return;
  CsvFile csv(file, connection_columns().names());
  const overlay::Connections& rows = *outcome.measures.connections;
  for (core::PeerId peer = 0; peer < rows.peers(); ++peer) {
    for (core::Slot slot = rows.offsets[peer]; slot < rows.offsets[peer + 1]; ++slot) {
      if (rows.neighbours[slot] < peer) continue;
      csv.row(outcome.network.peer_name(peer), outcome.network.peer_name(rows.neighbours[slot]));
    }
  }
  csv.close();
}

/// Nothing if it is empty.
std::optional<std::string> method_name(const char* method) {
  return *method == '\0' ? std::optional<std::string>() : method;
}

std::optional<std::string> relay_name(const Outcome& outcome,
                                      const measure::DownloadRecord& download) {
  if (download.relay == core::no_peer) return {};
  return outcome.network.peer_name(download.relay);
}

/// No table where there are no firewalls, or nobody fetches anything.
void write_reachability(const Outcome& outcome, const fs::path& file) {
  if (!outcome.network.firewalls.are_described() || outcome.measures.downloads.empty()) return;
  CsvFile csv(file, reachability_columns().names());
  for (const FetchAttempts& row : reachability(outcome.network, outcome.measures)) {
    csv.row(std::string(row.to), std::string(row.from), method_name(row.method),
            std::string(row.status), row.count);
  }
  csv.close();
}

/// A row for each attempt to fetch something; no table where nobody tries.
void write_downloads(const Outcome& outcome, const fs::path& file) {
  if (outcome.measures.downloads.empty()) return;
  CsvFile csv(file, download_columns().names());
  for (const measure::DownloadRecord& download : outcome.measures.downloads) {
    csv.row(download.query, outcome.network.peer_name(download.from),
            outcome.network.peer_name(download.to), download.what,
            item_name(outcome, download.item), download.bytes, method_name(download.method),
            measure::download_status_names[static_cast<std::size_t>(download.status)],
            download.carried_bytes, core::to_seconds(download.start), seconds(download.duration),
            relay_name(outcome, download));
  }
  csv.close();
}

/// No table where nothing is passed on in this way.
void write_requests(const Outcome& outcome, const fs::path& file) {
  if (outcome.measures.requests.empty()) return;
  CsvFile csv(file, request_columns().names());
  for (const measure::RequestRecord& request : outcome.measures.requests) {
    csv.row(request.query, request.kind, item_name(outcome, request.item),
            outcome.network.peer_name(request.origin),
            measure::request_outcome_names[static_cast<std::size_t>(request.outcome)],
            request.reason, request.path_hops, request.asked, request.backtracks,
            request.copies_made, core::to_seconds(request.start), seconds(request.duration));
  }
  csv.close();
}

/// No table where nobody looked.
void write_copies(const Outcome& outcome, const fs::path& file) {
  if (outcome.measures.copies.empty()) return;
  CsvFile csv(file, copy_columns().names());
  for (const measure::CopyRecord& record : outcome.measures.copies) {
    csv.row(core::to_seconds(record.time), outcome.items.names.name(record.item), record.copies,
            record.copies_offline, record.peers_within, record.hops_mean, record.hops_max);
  }
  csv.close();
}

/// No table where nobody probes.
void write_probes(const Outcome& outcome, const fs::path& file) {
  if (outcome.measures.probes.empty()) return;
  CsvFile csv(file, probe_columns().names());
  for (const measure::ProbeRecord& probe : outcome.measures.probes) {
    csv.row(core::to_seconds(probe.time), outcome.network.peer_name(probe.origin),
            outcome.items.names.name(probe.item),
            measure::request_outcome_names[static_cast<std::size_t>(probe.outcome)],
            probe.path_hops);
  }
  csv.close();
}

/// A row for each server; no table where nobody serves.
void write_servers(const Outcome& outcome, const fs::path& file) {
  if (outcome.measures.servers.empty()) return;
  CsvFile csv(file, server_columns().names());
  for (const measure::ServerRecord& server : outcome.measures.servers) {
    const measure::ServiceCount& count = server.count;
    csv.row(outcome.network.peer_name(server.server), server.workers, count.arrived, count.served,
            count.refused, count.lost, count.inside, server.utilisation(outcome.online),
            server.waiting_mean(outcome.online), server.waiting.greatest(),
            server.response_ms_mean(), core::to_milliseconds(count.longest_response));
  }
  csv.close();
}

}  // namespace

void write_tables(const scenario::Scenario& scenario, const Outcome& outcome,
                  const fs::path& folder) {
  using scenario::ResultTable;
  const scenario::Measure& measure = scenario.measure;
  if (measure.has(ResultTable::queries)) write_queries(outcome, folder / "queries.csv");
  if (measure.has(ResultTable::hops)) write_hops(outcome, folder / "hops.csv");
  if (measure.has(ResultTable::messages)) write_messages(outcome, folder / "messages.csv");
  if (measure.has(ResultTable::peers)) write_peers(outcome, folder / "peers.csv");
  if (measure.has(ResultTable::downloads)) write_downloads(outcome, folder / "downloads.csv");
  if (measure.has(ResultTable::reachability)) {
    write_reachability(outcome, folder / "reachability.csv");
  }
  if (measure.has(ResultTable::requests)) write_requests(outcome, folder / "requests.csv");
  if (measure.has(ResultTable::copies)) write_copies(outcome, folder / "copies.csv");
  if (measure.has(ResultTable::probes)) write_probes(outcome, folder / "probes.csv");
  if (measure.has(ResultTable::links)) write_links(outcome, folder / "links.csv");
  if (measure.has(ResultTable::connections)) {
    write_connections(outcome, folder / "connections.csv");
  }
  if (measure.has(ResultTable::failures)) {
    write_failures(scenario, outcome, folder / "failures.csv");
  }
  if (measure.has(ResultTable::servers)) write_servers(outcome, folder / "servers.csv");
  write_series(scenario, outcome, folder / "series.csv");
  if (measure.has(ResultTable::pings)) write_pings(outcome.network, folder / "pings.csv");
}

}  // namespace rippletank::run
