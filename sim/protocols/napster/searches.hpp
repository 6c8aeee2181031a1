// Searches: those that servers have passed on and whose ends they wait for.
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/overlay/letter.hpp"

namespace rippletank::protocols::napster {

/// A search in the order in which servers passed them on.
using SearchId = std::uint32_t;

/// A search that a server has passed on.
struct Search {
  core::PeerId server = 0;
  core::PeerId asker = 0;  ///< a client, a linked server, or itself
  SearchId asked_as = 0;   ///< the search of a linked server that asks
  overlay::QueryNumber query = overlay::no_query;
  std::uint16_t hops = 0;             ///< that the search has travelled when it came
  std::uint32_t wanted = 0;           ///< results that may still come
  std::vector<core::PeerId> awaited;  ///< linked servers that have not ended it
};

/// The searches that are waited for. What is late, of one that has ended, finds nothing.
class Searches {
 public:
  SearchId begin(Search search);
  /// Null if it has ended.
  Search* find(SearchId id);
  void end(SearchId id);

  /// Calls `visit(id, search)` for each, in the order in which they began; it may end that one.
  template <class Visit>
  void for_each(Visit visit) {
    for (std::size_t i = 0; i < searches_.size(); ++i) {
      const auto id = static_cast<SearchId>(first_ + i);
      if (searches_[i].open) visit(id, searches_[i].search);
    }
    drop_ended();
  }

 private:
  struct Entry {
    Search search;
    bool open = true;
  };

  void drop_ended();

  SearchId first_ = 0;  ///< number of the first entry
  std::deque<Entry> searches_;
};

}  // namespace rippletank::protocols::napster
