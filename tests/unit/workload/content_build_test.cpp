// Content as a whole: totals, free riders, sizes, seeds, and what cannot be.
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <string>
#include <vector>

#include "sim/workload/content/sharing.hpp"
#include "tests/unit/workload/content_shared.hpp"

namespace content_build_test {

using namespace rippletank;
using namespace rippletank::tests;
using registry::Json;

namespace {

namespace fs = std::filesystem;

Json content(std::uint32_t items, const char* replication, double replicas_per_item) {
  return {{"items", items},
          {"popularity", {{"model", "zipf"}, {"exponent", 1}}},
          {"replication", {{"model", replication}, {"replicas_per_item", replicas_per_item}}}};
}

std::vector<std::vector<core::PeerId>> rows_of(const overlay::Content& content) {
  std::vector<std::vector<core::PeerId>> rows;
  for (core::ItemId item = 0; item < content.items(); ++item) {
    const auto row = content.holders(item);
    rows.emplace_back(row.begin(), row.end());
  }
  return rows;
}

/// A table in a file of its own, which is removed with it.
class TableFile {
 public:
  TableFile(const char* name, const std::string& text)
      : path_(fs::temp_directory_path() / ("rippletank_" + std::to_string(getpid()) + "_" + name)) {
    std::ofstream(path_, std::ios::binary) << text;
  }
  ~TableFile() {
    std::error_code ignored;
    fs::remove(path_, ignored);
  }
  TableFile(const TableFile&) = delete;
  TableFile& operator=(const TableFile&) = delete;

  Json model() const { return {{"model", "file"}, {"file", path_.string()}}; }

