// Measures: all that a run counts, filled by the engine and the protocol.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/measure/copy_record.hpp"
#include "sim/measure/download_record.hpp"
#include "sim/measure/figure.hpp"
#include "sim/measure/fingerprint.hpp"
#include "sim/measure/message_count.hpp"
#include "sim/measure/peer_traffic.hpp"
#include "sim/measure/probe_record.hpp"
#include "sim/measure/query_record.hpp"
#include "sim/measure/request_record.hpp"
#include "sim/measure/server_record.hpp"
#include "sim/measure/store_record.hpp"
#include "sim/measure/time_bins.hpp"
#include "sim/overlay/connections.hpp"
#include "sim/overlay/presence.hpp"

namespace rippletank::overlay {

/// Queries of one peer.
struct PeerQueries {
  std::uint32_t issued = 0;
  std::uint32_t received = 0;  ///< first copies
  std::uint32_t answered = 0;
};

/// Queries that start before the end of the warm-up are simulated and counted nowhere.
struct Measures {
  explicit Measures(core::PeerId peers) : traffic(peers), peer_queries(peers), attendance(peers) {}

  /// A query that counts starts: makes its record, still empty, and returns its number.
  core::QueryId open_record(core::PeerId origin) {
    ++peer_queries[origin].issued;
    fingerprint.add((std::uint64_t{1} << 63U) | origin);
    queries.emplace_back();
    return static_cast<core::QueryId>(queries.size() - 1);
  }

  std::vector<measure::QueryRecord> queries;
  std::vector<measure::MessageCount> messages;  ///< one per message type of the protocol
  measure::BinnedTraffic sent;                  ///< of these messages
  std::vector<measure::InOut> traffic;          ///< per peer, complete once the run has ended
  std::vector<PeerQueries> peer_queries;
  Attendance attendance;
  std::vector<measure::DownloadRecord> downloads;  ///< in the order of start
  std::vector<measure::CarriedBytes> carried;      ///< per peer; empty while nothing is carried
  std::vector<measure::RequestRecord> requests;    ///< in the order of start
  std::vector<measure::ProbeRecord> probes;        ///< in the order of time
  std::vector<measure::CopyRecord> copies;         ///< in the order of time, then of items
  std::optional<measure::StoreRecord> stores;      ///< where copies come and go
  std::vector<const char*> roles;                  ///< per peer; empty where all are equal
  std::vector<measure::ServerRecord> servers;      ///< empty where nobody serves
  std::vector<measure::Figure> figures;            ///< of the protocol
  std::optional<Connections> connections;          ///< at the end, where peers make them
  measure::Fingerprint fingerprint;
  std::uint64_t events = 0;              ///< that left the queue
  std::uint64_t certain_duplicates = 0;  ///< counted at sending, never queued
  core::Time end = 0;                    ///< the last moment at which something happened
};

}  // namespace rippletank::overlay
