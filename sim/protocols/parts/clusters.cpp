// Sorts the super-peers that each peer is connected to by their clusters.
#include "sim/protocols/parts/clusters.hpp"

#include <algorithm>

namespace rippletank::protocols {

Clusters::Clusters(const overlay::Neighbours& neighbours, const std::vector<bool>& is_super,
                   const std::vector<std::uint32_t>& clusters)
    : is_super_(is_super), clusters_(clusters), turns_(neighbours.peers()), group_offsets_(1, 0) {
  for (core::PeerId peer = 0; peer < neighbours.peers(); ++peer) make_groups(peer, neighbours);
}

void Clusters::make_groups(core::PeerId peer, const overlay::Neighbours& neighbours) {
  const std::size_t begin = members_.size();
  for (const core::PeerId other : neighbours.of(peer)) {
    if (is_super_[other] && !are_partners(peer, other)) members_.push_back(other);
  }
  std::stable_sort(
      members_.begin() + static_cast<std::ptrdiff_t>(begin), members_.end(),
      [this](core::PeerId a, core::PeerId b) { return cluster_of(a) < cluster_of(b); });
  for (std::size_t i = begin; i < members_.size(); ++i) {
    // A leaf lets one of all that it knows ask for it, whatever their clusters.
    const bool is_next = groups_.size() > group_offsets_.back() &&
                         (!is_super_[peer] || groups_.back().cluster == cluster_of(members_[i]));
    if (is_next) {
      ++groups_.back().size;
    } else {
      groups_.push_back({cluster_of(members_[i]), static_cast<std::uint32_t>(i), 1});
    }
  }
  group_offsets_.push_back(groups_.size());
}

}  // namespace rippletank::protocols
