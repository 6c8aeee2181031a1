// Sums and means against exact values.
#include "analysis/statistics/sums.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include "tests/catch.hpp"

namespace sums_test {

using namespace rippletank::statistics;

TEST_CASE("a sum loses nothing that its terms have") {
  CHECK(sum({}) == 0);
  CHECK(sum({1, 1e100, 1, -1e100}) == 2);  // Neumaier's own example; a plain sum gives 0
  CHECK(sum({1e16, 1, 1, 1, 1}) == 1e16 + 4);
  CHECK(sum(std::vector<double>(10'000'000, 0.1)) == 1e6);  // plain: 999999.9998
}

TEST_CASE("the mean of equal values is that value, whatever rounding makes of their sum") {
  for (const double value : {0.1, 1.0 / 3, 1e-300, 1e300 / 7, -0.7}) {
    for (std::size_t n = 1; n < 200; ++n) REQUIRE(mean(std::vector<double>(n, value)) == value);
  }
}

TEST_CASE("a mean lies between the least and the greatest value") {
  const double next = std::nextafter(0.1, 1);
  for (std::size_t n = 1; n < 100; ++n) {
    std::vector<double> values(n, 0.1);
    values.push_back(next);
    REQUIRE((mean(values) == 0.1 || mean(values) == next));
  }
}

TEST_CASE("what is not finite is seen") {
  CHECK(all_finite({}));
  CHECK(all_finite({0, -1e308}));
  CHECK_FALSE(all_finite({0, NAN}));
  CHECK_FALSE(all_finite({-std::numeric_limits<double>::infinity()}));
}

TEST_CASE("squared differences keep their digits beside a large mean") {
  const std::vector<double> values = {1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16};
  CHECK(squared_differences(values, mean(values)) == 90);
  CHECK(squared_differences({0.1, 0.1, 0.1}, 0.1) == 0);
  CHECK(squared_differences({1, 2, 3}, 2.5) == 2);  // also beside a mean that is not quite one
}

}  // namespace sums_test
