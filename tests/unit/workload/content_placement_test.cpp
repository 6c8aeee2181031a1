// Holders: drawn one after the other by weight, against the probabilities of all orders.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include "sim/workload/content/placement.hpp"
#include "tests/catch.hpp"

namespace content_placement_test {

using namespace rippletank;
using workload::place_copies;
using workload::Sharing;
using workload::WeightedSample;

namespace {

using Order = std::vector<std::uint32_t>;

/// The probability of every order of `count` draws: each by the weights of those that are left.
void add_orders(const std::vector<double>& weights, std::size_t count, const Order& begun,
                double probability, std::map<Order, double>& all) {
  if (begun.size() == count) {
    all[begun] = probability;
    return;
  }
  double left = 0;
  const auto is_left = [&](std::uint32_t index) {
    return std::find(begun.begin(), begun.end(), index) == begun.end();
  };
  for (std::uint32_t index = 0; index < weights.size(); ++index) {
    if (is_left(index)) left += weights[index];
  }
  for (std::uint32_t index = 0; index < weights.size(); ++index) {
    if (!is_left(index)) continue;
    Order longer = begun;
    longer.push_back(index);
    add_orders(weights, count, longer, probability * weights[index] / left, all);
  }
}

/// Pearson's statistic below the value that it passes by chance once in 1.7 million: five
/// deviations of the normal variable into which its cube root is made (Wilson & Hilferty, 1931).
void check_orders(const std::vector<double>& weights, std::uint32_t count, std::uint32_t patience) {
  std::map<Order, double> expected;
  add_orders(weights, count, {}, 1, expected);
  const std::uint64_t rounds = 200'000;
  std::map<Order, std::uint64_t> found;
  WeightedSample sample(weights, patience);
  core::Substream stream(1, "placement_test");
  for (std::uint64_t round = 0; round < rounds; ++round) {
    Order drawn;
    sample.draw(count, stream, drawn);
    ++found[drawn];
  }
  double statistic = 0;
  for (const auto& [order, probability] : expected) {
    const double mean = static_cast<double>(rounds) * probability;
    REQUIRE(mean > 5);
    statistic += std::pow(static_cast<double>(found[order]) - mean, 2) / mean;
  }
  CHECK(found.size() == expected.size());
  const double freedom = static_cast<double>(expected.size()) - 1;
  const double spread = 2 / (9 * freedom);
  CHECK(statistic < freedom * std::pow(1 - spread + 5 * std::sqrt(spread), 3));
}

Sharing even_sharing(core::PeerId peers) {
  Sharing sharing;
  for (core::PeerId peer = 0; peer < peers; ++peer) {
    sharing.peers.push_back(peer);
    sharing.weights.push_back(1 + peer % 3);
  }
  return sharing;
}

std::vector<core::PeerId> row_of(const overlay::HolderRows& rows, core::ItemId item) {
  return {rows.holders.begin() + rows.offsets[item], rows.holders.begin() + rows.offsets[item + 1]};
}

}  // namespace

TEST_CASE("holders: every order of draws is as likely as its weights say, however it is found",
          "[statistics]") {
  // 0: by sorting alone; 1: the rest by sorting, mostly; 1000: by drawing again alone.
  for (const std::uint32_t patience : {0U, 1U, 2U, 1000U}) {
    INFO("patience " << patience);
    check_orders({1, 2, 3, 4}, 2, patience);
    check_orders({1, 2, 3, 4}, 3, patience);
    check_orders({1, 2, 3, 4}, 4, patience);
    check_orders({1, 1, 1, 1, 30}, 2, patience);
    check_orders({2, 2, 2}, 1, patience);
  }
}

TEST_CASE("holders: an item has the copies that it is given, on different peers, ascending") {
  const core::PeerId peers = 40;
  std::vector<std::uint32_t> copies;
  for (std::uint32_t item = 0; item < 200; ++item) copies.push_back(1 + item % peers);
  const overlay::HolderRows rows = place_copies(copies, even_sharing(peers), 1);
  REQUIRE(rows.offsets.size() == copies.size() + 1);
  for (core::ItemId item = 0; item < copies.size(); ++item) {
    const auto row = row_of(rows, item);
    CHECK(row.size() == copies[item]);
    CHECK(std::is_sorted(row.begin(), row.end()));
    CHECK(std::set<core::PeerId>(row.begin(), row.end()).size() == row.size());
  }
  CHECK(row_of(rows, peers - 1).size() == peers);
}

TEST_CASE("holders: neither more items nor more copies of another one shift them") {
  const Sharing sharing = even_sharing(50);
  const std::vector<std::uint32_t> copies = {3, 20, 50, 7};
  const overlay::HolderRows rows = place_copies(copies, sharing, 5);
  const overlay::HolderRows more = place_copies({3, 49, 1, 7, 9}, sharing, 5);
  CHECK(row_of(rows, 0) == row_of(more, 0));
  CHECK(row_of(rows, 3) == row_of(more, 3));
  CHECK(row_of(rows, 0) != row_of(place_copies(copies, sharing, 6), 0));
  // One copy more is put beside those that are there.
  const auto few = row_of(place_copies({10}, sharing, 5), 0);
  const auto many = row_of(place_copies({11}, sharing, 5), 0);
  CHECK(std::includes(many.begin(), many.end(), few.begin(), few.end()));
}

TEST_CASE("holders: one peer that outweighs all others does not hold them up") {
  Sharing sharing = even_sharing(1000);
  sharing.weights[500] = 1e12;
  const std::vector<std::uint32_t> copies(100, 3);
  const overlay::HolderRows rows = place_copies(copies, sharing, 1);
  for (core::ItemId item = 0; item < copies.size(); ++item) {
    const auto row = row_of(rows, item);
    CHECK(std::count(row.begin(), row.end(), core::PeerId{500}) == 1);
  }
}

}  // namespace content_placement_test
