// Keeps and evicts copies: a table by peer and item, and rows by peer and by item.
#include "sim/overlay/stores.hpp"

#include <algorithm>
#include <utility>

#include "sim/core/check.hpp"

namespace rippletank::overlay {

Stores::Stores(core::PeerId peers, const Content* content, const StoreLimits& limits)
    : content_(content),
      limits_(limits),
      table_(64),
      of_peer_(peers),
      of_item_(content == nullptr ? 0 : content->items()) {}

void Stores::count_into(measure::StoreRecord record) {
  record_ = std::move(record);
  record_.copies_at_begin = copies_;
  note_sizes(0);
}

void Stores::use(core::PeerId peer, core::ItemId item) {
  const std::uint32_t copy = find(peer, item);
  RIPPLETANK_CHECK(copy != none, "a peer used a copy that it does not keep");
  if (of_peer_[peer].newest == copy) return;
  unlink(copy);
  link_newest(copy);
}

bool Stores::keep(core::Time now, core::PeerId peer, core::ItemId item) {
  const std::uint64_t bytes = content_->size_bytes(item);
  if (holds(peer, item)) {
    use(peer, item);
    return true;
  }
  if (!fits(bytes)) return false;
  while (!has_room(peer, bytes)) evict_oldest(now, peer);
  std::uint32_t copy = static_cast<std::uint32_t>(all_.size());
  if (free_.empty()) {
    all_.emplace_back();
  } else {
    copy = free_.back();
    free_.pop_back();
  }
  all_[copy].peer = peer;
  all_[copy].item = item;
  link_newest(copy);
  link_holder(copy);
  enter_table({peer, item, copy});
  ++of_peer_[peer].items;
  of_peer_[peer].bytes += bytes;
  bytes_ += bytes;
  if (now >= record_.begin) {
    ++record_.stored;
    record_.stored_in.add(now);
  } else {
    ++record_.copies_at_begin;
  }
  note_sizes(now);
  return true;
}

double Stores::fullness(core::PeerId peer) const {
  double fullest = 0;
  const auto take = [&fullest](double taken, double limit) {
    fullest = std::max(fullest, limit == 0 ? 1 : taken / limit);
  };
  if (limits_.items) take(of_peer_[peer].items, *limits_.items);
  if (limits_.bytes) {
    take(static_cast<double>(of_peer_[peer].bytes), static_cast<double>(*limits_.bytes));
  }
  return fullest;
}

bool Stores::fits(std::uint64_t bytes) const {
  if (limits_.items && *limits_.items == 0) return false;
  if (limits_.largest_bytes && bytes > *limits_.largest_bytes) return false;
  return !limits_.bytes || bytes <= *limits_.bytes;
}

bool Stores::has_room(core::PeerId peer, std::uint64_t bytes) const {
  const OfPeer& store = of_peer_[peer];
  if (limits_.items && store.items >= *limits_.items) return false;
  return !limits_.bytes || store.bytes + bytes <= *limits_.bytes;
}

void Stores::evict_oldest(core::Time now, core::PeerId peer) {
  OfPeer& store = of_peer_[peer];
  const std::uint32_t copy = store.oldest;
  const std::uint64_t bytes = content_->size_bytes(all_[copy].item);
  leave_table(peer, all_[copy].item);
  unlink(copy);
  unlink_holder(copy);
  free_.push_back(copy);
  --store.items;
  store.bytes -= bytes;
  bytes_ -= bytes;
  if (now >= record_.begin) {
    ++record_.evicted;
    record_.evicted_in.add(now);
  } else {
    --record_.copies_at_begin;
  }
}

void Stores::note_sizes(core::Time now) {
  record_.copies.set(now, copies_);
  record_.bytes.set(now, bytes_);
}

// ---- the table: open addressing, linear probing ----

std::size_t Stores::place_of(core::PeerId peer, core::ItemId item) const {
  std::size_t place = home(peer, item);
  while (table_[place].copy != none && (table_[place].peer != peer || table_[place].item != item)) {
    place = (place + 1) & (table_.size() - 1);
  }
  return place;
}

std::uint32_t Stores::find(core::PeerId peer, core::ItemId item) const {
  return table_[place_of(peer, item)].copy;
}

void Stores::enter_table(const Place& place) {
  if ((copies_ + std::size_t{1}) * 8 > table_.size() * 5) grow_table();
  table_[place_of(place.peer, place.item)] = place;
  ++copies_;
}

/// What follows moves up, so that no search stops short of it.
void Stores::leave_table(core::PeerId peer, core::ItemId item) {
  const std::size_t mask = table_.size() - 1;
  std::size_t hole = place_of(peer, item);
  for (std::size_t next = (hole + 1) & mask; table_[next].copy != none; next = (next + 1) & mask) {
    const std::size_t wanted = home(table_[next].peer, table_[next].item);
    if (((next - wanted) & mask) < ((next - hole) & mask)) continue;
    table_[hole] = table_[next];
    hole = next;
  }
  table_[hole] = {};
  --copies_;
}

void Stores::grow_table() {
  core::Column<Place> smaller(table_.size() * 2);
  std::swap(smaller, table_);
  for (const Place& place : smaller) {
    if (place.copy != none) table_[place_of(place.peer, place.item)] = place;
  }
}

// ---- the rows ----

void Stores::link_newest(std::uint32_t copy) {
  OfPeer& store = of_peer_[all_[copy].peer];
  all_[copy].older = store.newest;
  all_[copy].newer = none;
  if (store.newest == none) {
    store.oldest = copy;
  } else {
    all_[store.newest].newer = copy;
  }
  store.newest = copy;
}

void Stores::unlink(std::uint32_t copy) {
  OfPeer& store = of_peer_[all_[copy].peer];
  const auto [older, newer] = std::pair(all_[copy].older, all_[copy].newer);
  (older == none ? store.oldest : all_[older].newer) = newer;
  (newer == none ? store.newest : all_[newer].older) = older;
}

void Stores::link_holder(std::uint32_t copy) {
  OfItem& row = of_item_[all_[copy].item];
  all_[copy].last_holder = none;
  all_[copy].next_holder = row.first;
  if (row.first != none) all_[row.first].last_holder = copy;
  row.first = copy;
  ++row.copies;
}

void Stores::unlink_holder(std::uint32_t copy) {
  OfItem& row = of_item_[all_[copy].item];
  const auto [last, next] = std::pair(all_[copy].last_holder, all_[copy].next_holder);
  (last == none ? row.first : all_[last].next_holder) = next;
  if (next != none) all_[next].last_holder = last;
  --row.copies;
}

}  // namespace rippletank::overlay
