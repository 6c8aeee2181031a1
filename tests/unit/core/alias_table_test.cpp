// Alias tables draw in proportion to weights; shares are rounded down as people mean it.
#include "sim/core/alias_table.hpp"

#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

#include "sim/core/share.hpp"
#include "tests/catch.hpp"

namespace alias_table_test {

namespace core = rippletank::core;

namespace {

std::vector<std::uint64_t> drawn(const std::vector<double>& weights, std::uint64_t draws) {
  const core::AliasTable table(weights);
  core::Substream stream(1, "alias_table_test");
  std::vector<std::uint64_t> counts(weights.size(), 0);
  for (std::uint64_t i = 0; i < draws; ++i) ++counts.at(table.sample(stream));
  return counts;
}

/// A count of draws is binomial; five deviations are passed by chance once in 1.7 million.
void check_proportional(const std::vector<double>& weights, std::uint64_t draws) {
  const std::vector<std::uint64_t> counts = drawn(weights, draws);
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  const auto n = static_cast<double>(draws);
  for (std::size_t index = 0; index < weights.size(); ++index) {
    const double p = weights[index] / sum;
    INFO("index " << index << " of weight " << weights[index]);
    CHECK(std::abs(static_cast<double>(counts[index]) - n * p) <=
          5 * std::sqrt(n * p * (1 - p)) + 1e-9);
  }
}

}  // namespace

TEST_CASE("alias table: indices come in proportion to their weights") {
  check_proportional({1}, 100);
  check_proportional({3, 1}, 100'000);
  check_proportional({1, 2, 3, 4}, 100'000);
  check_proportional({0, 5, 0, 0, 1, 0}, 100'000);
  check_proportional({0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1}, 100'000);
  std::vector<double> harmonic(1000);
  for (std::size_t i = 0; i < harmonic.size(); ++i)
    harmonic[i] = 1 / (1.0 + static_cast<double>(i));
  check_proportional(harmonic, 1'000'000);
}

TEST_CASE("alias table: weights may be as small and as large as numbers are") {
  CHECK(drawn({1e308, 1e308, 1e308}, 3000)[0] > 800);
  const auto tiny = drawn({5e-324, 5e-324}, 3000);
  CHECK(tiny[0] > 1300);
  CHECK(tiny[1] > 1300);
  for (std::uint32_t heavy = 0; heavy < 3; ++heavy) {
    std::vector<double> weights(3, 1e-300);
    weights[heavy] = 1e300;
    CHECK(drawn(weights, 10'000)[heavy] == 10'000);
  }
}

TEST_CASE("a share is rounded down, but not where only its double lies below a whole number") {
  CHECK(core::share_of(0.29, 100) == 29);
  CHECK(core::share_of(0.299, 100) == 29);
  CHECK(core::share_of(0.1, 9) == 0);
  CHECK(core::share_of(0, 5) == 0);
  CHECK(core::share_of(1, 5) == 5);
  for (std::size_t count = 1; count <= 300; ++count) {
    for (std::size_t part = 0; part <= count; ++part) {
      REQUIRE(core::share_of(static_cast<double>(part) / static_cast<double>(count), count) ==
              part);
    }
  }
}

}  // namespace alias_table_test
