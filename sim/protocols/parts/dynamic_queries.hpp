// DynamicQueries: super-peers that let a query out over one connection after another.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"
#include "sim/overlay/letter.hpp"
#include "sim/registry/table.hpp"

namespace rippletank::protocols {

struct DynamicQueryParameters {
  std::uint32_t probe_links = 3;
  std::uint32_t probe_ttl_hops = 2;
  double probe_wait_s = 6;
  double wait_per_hop_s = 2.4;
  std::uint32_t results = 150;
  std::uint32_t leaf_results = 50;
  std::uint32_t horizon_peers = 200'000;

  static const registry::Section& section();
};

/// A query is tried out on a few connections with a small TTL; then it goes over one connection at
/// a time, each time as far as it must go if what is sought is as frequent as it was found so far,
/// until there are enough results, or no connections left, or enough peers have been asked.
///
/// Source:  Fisk, Gnutella dynamic query protocol v0.1 (2003).
class DynamicQueries {
 public:
  DynamicQueries(const DynamicQueryParameters& parameters, std::uint32_t ttl_hops)
      : parameters_(parameters), ttl_hops_(ttl_hops) {}

  struct Copy {
    core::PeerId to = 0;
    std::uint32_t ttl_hops = 0;
  };
  /// What a super-peer sends at a time, and after how long it looks again; never: it has ended.
  struct Step {
    std::vector<Copy> copies;
    core::Time wait = core::never;
  };

  /// A super-peer begins to let a query out. `connections`: to other super-peers, in the order in
  /// which they are to be used. `letter`: that brought the query, or would have.
  void begin(core::PeerId at, const overlay::Letter& letter, bool for_leaf,
             std::vector<core::PeerId> connections);

  bool is_open(core::PeerId at, overlay::QueryNumber query) const {
    return open_.count(key(at, query)) > 0;
  }
  const overlay::Letter& letter(core::PeerId at, overlay::QueryNumber query) const {
    return open_.at(key(at, query)).letter;
  }

  /// So many results have come to a super-peer, perhaps for a query that it has let out.
  void found(core::PeerId at, overlay::QueryNumber query, std::size_t results) {
    const auto found = open_.find(key(at, query));
    if (found != open_.end()) found->second.results += results;
  }

  /// What comes next. `degree(peer)`: how many super-peers one is connected to, as it has told;
  /// `is_connected(peer)`: whether it still is to this one.
  template <class Degree, class IsConnected>
  Step next(core::PeerId at, overlay::QueryNumber query, Degree degree, IsConnected is_connected) {
    Open& open = open_.at(key(at, query));
    const bool is_first = open.peers == 0;
    Step step;
    while (has_more(open) && step.copies.size() < (is_first ? parameters_.probe_links : 1U)) {
      const core::PeerId to = open.unused.back();
      if (!is_connected(to)) {
        open.unused.pop_back();
        continue;
      }
      const std::uint32_t ttl_hops =
          is_first ? std::min(parameters_.probe_ttl_hops, ttl_hops_) : next_ttl(open, degree(to));
      open.unused.pop_back();
      step.copies.push_back({to, ttl_hops});
    }
    for (const Copy& copy : step.copies) open.peers += peers_within(degree(copy.to), copy.ttl_hops);
    if (step.copies.empty()) {
      open_.erase(key(at, query));
    } else {
      step.wait = core::from_seconds(is_first ? parameters_.probe_wait_s
                                              : parameters_.wait_per_hop_s *
                                                    static_cast<double>(step.copies[0].ttl_hops));
    }
    return step;
  }
  /// The super-peer has gone, or has forgotten it.
  void give_up(core::PeerId at, overlay::QueryNumber query) { open_.erase(key(at, query)); }

 private:
  struct Open {
    overlay::Letter letter;
    std::uint64_t wanted = 0;
    std::uint64_t results = 0;
    std::uint64_t peers = 0;  ///< that were asked, at most
    std::vector<core::PeerId> unused;
  };

  static std::uint64_t key(core::PeerId at, overlay::QueryNumber query) {
    return (std::uint64_t{query} << 32U) | at;
  }
  bool has_more(const Open& open) const {
    return !open.unused.empty() && open.results < open.wanted &&
           open.peers < parameters_.horizon_peers;
  }
  /// Super-peers that a copy reaches at most through one that has so many connections.
  std::uint64_t peers_within(std::uint32_t degree, std::uint32_t ttl_hops) const;
  std::uint32_t next_ttl(const Open& open, std::uint32_t degree) const;

  DynamicQueryParameters parameters_;
  std::uint32_t ttl_hops_;
  std::unordered_map<std::uint64_t, Open> open_;  ///< [query and peer] only looked up
};

}  // namespace rippletank::protocols