 private:
  fs::path path_;
};

}  // namespace

TEST_CASE("content: the copies are as many as the mean says, whatever the strategy") {
  for (const char* replication : {"uniform", "proportional", "square_root"}) {
    for (const double mean : {1.0, 2.5, 7.03}) {
      INFO(replication << " with " << mean);
      const auto items = items_of(content(100, replication, mean), 300);
      CHECK(items.content->copies() == static_cast<std::uint32_t>(std::lround(100 * mean)));
      CHECK(items.names.count() == 100);
      const auto copies = copies_of(*items.content);
      CHECK(*std::min_element(copies.begin(), copies.end()) >= 1);
      CHECK(std::is_sorted(copies.rbegin(), copies.rend()));
    }
  }
}

TEST_CASE("content: strategies by hand") {
  // Zipf with exponent 1 over three items: 6/11, 3/11, 2/11; of 22 copies 12, 6, 4.
  CHECK(copies_of(*items_of(content(3, "proportional", 22.0 / 3), 50).content) ==
        std::vector<std::uint32_t>{12, 6, 4});
  // Square roots 1 : 0.7071 : 0.5774; of 23 copies 10.07, 7.12, 5.81.
  CHECK(copies_of(*items_of(content(3, "square_root", 23.0 / 3), 50).content) ==
        std::vector<std::uint32_t>{10, 7, 6});
  CHECK(copies_of(*items_of(content(3, "uniform", 11.0 / 3), 50).content) ==
        std::vector<std::uint32_t>{4, 4, 3});
  // One copy on each of ten sharers at most: 12 become 10, and 6:4 of the other 12 are 7.2 and 4.8.
  CHECK(copies_of(*items_of(content(3, "proportional", 22.0 / 3), 10).content) ==
        std::vector<std::uint32_t>{10, 7, 5});
}

TEST_CASE("content: the same seed makes the same, another one other holders of as many copies") {
  const Json json = content(200, "square_root", 4);
  const auto first = items_of(json, 100, 0.25, 1);
  const auto again = items_of(json, 100, 0.25, 1);
  const auto other = items_of(json, 100, 0.25, 2);
  CHECK(rows_of(*first.content) == rows_of(*again.content));
  CHECK(rows_of(*first.content) != rows_of(*other.content));
  CHECK(copies_of(*first.content) == copies_of(*other.content));
}

TEST_CASE("content: free riders hold nothing, everyone else something where there is enough") {
  for (const double free_riders : {0.0, 0.25, 0.29, 0.99}) {
    const auto items = items_of(content(5000, "uniform", 1), 100, free_riders);
    core::PeerId without = 0;
    for (core::PeerId peer = 0; peer < 100; ++peer) {
      if (items.content->holdings(peer).empty()) ++without;
    }
    // A sharer is left out by 5000 draws with probability (1 - 1/100)^5000, 1e-22.
    CHECK(without == static_cast<core::PeerId>(std::lround(100 * free_riders)));
  }
}

TEST_CASE("content: servers hold nothing, whoever rides free") {
  const core::Distribution alike{core::Constant{1}};
  for (const double free_riders : {0.0, 0.5}) {
    const auto sharers = workload::draw_sharing(10, {0, 7}, free_riders, alike, 3).peers;
    CHECK(sharers.size() >= (free_riders == 0 ? 8 : 3));
    for (const core::PeerId server : {0U, 7U}) {
      CHECK(std::count(sharers.begin(), sharers.end(), server) == 0);
    }
  }
}

TEST_CASE("content: more free riders are the same ones and others") {
  const core::Distribution alike{core::Constant{1}};
  const auto few = workload::draw_sharing(1000, {}, 0.1, alike, 3).peers;
  const auto more = workload::draw_sharing(1000, {}, 0.4, alike, 3).peers;
  CHECK(few.size() == 900);
  CHECK(more.size() == 600);
  CHECK(std::includes(few.begin(), few.end(), more.begin(), more.end()));
}

TEST_CASE("content: copies lie on peers in proportion to their weights") {
  // Two thirds of the peers weigh 1, one third 4: by single copies these hold 4/6 of all.
  Json json = content(60'000, "uniform", 1);
  json["files_per_peer"] = {{"model", "empirical"}, {"values", {0, 1, 4}}, {"weights", {1, 2, 1}}};
  const core::PeerId peers = 400;
  const auto items = items_of(json, peers);
  workload::ContentParameters parameters;
  REQUIRE(read_content(json, parameters) == "");
  const auto sharing = workload::draw_sharing(peers, {}, 0, parameters.files_per_peer, 1);
  CHECK(sharing.peers.size() < peers);
  const double sum = std::accumulate(sharing.weights.begin(), sharing.weights.end(), 0.0);
  std::size_t held = 0;
  for (std::size_t i = 0; i < sharing.peers.size(); ++i) {
    const auto found = static_cast<double>(items.content->holdings(sharing.peers[i]).size());
    held += items.content->holdings(sharing.peers[i]).size();
    const double p = sharing.weights[i] / sum;
    // Binomial; five deviations, passed by chance once in 1.7 million.
    CHECK(std::abs(found - 60'000 * p) < 5 * std::sqrt(60'000 * p * (1 - p)));
  }
  CHECK(held == 60'000);
}

TEST_CASE("content: sizes are whole bytes, drawn for each item by itself") {
  Json json = content(1000, "uniform", 1);
  CHECK(items_of(json, 10).content->size_bytes(999) == 4'000'000);
  json["size_bytes"] = {{"model", "lognormal"}, {"median", 2}, {"sigma", 3}};
  const auto few = items_of(json, 10);
  json["items"] = 1001;
  const auto more = items_of(json, 10);
  std::uint64_t least = 1000;
  for (core::ItemId item = 0; item < 1000; ++item) {
    CHECK(few.content->size_bytes(item) == more.content->size_bytes(item));
    least = std::min(least, few.content->size_bytes(item));
  }
  CHECK(least == 1);
  json["size_bytes"] = {{"model", "pareto"}, {"shape", 0.5}, {"min", 1e16}};
  CHECK(items_of(json, 10).content->size_bytes(0) == 1'000'000'000'000'000);
}

TEST_CASE("content: files name the items, and each other's") {
  const TableFile weights("weights.csv", "item,weight\nyesterday,3\nhelp,1\n");
  const TableFile holders("holders.csv", "item,peer\nhelp,p2\nhelp,p0\nyesterday,p1\n");
  const Json both = {{"popularity", weights.model()}, {"replication", holders.model()}};
  const auto items = items_of(both, 3);
  CHECK(items.names.name(0) == "yesterday");
  CHECK(items.content->popularity().probability(0) == 0.75);
  CHECK(rows_of(*items.content) == std::vector<std::vector<core::PeerId>>{{1}, {0, 2}});
  const auto held = items_of({{"replication", holders.model()}}, 3);
  CHECK(held.names.name(0) == "help");
  CHECK(held.content->popularity().probability(1) == 0.5);
  const auto weighed = items_of({{"popularity", weights.model()}}, 3);
  CHECK(weighed.names.name(1) == "help");
  CHECK(weighed.content->copies() == 2);
}

TEST_CASE("content: popularities by hand") {
  const auto probability = [](const Json& popularity, core::ItemId item) {
    const auto items = items_of({{"items", 4}, {"popularity", popularity}}, 3);
    return items.content->popularity().probability(item);
  };
  CHECK(probability({{"model", "uniform"}}, 3) == 0.25);
  CHECK(probability({{"model", "zipf"}, {"exponent", 1}}, 3) == Approx(3.0 / 25));
  // 1/2, 1/2, 1/3, 1/4 are 6, 6, 4 and 3 of 19.
  const Json flat = {{"model", "flat_head_zipf"}, {"head_items", 2}, {"exponent", 1}};
  CHECK(probability(flat, 0) == Approx(6.0 / 19));
  CHECK(probability(flat, 1) == Approx(6.0 / 19));
  CHECK(probability(flat, 2) == Approx(4.0 / 19));
  CHECK(probability(flat, 3) == Approx(3.0 / 19));
  CHECK(probability({{"model", "flat_head_zipf"}, {"head_items", 4}}, 3) == 0.25);
}

TEST_CASE("content: what cannot be is refused, and where") {
  CHECK(
      mistake_of(content(10, "uniform", 5), 4) ==
      "/content/replication/replicas_per_item: expected at most 4, as no peer holds an item twice "
      "and 4 of the peers share, got 5");
  CHECK(
      mistake_of(content(10, "uniform", 4), 4, 0.25) ==
      "/content/replication/replicas_per_item: expected at most 3, as no peer holds an item twice "
      "and 3 of the peers share, got 4");
  CHECK(mistake_of(content(10, "uniform", 1), 4, 1) ==
        "/peers/free_riders: expected at least one peer that shares, got none of 4");
  Json json = content(10, "uniform", 1);
  json["files_per_peer"] = {{"model", "empirical"}, {"values", {0}}};
  CHECK(mistake_of(json, 4) ==
        "/content/files_per_peer: expected at least one peer that shares, got none of 4");
  json = content(10, "uniform", 1);
  json["popularity"] = {{"model", "flat_head_zipf"}, {"head_items", 11}};
  CHECK(mistake_of(json, 4) ==
        "/content/popularity/head_items: expected at most 10, the number of items, got 11");
  const TableFile weights("weights.csv", "item,weight\nyesterday,3\nhelp,1\n");
  json = {{"items", 3}, {"popularity", weights.model()}};
  CHECK(mistake_of(json, 4).find("/content/items: expected 2, as ") == 0);
}

TEST_CASE("content: what contradicts itself is found when it is read") {
  workload::ContentParameters ignored;
  CHECK(read_content(Json::object(), ignored) ==
        "/: expected \"items\", the number of items, as no file names any; got none\n");
  Json json = content(10, "uniform", 1);
  json["size_bytes"] = 0.5;
  json["files_per_peer"] = 0;
  CHECK(read_content(json, ignored) ==
        "/size_bytes: expected whole bytes, at least 1, got 0.5\n"
        "/files_per_peer: expected more than 0, as otherwise no peer shares anything\n");
  workload::ContentParameters with_file;
  json = {{"replication", {{"model", "file"}, {"file", "x.csv"}}}, {"files_per_peer", 2}};
  CHECK(read_content(json, with_file) ==
        "/files_per_peer: the file of \"replication\" says what each peer holds; leave this out\n");
}

}  // namespace content_build_test
