// Lets messages wait.
#include "sim/protocols/waste/send_queue.hpp"

#include <algorithm>
#include <utility>

namespace rippletank::protocols::waste {

std::optional<Copy> SendQueue::put(const Copy& copy) {
  const auto begin = waiting_.begin() + (front_gone_bytes_ > 0 ? 1 : 0);
  const auto place = std::find_if(begin, waiting_.end(),
                                  [&](const Copy& other) { return other.urgency > copy.urgency; });
  if (waiting_.size() < most_) {
    waiting_.insert(place, copy);
    return {};
  }
  if (place == waiting_.end()) return copy;
  const Copy last = waiting_.back();
  // The place is not behind the last one, so it stays what it was.
  const auto index = place - waiting_.begin();
  waiting_.pop_back();
  waiting_.insert(waiting_.begin() + index, copy);
  return last;
}

Copy SendQueue::take_front() {
  const Copy first = waiting_.front();
  waiting_.erase(waiting_.begin());
  front_gone_bytes_ = 0;
  return first;
}

std::vector<Copy> SendQueue::take_all() {
  front_gone_bytes_ = 0;
  return std::exchange(waiting_, {});
}

}  // namespace rippletank::protocols::waste
