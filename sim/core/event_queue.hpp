// EventQueue: events in virtual time, left in (time, insertion) order, cheap by the million.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <memory>
#include <queue>
#include <type_traits>
#include <vector>

#include "sim/core/check.hpp"
#include "sim/core/time.hpp"

namespace rippletank::core {

/// Something that happens at a moment.
template <class Payload>
struct Event {
  Time time = 0;
  Payload payload;
};

/// A bucketed priority queue: an event is appended to the coarse span of time it falls into, and
/// a span is sorted when the clock reaches it. Appends are sequential writes, sorting happens in
/// cache, and the sorted span shows which events come next, so that their data can be fetched
/// ahead.
///
/// Order:   (time, insertion), a total order: it depends on no address, hash or tuning. An event
///          may be inserted for the present moment, never for the past.
/// Cost:    O(1) amortised per event while most delays lie within `delay_span` of each other;
///          O(log n) for those beyond the ring and those within the span being left.
///          No allocation once the queue has been as full as it gets.
/// Source:  Brown, "Calendar queues", CACM 31 (1988); Tang, Goh & Thng, "Ladder queue",
///          ACM TOMACS 15 (2005). Departs: fixed span, because the underlay knows its delays.
template <class Payload>
class EventQueue {
  static_assert(std::is_trivially_copyable_v<Payload>);

 public:
  using Item = Event<Payload>;

  /// `delay_span`: how far ahead of the present most events are inserted.
  explicit EventQueue(Time delay_span) : width_bits_(bits_for(delay_span)) {}

  EventQueue(const EventQueue&) = delete;
  EventQueue& operator=(const EventQueue&) = delete;

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  void push(Time time, const Payload& payload) {
    ++size_;
    const std::int64_t bucket = time >> width_bits_;
    const std::int64_t ahead = bucket - open_bucket_;
    if (ahead > 0 && ahead < ring_spans) [[likely]] {
      append(static_cast<std::size_t>(bucket) & ring_mask, {time, payload});
    } else {
      push_aside(time, payload, ahead);
    }
  }

  /// The time of the next event, `never` when there is none.
  Time next_time() {
    if (next_ != end_ && late_.empty()) [[likely]]
      return next_->time;
    return find_next_time();
  }

  /// Removes and returns the next event; the queue must not be empty. What is returned stays as
  /// it is until next_time() or pop() is called, whatever is pushed meanwhile.
  const Item& pop() {
    --size_;
    if (next_ != end_ && late_.empty()) [[likely]]
      return *next_++;
    return pop_carefully();
  }

  /// The event that comes `distance` after the next one in the span being left, or null; a hint
  /// for fetching its data ahead, since events still to be inserted may come before it.
  const Payload* peek(std::size_t distance) const {
    return distance < static_cast<std::size_t>(end_ - next_) ? &next_[distance].payload : nullptr;
  }

  /// The number of the span being left.
  std::int64_t span() const { return open_bucket_; }
  /// How many of its events are left.
  std::size_t left_in_span() const { return static_cast<std::size_t>(end_ - next_); }

  /// Calls `visit(payload)` for the events so far of the span that comes so many after the one
  /// being left; a hint like peek(), for when spans hold few events.
  template <class Visit>
  void for_each_ahead(std::int64_t spans, Visit visit) const {
    if (spans >= ring_spans) return;
    for_each_in(static_cast<std::size_t>(open_bucket_ + spans) & ring_mask,
                [&](const Item& item) { visit(item.payload); });
  }

  /// Calls `visit(time, payload)` for every event still in the queue, in no particular order.
  template <class Visit>
  void for_each(Visit visit) const {
    for (const Item* item = next_; item != end_; ++item) visit(item->time, item->payload);
    for (std::size_t slot = 0; slot < ring_size; ++slot) {
      for_each_in(slot, [&](const Item& item) { visit(item.time, item.payload); });
    }
    for (const Numbered& event : late_.items()) visit(event.item.time, event.item.payload);
    for (const Numbered& event : far_.items()) visit(event.item.time, event.item.payload);
  }

 private:
  static constexpr std::size_t ring_size = 1024;
  static constexpr std::size_t ring_mask = ring_size - 1;
  static constexpr std::int64_t ring_spans = ring_size;
  /// Spans per `delay_span`: enough that a span is sorted in cache, few enough that the tails of
  /// all of them stay in cache.
  static constexpr Time spans_per_delay = 256;
  static constexpr std::size_t chunk_items = 63;

