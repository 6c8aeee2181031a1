// Keeps searches by number, and drops the oldest once they have ended.
#include "sim/protocols/napster/searches.hpp"

#include <utility>

namespace rippletank::protocols::napster {

SearchId Searches::begin(Search search) {
  drop_ended();
  searches_.push_back({std::move(search), true});
  return static_cast<SearchId>(first_ + searches_.size() - 1);
}

Search* Searches::find(SearchId id) {
  if (id < first_ || id - first_ >= searches_.size()) return nullptr;
  Entry& entry = searches_[id - first_];
  return entry.open ? &entry.search : nullptr;
}

void Searches::end(SearchId id) { searches_[id - first_].open = false; }

void Searches::drop_ended() {
  while (!searches_.empty() && !searches_.front().open) {
    searches_.pop_front();
    ++first_;
  }
}

}  // namespace rippletank::protocols::napster
