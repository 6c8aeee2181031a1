// Keywords: the words that items are called by, as slots of a query routing table.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/overlay/content.hpp"

namespace rippletank::protocols {

/// The hash of the query routing protocol, of so many bits.
///
/// Source:  Rohrs, Query routing for the Gnutella network, version 1.0 (2002), 3.2.
std::uint32_t query_routing_hash(std::string_view word, unsigned bits);

struct KeywordSettings {
  std::uint32_t words_per_item = 3;
  std::uint32_t vocabulary = 100'000;
  std::uint32_t table_slots = 65'536;  ///< a power of 2
};

/// Each item is called by some words of a vocabulary; each word falls on a slot. A query for an
/// item names all its words.
///
/// Random:  substream "keywords/words" of each item.
/// Shape:   4 bytes per word and item.
class Keywords {
 public:
  /// Words have four letters: there are so many.
  static constexpr std::uint32_t most_words = 26 * 26 * 26 * 26;

  Keywords(const KeywordSettings& settings, core::ItemId items, std::uint64_t seed);

  /// The slots of the words of an item, each once, ascending.
  std::span<const std::uint32_t> slots(core::ItemId item) const {
    return {slots_.data() + offsets_[item], offsets_[item + 1] - offsets_[item]};
  }
  /// Those of all that a peer holds, likewise.
  std::vector<std::uint32_t> slots_of_all(std::span<const core::ItemId> items) const;

 private:
  std::vector<std::size_t> offsets_ = {0};
  std::vector<std::uint32_t> slots_;
};

/// How many bytes a patch takes that switches slots, ascending, on or off in a table of so many
/// slots of four bits each: compressed by runs of zero bytes and a Huffman code of its own, as zlib
/// does with its run-length strategy, and from 100 slots of 65,536 on within 1 % of that.
///
/// Source:  Rohrs 2002, 3.3: patches; RFC 1951: the symbols, with an estimate of the code table.
/// Cost:    O(slots that change).
std::uint64_t patch_bytes(std::span<const std::uint32_t> changed, std::uint32_t table_slots);

}  // namespace rippletank::protocols
