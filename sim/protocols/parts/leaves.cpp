// Sorts the super-peers that each peer is connected to by their clusters.
#include "sim/protocols/parts/leaves.hpp"

#include <algorithm>

namespace rippletank::protocols {

Leaves::Leaves(const LeafSettings& settings, const overlay::Neighbours& neighbours,
               const Stays& stays, const std::vector<core::PeerId>& super_peers,
               const std::vector<std::uint32_t>& clusters, const overlay::Content* content,
               std::uint64_t seed)
    : settings_(settings),
      neighbours_(neighbours),
      stays_(stays),
      clusters_(clusters),
      content_(content),
      seed_(seed),
      is_super_(neighbours.peers()),
      turns_(neighbours.peers()),
      group_offsets_(1, 0),
      index_(neighbours.peers()) {
  for (const core::PeerId peer : super_peers) is_super_[peer] = true;
  for (core::PeerId peer = 0; peer < neighbours.peers(); ++peer) {
    const std::size_t begin = members_.size();
    for_each_neighbour(peer, [&](core::PeerId other) {
      if (is_super(other) && !are_partners(peer, other)) members_.push_back(other);
    });
    std::stable_sort(
        members_.begin() + static_cast<std::ptrdiff_t>(begin), members_.end(),
        [this](core::PeerId a, core::PeerId b) { return cluster_of(a) < cluster_of(b); });
    // A leaf lets one of all that it knows ask for it, whatever their clusters.
    for (std::size_t i = begin; i < members_.size(); ++i) {
      const bool is_next = groups_.size() > group_offsets_.back() &&
                           (!is_super(peer) || groups_.back().cluster == cluster_of(members_[i]));
      if (is_next) {
        ++groups_.back().size;
      } else {
        groups_.push_back({cluster_of(members_[i]), static_cast<std::uint32_t>(i), 1});
      }
    }
    group_offsets_.push_back(groups_.size());
  }
}

std::vector<core::PeerId> Leaves::holders(core::PeerId super_peer, core::ItemId item,
                                          core::PeerId except) const {
  std::vector<core::PeerId> found = index_.find(super_peer, item);
  if (content_ != nullptr && content_->holds(super_peer, item)) {
    found.insert(std::lower_bound(found.begin(), found.end(), super_peer), super_peer);
  }
  found.erase(std::remove(found.begin(), found.end(), except), found.end());
  return found;
}

}  // namespace rippletank::protocols
