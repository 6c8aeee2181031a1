// Content: rows of holders against rows of holdings; popularity against a full table; names.
#include "sim/overlay/content.hpp"

#include <cmath>
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include "sim/overlay/item_names.hpp"
#include "tests/catch.hpp"

namespace content_test {

using namespace rippletank;
using overlay::Content;
using overlay::Popularity;

namespace {

/// Copies drawn at random, as a set of pairs, which is the slow twin.
std::set<std::pair<core::ItemId, core::PeerId>> random_copies(core::ItemId items,
                                                              core::PeerId peers,
                                                              core::Substream& stream) {
  std::set<std::pair<core::ItemId, core::PeerId>> copies;
  const auto tries = stream.below(std::uint64_t{items} * peers + 1);
  for (std::uint64_t i = 0; i < tries; ++i) {
    const auto item = static_cast<core::ItemId>(stream.below(items));
    copies.emplace(item, static_cast<core::PeerId>(stream.below(peers)));
  }
  return copies;
}

/// What every popularity must be: probabilities that add up to 1, inverted item by item.
void check_popularity(const Popularity& popularity, const std::vector<double>& weights) {
  REQUIRE(popularity.items() == weights.size());
  double sum = 0;
  for (const double weight : weights) sum += weight;
  double reached = 0;
  for (core::ItemId item = 0; item < weights.size(); ++item) {
    const double p = weights[item] / sum;
    INFO("item " << item);
    CHECK(popularity.probability(item) == Approx(p).epsilon(1e-12));
    if (p > 0) {
      CHECK(popularity.quantile(reached / sum + p * 1e-6) == item);
      CHECK(popularity.quantile(reached / sum + p * 0.5) == item);
      CHECK(popularity.quantile(reached / sum + p * (1 - 1e-6)) == item);
    }
    reached += weights[item];
  }
  CHECK(popularity.quantile(0x1p-53) == popularity.quantile(1e-9));
  CHECK(popularity.quantile(1 - 0x1p-53) < weights.size());
}

std::vector<double> zipf_weights(core::ItemId items, double exponent) {
  std::vector<double> weights;
  for (core::ItemId item = 0; item < items; ++item)
    weights.push_back(std::pow(item + 1, -exponent));
  return weights;
}

}  // namespace

TEST_CASE("content: who holds what reads the same from both sides") {
  core::Substream stream(1, "content_test");
  for (int round = 0; round < 200; ++round) {
    const auto items = static_cast<core::ItemId>(1 + stream.below(12));
    const auto peers = static_cast<core::PeerId>(1 + stream.below(12));
    const auto copies = random_copies(items, peers, stream);
    overlay::HolderRows rows;
    for (core::ItemId item = 0; item < items; ++item) {
      for (core::PeerId peer = 0; peer < peers; ++peer) {
        if (copies.count({item, peer}) != 0) rows.holders.push_back(peer);
      }
      rows.offsets.push_back(static_cast<std::uint32_t>(rows.holders.size()));
    }
    const Content content(Popularity::uniform(items), {7}, rows, peers);
    CHECK(content.items() == items);
    CHECK(content.peers() == peers);
    CHECK(content.copies() == copies.size());
    std::set<std::pair<core::ItemId, core::PeerId>> held;
    for (core::PeerId peer = 0; peer < peers; ++peer) {
      const auto row = content.holdings(peer);
      CHECK(std::is_sorted(row.begin(), row.end()));
      for (const core::ItemId item : row) CHECK(held.emplace(item, peer).second);
      for (core::ItemId item = 0; item < items; ++item) {
        CHECK(content.holds(peer, item) == (copies.count({item, peer}) == 1));
      }
    }
    CHECK(held == copies);
  }
}

TEST_CASE("content: one size for all, or one for each") {
  overlay::HolderRows rows;
  rows.offsets = {0, 0, 0};
  const Content alike(Popularity::uniform(2), {4'000'000}, rows, 3);
  CHECK(alike.size_bytes(1) == 4'000'000);
  CHECK(alike.holders(0).empty());
  const Content unlike(Popularity::uniform(2), {1, 1'000'000'000'000'000}, rows, 3);
  CHECK(unlike.size_bytes(0) == 1);
  CHECK(unlike.size_bytes(1) == 1'000'000'000'000'000);
}

TEST_CASE("popularity: every model against the full table of its weights") {
  for (const core::ItemId items : {1U, 2U, 7U, 33U, 200U}) {
    INFO(items << " items");
    check_popularity(Popularity::uniform(items), std::vector<double>(items, 1.0));
    for (const double exponent : {0.0, 0.8, 1.0, 1.2, 3.0}) {
      check_popularity(Popularity::zipf(items, exponent), zipf_weights(items, exponent));
    }
  }
  check_popularity(Popularity::weighted({0, 2, 0, 1, 5, 0}), {0, 2, 0, 1, 5, 0});
  check_popularity(Popularity::weighted({3}), {3});
  // As large and as small as numbers go.
  check_popularity(Popularity::weighted({1.5e308, 0, 1.5e308}), {1, 0, 1});
  check_popularity(Popularity::weighted({0, 5e-324, 0, 1e-323}), {0, 1, 0, 2});
}

TEST_CASE("popularity: what is drawn comes as often as its probability says") {
  const std::uint64_t draws = 400'000;
  for (const Popularity& popularity :
       {Popularity::uniform(20), Popularity::zipf(20, 0.8), Popularity::weighted({1, 0, 4, 2})}) {
    core::Substream stream(1, "popularity_test");
    std::vector<std::uint64_t> counts(popularity.items(), 0);
    for (std::uint64_t i = 0; i < draws; ++i) ++counts.at(popularity.draw(stream));
    for (core::ItemId item = 0; item < popularity.items(); ++item) {
      // A count of draws is binomial; five deviations come by chance once in 1.7 million.
      const double p = popularity.probability(item);
      const double deviation = std::sqrt(draws * p * (1 - p));
      CHECK(std::abs(static_cast<double>(counts[item]) - draws * p) <= 5 * deviation);
    }
  }
}

TEST_CASE("item names: numbers cost nothing, texts are kept in the order in which they came") {
  const overlay::ItemNames numbers(12);
  CHECK(numbers.name(11) == "11");
  CHECK(numbers.find("11") == core::ItemId{11});
  for (const char* wrong : {"12", "-1", "1.0", "", " 1", "x", "99999999999"}) {
    CHECK_FALSE(numbers.find(wrong));
  }
  CHECK(numbers.first_texts(5).empty());
  overlay::ItemNames texts;
  CHECK_FALSE(texts.find("song"));
  CHECK(texts.find_or_add("song") == 0);
  CHECK(texts.find_or_add("7") == 1);
  CHECK(texts.find_or_add("song") == 0);
  CHECK(texts.count() == 2);
  CHECK(texts.name(1) == "7");
  CHECK_FALSE(texts.find("0"));
  CHECK(texts.first_texts(1) == std::vector<std::string>{"song"});
}

}  // namespace content_test
