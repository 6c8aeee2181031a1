// QueryRecord: everything that is counted about one query.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"

namespace rippletank::measure {

/// What happened a number of hops away from the origin.
struct HopCount {
  std::uint64_t peers_reached = 0;
  std::uint64_t messages = 0;
  std::uint64_t duplicates = 0;

  HopCount& operator+=(const HopCount& other) {
    peers_reached += other.peers_reached;
    messages += other.messages;
    duplicates += other.duplicates;
    return *this;
  }
};

/// One query, from its start to the last copy that still travels.
///
/// Shape:   hops[h] for messages that arrive with h hops behind them; hops[0] stays empty.
struct QueryRecord {
  core::QueryId id = 0;
  core::Time start = 0;
  core::PeerId origin = 0;
  std::optional<core::ItemId> item;
  std::optional<std::uint32_t> ttl_hops;
  std::uint64_t others_online = 0;  ///< peers that were online when it started, origin excluded
  std::uint64_t reach = 0;          ///< distinct peers that processed it, origin excluded
  std::uint64_t hits = 0;
  std::optional<std::uint32_t> first_hit_hops;
  std::optional<core::Time> first_hit;   ///< since the start
  std::optional<core::Time> last_reach;  ///< since the start
  bool download_begun = false;
  std::optional<core::Time> downloaded;  ///< when its item had arrived, since the start
  std::uint64_t messages = 0;
  std::uint64_t duplicates = 0;
  std::uint64_t bytes = 0;
  double stretch_sum = 0;        ///< over `stretched` reached peers
  std::uint64_t stretched = 0;   ///< reached peers to which a straight way takes time
  std::uint64_t path_links = 0;  ///< physical links crossed by all first copies, from the origin
  bool has_path_links = false;   ///< whether it has physical links
  std::vector<HopCount> hops;

  std::optional<double> coverage() const {
    if (others_online == 0) return {};
    return static_cast<double>(reach) / static_cast<double>(others_online);
  }
  std::optional<double> stretch() const {
    if (stretched == 0) return {};
    return stretch_sum / static_cast<double>(stretched);
  }
  std::optional<double> path_links_mean() const {
    if (!has_path_links || reach == 0) return {};
    return static_cast<double>(path_links) / static_cast<double>(reach);
  }

  HopCount& at_hop(std::uint32_t hop) {
    if (hop >= hops.size()) hops.resize(hop + std::size_t{1});
    return hops[hop];
  }
};

}  // namespace rippletank::measure
