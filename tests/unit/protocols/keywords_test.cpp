// Query routing: hashes of the specification, patches as long as zlib's, and what tables match.
#include "sim/protocols/parts/keywords.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "sim/core/random.hpp"
#include "sim/protocols/parts/leaf_index.hpp"
#include "sim/protocols/parts/routing_tables.hpp"
#include "tests/catch.hpp"

namespace keywords_test {

using namespace rippletank;
using namespace rippletank::protocols;

namespace {

std::vector<std::uint32_t> random_slots(core::Substream& random, std::size_t count) {
  std::set<std::uint32_t> slots;
  while (slots.size() < count) slots.insert(static_cast<std::uint32_t>(random.below(65'536)));
  return {slots.begin(), slots.end()};
}

/// The same, byte by byte over the table, with a code word for each symbol.
std::uint64_t naive_patch_bytes(const std::vector<std::uint32_t>& slots) {
  std::vector<int> table(32'768);
  for (const std::uint32_t slot : slots) table[slot / 2] |= slot % 2 == 0 ? 0xA0 : 0x0A;
  std::map<std::string, std::uint64_t> counts = {{"end", 1}};
  std::uint64_t extra = 0;
  // First length of each symbol for lengths, RFC 1951, 3.2.5.
  const std::vector<int> first = {3,  4,  5,  6,  7,  8,  9,  10, 11,  13,  15,  17,  19,  23, 27,
                                  31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258};
  const std::vector<int> bits = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,
                                 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
  for (std::size_t i = 0; i < table.size();) {
    ++counts["byte " + std::to_string(table[i])];
    const int before = table[i++];
    while (before == 0) {
      int length = 0;
      while (length < 258 && i + static_cast<std::size_t>(length) < table.size() &&
             table[i + static_cast<std::size_t>(length)] == 0) {
        ++length;
      }
      if (length < 3) break;
      const auto symbol = std::upper_bound(first.begin(), first.end(), length) - first.begin() - 1;
      ++counts["length " + std::to_string(symbol)];
      extra += static_cast<std::uint64_t>(bits[static_cast<std::size_t>(symbol)]) + 1;
      i += static_cast<std::size_t>(length);
    }
  }
  std::multiset<std::uint64_t> weights;
  for (const auto& [symbol, count] : counts) weights.insert(count);
  std::uint64_t total = extra;
  while (weights.size() > 1) {
    const std::uint64_t merged = *weights.begin() + *std::next(weights.begin());
    weights.erase(weights.begin(), std::next(weights.begin(), 2));
    weights.insert(merged);
    total += merged;
  }
  return 6 + 28 + (total + 7) / 8;
}

}  // namespace

TEST_CASE("words are hashed as in the examples of the specification") {
  // Rohrs, Query routing for the Gnutella network (2002), appendix.
  const std::vector<std::pair<const char*, std::uint32_t>> thirteen = {
      {"", 0},         {"eb", 6791},     {"ebc", 7082},     {"ebck", 6698},
      {"ebckl", 3179}, {"ebcklm", 3235}, {"ebcklme", 6438}, {"ebcklmen", 1062}};
  for (const auto& [word, hash] : thirteen) CHECK(query_routing_hash(word, 13) == hash);
  const std::vector<std::pair<const char*, std::uint32_t>> sixteen = {
      {"n", 65003}, {"nd", 54193}, {"ndf", 4953}, {"ndfl", 58201}, {"ndfla", 34830}};
  for (const auto& [word, hash] : sixteen) CHECK(query_routing_hash(word, 16) == hash);
}

TEST_CASE("patches take what run lengths and a Huffman code take") {
  core::Substream random(1, core::Purpose("tests/slots"));
  for (const std::size_t count : {0U, 1U, 2U, 50U, 300U, 2000U, 20'000U}) {
    const auto slots = random_slots(random, count);
    CHECK(patch_bytes(slots, 65'536) == naive_patch_bytes(slots));
  }
}

TEST_CASE("patches are as long as zlib makes them, within a hundredth from 300 slots on") {
  // zlib 1.3, level 9, strategy Z_RLE, of tables with these slots.
  struct Case {
    std::uint64_t slots, step, zlib_bytes;
    double tolerance;
  };
  for (const Case& c : {Case{100, 617, 245, 0.02}, Case{300, 211, 559, 0.01},
                        Case{1000, 61, 1475, 0.01}, Case{3000, 19, 3189, 0.01}}) {
    std::set<std::uint32_t> slots;
    for (std::uint64_t i = 0; i < c.slots; ++i) {
      slots.insert(static_cast<std::uint32_t>((i * i * 7 + i * c.step) % 65'536));
    }
    const std::vector<std::uint32_t> rows(slots.begin(), slots.end());
    CHECK(static_cast<double>(patch_bytes(rows, 65'536)) ==
          Approx(static_cast<double>(c.zlib_bytes)).epsilon(c.tolerance));
  }
}

TEST_CASE("leaves that have all of some keys are found among those that have any") {
  core::Substream random(2, core::Purpose("tests/keys"));
  LeafIndex index(2);
  std::map<core::PeerId, std::set<std::uint32_t>> truth;
  for (int round = 0; round < 300; ++round) {
    const auto leaf = static_cast<core::PeerId>(random.below(20));
    if (random.below(4) == 0) {
      index.remove(1, leaf);
      truth.erase(leaf);
    } else {
      std::set<std::uint32_t> keys;
      for (int i = 0; i < 6; ++i) keys.insert(static_cast<std::uint32_t>(random.below(12)));
      index.put(1, leaf, std::vector<std::uint32_t>(keys.begin(), keys.end()));
      truth[leaf] = keys;
    }
    const std::vector<std::uint32_t> wanted = {static_cast<std::uint32_t>(random.below(12)),
                                               static_cast<std::uint32_t>(random.below(12))};
    std::vector<core::PeerId> expected;
    std::set<std::uint32_t> all;
    for (const auto& [peer, keys] : truth) {
      all.insert(keys.begin(), keys.end());
      if (keys.count(wanted[0]) > 0 && keys.count(wanted[1]) > 0) expected.push_back(peer);
    }
    REQUIRE(index.find_all(1, wanted) == expected);
    REQUIRE(index.keys(1) == std::vector<std::uint32_t>(all.begin(), all.end()));
  }
}

TEST_CASE("a table is known as it was when it was sent, and unknown ones may have anything") {
  RoutingTables tables(3, 128);
  const std::vector<std::uint32_t> sought = {5, 70};
  CHECK(tables.may_have(0, 1, sought));
  CHECK(tables.renew(1, {5, 6}) == std::vector<std::uint32_t>{5, 6});
  const auto first = tables.lend(1);
  CHECK(tables.renew(1, {5, 70}) == std::vector<std::uint32_t>{6, 70});
  tables.receive(0, 1, first);
  CHECK_FALSE(tables.may_have(0, 1, sought));
  CHECK(tables.may_have(2, 1, sought));
  tables.receive(0, 1, tables.lend(1));
  CHECK(tables.may_have(0, 1, sought));
  tables.give_back(tables.lend(1));
  tables.forget_all(1);
  CHECK(tables.may_have(0, 1, sought));
  tables.forget(0, 1);
  CHECK_FALSE(tables.has(1));
}

}  // namespace keywords_test
