// Distances to the nearest copy against all shortest ways, on random rows with peers offline.
#include "sim/overlay/nearest_copies.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "sim/core/random.hpp"
#include "tests/catch.hpp"

namespace nearest_copies_test {

using namespace rippletank;
using core::ItemId;
using core::PeerId;

namespace {

constexpr std::uint32_t far = 1'000'000;

overlay::Connections random_rows(PeerId peers, double share, core::Substream& random) {
  overlay::Connections rows;
  rows.offsets = {0};
  for (PeerId peer = 0; peer < peers; ++peer) {
    for (PeerId other = 0; other < peers; ++other) {
      if (other != peer && random.chance(share)) rows.neighbours.push_back(other);
    }
    rows.offsets.push_back(static_cast<core::Slot>(rows.neighbours.size()));
  }
  return rows;
}

bool has(const overlay::Connections& rows, PeerId peer, PeerId other) {
  const auto begin = rows.neighbours.begin() + rows.offsets[peer];
  const auto end = rows.neighbours.begin() + rows.offsets[peer + 1];
  return std::find(begin, end, other) != end;
}

/// hops[a][b] from a to b along rows of whom each can ask, over peers that are online.
std::vector<std::vector<std::uint32_t>> all_hops(const overlay::Connections& asked,
                                                 const std::vector<bool>& online) {
  const PeerId peers = asked.peers();
  std::vector<std::vector<std::uint32_t>> hops(peers, std::vector<std::uint32_t>(peers, far));
  for (PeerId a = 0; a < peers; ++a) {
    for (PeerId b = 0; b < peers; ++b) {
      if (!online[a] || !online[b]) continue;
      if (a == b) hops[a][b] = 0;
      if (has(asked, a, b)) hops[a][b] = 1;
    }
  }
  for (PeerId via = 0; via < peers; ++via) {
    for (PeerId a = 0; a < peers; ++a) {
      for (PeerId b = 0; b < peers; ++b) {
        hops[a][b] = std::min(hops[a][b], hops[a][via] + hops[via][b]);
      }
    }
  }
  return hops;
}

measure::CopyRecord naive_look(const std::vector<std::vector<std::uint32_t>>& hops,
                               const std::vector<bool>& online,
                               const std::vector<PeerId>& holders) {
  measure::CopyRecord record;
  for (const PeerId holder : holders) ++(online[holder] ? record.copies : record.copies_offline);
  double total = 0;
  for (PeerId peer = 0; peer < online.size(); ++peer) {
    if (!online[peer]) continue;
    std::uint32_t nearest = far;
    for (const PeerId holder : holders) nearest = std::min(nearest, hops[peer][holder]);
    if (nearest >= far) continue;
    ++record.peers_within;
    total += nearest;
    record.hops_max = std::max(record.hops_max.value_or(0), nearest);
  }
  if (record.peers_within > 0) record.hops_mean = total / static_cast<double>(record.peers_within);
  return record;
}

void check_equal(const measure::CopyRecord& record, const measure::CopyRecord& expected) {
  REQUIRE(record.copies == expected.copies);
  REQUIRE(record.copies_offline == expected.copies_offline);
  REQUIRE(record.peers_within == expected.peers_within);
  REQUIRE(record.hops_max == expected.hops_max);
  REQUIRE(record.hops_mean.has_value() == expected.hops_mean.has_value());
  if (record.hops_mean) REQUIRE(*record.hops_mean == Approx(*expected.hops_mean));
}

}  // namespace

TEST_CASE("the nearest copies are as near as by all shortest ways") {
  constexpr ItemId items = 4;
  core::Substream random(1, core::Purpose("test/nearest_copies"));
  overlay::HolderRows nobody;
  nobody.offsets.resize(items + 1);
  int offline_only = 0;
  int some_cut_off = 0;
  for (int i = 0; i < 300; ++i) {
    const auto peers = static_cast<PeerId>(1 + random.below(25));
    const overlay::Content content(overlay::Popularity::uniform(items), {1}, nobody, peers);
    overlay::Stores stores(peers, &content, {});
    std::vector<std::vector<PeerId>> holders(items);
    const double share_holding = random.uniform() * 0.3;
    for (ItemId item = 0; item < items; ++item) {
      for (PeerId peer = 0; peer < peers; ++peer) {
        if (!random.chance(share_holding)) continue;
        stores.keep(0, peer, item);
        holders[item].push_back(peer);
      }
    }
    std::vector<bool> online(peers);
    for (PeerId peer = 0; peer < peers; ++peer) online[peer] = random.chance(0.7);
    const overlay::Connections asked = random_rows(peers, random.uniform() * 0.25, random);
    const auto hops = all_hops(asked, online);
    const std::vector<ItemId> followed = {2, 0, 3};
    const auto records =
        overlay::look_at_copies(77, followed, stores, overlay::reversed(asked), online);
    REQUIRE(records.size() == followed.size());
    for (std::size_t place = 0; place < followed.size(); ++place) {
      INFO("case " << i << ", item " << followed[place]);
      REQUIRE(records[place].time == 77);
      REQUIRE(records[place].item == followed[place]);
      const measure::CopyRecord expected = naive_look(hops, online, holders[followed[place]]);
      check_equal(records[place], expected);
      offline_only += expected.copies == 0 && expected.copies_offline > 0 ? 1 : 0;
      some_cut_off += expected.copies > 0 && expected.peers_within < peers / 2 ? 1 : 0;
    }
  }
  CHECK(offline_only > 20);
  CHECK(some_cut_off > 20);
}

TEST_CASE("on a line whose peers ask the next one, the last one's copy is as far as the line") {
  overlay::Connections asked;
  asked.offsets = {0, 1, 2, 3, 3};
  asked.neighbours = {1, 2, 3};
  overlay::HolderRows nobody;
  nobody.offsets = {0, 0};
  const overlay::Content content(overlay::Popularity::uniform(1), {1}, nobody, 4);
  overlay::Stores stores(4, &content, {});
  stores.keep(0, 3, 0);
  const std::vector<bool> online(4, true);
  const auto with_way =
      overlay::look_at_copies(0, {0}, stores, overlay::reversed(asked), online).front();
  CHECK(with_way.peers_within == 4);
  CHECK(with_way.hops_mean == 1.5);
  CHECK(with_way.hops_max == 3U);
  const auto against_it = overlay::look_at_copies(0, {0}, stores, asked, online).front();
  CHECK(against_it.peers_within == 1);
  CHECK(against_it.hops_max == 0U);
}

TEST_CASE("rows turned round have each peer where it had the other, ascending") {
  core::Substream random(2, core::Purpose("test/nearest_copies"));
  for (int i = 0; i < 100; ++i) {
    const auto peers = static_cast<PeerId>(1 + random.below(20));
    const overlay::Connections rows = random_rows(peers, random.uniform(), random);
    const overlay::Connections turned = overlay::reversed(rows);
    REQUIRE(turned.peers() == peers);
    REQUIRE(turned.neighbours.size() == rows.neighbours.size());
    for (PeerId peer = 0; peer < peers; ++peer) {
      for (PeerId other = 0; other < peers; ++other) {
        REQUIRE(has(turned, peer, other) == has(rows, other, peer));
      }
      REQUIRE(std::is_sorted(turned.neighbours.begin() + turned.offsets[peer],
                             turned.neighbours.begin() + turned.offsets[peer + 1]));
    }
  }
}

}  // namespace nearest_copies_test
