// Draws the words of items, hashes them, and works out how long patches are.
#include "sim/protocols/parts/keywords.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <functional>
#include <queue>
#include <string>

#include "sim/core/random.hpp"

namespace rippletank::protocols {

std::uint32_t query_routing_hash(std::string_view word, unsigned bits) {
  constexpr std::uint32_t factor = 0x4F1BBCDC;
  std::uint32_t folded = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    folded ^= std::uint32_t{static_cast<unsigned char>(word[i])} << (8 * (i % 4));
  }
  return bits == 0 ? 0 : (folded * factor) >> (32 - bits);
}

namespace {

std::string text_of(std::uint32_t word) {
  std::string text(4, 'a');
  for (char& letter : text) {
    letter = static_cast<char>('a' + word % 26);
    word /= 26;
  }
  return text;
}

void sort_out(std::vector<std::uint32_t>& slots, std::size_t begin) {
  const auto first = slots.begin() + static_cast<std::ptrdiff_t>(begin);
  std::sort(first, slots.end());
  slots.erase(std::unique(first, slots.end()), slots.end());
}

/// What a compressor makes of a table: how often it writes each symbol, and the bits after symbols.
class Symbols {
 public:
  void literal(std::uint32_t value) { ++counts_[value]; }

  /// A run of zero bytes: one of them, then repetitions of what stands before.
  void zeros(std::uint64_t length) {
    constexpr std::uint64_t longest = 258;
    constexpr std::uint64_t shortest = 3;
    if (length == 0) return;
    literal(0);
    for (--length; length >= shortest;) {
      const std::uint64_t part = std::min(length, longest);
      repeat(part - shortest);
      length -= part;
    }
    for (; length > 0; --length) literal(0);
  }

  /// In a Huffman code, whose cost is the sum of what is merged on the way to the root.
  std::uint64_t bits() const {
    std::priority_queue<std::uint64_t, std::vector<std::uint64_t>, std::greater<>> weights;
    for (const std::uint64_t count : counts_) {
      if (count > 0) weights.push(count);
    }
    std::uint64_t total = extra_bits_;
    while (weights.size() > 1) {
      std::uint64_t merged = weights.top();
      weights.pop();
      merged += weights.top();
      weights.pop();
      total += merged;
      weights.push(merged);
    }
    return total;
  }

 private:
  static constexpr std::size_t literals = 256;

  /// `above`: the length of a repetition above the shortest. Lengths up to 7 above it, and the
  /// longest, have symbols of their own, others four symbols for each number of extra bits.
  void repeat(std::uint64_t above) {
    const auto width = static_cast<std::uint64_t>(std::bit_width(above));
    const std::uint64_t extra = above < 8 || above == 255 ? 0 : width - 3;
    const std::uint64_t symbol = above == 255 ? 28 : 4 * extra + (above >> extra);
    ++counts_[literals + 1 + symbol];
    constexpr std::uint64_t distance_bits = 1;  // there is only one distance
    extra_bits_ += extra + distance_bits;
  }

  std::array<std::uint64_t, literals + 1 + 29> counts_ = [] {
    std::array<std::uint64_t, literals + 1 + 29> counts{};
    counts[literals] = 1;  // the end of the block
    return counts;
  }();
  std::uint64_t extra_bits_ = 0;
};

}  // namespace

Keywords::Keywords(const KeywordSettings& settings, core::ItemId items, std::uint64_t seed) {
  const auto bits = static_cast<unsigned>(std::countr_zero(settings.table_slots));
  for (core::ItemId item = 0; item < items; ++item) {
    core::Substream random(seed, core::Purpose("keywords/words"), item);
    const std::size_t begin = slots_.size();
    for (std::uint32_t i = 0; i < settings.words_per_item; ++i) {
      const auto word = static_cast<std::uint32_t>(random.below(settings.vocabulary));
      slots_.push_back(query_routing_hash(text_of(word), bits));
    }
    sort_out(slots_, begin);
    offsets_.push_back(slots_.size());
  }
}

std::vector<std::uint32_t> Keywords::slots_of_all(std::span<const core::ItemId> items) const {
  std::vector<std::uint32_t> all;
  for (const core::ItemId item : items) {
    const auto of_item = slots(item);
    all.insert(all.end(), of_item.begin(), of_item.end());
  }
  sort_out(all, 0);
  return all;
}

std::uint64_t patch_bytes(std::span<const std::uint32_t> changed, std::uint32_t table_slots) {
  constexpr std::uint64_t frame = 2 + 4;  // header and checksum of zlib
  constexpr std::uint64_t code_table = 28;
  constexpr std::uint32_t upper_half = 0xA0;
  constexpr std::uint32_t lower_half = 0x0A;
  Symbols symbols;
  std::uint64_t next = 0;  // byte of the table, of two slots
  for (std::size_t i = 0; i < changed.size(); ++i) {
    const std::uint64_t byte = changed[i] / 2;
    std::uint32_t value = changed[i] % 2 == 0 ? upper_half : lower_half;
    if (i + 1 < changed.size() && changed[i + 1] / 2 == byte) {
      value |= lower_half;
      ++i;
    }
    symbols.zeros(byte - next);
    symbols.literal(value);
    next = byte + 1;
  }
  symbols.zeros(table_slots / 2 - next);
  return frame + code_table + (symbols.bits() + 7) / 8;
}

}  // namespace rippletank::protocols
