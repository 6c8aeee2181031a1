// Keeps what super-peers know sorted by key.
#include "sim/protocols/parts/leaf_index.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace rippletank::protocols {

void LeafIndex::put(core::PeerId super_peer, core::PeerId publisher, std::span<const Key> keys) {
  remove(super_peer, publisher);
  Table& table = tables_[super_peer];
  table.publishers.insert(
      std::lower_bound(table.publishers.begin(), table.publishers.end(), publisher), publisher);
  for (const Key key : keys) table.rows.push_back({key, publisher});
  table.is_sorted = table.is_sorted && keys.empty();
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

namespace {

constexpr auto by_key = [](const auto& a, const auto& b) {
  return std::tie(a.key, a.holder) < std::tie(b.key, b.holder);
};

}  // namespace

void LeafIndex::sort(const Table& table) {
  if (!table.is_sorted) std::sort(table.rows.begin(), table.rows.end(), by_key);
  table.is_sorted = true;
}

std::vector<core::PeerId> LeafIndex::find(core::PeerId super_peer, Key key) const {
  const Table& table = tables_[super_peer];
  sort(table);
  std::vector<core::PeerId> holders;
  for (auto row = std::lower_bound(table.rows.begin(), table.rows.end(), Row{key, 0}, by_key);
       row != table.rows.end() && row->key == key; ++row) {
    holders.push_back(row->holder);
  }
  return holders;
}

std::vector<core::PeerId> LeafIndex::find_all(core::PeerId super_peer,
                                              std::span<const Key> keys) const {
  std::vector<core::PeerId> all = find(super_peer, keys.front());
  for (std::size_t i = 1; i < keys.size() && !all.empty(); ++i) {
    const std::vector<core::PeerId> others = find(super_peer, keys[i]);
    std::vector<core::PeerId> both;
    std::set_intersection(all.begin(), all.end(), others.begin(), others.end(),
                          std::back_inserter(both));
    all = std::move(both);
  }
  return all;
}

std::vector<LeafIndex::Key> LeafIndex::keys(core::PeerId super_peer) const {
  const Table& table = tables_[super_peer];
  sort(table);
  std::vector<Key> keys;
  for (const Row& row : table.rows) {
    if (keys.empty() || keys.back() != row.key) keys.push_back(row.key);
  }
  return keys;
}

}  // namespace rippletank::protocols
