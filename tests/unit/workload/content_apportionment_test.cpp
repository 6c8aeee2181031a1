// Whole copies in proportion to shares: cases by hand, and a slow twin that searches for the scale.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

#include "sim/core/random.hpp"
#include "sim/workload/content/apportionment.hpp"
#include "tests/catch.hpp"

namespace content_apportionment_test {

using namespace rippletank;
using workload::apportion;

namespace {

using Copies = std::vector<std::uint32_t>;

std::uint64_t sum_of(const Copies& copies) {
  return std::accumulate(copies.begin(), copies.end(), std::uint64_t{0});
}

/// The fractions by bisection: the scale at which the bounded parts add up to the total.
std::vector<double> searched_fractions(const std::vector<double>& shares, double total,
                                       double most) {
  double low = 0;
  double high = 1e300;
  std::vector<double> parts(shares.size());
  for (int step = 0; step < 2000; ++step) {
    const double scale = low + (high - low) / 2;
    double sum = 0;
    for (std::size_t i = 0; i < shares.size(); ++i) {
      parts[i] = std::clamp(shares[i] * scale, 1.0, most);
      sum += parts[i];
    }
    (sum < total ? low : high) = scale;
  }
  return parts;
}

}  // namespace

TEST_CASE("copies: fractions go to the largest remainders, of equal ones to the first") {
  CHECK(apportion({1, 1, 1, 1}, 10, 9) == Copies{3, 3, 2, 2});
  CHECK(apportion({5, 3, 2}, 10, 9) == Copies{5, 3, 2});
  // Of 11: 5.5, 3.3 and 2.2.
  CHECK(apportion({5, 3, 2}, 11, 9) == Copies{6, 3, 2});
  // Of 13: 6.5, 3.9 and 2.6; the largest remainders are those of the last two.
  CHECK(apportion({5, 3, 2}, 13, 9) == Copies{6, 4, 3});
  CHECK(apportion({1, 0.5}, 7, 9) == Copies{5, 2});
}

TEST_CASE("copies: every item has one, whatever its share, and the others give it") {
  // 7.2, 0.8 and 0: the last two get one, and 6 are left for the first.
  CHECK(apportion({9, 1, 0}, 8, 9) == Copies{6, 1, 1});
  // 5.4, 3.6, 0: 8 are left for 6:4, which makes 4.8 and 3.2.
  CHECK(apportion({6, 4, 0}, 9, 9) == Copies{5, 3, 1});
  CHECK(apportion({0, 0, 1}, 3, 1) == Copies{1, 1, 1});
}

TEST_CASE("copies: an item has one on each sharer at most, and the excess is dealt on") {
  // 9, 2 and 1: three stay undealt, which go to the others by 2:1.
  CHECK(apportion({9, 2, 1}, 12, 6) == Copies{6, 4, 2});
  // First 4 and 4 bounded, then 4 left for 2:1 is 2.67 and 1.33.
  CHECK(apportion({50, 50, 2, 1}, 12, 4) == Copies{4, 4, 3, 1});
  // Nothing but items without a share is left: they are alike.
  CHECK(apportion({1, 0, 0}, 9, 4) == Copies{4, 3, 2});
  CHECK(apportion({7, 1}, 10, 5) == Copies{5, 5});
}

TEST_CASE("copies: as the slow twin deals them") {
  core::Substream stream(1, "apportionment_test");
  for (int round = 0; round < 3000; ++round) {
    const auto items = 1 + stream.below(12);
    const auto most = static_cast<std::uint32_t>(1 + stream.below(30));
    const std::uint64_t total = items + stream.below(items * (most - 1) + 1);
    std::vector<double> shares;
    const double steepness = 1 + 9 * stream.uniform();
    for (std::uint64_t i = 0; i < items; ++i) {
      shares.push_back(std::pow(stream.uniform_open(), steepness));
    }
    const Copies copies = apportion(shares, total, most);
    CHECK(sum_of(copies) == total);
    const auto parts = searched_fractions(shares, static_cast<double>(total), most);
    for (std::size_t i = 0; i < copies.size(); ++i) {
      CHECK(copies[i] >= 1);
      CHECK(copies[i] <= most);
      INFO("item " << i << " gets " << copies[i] << " for a part of " << parts[i]);
      CHECK(std::abs(copies[i] - parts[i]) < 1 + 1e-6);
      // Whoever was rounded up has at least the remainder of whoever was rounded down.
      for (std::size_t k = 0; k < copies.size(); ++k) {
        if (copies[i] <= parts[i] || copies[k] >= parts[k]) continue;
        CHECK(parts[i] - std::floor(parts[i]) > parts[k] - std::floor(parts[k]) - 1e-6);
      }
    }
  }
}

}  // namespace content_apportionment_test
