// Searches: who asks for what, and who answers.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/overlay/query.hpp"
#include "sim/protocols/waste/relaying.hpp"
#include "sim/protocols/waste/transfers.hpp"

namespace rippletank::protocols::waste {

/// Everybody whom a search reaches and who has the item answers once; who fetches what it finds
/// turns to whose answer comes first.
///
/// Source:  m_search.cpp and C_FileDB::Search of WASTE 1.5: an answer has 21 bytes, and 18 and a
///          name per file. Departs: each item is one file, and a search is for one; the cache of
///          one's own last searches is left out.
class Searches {
 public:
  Searches(State& state, Relaying& relaying, Transfers& transfers)
      : state_(state), relaying_(relaying), transfers_(transfers) {}

  void ask(Post& post, const overlay::Query& query, overlay::QueryNumber number);
  /// A peer reads a search of another one.
  void read_search(Post& post, core::PeerId peer, const Copy& copy);
  /// The origin reads an answer.
  void read_reply(Post& post, core::PeerId peer, const Packet& reply);

 private:
  struct Asked {
    core::ItemId item = 0;
    bool is_to_fetch = false;
  };

  State& state_;
  Relaying& relaying_;
  Transfers& transfers_;
  std::vector<Asked> asked_;  ///< [query number]
};

}  // namespace rippletank::protocols::waste