  struct Chunk {
    Chunk* next = nullptr;
    std::array<Item, chunk_items> items;
  };

  /// Where the next event of a span goes, and where its newest chunk is full.
  struct Tail {
    Item* cursor = nullptr;
    Item* end = nullptr;
  };

  /// An event outside the ring, which needs its insertion number to keep the order.
  struct Numbered {
    Item item;
    std::uint64_t number = 0;
    bool operator<(const Numbered& other) const {
      return item.time != other.item.time ? item.time > other.item.time : number > other.number;
    }
  };

  /// A heap that can be looked through.
  class Heap : public std::priority_queue<Numbered> {
   public:
    const std::vector<Numbered>& items() const { return this->c; }
  };

  static int bits_for(Time delay_span) {
    const Time width = std::max<Time>(delay_span / spans_per_delay, 1);
    return static_cast<int>(std::bit_width(static_cast<std::uint64_t>(width)));
  }

  void append(std::size_t slot, const Item& item) {
    Tail& tail = tails_[slot];
    if (tail.cursor == tail.end) add_chunk(slot);
    *tail.cursor++ = item;
  }

  void add_chunk(std::size_t slot) {
    if (free_ == nullptr) {
      chunks_.push_back(std::make_unique<Chunk>());
      free_ = chunks_.back().get();
    }
    Chunk* chunk = free_;
    free_ = chunk->next;
    // Chunks are linked newest first: only the newest may be partly filled.
    chunk->next = heads_[slot];
    heads_[slot] = chunk;
    tails_[slot] = {chunk->items.data(), chunk->items.data() + chunk_items};
    occupied_[slot / 64] |= std::uint64_t{1} << (slot % 64);
  }

  void push_aside(Time time, const Payload& payload, std::int64_t ahead) {
    RIPPLETANK_CHECK(time >= present(), "an event was inserted into the past");
    (ahead <= 0 ? late_ : far_).push({{time, payload}, insertions_aside_++});
  }

  /// When the last event left. Opening a span does not move it: until an event of that span
  /// leaves, others may still be inserted before the span.
  Time present() const {
    return next_ == sorted_.data() ? left_until_ : std::max(left_until_, next_[-1].time);
  }

  Time find_next_time() {
    if (next_ == end_ && late_.empty() && !open_next_bucket()) return never;
    if (late_.empty()) return next_->time;
    if (next_ == end_) return late_.top().item.time;
    return std::min(next_->time, late_.top().item.time);
  }

  const Item& pop_carefully() {
    const Time time = find_next_time();
    RIPPLETANK_CHECK(time != never, "an event was taken from an empty queue");
    left_until_ = time;
    // Events of the sorted span were inserted before it was opened, hence before the late ones.
    if (next_ != end_ && next_->time == time) return *next_++;
    popped_late_ = late_.top().item;
    late_.pop();
    return popped_late_;
  }

  /// Moves to the next span that holds events and sorts it; false when there is none.
  bool open_next_bucket() {
    const std::size_t ahead = next_occupied();
    if (ahead != 0) {
      open_bucket_ += static_cast<std::int64_t>(ahead);
    } else if (!far_.empty()) {
      open_bucket_ = far_.top().item.time >> width_bits_;
    } else {
      return false;
    }
    // What has come within the ring was inserted before anything that will be appended there.
    while (!far_.empty()) {
      const std::int64_t bucket = far_.top().item.time >> width_bits_;
      if (bucket - open_bucket_ >= ring_spans) break;
      append(static_cast<std::size_t>(bucket) & ring_mask, far_.top().item);
      far_.pop();
    }
    left_until_ = present();
    sort_bucket(static_cast<std::size_t>(open_bucket_) & ring_mask);
    return true;
  }

  /// How many spans ahead the next occupied one is; 0 when the ring is empty.
  std::size_t next_occupied() const {
    const std::size_t start = static_cast<std::size_t>(open_bucket_ + 1) & ring_mask;
    constexpr std::size_t words = ring_size / 64;
    for (std::size_t i = 0; i <= words; ++i) {
      const std::size_t word = (start / 64 + i) % words;
      std::uint64_t bits = occupied_[word];
      if (i == 0) bits &= ~std::uint64_t{0} << (start % 64);
      if (i == words) bits &= ~(~std::uint64_t{0} << (start % 64));
      if (bits == 0) continue;
      const std::size_t slot = word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
      return ((slot - start) & ring_mask) + 1;
    }
    return 0;
  }

