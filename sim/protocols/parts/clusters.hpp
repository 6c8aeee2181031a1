// Clusters: super-peers that stand for the same leaves, and whose turn it is among them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/overlay/neighbours.hpp"

namespace rippletank::protocols {

/// Leaves let one of their super-peers in turn ask for them. Super-peers pass queries on to one of
/// each cluster that they are connected to, but for their own, whose others are their partners.
///
/// Who is connected to whom does not change.
///
/// Source:  Yang & Garcia-Molina, Designing a super-peer network, ICDE 2003: k-redundancy.
class Clusters {
 public:
  /// `clusters`: of each peer; empty: each super-peer is one of its own.
  Clusters(const overlay::Neighbours& neighbours, const std::vector<bool>& is_super,
           const std::vector<std::uint32_t>& clusters);

  bool are_partners(core::PeerId a, core::PeerId b) const {
    return is_super_[a] && is_super_[b] && cluster_of(a) == cluster_of(b);
  }

  /// To whom a peer passes on a query that came from another one (no_peer: its own). Valid until
  /// the next call.
  template <class IsOnline>
  std::span<const core::PeerId> targets(core::PeerId at, core::PeerId from, IsOnline is_online) {
    targets_.clear();
    const std::uint32_t turn = turns_[at]++;
    const std::uint32_t came_from = from == core::no_peer ? no_cluster : cluster_of(from);
    for (std::size_t i = group_offsets_[at]; i < group_offsets_[at + 1]; ++i) {
      const Group& group = groups_[i];
      if (group.cluster == came_from && is_super_[at] && is_super_[from]) continue;
      targets_.push_back(one_of(group, turn, is_online));
    }
    return targets_;
  }

 private:
  static constexpr std::uint32_t no_cluster = 0xffffffff;

  /// Super-peers of one cluster that a peer is connected to: a stretch of members_.
  struct Group {
    std::uint32_t cluster = 0;
    std::uint32_t begin = 0;
    std::uint32_t size = 0;
  };

  std::uint32_t cluster_of(core::PeerId peer) const {
    return clusters_.empty() ? peer : clusters_[peer];
  }
  void make_groups(core::PeerId peer, const overlay::Neighbours& neighbours);

  /// The member whose turn it is, or the next one that is online.
  template <class IsOnline>
  core::PeerId one_of(const Group& group, std::uint32_t turn, IsOnline is_online) const {
    for (std::uint32_t i = 0; i < group.size; ++i) {
      const core::PeerId member = members_[group.begin + (turn + i) % group.size];
      if (is_online(member)) return member;
    }
    return members_[group.begin + turn % group.size];
  }

  std::vector<bool> is_super_;              ///< [peer]
  std::vector<std::uint32_t> clusters_;     ///< [peer] or empty
  std::vector<std::uint32_t> turns_;        ///< [peer] how many queries it has passed on
  std::vector<std::size_t> group_offsets_;  ///< [peer] into groups_
  std::vector<Group> groups_;
  std::vector<core::PeerId> members_;
  std::vector<core::PeerId> targets_;
};

}  // namespace rippletank::protocols
