// Stores whose copies come and go, against lists in the order of use.
#include "sim/overlay/stores.hpp"

#include <algorithm>
#include <cstdint>
#include <list>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "sim/core/random.hpp"
#include "tests/catch.hpp"

namespace stores_test {

using namespace rippletank;
using core::ItemId;
using core::PeerId;
using core::Time;

namespace {

/// Items that nobody holds at first.
overlay::Content content_of(const std::vector<std::uint64_t>& sizes_bytes, PeerId peers) {
  overlay::HolderRows rows;
  rows.offsets.resize(sizes_bytes.size() + 1);
  const auto items = static_cast<ItemId>(sizes_bytes.size());
  return overlay::Content(overlay::Popularity::uniform(items), sizes_bytes, std::move(rows), peers);
}

/// The slow twin: a list per peer, from the copy that was not used for longest on; everything is
/// counted when it is asked for.
class NaiveStores {
 public:
  NaiveStores(PeerId peers, const std::vector<std::uint64_t>& sizes_bytes,
              const overlay::StoreLimits& limits)
      : sizes_bytes_(sizes_bytes), limits_(limits), kept_(peers) {}

  bool holds(PeerId peer, ItemId item) const {
    return std::find(kept_[peer].begin(), kept_[peer].end(), item) != kept_[peer].end();
  }
  void use(PeerId peer, ItemId item) {
    kept_[peer].remove(item);
    kept_[peer].push_back(item);
  }
  bool keep(PeerId peer, ItemId item) {
    if (holds(peer, item)) {
      use(peer, item);
      return true;
    }
    const std::uint64_t size_bytes = sizes_bytes_[item];
    if (limits_.largest_bytes && size_bytes > *limits_.largest_bytes) return false;
    if (limits_.bytes && size_bytes > *limits_.bytes) return false;
    if (limits_.items && *limits_.items == 0) return false;
    kept_[peer].push_back(item);
    ++stored;
    while (is_too_full(peer)) {
      kept_[peer].pop_front();
      ++evicted;
    }
    return true;
  }

  const std::list<ItemId>& of(PeerId peer) const { return kept_[peer]; }
  std::uint64_t bytes_at(PeerId peer) const {
    std::uint64_t bytes = 0;
    for (const ItemId item : kept_[peer]) bytes += sizes_bytes_[item];
    return bytes;
  }
  double fullness(PeerId peer) const {
    const double by_items =
        limits_.items ? static_cast<double>(kept_[peer].size()) / *limits_.items : 0;
    const double by_bytes =
        limits_.bytes ? static_cast<double>(bytes_at(peer)) / static_cast<double>(*limits_.bytes)
                      : 0;
    return std::max(by_items, by_bytes);
  }
  std::set<PeerId> holders(ItemId item) const {
    std::set<PeerId> all;
    for (PeerId peer = 0; peer < kept_.size(); ++peer) {
      if (holds(peer, item)) all.insert(peer);
    }
    return all;
  }

  std::uint64_t stored = 0;
  std::uint64_t evicted = 0;

 private:
  bool is_too_full(PeerId peer) const {
    return (limits_.items && kept_[peer].size() > *limits_.items) ||
           (limits_.bytes && bytes_at(peer) > *limits_.bytes);
  }

