// Who may hold what is asked for, and what peers tell of what they hold.
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
      content_(content),
      seed_(seed),
      is_super_(neighbours.peers()),
      index_(neighbours.peers()) {
  for (const core::PeerId peer : super_peers) is_super_[peer] = true;
  if (settings.joins) leaves_of_.resize(neighbours.peers());
  if (settings.in_turn) clusters_.emplace(neighbours, is_super_, clusters);
  if (!settings.routing || content == nullptr) return;
  keywords_.emplace(settings.routing->keywords, content->items(), seed);
  if (!settings.routing->last_hop) return;
  tables_.emplace(neighbours.peers(), settings.routing->keywords.table_slots);
  is_to_renew_.resize(neighbours.peers());
}

std::vector<core::PeerId> Leaves::super_peers_of(core::PeerId peer) const {
  std::vector<core::PeerId> found;
  for (const core::PeerId other : neighbours_.of(peer)) {
    if (!is_leaf_of(peer, other)) found.push_back(other);
  }
  return found;
}

std::uint32_t Leaves::leaf_degree(core::PeerId peer) const {
  if (settings_.joins) return static_cast<std::uint32_t>(leaves_of_[peer].size());
  const auto row = neighbours_.of(peer);
  return static_cast<std::uint32_t>(std::count_if(
      row.begin(), row.end(), [this](core::PeerId other) { return !is_super(other); }));
}

std::vector<core::PeerId> Leaves::holders(core::PeerId peer, core::ItemId item,
                                          core::PeerId except) const {
  std::vector<core::PeerId> found;
  if (!are_routed()) found = index_.find(peer, item);
  if (content_ != nullptr && content_->holds(peer, item)) {
    found.insert(std::lower_bound(found.begin(), found.end(), peer), peer);
  }
  found.erase(std::remove(found.begin(), found.end(), except), found.end());
  return found;
}

std::vector<LeafIndex::Key> Leaves::keys_of(core::PeerId peer) const {
  const auto items = content_->holdings(peer);
  if (keywords_) return keywords_->slots_of_all(items);
  return {items.begin(), items.end()};
}

std::uint32_t Leaves::publication(core::PeerId peer) const {
  if (content_ == nullptr) return 0;
  if (!keywords_) return static_cast<std::uint32_t>(content_->holdings(peer).size());
  return static_cast<std::uint32_t>(
      patch_bytes(keys_of(peer), settings_.routing->keywords.table_slots));
}

void Leaves::add_super_peers(core::PeerId at, core::ItemId item, std::uint32_t ttl_hops) {
  if (ttl_hops == 0) return;
  const bool is_last_hop = ttl_hops == 1 && is_super(at);
  for (const core::PeerId other : neighbours_.of(at)) {
    if (is_leaf_of(at, other)) continue;
    if (is_last_hop && !may_match(at, other, item)) continue;
    targets_.push_back(other);
  }
}

void Leaves::add_leaves(core::PeerId at, core::ItemId item) {
  if (!keywords_ || item == core::no_item) return;
  const std::vector<core::PeerId> leaves = index_.find_all(at, keywords_->slots(item));
  targets_.insert(targets_.end(), leaves.begin(), leaves.end());
}

void Leaves::set_super(core::PeerId peer, bool is_super) {
  is_super_[peer] = is_super;
  index_.clear(peer);
  if (tables_) tables_->forget_all(peer);
  if (settings_.joins) leaves_of_[peer].clear();
}

std::uint64_t Leaves::super_peers() const {
  return static_cast<std::uint64_t>(std::count(is_super_.begin(), is_super_.end(), true));
}

std::vector<std::uint32_t> Leaves::merged_slots(core::PeerId super_peer) const {
  std::vector<std::uint32_t> slots = index_.keys(super_peer);
  const std::vector<std::uint32_t> own = keys_of(super_peer);
  const auto middle = static_cast<std::ptrdiff_t>(slots.size());
  slots.insert(slots.end(), own.begin(), own.end());
  std::inplace_merge(slots.begin(), slots.begin() + middle, slots.end());
  slots.erase(std::unique(slots.begin(), slots.end()), slots.end());
  return slots;
}

std::uint32_t Leaves::renew_table(core::PeerId super_peer) {
  return static_cast<std::uint32_t>(
      patch_bytes(tables_->renew(super_peer, merged_slots(super_peer)),
                  settings_.routing->keywords.table_slots));
}

std::uint32_t Leaves::whole_table(core::PeerId super_peer) const {
  return static_cast<std::uint32_t>(
      patch_bytes(merged_slots(super_peer), settings_.routing->keywords.table_slots));
}

}  // namespace rippletank::protocols
