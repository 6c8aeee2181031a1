// The Zipf sampler without a table, against the table it replaces.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "sim/core/distributions.hpp"
#include "sim/core/random.hpp"
#include "tests/catch.hpp"

namespace distributions_zipf_test {

namespace core = rippletank::core;

namespace {

/// The plain way: every rank's cumulative weight, in a longer type, and bisection.
class Table {
 public:
  explicit Table(const core::Zipf& parameters) {
    long double sum = 0;
    for (std::uint32_t rank = 1; rank <= parameters.count; ++rank) {
      sum +=
          std::pow(static_cast<long double>(rank), -static_cast<long double>(parameters.exponent));
      sums_.push_back(sum);
    }
  }

  std::uint32_t quantile(double p) const {
    const auto reached = std::lower_bound(sums_.begin(), sums_.end(), p * sums_.back());
    return static_cast<std::uint32_t>(reached - sums_.begin()) + 1;
  }

  long double cumulative(std::uint32_t rank) const {
    return rank == 0 ? 0 : sums_[rank - 1] / sums_.back();
  }

  long double sum(std::uint32_t rank) const { return sums_[rank - 1]; }

 private:
  std::vector<long double> sums_;
};

/// Relative error of sums at some lengths around the end of the table and far beyond.
double worst_error(double exponent, std::uint32_t longest) {
  const core::PowerSums sums(exponent);
  const Table table({exponent, longest});
  double worst = 0;
  for (std::uint32_t n = 1; n <= longest; n = n < 100 ? n + 1 : n * 2) {
    const long double error = sums.up_to(n).sum / table.sum(n) - 1;
    worst = std::max(worst, static_cast<double>(std::fabs(error)));
  }
  return worst;
}

}  // namespace

TEST_CASE("power sums are those of their terms", "[distributions]") {
  for (const double exponent :
       {-1.0, -0.5, 0.0, 0.1, 0.63, 1 - 1e-9, 1.0, 1 + 1e-13, 1.2, 2.0, 3.5, 20.0, 100.0}) {
    INFO("exponent " << exponent);
    CHECK(worst_error(exponent, 50'000) < 1e-14);
  }
  CHECK(core::PowerSums(1).up_to(0).sum == 0);
  CHECK(core::PowerSums(1).up_to(0).term == 0);
  CHECK(core::PowerSums(2).up_to(3).term == std::pow(3.0, -2.0));
  CHECK(core::PowerSums(0.5).up_to(10'000).term == 0.01);
}

TEST_CASE("power sums have known values at the longest lengths", "[distributions]") {
  const std::uint32_t longest = 4'294'967'295U;
  const auto error = [](double found, double expected) { return std::fabs(found / expected - 1); };
  CHECK(error(core::PowerSums(0).up_to(longest).sum, longest) < 1e-14);
  CHECK(error(core::PowerSums(-1).up_to(longest).sum, 0.5 * longest * (longest + 1.0)) < 1e-14);
  // H(n) = log n + gamma + 1/(2n) - …, and the sum of squares' reciprocals is pi^2/6 - 1/n + ….
  const double n = 1e9;
  const double euler_gamma = 0.57721566490153286;
  const double harmonic = std::log(n) + euler_gamma + 0.5 / n;
  CHECK(error(core::PowerSums(1).up_to(1'000'000'000).sum, harmonic) < 1e-14);
  const double pi = 3.14159265358979324;
  CHECK(error(core::PowerSums(2).up_to(1'000'000'000).sum, pi * pi / 6 - 1 / n) < 1e-14);
}

TEST_CASE("the Zipf sampler draws what the full table would", "[distributions]") {
  for (const double exponent : {0.0, 0.4, 0.63, 0.8, 1.0, 1.000001, 1.2, 1.24, 2.0, 3.0, 10.0}) {
    for (const std::uint32_t count : {1U, 2U, 31U, 32U, 33U, 34U, 100U, 3000U, 100'000U}) {
      const core::ZipfSampler sampler({exponent, count});
      const Table table({exponent, count});
      core::Substream stream(1, "test/zipf", count);
      for (int i = 0; i < 5000; ++i) {
        const double p = stream.uniform_open();
        INFO("exponent " << exponent << " count " << count << " p " << p);
        REQUIRE(sampler.quantile(p) == table.quantile(p));
      }
    }
  }
}

TEST_CASE("every rank of a Zipf distribution owns its interval", "[distributions]") {
  for (const double exponent : {0.0, 0.8, 1.0, 1.2, 2.0, 5.0}) {
    const core::Zipf parameters{exponent, 20'000};
    const core::ZipfSampler sampler(parameters);
    const Table table(parameters);
    for (std::uint32_t rank = 1; rank <= parameters.count; ++rank) {
      const long double below = table.cumulative(rank - 1);
      const long double width = table.cumulative(rank) - below;
      // Below this no double p, of 53 bits, need lie in the interval.
      if (width < 1e-13L) break;
      INFO("exponent " << exponent << " rank " << rank);
      REQUIRE(sampler.quantile(static_cast<double>(below + 0.01L * width)) == rank);
      REQUIRE(sampler.quantile(static_cast<double>(below + 0.99L * width)) == rank);
      REQUIRE(std::fabs(sampler.probability(rank) - width) < 1e-14L);
      REQUIRE(std::fabs(sampler.cumulative(rank) - table.cumulative(rank)) < 1e-14L);
    }
  }
  // A probability that falls on a bound belongs to the rank below it.
  const core::ZipfSampler even({0, 8});
  for (std::uint32_t rank = 1; rank <= 8; ++rank) CHECK(even.quantile(rank / 8.0) == rank);

  const core::ZipfSampler sampler({1, 10});
  CHECK(sampler.probability(0) == 0);
  CHECK(sampler.probability(11) == 0);
  CHECK(sampler.cumulative(0) == 0);
  CHECK(sampler.cumulative(11) == 1);
  CHECK(sampler.count() == 10);
}

TEST_CASE("the largest Zipf samplers stay in range at every probability", "[distributions]") {
  for (const double exponent : {0.0, 0.5, 1 - 1e-12, 1.0, 1.5, 3.0, 100.0}) {
    for (const std::uint32_t count : {10'000'000U, 4'294'967'295U}) {
      const core::ZipfSampler sampler({exponent, count});
      std::uint32_t last = 1;
      for (int i = 0; i <= 4096; ++i) {
        const std::uint32_t rank = sampler.quantile(i * 0x1p-12);
        INFO("exponent " << exponent << " count " << count << " p " << i * 0x1p-12);
        REQUIRE((rank >= last && rank <= count));
        last = rank;
      }
      REQUIRE(last == sampler.quantile(1));
      REQUIRE(sampler.quantile(0) == 1);
      REQUIRE(sampler.quantile(1 - 0x1p-53) <= count);
    }
  }
}

TEST_CASE("ten million items draw as their table would", "[distributions][slow]") {
  for (const double exponent : {0.63, 1.2}) {
    const core::Zipf parameters{exponent, 10'000'000};
    const core::ZipfSampler sampler(parameters);
    const Table table(parameters);
    core::Substream stream(1, "test/zipf/large");
    int apart = 0;
    for (int i = 0; i < 200'000; ++i) {
      const double p = stream.uniform_open();
      if (sampler.quantile(p) != table.quantile(p)) ++apart;
    }
    // Both round each of their 1e7 bounds by about 1e-15 of the whole, so that a draw falls
    // between the two once in 1e8 times.
    INFO("exponent " << exponent);
    CHECK(apart == 0);
  }
}

}  // namespace distributions_zipf_test