  /// Calls `visit(item)` for the events of a span in insertion order.
  template <class Visit>
  void for_each_in(std::size_t slot, Visit visit) const {
    order_.clear();
    for (const Chunk* chunk = heads_[slot]; chunk != nullptr; chunk = chunk->next) {
      order_.push_back(chunk);
    }
    for (std::size_t i = order_.size(); i-- > 0;) {
      const Item* begin = order_[i]->items.data();
      const Item* end = i == 0 ? tails_[slot].cursor : begin + chunk_items;
      for (const Item* item = begin; item != end; ++item) visit(*item);
    }
  }

  void sort_bucket(std::size_t slot) {
    bool ascending = true;
    Time last = 0;
    std::size_t count = 0;
    for_each_in(slot, [&](const Item& item) {
      ++count;
      ascending &= item.time >= last;
      last = item.time;
    });
    sorted_.resize(count);
    if (ascending || count <= 24) {
      std::size_t i = 0;
      for_each_in(slot, [&](const Item& item) { sorted_[i++] = item; });
    } else {
      scatter(slot, count);
    }
    if (!ascending) sort_nearly_sorted();
    next_ = sorted_.data();
    end_ = next_ + count;
    release(slot);
  }

  /// Puts the events into about as many equal parts of the span as there are events, stably.
  void scatter(std::size_t slot, std::size_t count) {
    constexpr int most_bits = 14;
    const int bits = std::min({static_cast<int>(std::bit_width(count)), most_bits, width_bits_});
    const int shift = width_bits_ - bits;
    const std::uint64_t mask = (std::uint64_t{1} << bits) - 1;
    starts_.assign((std::size_t{1} << bits) + 1, 0);
    const auto part = [&](const Item& item) {
      return static_cast<std::size_t>((static_cast<std::uint64_t>(item.time) >> shift) & mask);
    };
    for_each_in(slot, [&](const Item& item) { ++starts_[part(item) + 1]; });
    for (std::size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
    for_each_in(slot, [&](const Item& item) { sorted_[starts_[part(item)]++] = item; });
  }

  /// Stable insertion sort, quick because scatter() left few inversions; if they are many after
  /// all (times bunched within a small part of the span) a merge sort takes over.
  void sort_nearly_sorted() {
    std::size_t budget = 16 * sorted_.size();
    for (std::size_t i = 1; i < sorted_.size(); ++i) {
      if (sorted_[i - 1].time <= sorted_[i].time) continue;
      const Item item = sorted_[i];
      std::size_t k = i;
      while (k > 0 && sorted_[k - 1].time > item.time) {
        sorted_[k] = sorted_[k - 1];
        --k;
      }
      sorted_[k] = item;
      if (i - k <= budget) {
        budget -= i - k;
      } else {
        std::stable_sort(sorted_.begin(), sorted_.end(),
                         [](const Item& a, const Item& b) { return a.time < b.time; });
        return;
      }
    }
  }

  void release(std::size_t slot) {
    while (heads_[slot] != nullptr) {
      Chunk* chunk = heads_[slot];
      heads_[slot] = chunk->next;
      chunk->next = free_;
      free_ = chunk;
    }
    tails_[slot] = {};
    occupied_[slot / 64] &= ~(std::uint64_t{1} << (slot % 64));
  }

  int width_bits_;
  std::int64_t open_bucket_ = -1;
  Time left_until_ = 0;  ///< when the last of the late events, or of an earlier span, left
  std::size_t size_ = 0;

  std::vector<Item> sorted_;  ///< the open span; those before `next_` have left
  const Item* next_ = sorted_.data();
  const Item* end_ = sorted_.data();
  Item popped_late_;
  std::array<Tail, ring_size> tails_{};
  std::array<Chunk*, ring_size> heads_{};
  std::array<std::uint64_t, ring_size / 64> occupied_{};
  Heap late_;  ///< inserted into the open span
  Heap far_;   ///< beyond the ring
  std::uint64_t insertions_aside_ = 0;

  std::vector<std::unique_ptr<Chunk>> chunks_;
  Chunk* free_ = nullptr;
  std::vector<std::uint32_t> starts_;
  mutable std::vector<const Chunk*> order_;
};

}  // namespace rippletank::core
