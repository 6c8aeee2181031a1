// Keeps what super-peers know sorted by item.
#include "sim/protocols/parts/leaf_index.hpp"

#include <algorithm>
#include <tuple>

namespace rippletank::protocols {

void LeafIndex::put(core::PeerId super_peer, core::PeerId publisher,
                    std::span<const core::ItemId> items) {
  remove(super_peer, publisher);
  Table& table = tables_[super_peer];
  table.publishers.insert(
      std::lower_bound(table.publishers.begin(), table.publishers.end(), publisher), publisher);
  for (const core::ItemId item : items) table.rows.push_back({item, publisher});
  table.is_sorted = table.is_sorted && items.empty();
}

void LeafIndex::remove(core::PeerId super_peer, core::PeerId publisher) {
  Table& table = tables_[super_peer];
  std::vector<core::PeerId>& publishers = table.publishers;
  const auto found = std::lower_bound(publishers.begin(), publishers.end(), publisher);
  if (found == publishers.end() || *found != publisher) return;
  publishers.erase(found);
  const auto is_theirs = [publisher](const Row& row) { return row.holder == publisher; };
  table.rows.erase(std::remove_if(table.rows.begin(), table.rows.end(), is_theirs),
                   table.rows.end());
}

std::vector<core::PeerId> LeafIndex::find(core::PeerId super_peer, core::ItemId item) const {
  const Table& table = tables_[super_peer];
  const auto by_item = [](const Row& a, const Row& b) {
    return std::tie(a.item, a.holder) < std::tie(b.item, b.holder);
  };
  if (!table.is_sorted) std::sort(table.rows.begin(), table.rows.end(), by_item);
  table.is_sorted = true;
  std::vector<core::PeerId> holders;
  for (auto row = std::lower_bound(table.rows.begin(), table.rows.end(), Row{item, 0}, by_item);
       row != table.rows.end() && row->item == item; ++row) {
    holders.push_back(row->holder);
  }
  return holders;
}

}  // namespace rippletank::protocols
