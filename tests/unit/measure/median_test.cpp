// The median by hand, and against sorting.
#include "sim/measure/median.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "sim/core/random.hpp"
#include "tests/catch.hpp"

namespace median_test {

using namespace rippletank;
using measure::median;

TEST_CASE("the median is the number in the middle, or the mean of two") {
  CHECK_FALSE(median({}).has_value());
  CHECK(median({7}) == 7.0);
  CHECK(median({9, 2}) == 5.5);
  CHECK(median({500, 1, 3}) == 3.0);
  CHECK(median({4, 1, 3, 500}) == 3.5);
  CHECK(median({4, 4, 4, 4}) == 4.0);
  CHECK(median({0xffffffff, 0xffffffff}) == 4294967295.0);  // their sum has 33 bits
}

TEST_CASE("the median is what sorting puts into the middle") {
  core::Substream random(1, core::Purpose("test/median"));
  for (int i = 0; i < 2000; ++i) {
    std::vector<std::uint32_t> numbers(1 + random.below(30));
    for (std::uint32_t& number : numbers) number = static_cast<std::uint32_t>(random.below(20));
    std::vector<std::uint32_t> sorted = numbers;
    std::sort(sorted.begin(), sorted.end());
    const std::size_t last = sorted.size() - 1;
    const double expected = (double(sorted[last / 2]) + double(sorted[(last + 1) / 2])) / 2;
    REQUIRE(median(numbers) == expected);
  }
}

}  // namespace median_test
