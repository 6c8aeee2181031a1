// Quantiles of Student's t against published tables, closed forms and the integral of its density.
#include "analysis/statistics/student_t.hpp"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

#include "sim/core/pinned_math.hpp"
#include "tests/catch.hpp"

namespace student_t_test {

using namespace rippletank;
using namespace rippletank::statistics;

namespace {

/// The probability of [-t, t] by Simpson's rule over the density without its constant.
double probability_within(double freedom, double t) {
  const auto density = [freedom](double x) {
    return std::pow(1 + x * x / freedom, -(freedom + 1) / 2);
  };
  // x = y / (1 - y) takes the whole half line to [0, 1).
  const auto integral = [&](double from, double to) {
    constexpr int steps = 20'000;
    const double width = (to - from) / steps;
    double total = 0;
    for (int i = 0; i <= steps; ++i) {
      const double y = from + width * i;
      if (y >= 1) continue;  // there the density is 0
      const double weight = i == 0 || i == steps ? 1 : (i % 2 == 1 ? 4 : 2);
      total += weight * density(y / (1 - y)) / ((1 - y) * (1 - y));
    }
    return total * width / 3;
  };
  const double cut = t / (1 + t);
  return integral(0, cut) / (integral(0, cut) + integral(cut, 1));
}

}  // namespace

TEST_CASE("quantiles are those of the published tables") {
  // Fisher & Yates, Statistical Tables (1963), table III; Abramowitz & Stegun, table 26.10.
  struct Row {
    double freedom, at_90, at_95, at_99;
  };
  for (const Row& row :
       {Row{1, 6.314, 12.706, 63.657}, Row{2, 2.920, 4.303, 9.925}, Row{3, 2.353, 3.182, 5.841},
        Row{4, 2.132, 2.776, 4.604}, Row{5, 2.015, 2.571, 4.032}, Row{9, 1.833, 2.262, 3.250},
        Row{10, 1.812, 2.228, 3.169}, Row{19, 1.729, 2.093, 2.861}, Row{30, 1.697, 2.042, 2.750},
        Row{60, 1.671, 2.000, 2.660}, Row{120, 1.658, 1.980, 2.617}}) {
    CAPTURE(row.freedom);
    CHECK(std::abs(t_quantile(row.freedom, 0.90) - row.at_90) <= 0.0005);
    CHECK(std::abs(t_quantile(row.freedom, 0.95) - row.at_95) <= 0.0005);
    CHECK(std::abs(t_quantile(row.freedom, 0.99) - row.at_99) <= 0.0005);
  }
}

TEST_CASE("with one, two and four degrees of freedom there are closed forms") {
  const double pi = std::acos(-1.0);
  for (const double level : {0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.999999}) {
    CAPTURE(level);
    CHECK(t_quantile(1, level) == Approx(std::tan(pi * level / 2)).epsilon(1e-9));
    CHECK(t_quantile(2, level) ==
          Approx(level * std::sqrt(2 / ((1 - level) * (1 + level)))).epsilon(1e-9));
    const double a = std::sqrt((1 - level) * (1 + level));
    const double q = std::cos(std::acos(a) / 3) / a;
    CHECK(t_quantile(4, level) == Approx(2 * std::sqrt(q - 1)).epsilon(1e-8));
  }
}

TEST_CASE("between quantiles lies what the density says, also for broken degrees of freedom") {
  for (const double freedom : {3.0, 5.0, 7.5, 17.776, 40.0}) {
    for (const double level : {0.5, 0.9, 0.95, 0.99}) {
      CAPTURE(freedom, level);
      CHECK(probability_within(freedom, t_quantile(freedom, level)) == Approx(level).epsilon(1e-8));
    }
  }
}

TEST_CASE("with many degrees of freedom the quantile is that of the normal distribution") {
  for (const double level : {0.5, 0.9, 0.95, 0.99}) {
    CHECK(t_quantile(1e12, level) == Approx(core::normal_quantile((1 + level) / 2)).epsilon(1e-9));
  }
}

TEST_CASE("rounding leaves ten digits") {
  CHECK(to_ten_digits(12.70620473617471) == 12.70620474);
  CHECK(to_ten_digits(1.9623390808264078) == 1.962339081);
  CHECK(to_ten_digits(-0.00012345678905432) == -0.0001234567891);
  CHECK(to_ten_digits(636619249432.123) == 636619249400);
  CHECK(to_ten_digits(9.99999999999) == 10);
  CHECK(to_ten_digits(0) == 0);
  CHECK(to_ten_digits(std::numeric_limits<double>::infinity()) ==
        std::numeric_limits<double>::infinity());
  CHECK(std::isnan(to_ten_digits(NAN)));
}

TEST_CASE("no quantile that is used lies where maths libraries could round it apart") {
  // Computed in double and in long double they differ by 7e-16 at most; the nearest border between
  // roundings is further away.
  using Distribution = boost::math::students_t_distribution<double>;
  double nearest = 1;
  for (int freedom = 1; freedom <= 5000; ++freedom) {
    for (const double level : {0.9, 0.95, 0.99}) {
      const double exact = quantile(complement(Distribution(freedom), (1 - level) / 2));
      const double rounded = t_quantile(freedom, level);
      double unit = 1e-9;  // of the last digit that stays
      while (exact >= unit * 1e10) unit *= 10;
      const double to_border = 0.5 * unit - std::abs(exact - rounded);
      REQUIRE(to_border > -1e-15);
      nearest = std::min(nearest, to_border / exact);
    }
  }
  CAPTURE(nearest);
  CHECK(nearest > 1e-14);
}

}  // namespace student_t_test
