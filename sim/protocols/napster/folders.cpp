// Withdraws files, and tells what is left.
#include "sim/protocols/napster/folders.hpp"

#include <algorithm>
#include <span>

namespace rippletank::protocols::napster {

Folders::Folders(const overlay::Content* content, core::PeerId peers, std::uint32_t files_max,
                 bool withdraws)
    : content_(content), files_max_(files_max) {
  if (content == nullptr || !withdraws) return;
  withdrawn_.resize(peers);
  rank_.resize(content->copies(), never);
}

std::uint32_t Folders::shared_at_first(core::PeerId client) const {
  if (content_ == nullptr) return 0;
  return std::min(static_cast<std::uint32_t>(content_->holdings(client).size()), files_max_);
}

std::size_t Folders::copy(core::ItemId item, std::size_t place) const {
  return static_cast<std::size_t>(content_->holders(item).data() - content_->holders(0).data()) +
         place;
}

bool Folders::shares(core::PeerId client, core::ItemId item) const {
  if (content_ == nullptr) return false;
  const std::span<const core::PeerId> holders = content_->holders(item);
  const auto found = std::lower_bound(holders.begin(), holders.end(), client);
  if (found == holders.end() || *found != client) return false;
  return shares_after(item, static_cast<std::size_t>(found - holders.begin()), withdrawn(client));
}

bool Folders::shares_after(core::ItemId item, std::size_t place, std::uint32_t withdrawn) const {
  const core::PeerId client = content_->holders(item)[place];
  const std::span<const core::ItemId> held = content_->holdings(client);
  if (held.size() > files_max_ && (files_max_ == 0 || item > held[files_max_ - 1])) return false;
  return rank_.empty() || rank_[copy(item, place)] >= withdrawn;
}

std::optional<core::ItemId> Folders::withdraw(core::PeerId client, core::Substream& random) {
  std::uint64_t left = random.below(shared(client));
  std::optional<core::ItemId> chosen;
  for_each_shared(client, [&](core::ItemId item) {
    if (left-- == 0) chosen = item;
  });
  if (chosen) note_withdrawn(client, *chosen);
  return chosen;
}

void Folders::withdraw_all(core::PeerId client) {
  std::vector<core::ItemId> items;
  for_each_shared(client, [&](core::ItemId item) { items.push_back(item); });
  for (const core::ItemId item : items) note_withdrawn(client, item);
}

void Folders::note_withdrawn(core::PeerId client, core::ItemId item) {
  const std::span<const core::PeerId> holders = content_->holders(item);
  const auto place = std::lower_bound(holders.begin(), holders.end(), client) - holders.begin();
  rank_[copy(item, static_cast<std::size_t>(place))] = withdrawn_[client]++;
}

}  // namespace rippletank::protocols::napster
