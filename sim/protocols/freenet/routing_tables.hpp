// Routing tables: which peer each of them would ask for a key.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/core/prefetch.hpp"
#include "sim/overlay/connections.hpp"
#include "sim/protocols/freenet/keys.hpp"
#include "sim/protocols/freenet/parameters.hpp"

namespace rippletank::protocols::freenet {

/// How much a table keeps; none: any number.
struct TableLimits {
  std::optional<std::uint32_t> references;
  std::optional<std::uint32_t> nodes;
  std::optional<std::uint32_t> references_per_node;

  /// How many references there is room for; none: any number.
  std::optional<std::uint64_t> room() const;
};

/// The references of all peers: a key, and the peer that was last said to be its source. What was
/// said longest ago makes room: of one node, of all, or all references of a node.
///
/// Cost:    closest() O(log n) and what it passes over, refer() O(n) moves of 16 bytes; 16 to 32
///          bytes a reference, 56 a peer.
class RoutingTables {
 public:
  struct Reference {
    Key key = 0;
    core::PeerId node = 0;
    std::uint32_t said = 0;  ///< when, by the table's own count
  };

  RoutingTables(core::PeerId peers, Closeness closeness, const TableLimits& limits);

  core::PeerId peers() const { return static_cast<core::PeerId>(tables_.size()); }

  /// A peer is told that a node is the source of a key.
  void refer(core::PeerId peer, Key key, core::PeerId node);
  /// A peer forgets a node.
  void forget(core::PeerId peer, core::PeerId node);

  /// The references of a peer, by key.
  const std::vector<Reference>& of(core::PeerId peer) const { return tables_[peer].references; }

  /// How full a table is, 0 to 1; 0 without limits.
  double fullness(core::PeerId peer) const;

  /// The node of the reference closest to a key for which `usable(node)` is true; no_peer if there
  /// is none. Of two equally close keys the one on the lower side comes first.
  template <class Usable>
  core::PeerId closest(core::PeerId peer, Key key, Usable usable) const {
    const std::vector<Reference>& all = tables_[peer].references;
    const std::size_t count = all.size();
    std::size_t above = place_of(all, key);  // the first at or above the key
    std::size_t below = above;               // one after the first below it
    for (std::size_t seen = 0; seen < count; ++seen) {
      if (closeness_ == Closeness::circle) {
        if (above == count) above = 0;
        if (below == 0) below = count;
      }
      const bool lower =
          below != 0 && (above == count || key - all[below - 1].key <= all[above].key - key);
      const Reference& next = lower ? all[--below] : all[above++];
      if (usable(next.node)) return next.node;
    }
    return core::no_peer;
  }

  /// Brings closer where a table lies, then the references that a search in it looks at first, then
  /// those near a key.
  RIPPLETANK_ALWAYS_INLINE void fetch_table(core::PeerId peer) const {
    core::prefetch(tables_.data() + peer);
  }
  RIPPLETANK_ALWAYS_INLINE void fetch_first_looks(core::PeerId peer) const {
    const std::vector<Reference>& all = tables_[peer].references;
    constexpr std::size_t looks = 16;  // at the ends of so many equal parts
    for (std::size_t look = 1; look < looks; ++look) {
      core::prefetch(all.data() + all.size() * look / looks);
    }
  }
  RIPPLETANK_ALWAYS_INLINE void fetch_near(core::PeerId peer, Key key) const {
    const std::vector<Reference>& all = tables_[peer].references;
    constexpr std::size_t near = 16;
    std::size_t begin = 0;
    std::size_t count = all.size();
    while (count > near) {
      const std::size_t half = count / 2;
      const bool above = all[begin + half].key < key;
      begin += above ? half + 1 : 0;
      count = above ? count - half - 1 : half;
    }
    for (std::size_t i = 0; i <= count; i += 4) core::prefetch(all.data() + begin + i);
  }

  /// Who is referred to by whom, each once.
  ///
  /// Shape:   rows ascending: of each peer the nodes that it knows.
  overlay::Connections rows() const;

 private:
  /// What is counted of a node in a table with a limit on nodes.
  struct Known {
    core::PeerId node = 0;
    std::uint32_t references = 0;
    std::uint32_t said = 0;
  };
  struct Table {
    std::vector<Reference> references;  ///< ascending by key, each key once
    std::vector<Known> nodes;           ///< in the order in which they came
    std::uint32_t count = 0;            ///< of what was said
  };

  static std::size_t place_of(const std::vector<Reference>& all, Key key) {
    return static_cast<std::size_t>(std::lower_bound(all.begin(), all.end(), key,
                                                     [](const Reference& reference, Key sought) {
                                                       return reference.key < sought;
                                                     }) -
                                    all.begin());
  }
  /// What is counted of a node; the end if that is nothing.
  static std::vector<Known>::iterator known_node(Table& table, core::PeerId node);
  void make_room(Table& table, core::PeerId node);
  void remove_oldest(Table& table, core::PeerId node);
  void remove_node(Table& table, core::PeerId node);
  void note(Table& table, core::PeerId node);
  void note_removed(Table& table, core::PeerId node);

  Closeness closeness_;
  TableLimits limits_;
  std::vector<Table> tables_;
};

}  // namespace rippletank::protocols::freenet