  std::vector<std::uint64_t> sizes_bytes_;
  overlay::StoreLimits limits_;
  std::vector<std::list<ItemId>> kept_;
};

void check_alike(const overlay::Stores& stores, const NaiveStores& twin, PeerId peers,
                 ItemId items) {
  std::uint64_t copies = 0;
  std::uint64_t bytes = 0;
  for (PeerId peer = 0; peer < peers; ++peer) {
    std::list<ItemId> row;
    stores.for_each_item(peer, [&](ItemId item) { row.push_back(item); });
    REQUIRE(row == twin.of(peer));
    REQUIRE(stores.items_at(peer) == twin.of(peer).size());
    REQUIRE(stores.bytes_at(peer) == twin.bytes_at(peer));
    REQUIRE(stores.fullness(peer) == Approx(twin.fullness(peer)).margin(1e-12));
    copies += twin.of(peer).size();
    bytes += twin.bytes_at(peer);
  }
  REQUIRE(stores.copies() == copies);
  REQUIRE(stores.bytes() == bytes);
  for (ItemId item = 0; item < items; ++item) {
    std::set<PeerId> holders;
    std::uint32_t count = 0;
    stores.for_each_holder(item, [&](PeerId peer) {
      holders.insert(peer);
      ++count;
    });
    REQUIRE(holders == twin.holders(item));
    REQUIRE(stores.copies(item) == count);
    REQUIRE(holders.size() == count);
  }
}

struct Case {
  PeerId peers = 1;
  std::vector<std::uint64_t> sizes_bytes;
  overlay::StoreLimits limits;
  int steps = 0;
};

std::vector<std::uint64_t> random_sizes(ItemId items, std::uint64_t most_bytes,
                                        core::Substream& random) {
  std::vector<std::uint64_t> sizes_bytes;
  for (ItemId item = 0; item < items; ++item) sizes_bytes.push_back(random.below(most_bytes + 1));
  return sizes_bytes;
}

/// Plays random uses and copies, and returns how many copies were evicted.
std::uint64_t check_against_twin(const Case& given, core::Substream& random) {
  const auto items = static_cast<ItemId>(given.sizes_bytes.size());
  const overlay::Content content = content_of(given.sizes_bytes, given.peers);
  overlay::Stores stores(given.peers, &content, given.limits);
  NaiveStores twin(given.peers, given.sizes_bytes, given.limits);
  for (int step = 0; step < given.steps; ++step) {
    const auto peer = static_cast<PeerId>(random.below(given.peers));
    const auto item = static_cast<ItemId>(random.below(items));
    REQUIRE(stores.holds(peer, item) == twin.holds(peer, item));
    if (twin.holds(peer, item) && random.chance(0.5)) {
      stores.use(peer, item);
      twin.use(peer, item);
    } else {
      REQUIRE(stores.keep(step, peer, item) == twin.keep(peer, item));
    }
    REQUIRE(stores.copies() == twin.stored - twin.evicted);
    if (step % 997 == 0) check_alike(stores, twin, given.peers, items);
  }
  check_alike(stores, twin, given.peers, items);
  REQUIRE(stores.counted().stored == twin.stored);
  REQUIRE(stores.counted().evicted == twin.evicted);
  return twin.evicted;
}

}  // namespace

TEST_CASE("stores are lists of which the copy that was not used for longest makes room") {
  core::Substream random(1, core::Purpose("test/stores"));
  std::uint64_t evicted = 0;
  // 39 copies at most: as full as a table of 64 places gets, where hardly any search is short.
  evicted += check_against_twin({3, random_sizes(30, 100, random), {13, {}, {}}, 40'000}, random);
  evicted += check_against_twin({40, random_sizes(60, 100, random), {20, {}, {}}, 40'000}, random);
  evicted += check_against_twin({40, random_sizes(60, 99, random), {{}, 900, {}}, 40'000}, random);
  evicted +=
      check_against_twin({20, random_sizes(60, 400, random), {9, 1000, 350}, 40'000}, random);
  evicted += check_against_twin({1, random_sizes(5, 3, random), {1, {}, {}}, 1'000}, random);
  CHECK(evicted > 50'000);
  CHECK(check_against_twin({40, random_sizes(60, 9, random), {}, 20'000}, random) == 0);
}

TEST_CASE("a store without room keeps nothing, and is full") {
  const overlay::Content content = content_of({10, 0, 11}, 2);
  overlay::Stores none(2, &content, {0, {}, {}});
  CHECK_FALSE(none.keep(0, 0, 1));
  CHECK(none.fullness(0) == 1);
  overlay::Stores by_bytes(2, &content, {{}, 10, {}});
  CHECK(by_bytes.keep(0, 0, 0));
  CHECK(by_bytes.fullness(0) == 1);
  CHECK(by_bytes.keep(0, 0, 1));  // of no bytes
  CHECK(by_bytes.items_at(0) == 2);
  CHECK_FALSE(by_bytes.keep(0, 0, 2));
  CHECK(by_bytes.items_at(0) == 2);  // what cannot be kept evicts nothing
  overlay::Stores unlimited(2, &content, {});
  CHECK(unlimited.keep(0, 1, 2));
  CHECK(unlimited.fullness(1) == 0);
  overlay::Stores not_large(2, &content, {{}, 100, 10});
  CHECK(not_large.keep(0, 0, 0));
  CHECK_FALSE(not_large.keep(0, 0, 2));
  CHECK(overlay::Stores(2, nullptr, {}).copies() == 0);
}

TEST_CASE("copies at the end of the warm-up and those stored are those evicted and there") {
  constexpr PeerId peers = 10;
  constexpr ItemId items = 40;
  constexpr Time warm_up = 3000;
  constexpr Time bin = 500;
  core::Substream random(2, core::Purpose("test/stores"));
  const overlay::Content content = content_of(random_sizes(items, 50, random), peers);
  overlay::Stores stores(peers, &content, {{}, 300, {}});
  for (int placed = 0; placed < 60; ++placed) {
    stores.keep(0, static_cast<PeerId>(random.below(peers)),
                static_cast<ItemId>(random.below(items)));
  }
  const std::uint32_t placed = stores.copies();
  stores.count_into(measure::StoreRecord(bin, warm_up));
  REQUIRE(stores.counted().copies_at_begin == placed);
  std::uint32_t at_warm_up = 0;
  for (Time now = 0; now < 10'000; ++now) {
    if (now == warm_up) at_warm_up = stores.copies();
    stores.keep(now, static_cast<PeerId>(random.below(peers)),
                static_cast<ItemId>(random.below(items)));
    const measure::StoreRecord& counted = stores.counted();
    REQUIRE(counted.copies_at_begin + counted.stored == counted.evicted + stores.copies());
    REQUIRE(counted.copies.value() == stores.copies());
    REQUIRE(counted.bytes.value() == stores.bytes());
  }
  const measure::StoreRecord& counted = stores.counted();
  CHECK(counted.copies_at_begin == at_warm_up);
  CHECK(at_warm_up != placed);
  CHECK(counted.evicted > 1000);
  std::uint64_t stored = 0;
  std::uint64_t evicted = 0;
  for (std::size_t in = 0; in < 20; ++in) {
    if (in < static_cast<std::size_t>(warm_up / bin)) REQUIRE(counted.stored_in.in_bin(in) == 0);
    stored += counted.stored_in.in_bin(in);
    evicted += counted.evicted_in.in_bin(in);
  }
  CHECK(stored == counted.stored);
  CHECK(evicted == counted.evicted);
}

}  // namespace stores_test
