// trace: the sessions of a CSV table.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/workload/churn/model.hpp"

namespace rippletank::workload {

/// What a trace says of its peers.
struct ChurnTrace {
  std::vector<core::PeerId> offline;             ///< from the start, ascending
  std::vector<overlay::PresenceChange> changes;  ///< in the order of time, then of peers
};

/// The comings and goings of a CSV table with the columns peer, online_s and offline_s, one row per
/// session, in any order. An empty offline_s: until the end. Sessions of a peer that touch are one.
/// Peers that it does not name are online all the time.
///
/// `crash_share` and `seed`: which of those who go say nothing; substream "churn/trace" of each row
///          in the order of peers and time.
/// Units:   seconds, 0 to ten years.
/// Errors:  InputError naming `file`: no table, an unknown or missing column, or the first 20 rows
///          with a peer or a time that is none, with a session that does not end after its
///          beginning or that begins before the peer's last one has ended.
/// Cost:    O(rows log rows).
ChurnTrace parse_churn_trace(std::string_view text, const std::string& file, const PeerNames& peers,
                             double crash_share, std::uint64_t seed);

}  // namespace rippletank::workload
