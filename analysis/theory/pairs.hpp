// Pairs: who can fetch from whom past firewalls, and what a mesh of super-peers costs.
#pragma once

namespace rippletank::theory {

/// Ordered pairs of one who fetches and one who holds, by what they need.
///
/// Source:  counting; Gnutella Protocol Specification v0.4 (Clip2, 2001) on pushes.
struct FetchPairs {
  double direct = 0;          ///< the holder can be connected to
  double direct_or_push = 0;  ///< likewise, or it can be asked to connect
  double need_relay = 0;      ///< neither can connect to the other

  bool operator==(const FetchPairs&) const = default;
};

/// Of n peers b refuse connections, each behind a firewall of its own.
FetchPairs fetch_pairs(double peers, double refusing);

/// Copies of a client's query among so many super-peers that are all connected to each other, with
/// a TTL of one hop: one to its own super-peer, and one from there to each other. They know what
/// all peers hold.
///
/// Source:  Yang & Garcia-Molina, Designing a super-peer network, ICDE 2003.
double mesh_query_copies(double super_peers);
/// S (S - 1) / 2; with two-way redundancy four times as many between clusters.
double mesh_links(double super_peers);

}  // namespace rippletank::theory
