// Distributions: frozen draws, moments and distribution functions against closed forms.
#include "sim/core/distributions.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/core/random.hpp"
#include "tests/catch.hpp"

namespace distributions_test {

namespace core = rippletank::core;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// A model and what theory says of it, written with the standard library's functions.
struct Expectation {
  core::DistributionModel model;
  std::function<double(double)> cdf;
  /// The raw moments E X^k; empty where the fourth is infinite.
  std::function<double(int)> moment;
};

double bounded_pareto_moment(const core::Pareto& model, int k) {
  const double a = model.shape;
  const double ratio = std::pow(model.min / *model.max, a);
  const double top = std::pow(model.min, k) - ratio * std::pow(*model.max, k);
  return a * top / ((a - k) * (1 - ratio));
}

Expectation expect_uniform(core::Uniform m) {
  return {m, [m](double x) { return std::clamp((x - m.min) / (m.max - m.min), 0.0, 1.0); },
          [m](int k) {
            return (std::pow(m.max, k + 1) - std::pow(m.min, k + 1)) / ((k + 1) * (m.max - m.min));
          }};
}

Expectation expect_exponential(core::Exponential m) {
  return {m, [m](double x) { return x < 0 ? 0 : 1 - std::exp(-x / m.mean); },
          [m](int k) { return std::tgamma(k + 1) * std::pow(m.mean, k); }};
}

Expectation expect_lognormal(core::Lognormal m) {
  return {m,
          [m](double x) {
            return 0.5 * std::erfc(-std::log(x / m.median) / (m.sigma * std::sqrt(2.0)));
          },
          [m](int k) { return std::pow(m.median, k) * std::exp(k * k * m.sigma * m.sigma / 2); }};
}

Expectation expect_weibull(core::Weibull m) {
  return {m, [m](double x) { return 1 - std::exp(-std::pow(x / m.scale, m.shape)); },
          [m](int k) { return std::pow(m.scale, k) * std::tgamma(1 + k / m.shape); }};
}

Expectation expect_pareto(core::Pareto m) {
  const auto tail = [m](double x) { return std::pow(m.min / x, m.shape); };
  const auto cdf = [m, tail](double x) {
    return x < m.min ? 0 : (1 - tail(x)) / (m.max ? 1 - tail(*m.max) : 1);
  };
  if (m.max) return {m, cdf, [m](int k) { return bounded_pareto_moment(m, k); }};
  if (m.shape <= 4) return {m, cdf, {}};
  return {m, cdf, [m](int k) { return m.shape * std::pow(m.min, k) / (m.shape - k); }};
}

/// Any discrete distribution, from values in ascending order and their weights.
Expectation expect_discrete(core::DistributionModel model, const std::vector<double>& values,
                            const std::vector<double>& weights) {
  double total = 0;
  for (const double weight : weights) total += weight;
  const auto cdf = [=](double x) {
    double sum = 0;
    for (std::size_t i = 0; i < values.size() && values[i] <= x; ++i) sum += weights[i] / total;
    return sum;
  };
  const auto moment = [=](int k) {
    double sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      sum += std::pow(values[i], k) * weights[i] / total;
    }
    return sum;
  };
  return {std::move(model), cdf, moment};
}

Expectation expect_zipf(core::Zipf m) {
  std::vector<double> ranks;
  std::vector<double> weights;
  for (std::uint32_t rank = 1; rank <= m.count; ++rank) {
    ranks.push_back(rank);
    weights.push_back(std::pow(rank, -m.exponent));
  }
  return expect_discrete(m, ranks, weights);
}

std::vector<Expectation> continuous_expectations() {
  return {
      expect_uniform({10, 100}),     expect_uniform({-3, -1}),        expect_exponential({12.5}),
      expect_lognormal({20, 0.5}),   expect_weibull({0.7, 3}),        expect_weibull({2, 10}),
      expect_pareto({6, 2, {}}),     expect_pareto({1.5, 1, {}}),     expect_pareto({0.6, 10, {}}),
      expect_pareto({1.1, 1, 50.0}), expect_pareto({0.01, 1, 1000.0})};
}

