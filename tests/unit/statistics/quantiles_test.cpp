// Quantiles by hand, ranks against published tables and plain sums, and how often intervals hold.
#include "analysis/statistics/quantiles.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "sim/core/pinned_math.hpp"
#include "sim/core/random.hpp"
#include "tests/catch.hpp"
#include "tests/unit/statistics/samples.hpp"

namespace quantiles_test {

using namespace rippletank;
using namespace rippletank::statistics;
using namespace rippletank::tests;

namespace {

/// P(B < k) from Pascal's triangle, whose numbers are exact up to n = 55.
double chance_below(std::size_t k, std::size_t n, double probability) {
  std::vector<double> row = {1};
  for (std::size_t i = 0; i < n; ++i) {
    row.push_back(0);
    for (std::size_t j = row.size() - 1; j > 0; --j) row[j] += row[j - 1];
  }
  double total = 0;
  for (std::size_t i = 0; i < k; ++i) {
    total += row[i] * std::pow(probability, static_cast<double>(i)) *
             std::pow(1 - probability, static_cast<double>(n - i));
  }
  return total;
}

}  // namespace

TEST_CASE("quantiles lie between values as type 7 has it") {
  // R: quantile(c(1, 2, 4, 8, 16), c(0, .1, .25, .5, .6, .9, 1)).
  const std::vector<double> values = {1, 2, 4, 8, 16};
  CHECK(quantile(values, 0) == 1.0);
  CHECK(*quantile(values, 0.1) == Approx(1.4));
  CHECK(quantile(values, 0.25) == 2.0);
  CHECK(quantile(values, 0.5) == 4.0);
  CHECK(*quantile(values, 0.6) == Approx(5.6));
  CHECK(*quantile(values, 0.9) == Approx(12.8));
  CHECK(quantile(values, 1) == 16.0);
  CHECK(quantile({1, 2}, 0.5) == 1.5);
  CHECK(quantile({7}, 0.3) == 7.0);
  CHECK_FALSE(quantile({}, 0.5));
  CHECK(quantile({0.1, 0.1, 0.1, 0.1}, 0.3) == 0.1);  // nothing lies between equal values
  CHECK(quantile({-1e308, 1e308}, 0.5) == 0.0);
}

TEST_CASE("ranks around a median are those of the published tables") {
  // Sign-test intervals, Conover, Practical Nonparametric Statistics, 3rd ed. (1999), table A3;
  // Hahn & Meeker, Statistical Intervals (1991), table A.15.
  struct Row {
    std::size_t n, low, high;
    double confidence;
  };
  for (const Row& row : {Row{6, 1, 6, 0.9688}, Row{7, 1, 7, 0.9844}, Row{8, 1, 8, 0.9922},
                         Row{9, 2, 8, 0.9609}, Row{10, 2, 9, 0.9785}, Row{15, 4, 12, 0.9648},
                         Row{20, 6, 15, 0.9586}, Row{25, 8, 18, 0.9567}, Row{30, 10, 21, 0.9572}}) {
    const auto found = quantile_ranks(row.n, 0.5);
    CAPTURE(row.n);
    REQUIRE(found);
    CHECK(found->low == row.low);
    CHECK(found->high == row.high);
    CHECK(std::abs(found->confidence - row.confidence) < 0.0001);
  }
  for (std::size_t n = 0; n < 6; ++n) CHECK_FALSE(quantile_ranks(n, 0.5));
}

TEST_CASE("ranks leave to each side what they may, and one more would be too much") {
  for (const double probability : {0.1, 0.25, 0.5, 0.9}) {
    for (const double level : {0.8, 0.95}) {
      for (std::size_t n = 1; n <= 50; ++n) {
        CAPTURE(probability, level, n);
        const double tail = (1 - level) / 2;
        const auto found = quantile_ranks(n, probability, level);
        const bool possible =
            chance_below(1, n, probability) <= tail && 1 - chance_below(n, n, probability) <= tail;
        REQUIRE(found.has_value() == possible);
        if (!found) continue;
        const double below = chance_below(found->low, n, probability);
        const double above = 1 - chance_below(found->high, n, probability);
        CHECK(below <= tail);
        CHECK(above <= tail);
        CHECK(chance_below(found->low + 1, n, probability) > tail);
        CHECK(1 - chance_below(found->high - 1, n, probability) > tail);
        CHECK(found->confidence == Approx(1 - below - above).epsilon(1e-10));
      }
    }
  }
}

TEST_CASE("ranks of many values are those of the normal approximation") {
  for (const std::size_t n : {10'000U, 1'000'000U}) {
    const auto found = quantile_ranks(n, 0.5);
    const double reach = 1.959964 * std::sqrt(static_cast<double>(n)) / 2;
    const double half = static_cast<double>(n) / 2;
    CHECK(std::abs(static_cast<double>(found->low) - (half - reach)) < 1.5);
    CHECK(std::abs(static_cast<double>(found->high) - (half + reach)) < 1.5);
    CHECK(found->low + found->high == n + 1);
  }
}

TEST_CASE("an interval takes the values at its ranks") {
  std::vector<double> values(10);
  std::iota(values.begin(), values.end(), 1.0);
  const auto found = quantile_interval(values, 0.5);
  CHECK(found->low == 2);
  CHECK(found->high == 9);
  CHECK_FALSE(quantile_interval({1, 2, 3, 4, 5}, 0.5));
  CHECK_FALSE(quantile_interval({}, 0.5));
}

TEST_CASE("intervals hold a quantile as often as they say, whatever the distribution",
          "[statistics]") {
  constexpr std::size_t trials = 20'000;
  core::Substream stream(3, "test/exponential");
  for (const double probability : {0.25, 0.5, 0.75}) {
    for (const std::size_t n : {15U, 40U}) {
      const double truth = -core::log1p(-probability);
      const double expected = quantile_ranks(n, probability)->confidence;
      std::size_t held = 0;
      for (std::size_t trial = 0; trial < trials; ++trial) {
        std::vector<double> values;
        for (std::size_t i = 0; i < n; ++i) values.push_back(-core::log(stream.uniform_open()));
        std::sort(values.begin(), values.end());
        const auto found = quantile_interval(values, probability);
        held += found->low <= truth && truth <= found->high ? 1U : 0U;
      }
      const double share = static_cast<double>(held) / trials;
      CAPTURE(probability, n, share, expected);
      CHECK(expected >= 0.95);
      CHECK(std::abs(share - expected) < 3 * error_of_share(expected, trials));
    }
  }
}

}  // namespace quantiles_test
