// Comparisons against published examples, edges, and how often intervals hold the truth.
#include "analysis/statistics/comparison.hpp"

#include <cmath>
#include <vector>

#include "analysis/statistics/description.hpp"
#include "tests/catch.hpp"
#include "tests/unit/statistics/samples.hpp"

namespace comparison_test {

using namespace rippletank;
using namespace rippletank::statistics;
using namespace rippletank::tests;

namespace {

// Student 1908: additional hours of sleep of ten patients by two drugs.
const std::vector<double> drug_1 = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
const std::vector<double> drug_2 = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};

}  // namespace

TEST_CASE("pairs are compared as Student did") {
  // R 4.3: t.test(drug_2, drug_1, paired = TRUE): 1.58, 0.7001142 to 2.4598858, 9 degrees.
  const Difference found = compare_pairs(drug_1, drug_2);
  CHECK(*found.mean_a == Approx(0.75));
  CHECK(*found.mean_b == Approx(2.33));
  CHECK(*found.difference == Approx(1.58));
  CHECK(*found.difference - *found.half_width == Approx(0.7001142).epsilon(1e-6));
  CHECK(*found.difference + *found.half_width == Approx(2.4598858).epsilon(1e-6));
  CHECK(found.freedom == 9.0);
  CHECK(found.excludes_zero());
  CHECK(found.warnings.empty());
}

TEST_CASE("independent samples are compared as Welch did") {
  // R 4.3: t.test(drug_2, drug_1): -0.2054832 to 3.3654832, 17.776 degrees.
  const Difference found = compare_samples(drug_1, drug_2);
  CHECK(*found.difference == Approx(1.58));
  CHECK(*found.difference - *found.half_width == Approx(-0.2054832).epsilon(1e-6));
  CHECK(*found.difference + *found.half_width == Approx(3.3654832).epsilon(1e-6));
  CHECK(*found.freedom == Approx(17.776).epsilon(1e-4));
  CHECK_FALSE(found.excludes_zero());
}

TEST_CASE("the other way round the difference has the other sign") {
  const Difference one = compare_samples(drug_1, drug_2);
  const Difference other = compare_samples(drug_2, drug_1);
  CHECK(*one.difference == -*other.difference);
  CHECK(*one.half_width == *other.half_width);
}

TEST_CASE("samples that say little are compared as far as that goes") {
  CHECK(compare_samples({}, {1, 2}).warnings ==
        std::vector{Warning::no_values, Warning::few_values});
  CHECK_FALSE(compare_samples({}, {1, 2}).difference);
  CHECK(compare_samples({}, {1, 2}).mean_b == 1.5);

  const Difference one = compare_samples({1}, {4, 6});
  CHECK(one.difference == 4.0);
  CHECK_FALSE(one.half_width);
  CHECK_FALSE(one.excludes_zero());
  CHECK(one.warnings == std::vector{Warning::one_value, Warning::few_values});

  CHECK_FALSE(compare_samples({1, NAN, 2}, {4, 6}).difference);
  CHECK_FALSE(compare_pairs({1, NAN}, {4, 6}).difference);
  CHECK(compare_pairs({1, NAN}, {4, 6}).warnings == std::vector{Warning::not_finite});
  CHECK(compare_pairs({}, {}).warnings == std::vector{Warning::no_values});
  CHECK(compare_pairs({1}, {3}).difference == 2.0);
  CHECK_FALSE(compare_pairs({1}, {3}).half_width);
}

TEST_CASE("samples without spread differ for certain, or not at all") {
  const std::vector<double> fives(6, 5.0);
  const std::vector<double> sixes(6, 6.0);
  const Difference different = compare_samples(fives, sixes);
  CHECK(different.half_width == 0.0);
  CHECK(different.excludes_zero());
  CHECK(different.warnings == std::vector{Warning::constant});
  CHECK_FALSE(compare_samples(fives, fives).excludes_zero());
  // One that varies: its own spread is all there is, with its own degrees of freedom.
  const Difference half = compare_samples(fives, drug_1);
  CHECK(*half.freedom == Approx(9));
  CHECK(*half.half_width == Approx(*describe(drug_1).half_width));
  CHECK(half.warnings.empty());
  // Pairs that differ by the same each.
  const Difference shifted = compare_pairs({1, 2, 3, 4, 5, 6}, {2, 3, 4, 5, 6, 7});
  CHECK(shifted.difference == 1.0);
  CHECK(shifted.half_width == 0.0);
  CHECK(shifted.warnings == std::vector{Warning::constant});
}

TEST_CASE("what rounding makes is no difference") {
  const std::vector<double> a = {0.3, 0.3, 0.3, 0.3, 0.3, 0.3};
  const std::vector<double> b(6, 0.1 + 0.2);
  REQUIRE(a != b);
  CHECK_FALSE(compare_pairs(a, b).excludes_zero());
  CHECK_FALSE(compare_samples(a, b).excludes_zero());
  CHECK(compare_pairs(a, std::vector<double>(6, 0.3 + 1e-9)).excludes_zero());
}

TEST_CASE("tiny errors are compared like others") {
  const Difference large = compare_means({1, 0.5, 9}, {2, 0.25, 19});
  const Difference tiny = compare_means({1, 0.5e-150, 9}, {2, 0.25e-150, 19});
  CHECK(*tiny.freedom == Approx(*large.freedom));
  CHECK(*tiny.half_width * 1e150 == Approx(*large.half_width));
}

TEST_CASE("intervals of differences hold them as often as they say", "[statistics]") {
  constexpr std::size_t trials = 20'000;
  Normal normal(5);
  std::size_t pairs_held = 0;
  std::size_t samples_held = 0;
  double pairs_width = 0;
  double samples_width = 0;
  for (std::size_t trial = 0; trial < trials; ++trial) {
    // What both of a pair have in common is large beside what sets them apart.
    std::vector<double> a = normal.sample(10, 50, 4);
    std::vector<double> b = a;
    for (double& value : b) value += 2 + normal.next();
    const Difference pairs = compare_pairs(a, b);
    pairs_held += std::abs(*pairs.difference - 2) <= *pairs.half_width ? 1U : 0U;
    pairs_width += *pairs.half_width;
    const Difference samples = compare_samples(a, normal.sample(15, 52, 1));
    samples_held += std::abs(*samples.difference - 2) <= *samples.half_width ? 1U : 0U;
    samples_width += *samples.half_width;
  }
  // Welch's interval is not exact; here its level is right to 0.1 % (Welch 1947, section 3).
  CHECK(std::abs(static_cast<double>(pairs_held) / trials - 0.95) <
        3 * error_of_share(0.95, trials));
  CHECK(std::abs(static_cast<double>(samples_held) / trials - 0.95) <
        3 * error_of_share(0.95, trials) + 0.001);
  CHECK(pairs_width < samples_width / 3);
}

}  // namespace comparison_test