std::vector<Expectation> discrete_expectations() {
  return {expect_zipf({1.2, 20}),
          expect_zipf({0, 7}),
          expect_zipf({0.8, 500}),
          expect_discrete(core::Empirical{{3, 1, 2, 1}, {}, {}}, {1, 2, 3}, {2, 1, 1}),
          expect_discrete(core::Empirical{{3, 1, 2}, {0.5, 0, 4.5}, {}}, {2, 3}, {9, 1}),
          expect_discrete(core::Empirical{{-1, 4, 9}, {}, {20, 50, 200}}, {-1, 4, 9}, {2, 3, 15})};
}

std::vector<Expectation> all_expectations() {
  std::vector<Expectation> all = continuous_expectations();
  for (Expectation& discrete : discrete_expectations()) all.push_back(std::move(discrete));
  return all;
}

/// Draws n values in ascending order.
std::vector<double> draw(const core::Distribution& distribution, std::size_t n) {
  core::Substream stream(1, "test/distributions", distribution.model().index());
  std::vector<double> values(n);
  for (double& value : values) value = distribution.sample(stream);
  std::sort(values.begin(), values.end());
  return values;
}

std::vector<std::string> complaints(const core::DistributionModel& model) {
  std::vector<std::string> lines;
  for (const auto& [field, message] : core::find_invalid_parameters(model)) {
    lines.push_back(field);
    lines.back().append(": ").append(message);
  }
  return lines;
}

}  // namespace

