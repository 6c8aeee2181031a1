// Keeps what super-peers know in hash tables.
#include "sim/protocols/parts/leaf_index.hpp"

#include <algorithm>
#include <bit>
#include <iterator>
#include <utility>

namespace rippletank::protocols {

void LeafIndex::Table::reserve(std::size_t more) {
  constexpr std::size_t least_rows = 8;
  const std::size_t needed = std::max(least_rows, std::bit_ceil(2 * (used_ + more)));
  if (needed <= rows_.size()) return;
  const std::vector<Row> before = std::exchange(rows_, std::vector<Row>(needed));
  shift_ = 32U - static_cast<unsigned>(std::countr_zero(needed));
  used_ = 0;
  for (const Row& row : before) {
    if (row.holder != core::no_peer) insert(row);
  }
}

void LeafIndex::Table::insert(const Row& row) {
  std::size_t place = place_of(row.key);
  while (rows_[place].holder != core::no_peer) place = next(place);
  rows_[place] = row;
  ++used_;
}

LeafIndex::Table LeafIndex::Table::without(core::PeerId holder) const {
  Table rest;
  rest.publishers = publishers;
  rest.reserve(used_);
  for (const Row& row : rows_) {
    if (row.holder != core::no_peer && row.holder != holder) rest.insert(row);
  }
  return rest;
}

std::vector<LeafIndex::Key> LeafIndex::Table::keys() const {
  std::vector<Key> keys;
  for (const Row& row : rows_) {
    if (row.holder != core::no_peer) keys.push_back(row.key);
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

void LeafIndex::put(core::PeerId super_peer, core::PeerId publisher, std::span<const Key> keys) {
  remove(super_peer, publisher);
  Table& table = tables_[super_peer];
  table.publishers.insert(
      std::lower_bound(table.publishers.begin(), table.publishers.end(), publisher), publisher);
  table.reserve(keys.size());
  for (const Key key : keys) table.insert({key, publisher});
}

void LeafIndex::remove(core::PeerId super_peer, core::PeerId publisher) {
  Table& table = tables_[super_peer];
  std::vector<core::PeerId>& publishers = table.publishers;
  const auto found = std::lower_bound(publishers.begin(), publishers.end(), publisher);
  if (found == publishers.end() || *found != publisher) return;
  publishers.erase(found);
  table = table.without(publisher);
}

std::vector<core::PeerId> LeafIndex::find(core::PeerId super_peer, Key key) const {
  std::vector<core::PeerId> holders;
  tables_[super_peer].for_each(key, [&](core::PeerId holder) { holders.push_back(holder); });
  std::sort(holders.begin(), holders.end());
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
  return tables_[super_peer].keys();
}

}  // namespace rippletank::protocols
