// Counts attempts to fetch something by who the two are and how they came together.
#include "sim/run/reachability.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>

namespace rippletank::run {
namespace {

const char* kind_of(const overlay::Firewalls& firewalls, core::PeerId peer) {
  return firewalls.is_firewalled(peer) ? "firewalled" : "open";
}

/// Of who sends, as who fetches sees it.
const char* kind_for(const overlay::Firewalls& firewalls, core::PeerId from, core::PeerId to) {
  const bool is_shared = firewalls.is_firewalled(from) && firewalls.lets_connect(to, from);
  return is_shared ? "same_firewall" : kind_of(firewalls, from);
}

/// How many are so.
template <class IsSo>
std::uint64_t count(const overlay::Measures& measures, IsSo is_so) {
  return static_cast<std::uint64_t>(
      std::count_if(measures.downloads.begin(), measures.downloads.end(), is_so));
}

/// How many were complete that came together so.
std::uint64_t complete_by(std::string_view method, const overlay::Measures& measures) {
  return count(measures, [method](const measure::DownloadRecord& one) {
    return one.status == measure::DownloadStatus::complete && method == one.method;
  });
}

}  // namespace

std::vector<FetchAttempts> reachability(const Network& network, const overlay::Measures& measures) {
  using Key = std::tuple<std::string_view, std::string_view, std::string_view, std::size_t>;
  std::map<Key, FetchAttempts> counted;
  for (const measure::DownloadRecord& one : measures.downloads) {
    const char* const to = kind_of(network.firewalls, one.to);
    const char* const from = kind_for(network.firewalls, one.from, one.to);
    const auto status = static_cast<std::size_t>(one.status);
    FetchAttempts& row = counted[{to, from, one.method, status}];
    row = {to, from, one.method, measure::download_status_names[status], row.count + 1};
  }
  std::vector<FetchAttempts> rows;
  for (const auto& [key, row] : counted) rows.push_back(row);
  return rows;
}

std::vector<measure::Figure> figures_of_firewalls(const Network& network,
                                                  const overlay::Measures& measures) {
  if (!network.firewalls.are_described()) return {};
  const core::PeerId peers = network.connections.peers();
  std::uint64_t firewalled = 0;
  for (core::PeerId peer = 0; peer < peers; ++peer) {
    if (network.firewalls.is_firewalled(peer)) ++firewalled;
  }
  std::uint64_t relayed = 0;
  std::uint64_t relayed_most = 0;
  for (const measure::CarriedBytes& carried : measures.carried) {
    relayed += carried.relayed;
    relayed_most = std::max(relayed_most, carried.relayed);
  }
  std::vector<measure::Figure> figures = {
      {"peers_firewalled", "peers", "Peers behind a firewall that does not let everybody in.",
       firewalled},
      {"connections_blocked", "connections",
       "Connections of the topology that did not come about, as neither end lets the other "
       "connect.",
       network.connections_blocked}};
  if (measures.downloads.empty()) return figures;
  const std::uint64_t not_fetched = count(measures, [](const measure::DownloadRecord& one) {
    return one.status == measure::DownloadStatus::unreachable ||
           one.status == measure::DownloadStatus::unanswered;
  });
  const std::uint64_t complete = count(measures, [](const measure::DownloadRecord& one) {
    return one.status == measure::DownloadStatus::complete;
  });
  const std::uint64_t direct = complete_by("direct", measures);
  const std::uint64_t pushed = complete_by("push", measures);
  const std::uint64_t punched = complete_by("hole_punch", measures);
  const std::uint64_t passed_on = complete_by("relay", measures);
  const auto add = [&figures](const char* name, const char* unit, const char* definition,
                              std::uint64_t value) {
    figures.push_back({name, unit, definition, value});
  };
  add("fetched_direct", "",
      "Attempts to fetch something that were complete, for which who fetches could connect.",
      direct);
  add("fetched_push", "", "Likewise, by a push.", pushed);
  add("fetched_hole_punch", "", "Likewise, through a hole in both firewalls.", punched);
  add("fetched_relay", "", "Likewise, through a relay.", passed_on);
  add("fetched_otherwise", "",
      "Likewise, as the protocol calls it: `routed` from hop to hop, or `dcc`.",
      complete - direct - pushed - punched - passed_on);
  add("fetch_blocked", "",
      "Attempts that came to nothing, as nothing led past a firewall, or who was called did not "
      "come.",
      not_fetched);
  add("relayed_file_bytes", "bytes", "Bytes of files that peers have passed on for two others.",
      relayed);
  add("relayed_file_bytes_max", "bytes", "Those of the peer that has passed on most.",
      relayed_most);
  return figures;
}

}  // namespace rippletank::run
