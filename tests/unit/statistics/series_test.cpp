// Warm-up and batch means: slow twins, known beginnings, and how often intervals hold the truth.
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>
#include <tuple>
#include <vector>

#include "analysis/statistics/steady_state.hpp"
#include "analysis/statistics/sums.hpp"
#include "analysis/statistics/warm_up.hpp"
#include "tests/catch.hpp"
#include "tests/unit/statistics/samples.hpp"

namespace series_test {

using namespace rippletank;
using namespace rippletank::statistics;
using namespace rippletank::tests;

namespace {

/// What MSER-5 minimises, by its definition, for each number of means that are cut.
std::vector<double> naive_mser(const std::vector<double>& series) {
  std::vector<double> means;
  for (std::size_t i = 0; i + 5 <= series.size(); i += 5) {
    means.push_back((series[i] + series[i + 1] + series[i + 2] + series[i + 3] + series[i + 4]) /
                    5);
  }
  std::vector<double> all;
  for (std::size_t cut = 0; cut + 5 <= means.size(); ++cut) {
    const std::vector<double> kept(means.begin() + static_cast<std::ptrdiff_t>(cut), means.end());
    const auto n = static_cast<double>(kept.size());
    all.push_back(squared_differences(kept, mean(kept)) / (n * n));
  }
  return all;
}

/// Values that start at `height` above 0 and fall to it, with noise of size 1.
std::vector<double> settling(Normal& normal, std::size_t n, double height, double time) {
  std::vector<double> values = normal.sample(n);
  for (std::size_t i = 0; i < n; ++i)
    values[i] += height * std::exp(-static_cast<double>(i) / time);
  return values;
}

}  // namespace

TEST_CASE("MSER-5 finds the least of what its definition gives") {
  Normal normal(1);
  for (std::size_t trial = 0; trial < 300; ++trial) {
    const std::size_t n = 50 + 7 * trial % 400;
    const std::vector<double> series = settling(normal, n, static_cast<double>(trial % 20), 30);
    const std::vector<double> all = naive_mser(series);
    const auto found = mser_5(series);
    REQUIRE(found);
    REQUIRE(found->truncated % 5 == 0);
    const std::size_t cut = found->truncated / 5;
    REQUIRE(cut < all.size());
    for (const double other : all) REQUIRE(all[cut] <= other * (1 + 1e-12));
    REQUIRE(found->over == (2 * cut <= n / 5));
  }
}

TEST_CASE("a step at the beginning is cut off, and nothing of what is alike") {
  std::vector<double> series(30, 100.0);
  for (int i = 0; i < 200; ++i) series.push_back(i % 10 < 5 ? 1 : 2);
  CHECK(mser_5(series)->truncated == 30);
  CHECK(mser_5(series)->over);
  CHECK(mser_5(std::vector<double>(1000, 0.1))->truncated == 0);
  CHECK(mser_5(std::vector<double>(50, 0.1)));
  CHECK_FALSE(mser_5(std::vector<double>(49, 0.1)));
}

TEST_CASE("rows of equal values at the end of rare events are no steady state of their own") {
  // One in forty, the last of them 40 values before the end.
  std::vector<double> rare;
  for (int i = 0; i < 2000; ++i) rare.push_back(i % 40 == 20 && i < 1970 ? 1 : 0);
  const auto found = mser_5(rare);
  CHECK(found->over);
  CHECK(found->truncated == 0);
  const SteadyState steady = steady_state(rare);
  CHECK(steady.rest.half_width);
  CHECK(*steady.rest.mean == Approx(49.0 / 2000));
  // One that becomes constant in the first half has settled there.
  std::vector<double> settled(1000, 3.0);
  for (std::size_t i = 0; i < 200; ++i) settled[i] = static_cast<double>(i);
  CHECK(mser_5(settled)->over);
  CHECK(mser_5(settled)->truncated == 200);
}

TEST_CASE("a series that changes late or all the time has no end of its warm-up") {
  std::vector<double> late(600, 0.0);
  std::vector<double> drifting;
  for (std::size_t i = 0; i < 1000; ++i) {
    if (i >= 500) late.push_back(5);
    drifting.push_back(static_cast<double>(i * i));
  }
  CHECK_FALSE(mser_5(late)->over);
  CHECK(mser_5(late)->truncated == 595);
  CHECK_FALSE(mser_5(drifting)->over);
  const SteadyState found = steady_state(drifting);
  CHECK(found.rest.mean);
  CHECK_FALSE((found.rest.half_width || found.rest.standard_error || found.rest.estimate()));
  CHECK(found.rest.warnings == std::vector{Warning::warm_up_not_over});
}

TEST_CASE("batches are cut from the end, and their means taken for values") {
  std::vector<double> series = {1e6, 1e6, 1e6};  // left over
  for (int i = 0; i < 20; ++i) {
    for (int j = 0; j < 10; ++j) series.push_back(i + (j % 2 == 0 ? 20 : -20));
  }
  const BatchMeans found = batch_means(series);
  CHECK(found.batches == 20);
  CHECK(found.batch_size == 10);
  CHECK(*found.mean == Approx(9.5));
  CHECK(*found.standard_error == Approx(std::sqrt(35.0 / 20)));  // variance of 0 … 19: 35
  CHECK(*found.half_width == Approx(2.093024054 * std::sqrt(35.0 / 20)));
  CHECK(found.estimate()->freedom == 19);
  CHECK(found.warnings.empty());
  // Neighbouring values lie on both sides: 33.25 of variance of the steps, 400 of the sides.
  CHECK(*found.lag_1 == Approx((33.25 - 400) / (33.25 + 400)).margin(0.02));
}

TEST_CASE("batches of which neighbouring tenths are alike depend on each other") {
  std::vector<double> series;
  for (int i = 0; i < 4000; ++i) series.push_back(i / 100 % 2);  // tenths of 20, five alike
  const BatchMeans found = batch_means(series);
  CHECK(found.batch_size == 200);
  // Of 199 pairs of tenths 160 are equal and 39 differ: each counts 1/4 of 200/4 of variance.
  CHECK(*found.lag_1 == Approx((160.0 - 39.0) / 200));
  CHECK(found.warnings == std::vector{Warning::constant, Warning::correlated_batches});
}

TEST_CASE("series without values, with few, equal or impossible ones") {
  CHECK(batch_means({}).warnings == std::vector{Warning::no_values});
  CHECK_FALSE(batch_means({}).mean);
  const BatchMeans few_values = batch_means(std::vector<double>(199, 2.0));
  CHECK(few_values.mean == 2.0);
  CHECK(few_values.batches == 0);
  CHECK_FALSE(few_values.half_width);
  CHECK(few_values.warnings == std::vector{Warning::too_short});
  CHECK(batch_means({1}).warnings == std::vector{Warning::too_short});
  const BatchMeans equal = batch_means(std::vector<double>(200, 0.1));
  CHECK(equal.mean == 0.1);
  CHECK(equal.half_width == 0.0);
  CHECK_FALSE(equal.lag_1);
  CHECK(equal.warnings == std::vector{Warning::constant});
  std::vector<double> impossible(200, 1.0);
  impossible[150] = NAN;
  CHECK_FALSE(batch_means(impossible).mean);
  CHECK(steady_state(impossible).rest.warnings == std::vector{Warning::not_finite});
  impossible[150] = std::numeric_limits<double>::infinity();
  CHECK(steady_state(impossible).rest.warnings == std::vector{Warning::not_finite});
  CHECK(steady_state({}).rest.warnings == std::vector{Warning::no_values});
  CHECK(steady_state({}).n == 0);
}

TEST_CASE("what a run says of its later part leaves its beginning out") {
  std::vector<double> series(50, 1000.0);
  Normal normal(2);
  for (const double value : normal.sample(2000, 7, 1)) series.push_back(value);
  const SteadyState found = steady_state(series);
  CHECK(found.n == 2050);
  CHECK(found.truncated >= 50);
  CHECK(found.truncated < 1025);
  CHECK(std::abs(*found.rest.mean - 7) < 4 / std::sqrt(2000.0));
  CHECK(found.rest.warnings.empty());
}

TEST_CASE("series that forget quickly pass for independent, others do not", "[statistics]") {
  // Tenths of batches of 10 are single values, whose correlation is phi; an estimate from 200 is
  // low by (1 + 4 phi) / 200 and has a standard error of sqrt((1 - phi^2) / 200) (Bartlett 1946):
  // 0.2 and 0.6 are three and more of them away from 0.4.
  constexpr std::size_t trials = 2000;
  Normal normal(4);
  for (const auto& [phi, least, most] :
       {std::tuple{0.0, 0.0, 0.0}, std::tuple{0.2, 0.0, 0.005}, std::tuple{0.6, 0.99, 1.0}}) {
    std::size_t warned = 0;
    for (std::size_t trial = 0; trial < trials; ++trial) {
      const BatchMeans found = batch_means(normal.autoregressive(200, phi));
      warned += has(found.warnings, Warning::correlated_batches) ? 1U : 0U;
    }
    const double share = static_cast<double>(warned) / trials;
    CAPTURE(phi, share);
    CHECK(share >= least);
    CHECK(share <= most);
  }
}

TEST_CASE("intervals of an autoregressive series hold its mean as often as they can",
          "[statistics]") {
  constexpr std::size_t trials = 4'000;
  for (const double phi : {0.0, 0.5, 0.8}) {
    constexpr std::size_t n = 4'000;
    constexpr double size = n / 20.0;
    // n times the variance of the mean of m values, from the correlations phi^k.
    const auto scaled = [phi](double m) {
      double total = 1;
      for (int k = 1; k < static_cast<int>(m); ++k) total += 2 * (1 - k / m) * std::pow(phi, k);
      return total;
    };
    // Batch means are right but for the correlation of batches: E s^2 / 20 over the true variance.
    const double of_mean = scaled(n);
    const double ratio = (scaled(size) * 20 - of_mean) / 19 / of_mean;
    const boost::math::students_t_distribution<double> student(19);
    const double expected = 2 * cdf(student, 2.093024054 * std::sqrt(ratio)) - 1;
    CHECK(expected > 0.945);
    Normal normal(6);
    std::size_t held = 0;
    for (std::size_t trial = 0; trial < trials; ++trial) {
      const BatchMeans found = batch_means(normal.autoregressive(n, phi, 10));
      held += std::abs(*found.mean - 10) <= *found.half_width ? 1U : 0U;
    }
    const double share = static_cast<double>(held) / trials;
    CAPTURE(phi, share, expected);
    CHECK(std::abs(share - expected) < 3 * error_of_share(expected, trials));
  }
}

TEST_CASE(
    "intervals without a warning hold the mean in nine of ten cases or more, whatever the series",
    "[statistics]") {
  // Where tenths have a correlation of 0.4, batches have one of 0.05, their variance is a tenth too
  // small, and 94 % hold the mean; of those that pass as their estimate is two errors low, 91 %.
  constexpr std::size_t trials = 2000;
  for (const double phi : {0.0, 0.3, 0.6, 0.9, 0.97}) {
    for (const std::size_t n : {300U, 1000U, 3000U}) {
      Normal normal(9);
      std::size_t told = 0;
      std::size_t held = 0;
      for (std::size_t trial = 0; trial < trials; ++trial) {
        const BatchMeans found = steady_state(normal.autoregressive(n, phi, 10)).rest;
        if (!found.half_width || !found.warnings.empty()) continue;
        ++told;
        held += std::abs(*found.mean - 10) <= *found.half_width ? 1U : 0U;
      }
      if (told < trials / 4) continue;  // nearly always warned
      const double share = static_cast<double>(held) / static_cast<double>(told);
      CAPTURE(phi, n, told, share);
      CHECK(share > 0.9 - 3 * error_of_share(0.9, told));
    }
  }
}

}  // namespace series_test
