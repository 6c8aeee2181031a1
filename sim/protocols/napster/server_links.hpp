// ServerLinks: which servers are linked, and the ways between them.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/overlay/connections.hpp"

namespace rippletank::protocols::napster {

/// Links along the connections between servers, less those that would close a cycle, since a server
/// refuses a link to one that it knows already; or, if no two servers are connected, between any
/// two of them.
///
/// Source:  OpenNap (drscholl, 2000): server_connect.c, search.c. Departs: links between all are
///          this simulator's own, for scenarios that do not say how servers are linked.
/// Cost:    O(servers + connections) memory along connections, O(servers^2) between all.
class ServerLinks {
 public:
  ServerLinks(const overlay::Connections& connections, const std::vector<core::PeerId>& servers);

  /// Those that a server is linked to, ascending.
  const std::vector<core::PeerId>& of(core::PeerId server) const { return links_[server]; }
  /// Whether a server passes on what it gets by one link over the others: not where its links lead
  /// only to servers that have got the same.
  bool pass_on() const { return !all_pairs_; }
  /// The first server on the way to another; no_peer if there is no way.
  core::PeerId next(core::PeerId from, core::PeerId to) const;

 private:
  void span_tree(const overlay::Connections& connections, const std::vector<bool>& is_server,
                 core::PeerId root);

  std::vector<std::vector<core::PeerId>> links_;  ///< [peer]
  std::vector<core::PeerId> parent_;              ///< [peer] towards the root of its tree
  std::vector<core::PeerId> root_;                ///< [peer]
  std::vector<std::uint32_t> depth_;              ///< [peer]
  bool all_pairs_ = false;
};

}  // namespace rippletank::protocols::napster
