// What one Freenet peer keeps, as one writes it first: lists that are searched from end to end.
#pragma once

#include <algorithm>
#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"
#include "sim/protocols/freenet/parameters.hpp"
#include "sim/protocols/freenet/routing_tables.hpp"

namespace rippletank::tests {

/// The slow twin of one table: references from the one that was said longest ago on.
class NaiveTable {
 public:
  using Closeness = protocols::freenet::Closeness;
  using Key = protocols::freenet::Key;
  using PeerId = core::PeerId;
  using TableLimits = protocols::freenet::TableLimits;

  NaiveTable(Closeness closeness, const TableLimits& limits)
      : closeness_(closeness), limits_(limits) {}

  void refer(Key key, PeerId node) {
    forget_key(key);
    if (limits_.references_per_node && count_of(node) == *limits_.references_per_node) {
      forget_key(oldest_of(node));
    }
    if (limits_.nodes && count_of(node) == 0 && nodes().size() == *limits_.nodes) {
      forget(least_said());
    }
    if (limits_.references && all_.size() == *limits_.references) forget_key(all_.front().first);
    all_.emplace_back(key, node);
    said_[node] = ++count_;
  }
  void forget(PeerId node) {
    all_.remove_if([node](const auto& each) { return each.second == node; });
  }

  /// All nodes, from that of the closest key on, as often as there are references to them.
  std::vector<PeerId> by_closeness(Key key) const {
    std::vector<std::pair<Key, PeerId>> sorted(all_.begin(), all_.end());
    std::sort(sorted.begin(), sorted.end(), [&](const auto& one, const auto& other) {
      return rank(one.first, key) < rank(other.first, key);
    });
    std::vector<PeerId> found;
    for (const auto& each : sorted) found.push_back(each.second);
    return found;
  }
  std::set<PeerId> nodes() const {
    std::set<PeerId> found;
    for (const auto& each : all_) found.insert(each.second);
    return found;
  }
  std::map<Key, PeerId> references() const { return {all_.begin(), all_.end()}; }
  std::size_t size() const { return all_.size(); }
  std::size_t count_of(PeerId node) const {
    return static_cast<std::size_t>(std::count_if(
        all_.begin(), all_.end(), [node](const auto& each) { return each.second == node; }));
  }

 private:
  /// How far a key is, and whether it is on the upper side.
  std::pair<Key, bool> rank(Key key, Key sought) const {
    const Key up = key - sought;
    const Key down = sought - key;
    if (closeness_ == Closeness::line) return {key >= sought ? up : down, key >= sought};
    return {std::min(up, down), up < down};
  }
  void forget_key(Key key) {
    all_.remove_if([key](const auto& each) { return each.first == key; });
  }
  Key oldest_of(PeerId node) const {
    const auto oldest = std::find_if(all_.begin(), all_.end(),
                                     [node](const auto& each) { return each.second == node; });
    return oldest->first;
  }
  /// Of which nothing was said for longest.
  PeerId least_said() const {
    const std::set<PeerId> known = nodes();
    return *std::min_element(known.begin(), known.end(), [this](PeerId one, PeerId other) {
      return said_.at(one) < said_.at(other);
    });
  }

  Closeness closeness_;
  TableLimits limits_;
  std::list<std::pair<Key, PeerId>> all_;
  std::map<PeerId, int> said_;
  int count_ = 0;
};

/// Every note is kept; what a peer remembers is found by going through all of them.
class NaiveFailures {
 public:
  using Key = protocols::freenet::Key;
  using Time = core::Time;

  NaiveFailures(std::size_t most, Time span) : most_(most), span_(span) {}

  void note(Time failed_at, Key key, std::uint32_t htl) {
    notes_.push_back({failed_at, key, htl});
    std::set<Key> latest;
    for (auto note = notes_.rbegin(); note != notes_.rend(); ++note) {
      latest.insert(note->key);
      if (latest.size() > most_) return clear(note->key);
    }
  }
  void clear(Key key) {
    notes_.remove_if([key](const Note& note) { return note.key == key; });
  }
  /// When that last happened, if it was not too long ago.
  std::optional<Time> failed_at(Time now, Key key, std::uint32_t htl) const {
    std::optional<Time> latest;
    for (const Note& note : notes_) {
      const bool holds = note.key == key && note.time + span_ > now && note.htl >= htl;
      if (holds) latest = std::max(note.time, latest.value_or(note.time));
    }
    return latest;
  }

 private:
  struct Note {
    Time time;
    Key key;
    std::uint32_t htl;
  };
  std::size_t most_;
  Time span_;
  std::list<Note> notes_;
};

/// Copies, from the one that was not used for longest on.
class NaiveStore {
 public:
  NaiveStore(std::vector<std::uint64_t> sizes_bytes,
             const protocols::freenet::Parameters& parameters)
      : sizes_bytes_(std::move(sizes_bytes)),
        most_(parameters.store_items),
        most_bytes_(parameters.store_bytes),
        largest_share_(parameters.largest_share) {}

  bool holds(core::ItemId item) const {
    return std::find(all_.begin(), all_.end(), item) != all_.end();
  }
  void use(core::ItemId item) {
    all_.remove(item);
    all_.push_back(item);
  }
  bool keep(core::ItemId item) {
    if (!holds(item)) {
      if (most_ && *most_ == 0) return false;
      const auto size_bytes = static_cast<double>(sizes_bytes_[item]);
      if (most_bytes_ && size_bytes > largest_share_ * static_cast<double>(*most_bytes_)) {
        return false;
      }
      ++stored;
    }
    use(item);
    while ((most_ && all_.size() > *most_) || (most_bytes_ && bytes() > *most_bytes_)) {
      all_.pop_front();
      ++evicted;
    }
    return true;
  }
  double fullness() const {
    double fullest = 0;
    const auto take = [&](double taken, double limit) {
      fullest = std::max(fullest, limit == 0 ? 1 : taken / limit);
    };
    if (most_) take(static_cast<double>(all_.size()), *most_);
    if (most_bytes_) take(static_cast<double>(bytes()), static_cast<double>(*most_bytes_));
    return fullest;
  }
  const std::list<core::ItemId>& all() const { return all_; }

  std::uint64_t stored = 0;
  std::uint64_t evicted = 0;

 private:
  std::uint64_t bytes() const {
    std::uint64_t bytes = 0;
    for (const core::ItemId item : all_) bytes += sizes_bytes_[item];
    return bytes;
  }

  std::vector<std::uint64_t> sizes_bytes_;
  std::optional<std::uint32_t> most_;
  std::optional<std::uint64_t> most_bytes_;
  double largest_share_;
  std::list<core::ItemId> all_;
};

}  // namespace rippletank::tests
