// Tests what is left of spans of time that are met at a random moment.
#include "sim/core/residual_life.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "tests/catch.hpp"

namespace rippletank::core::residual_life_test {
namespace {

/// One of each kind, with the cases that they tell apart.
std::vector<Distribution> spans_of_all_kinds() {
  return {Distribution(Constant{7}),
          Distribution(Uniform{0, 4}),
          Distribution(Uniform{3, 4}),
          Distribution(Exponential{5}),
          Distribution(Lognormal{10, 0}),
          Distribution(Lognormal{10, 0.8}),
          Distribution(Weibull{0.5, 2}),
          Distribution(Weibull{0.38, 42.4}),
          Distribution(Weibull{2.5, 3}),
          Distribution(Pareto{3.5, 2, {}}),
          Distribution(Pareto{1, 1, 100.0}),
          Distribution(Pareto{0.4, 1, 50.0}),
          Distribution(Pareto{2.2, 1, 50.0}),
          Distribution(Zipf{0, 6}),
          Distribution(Zipf{0.3, 9}),
          Distribution(Zipf{1, 9}),
          Distribution(Zipf{2.1, 30}),
          Distribution(Empirical{{4, 0, 1}, {1, 5, 2}, {}}),
          Distribution(Empirical{{1, 2, 8}, {}, {0.5, 0.75, 2}}),
          Distribution(Empirical{{1, 9}, {}, {}})};
}

/// The probability that at most `x` is left: the integral of P(span > y) from 0 to x over the mean,
/// which is the mean of min(span, x) over that of the span, and needs only quantiles of the spans.
double share_up_to(double x, const Distribution& spans) {
  constexpr int steps = 400'000;
  double sum = 0;
  for (int i = 0; i < steps; ++i) sum += std::min(spans.quantile((i + 0.5) / steps), x);
  return std::min(sum / steps / spans.mean(), 1.0);
}

}  // namespace

TEST_CASE("What is left of spans is distributed as the integral of their tail says",
          "[statistics]") {
  constexpr int draws = 40'000;
  std::uint64_t number = 0;
  for (const Distribution& spans : spans_of_all_kinds()) {
    CAPTURE(name_of(spans.model()), number);
    const ResidualLife residual(spans);
    Substream stream(1, "test", number++);
    std::vector<double> found;
    for (int i = 0; i < draws; ++i) found.push_back(residual.sample(stream));
    for (const double x : {0.3, 1.0, 2.5, 6.0, 20.0, 60.0}) {
      const double expected = share_up_to(x, spans);
      const auto below =
          std::count_if(found.begin(), found.end(), [x](double y) { return y <= x; });
      // Four standard deviations of a share; 120 comparisons exceed that once in 130 times.
      const double error = 4 * std::sqrt(expected * (1 - expected) / draws) + 2e-4;
      CAPTURE(x, expected);
      CHECK(std::abs(static_cast<double>(below) / draws - expected) < error);
    }
  }
}

TEST_CASE("What is left of exponential spans is exponential") {
  const ResidualLife residual(Distribution(Exponential{5}));
  Substream stream(3, "test");
  constexpr int draws = 40'000;
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < draws; ++i) {
    const double left = residual.sample(stream);
    sum += left;
    squares += left * left;
  }
  const double mean = sum / draws;
  CHECK(std::abs(mean - 5) < 4 * 5 / std::sqrt(draws));
  // The fourth moment of an exponential variable is 24 mean^4, so its square varies by 20 mean^4.
  CHECK(std::abs(squares / draws - 50) < 4 * std::sqrt(20 * 625.0 / draws));
}

TEST_CASE("A gamma variable has the moments of one") {
  for (const double shape : {1.0, 1.4, 3.0, 40.0}) {
    CAPTURE(shape);
    Substream stream(1, "test");
    constexpr int draws = 40'000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < draws; ++i) {
      const double x = gamma_variable(shape, stream);
      REQUIRE(x > 0);
      sum += x;
      squares += (x - shape) * (x - shape);
    }
    CHECK(std::abs(sum / draws - shape) < 4 * std::sqrt(shape / draws));
    // The fourth central moment is 3 shape^2 + 6 shape.
    const double variance_of_square = 2 * shape * shape + 6 * shape;
    CHECK(std::abs(squares / draws - shape) < 4 * std::sqrt(variance_of_square / draws));
  }
}

TEST_CASE("Spans without a finite mean have no equilibrium") {
  CHECK_FALSE(may_have_residual(Distribution(Pareto{1, 1, {}})));
  CHECK_FALSE(may_have_residual(Distribution(Constant{0})));
  CHECK_FALSE(may_have_residual(Distribution(Uniform{-1, 3})));
  CHECK_THROWS_AS(ResidualLife(Distribution(Pareto{0.5, 1, {}})), std::invalid_argument);
  for (const Distribution& spans : spans_of_all_kinds()) CHECK(may_have_residual(spans));
}

TEST_CASE("Extreme spans have a residual that is a number, too") {
  for (const Distribution& spans :
       {Distribution(Lognormal{1e-3, 30}), Distribution(Weibull{0.01, 1}),
        Distribution(Pareto{0.001, 1e-150, 1e150}),
        Distribution(Empirical{{1e300, 1e290}, {1e300, 1}, {}})}) {
    const ResidualLife residual(spans);
    Substream stream(1, "test");
    for (int i = 0; i < 1000; ++i) CHECK(residual.sample(stream) >= 0);
  }
}

}  // namespace rippletank::core::residual_life_test
