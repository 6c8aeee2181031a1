// Descriptions of samples: by hand, reference data, edges, and how often intervals hold the truth.
#include "analysis/statistics/description.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include "tests/catch.hpp"
#include "tests/unit/statistics/samples.hpp"

namespace description_test {

using namespace rippletank;
using namespace rippletank::statistics;
using namespace rippletank::tests;

TEST_CASE("a sample is described as by hand") {
  // Mean 5; squares 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32; t(7) = 2.364624.
  const Description found = describe({2, 4, 4, 4, 5, 5, 7, 9});
  CHECK(found.n == 8);
  CHECK(found.mean == 5.0);
  CHECK(found.sd == std::sqrt(32.0 / 7));
  CHECK(found.min == 2.0);
  CHECK(found.max == 9.0);
  CHECK(*found.half_width == Approx(2.364624252 * std::sqrt(32.0 / 7 / 8)).epsilon(1e-9));
  CHECK(found.warnings.empty());
  CHECK(*describe({2, 4, 4, 4, 5, 5, 7, 9}, 0.99).half_width ==
        Approx(3.499483297 * std::sqrt(32.0 / 7 / 8)).epsilon(1e-9));
}

TEST_CASE("mean and sd keep their digits where the values have many") {
  // NIST Statistical Reference Datasets, NumAcc3 and NumAcc4: certified mean and sd.
  for (const double mean : {1'000'000.2, 10'000'000.2}) {
    std::vector<double> values = {mean};
    for (int i = 0; i < 500; ++i) {
      values.push_back(mean - 0.1);
      values.push_back(mean + 0.1);
    }
    const Description found = describe(values);
    CHECK(found.mean == mean);
    CHECK(*found.sd == Approx(0.1).epsilon(1e-8));
  }
}

TEST_CASE("no value, one, two") {
  const Description none = describe({});
  CHECK(none.n == 0);
  CHECK_FALSE((none.mean || none.sd || none.min || none.max || none.half_width));
  CHECK(none.warnings == std::vector{Warning::no_values});

  const Description one = describe({3});
  CHECK(one.mean == 3.0);
  CHECK(one.min == 3.0);
  CHECK_FALSE((one.sd || one.half_width));
  CHECK(one.warnings == std::vector{Warning::one_value});

  const Description two = describe({1, 3});
  CHECK(two.mean == 2.0);
  CHECK(two.sd == std::sqrt(2.0));
  CHECK(*two.half_width == Approx(12.70620474).epsilon(1e-9));
  CHECK(two.warnings == std::vector{Warning::few_values});
}

TEST_CASE("equal values have no spread, to the last bit") {
  for (const double value : {0.1, 1.0 / 3, 1e9 / 7}) {
    const Description found = describe(std::vector<double>(7, value));
    CHECK(found.mean == value);
    CHECK(found.sd == 0.0);
    CHECK(found.half_width == 0.0);
    CHECK(found.warnings == std::vector{Warning::constant});
  }
  CHECK(describe({4, 4}).warnings == std::vector{Warning::few_values, Warning::constant});
}

TEST_CASE("what is not finite is counted and not described") {
  const double infinity = std::numeric_limits<double>::infinity();
  for (const std::vector<double>& values : std::vector<std::vector<double>>{
           {NAN}, {1, NAN, 2}, {infinity, 1}, {-infinity, infinity}, {1e308, 1e308}, {1e200, 0}}) {
    const Description found = describe(values);
    CHECK(found.n == values.size());
    CHECK_FALSE((found.mean || found.sd || found.min || found.max || found.half_width));
    CHECK(found.warnings == std::vector{Warning::not_finite});
  }
}

TEST_CASE("warnings have names, labels and sentences of their own") {
  REQUIRE(all_warnings().size() == 8);
  for (std::size_t i = 0; i < all_warnings().size(); ++i) {
    CHECK(static_cast<std::size_t>(all_warnings()[i]) == i);
    CHECK(std::string(words(all_warnings()[i])).back() == '.');
  }
  CHECK(labels({}) == "");
  CHECK(labels({Warning::constant, Warning::few_values, Warning::constant}) == "few; constant");
  CHECK(std::string(label(Warning::one_value)) == "n = 1");
  CHECK(std::string(name(Warning::warm_up_not_over)) == "warm_up_not_over");
}

TEST_CASE("intervals of normal samples hold the mean as often as they say", "[statistics]") {
  constexpr std::size_t trials = 20'000;
  for (const double level : {0.8, 0.95, 0.99}) {
    for (const std::size_t n : {2U, 5U, 20U}) {
      Normal normal(n);
      std::size_t held = 0;
      for (std::size_t trial = 0; trial < trials; ++trial) {
        const Description found = describe(normal.sample(n, 100, 3), level);
        held += std::abs(*found.mean - 100) <= *found.half_width ? 1U : 0U;
      }
      const double share = static_cast<double>(held) / trials;
      CAPTURE(level, n, share);
      CHECK(std::abs(share - level) < 3 * error_of_share(level, trials));
    }
  }
}

}  // namespace description_test
