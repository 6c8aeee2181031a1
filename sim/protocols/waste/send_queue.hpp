// SendQueue: the messages that wait for a link, the most urgent first.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/protocols/waste/packets.hpp"

namespace rippletank::protocols::waste {

/// Source:  C_MessageQueue::send_message and insert in mqueue.cpp of WASTE 1.5.
/// Cost:    O(length), which is at most a few hundred.
class SendQueue {
 public:
  explicit SendQueue(std::uint32_t most = 0) : most_(most) {}

  /// Lets a copy wait behind all that are as urgent or more, but never before one that has begun
  /// to leave. Returns what does not find a place, if the queue is full: the last one where the
  /// new one is more urgent, else the new one.
  std::optional<Copy> put(const Copy& copy);

  bool empty() const { return waiting_.empty(); }
  std::uint32_t size() const { return static_cast<std::uint32_t>(waiting_.size()); }
  const Copy& front() const { return waiting_.front(); }
  Copy take_front();

  /// So many bytes of the first one have left.
  std::uint64_t front_gone_bytes() const { return front_gone_bytes_; }
  void note_front_gone(std::uint64_t bytes) { front_gone_bytes_ += bytes; }

  /// Empties it.
  std::vector<Copy> take_all();

 private:
  std::uint32_t most_;
  std::uint64_t front_gone_bytes_ = 0;
  std::vector<Copy> waiting_;
};

}  // namespace rippletank::protocols::waste