TEST_CASE("every model has its frozen draws", "[distributions]") {
  struct Frozen {
    core::DistributionModel model;
    std::array<double, 5> draws;
  };
  // Recorded once; a change here changes every result that drew from the model.
  const std::vector<Frozen> table = {
      {core::Constant{5}, {5, 5, 5, 5, 5}},
      {core::Uniform{10, 100},
       {0x1.64cdb4fd04c58p+4, 0x1.4327783dbc3fep+5, 0x1.de39158de99p+4, 0x1.51647eba2a1c9p+5,
        0x1.862d1d8c19888p+5}},
      {core::Exponential{12.5},
       {0x1.d64363c224008p+0, 0x1.49a57a6708d5cp+2, 0x1.8f91066e062f8p+1, 0x1.61e5dcdacafb3p+2,
        0x1.c2d1b5ff1bf2cp+2}},
      {core::Lognormal{20, 0.5},
       {0x1.7218c6ba874e6p+3, 0x1.038de9e9da302p+4, 0x1.b3bc9768da0dbp+3, 0x1.0a9872a1d5d66p+4,
        0x1.254989531851dp+4}},
      {core::Weibull{0.34, 21.3},
       {0x1.35f4ff35dc117p-4, 0x1.91ec9673b94bcp+0, 0x1.70940f2dddd47p-2, 0x1.ef3e90ab0f7cfp+0,
        0x1.f8a30aa442518p+1}},
      {core::Pareto{1.5, 2, {}},
       {0x1.1a59b5ab2f90ep+1, 0x1.50eebbed8e842p+1, 0x1.2e5fa7340eb19p+1, 0x1.57cfa3e0dfc9fp+1,
        0x1.74bb6ef7218c2p+1}},
      {core::Pareto{1.1, 1, 50.0},
       {0x1.2405be48e98bcp+0, 0x1.7202519688ff7p+0, 0x1.4020e897a3601p+0, 0x1.7c21ce2907c8ep+0,
        0x1.a75b253f7791p+0}},
      {core::Zipf{1.2, 100'000}, {1, 4, 2, 4, 7}},
      {core::Zipf{0.63, 10'000'000}, {47759, 537666, 172372, 626493, 1034495}},
      {core::Empirical{{7, 3, 5}, {1, 2, 4}, {}}, {3, 5, 3, 5, 5}}};
  for (const Frozen& frozen : table) {
    const core::Distribution distribution(frozen.model);
    core::Substream stream(1, "test/distributions/frozen");
    for (const double expected : frozen.draws) {
      INFO(core::name_of(frozen.model) << " expected " << expected);
      REQUIRE(distribution.sample(stream) == expected);
    }
  }
}

TEST_CASE("a draw takes one number and inverts the distribution function", "[distributions]") {
  std::vector<core::DistributionModel> models = {core::Constant{5}};
  for (const Expectation& expectation : all_expectations()) models.push_back(expectation.model);
  for (const core::DistributionModel& model : models) {
    const core::Distribution distribution(model);
    core::Substream stream(1, "test/distributions/draw");
    core::Substream shadow = stream;
    for (int i = 0; i < 1000; ++i) {
      const double drawn = distribution.sample(stream);
      REQUIRE(drawn == distribution.quantile(shadow.uniform_open()));
      REQUIRE(drawn >= distribution.lower_bound());
      REQUIRE(drawn <= distribution.quantile(1));
    }
    REQUIRE(stream.next() == shadow.next());
  }
}

TEST_CASE("mean and variance are those of the closed forms", "[distributions]") {
  constexpr std::size_t draws = 200'000;
  const double n = draws;
  for (const Expectation& expectation : all_expectations()) {
    if (!expectation.moment) continue;
    const core::Distribution distribution(expectation.model);
    const double mean = expectation.moment(1);
    const double second = expectation.moment(2);
    const double third = expectation.moment(3);
    const double fourth = expectation.moment(4);
    const double variance = second - mean * mean;
    const double fourth_central =
        fourth - 4 * mean * third + 6 * mean * mean * second - 3 * std::pow(mean, 4);

    double sum = 0;
    double squares = 0;
    for (const double value : draw(distribution, draws)) {
      sum += value;
      squares += (value - mean) * (value - mean);
    }
    INFO(core::name_of(expectation.model) << " mean " << mean << " variance " << variance);
    CHECK(std::fabs(sum / n - mean) < 5 * std::sqrt(variance / n));
    const double variance_of_square = fourth_central - variance * variance;
    CHECK(std::fabs(squares / n - variance) < 5 * std::sqrt(variance_of_square / n));
    CHECK(std::fabs(distribution.mean() - mean) <= 1e-12 * std::fabs(mean));
  }
}

TEST_CASE("draws follow the distribution function everywhere", "[distributions]") {
  constexpr std::size_t n = 200'000;
  // Kolmogorov: P(D sqrt(n) > 2.5) is 2 exp(-2 * 2.5^2) = 7e-6; less if values can coincide.
  const double bound = 2.5 / std::sqrt(static_cast<double>(n));
  for (const Expectation& expectation : continuous_expectations()) {
    const std::vector<double> values = draw(core::Distribution(expectation.model), n);
    double distance = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const double expected = expectation.cdf(values[i]) * static_cast<double>(n);
      distance = std::max(
          {distance, expected - static_cast<double>(i), static_cast<double>(i + 1) - expected});
    }
    INFO(core::name_of(expectation.model));
    CHECK(distance / static_cast<double>(n) < bound);
  }
  for (const Expectation& expectation : discrete_expectations()) {
    const std::vector<double> values = draw(core::Distribution(expectation.model), n);
    double distance = 0;
    for (std::size_t end = 1; end <= n; ++end) {
      if (end < n && values[end] == values[end - 1]) continue;
      const double share = static_cast<double>(end) / static_cast<double>(n);
      distance = std::max(distance, std::fabs(expectation.cdf(values[end - 1]) - share));
    }
    INFO(core::name_of(expectation.model));
    CHECK(distance < bound);
  }
}

TEST_CASE("quantiles invert the distribution function", "[distributions]") {
  for (const Expectation& expectation : continuous_expectations()) {
    const core::Distribution distribution(expectation.model);
    double last = distribution.lower_bound();
    for (int i = 1; i < 1000; ++i) {
      const double p = i / 1000.0;
      const double x = distribution.quantile(p);
      INFO(core::name_of(expectation.model) << " at " << p);
      REQUIRE(std::fabs(expectation.cdf(x) - p) < 1e-13);
      REQUIRE(x > last);
      last = x;
    }
  }
  for (const Expectation& expectation : discrete_expectations()) {
    const core::Distribution distribution(expectation.model);
    for (int i = 0; i < 1000; ++i) {
      const double p = (i + 0.5) / 1000;
      const double x = distribution.quantile(p);
      INFO(core::name_of(expectation.model) << " at " << p);
      REQUIRE(expectation.cdf(x) >= p - 1e-13);
      REQUIRE(expectation.cdf(x - 0.5) < p + 1e-13);
    }
  }
}

TEST_CASE("the ends of every distribution", "[distributions]") {
  const auto ends = [](const core::DistributionModel& model) {
    const core::Distribution distribution(model);
    CHECK(std::isnan(distribution.quantile(-0.01)));
    CHECK(std::isnan(distribution.quantile(1.01)));
    CHECK(std::isnan(distribution.quantile(std::nan(""))));
    CHECK(distribution.lower_bound() == distribution.quantile(0));
    return std::vector<double>{distribution.lower_bound(), distribution.quantile(1)};
  };
  using Ends = std::vector<double>;
  CHECK(ends(core::Constant{-2.5}) == Ends{-2.5, -2.5});
  CHECK(ends(core::Uniform{0.1, 0.7}) == Ends{0.1, 0.7});
  CHECK(ends(core::Uniform{4, 4}) == Ends{4, 4});
  CHECK(ends(core::Exponential{3}) == Ends{0, infinity});
  CHECK(ends(core::Lognormal{3, 1}) == Ends{0, infinity});
  CHECK(ends(core::Lognormal{3, 0}) == Ends{3, 3});
  CHECK(ends(core::Weibull{0.5, 3}) == Ends{0, infinity});
  CHECK(ends(core::Pareto{1.5, 3, {}}) == Ends{3, infinity});
  CHECK(ends(core::Pareto{1.5, 3, 3.5}).front() == 3);
  CHECK(std::fabs(ends(core::Pareto{1.5, 3, 3.5}).back() - 3.5) < 1e-14);
  CHECK(ends(core::Zipf{1, 1}) == Ends{1, 1});
  CHECK(ends(core::Zipf{1, 100000}) == Ends{1, 100000});
  CHECK(ends(core::Empirical{{5, 2, 9}, {1, 0, 1}, {}}) == Ends{5, 9});
  CHECK(ends(core::Empirical{{1, 2, 3}, {}, {0, 0.5, 1}}) == Ends{2, 3});

  const core::Distribution nothing;
  core::Substream stream(1, "test/distributions/default");
  CHECK(nothing.sample(stream) == 0);
  CHECK(nothing.mean() == 0);
}

TEST_CASE("means that are infinite, or only just finite", "[distributions]") {
  CHECK(core::Distribution(core::Pareto{1, 1, {}}).mean() == infinity);
  CHECK(core::Distribution(core::Pareto{0.5, 1, {}}).mean() == infinity);
  CHECK(core::Distribution(core::Pareto{1.5, 2, {}}).mean() == 6);
  // For shape 1 the mean is min * log(max/min) / (1 - min/max).
  const double at_one = 2 * std::log(50.0) / (1 - 0.02);
  for (const double shape : {1 - 1e-12, 1.0, 1 + 1e-12}) {
    const double mean = core::Distribution(core::Pareto{shape, 2, 100.0}).mean();
    CHECK(std::fabs(mean - at_one) < 1e-10);
  }
}

TEST_CASE("published session lengths have the published means and medians", "[distributions]") {
  // Stutzbach & Rejaie, "Understanding churn in peer-to-peer networks", IMC 2006: Weibull fits to
  // the sessions of three swarms; mean scale * gamma(1 + 1/shape), median scale * log(2)^(1/shape).
  struct Swarm {
    core::Weibull model;
    double mean = 0;
    double median = 0;
  };
  const std::array<Swarm, 3> swarms = {Swarm{{0.34, 21.3}, 118.8, 7.2},
                                       Swarm{{0.38, 42.4}, 163.4, 16.2},
                                       Swarm{{0.59, 41.9}, 64.5, 22.5}};
  for (const Swarm& swarm : swarms) {
    const core::Distribution sessions(swarm.model);
    CHECK(std::fabs(sessions.mean() - swarm.mean) < 0.05);
    CHECK(std::fabs(sessions.quantile(0.5) - swarm.median) < 0.05);
  }
}

TEST_CASE("parameters that make no distribution are all named", "[distributions]") {
  using Lines = std::vector<std::string>;
  CHECK(complaints(core::Constant{infinity}) == Lines{"value: expected a finite number, got inf"});
  CHECK(complaints(core::Uniform{3, 2}) == Lines{"max: expected at least min (3), got 2"});
  CHECK(complaints(core::Uniform{std::nan(""), infinity}) ==
        Lines{"min: expected a finite number, got nan", "max: expected a finite number, got inf"});
  CHECK(complaints(core::Exponential{0}) ==
        Lines{"mean: expected a finite number, more than 0, got 0"});
  CHECK(complaints(core::Lognormal{-1, -0.5}) ==
        Lines{"median: expected a finite number, more than 0, got -1",
              "sigma: expected a finite number, at least 0, got -0.5"});
  CHECK(complaints(core::Weibull{0, 0}).size() == 2);
  CHECK(complaints(core::Pareto{1, 5, 5.0}) == Lines{"max: expected more than min (5), got 5"});
  CHECK(complaints(core::Pareto{0, 0, infinity}).size() == 3);
  CHECK(complaints(core::Zipf{-0.1, 0}) ==
        Lines{"exponent: expected 0 to 100, got -0.1", "count: expected at least 1, got 0"});
  CHECK(complaints(core::Zipf{std::nan(""), 1}).size() == 1);

  const std::string beyond = ": expected draws that are finite numbers, got some beyond 1.8e308";
  CHECK(complaints(core::Uniform{-1e308, 1e308}) == Lines{"max" + beyond});
  CHECK(complaints(core::Exponential{1e308}) == Lines{"mean" + beyond});
  CHECK(complaints(core::Lognormal{1, 100}) == Lines{"sigma" + beyond});
  CHECK(complaints(core::Weibull{0.001, 1}) == Lines{"shape" + beyond});
  CHECK(complaints(core::Pareto{0.05, 1, {}}) == Lines{"shape" + beyond});
  CHECK(complaints(core::Pareto{0.05, 1, 1e9}).empty());
}

TEST_CASE("lists that make no empirical distribution are all named", "[distributions]") {
  using Lines = std::vector<std::string>;
  CHECK(complaints(core::Empirical{}) == Lines{"values: expected at least one value, got none"});
  CHECK(complaints(core::Empirical{{1, 2}, {1}, {}}) ==
        Lines{"weights: expected as many as values (2), got 1"});
  CHECK(complaints(core::Empirical{{1}, {1}, {1}}) ==
        Lines{"cumulative: expected either weights or cumulative, got both"});
  CHECK(complaints(core::Empirical{{1, infinity}, {1, -1}, {}}) ==
        Lines{"values/1: expected a finite number, got inf",
              "weights/1: expected a finite number, at least 0, got -1"});
  CHECK(complaints(core::Empirical{{1, 2}, {0, 0}, {}}) ==
        Lines{"weights: expected a sum that is positive and finite, got 0"});
  CHECK(complaints(core::Empirical{{1, 2}, {1e308, 1e308}, {}}).size() == 1);
  CHECK(complaints(core::Empirical{{2, 1}, {}, {0.7, 0.5}}) ==
        Lines{"cumulative/1: expected at least 0.7, got 0.5",
              "values/1: expected at least 2, got 1"});
  CHECK(complaints(core::Empirical{{1}, {}, {0}}) ==
        Lines{"cumulative/0: expected more than 0, got 0"});
  CHECK(complaints(core::Empirical{{1}, {}, {std::nan("")}}).size() == 1);

  CHECK_THROWS_WITH(core::Distribution(core::Zipf{-1, 0}),
                    "distribution zipf: exponent: expected 0 to 100, got -1; "
                    "count: expected at least 1, got 0");
  CHECK_THROWS_AS(core::ZipfSampler({1, 0}), std::invalid_argument);
  CHECK_THROWS_AS(core::EmpiricalSampler({}), std::invalid_argument);
}

}  // namespace distributions_test
