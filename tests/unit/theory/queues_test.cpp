// Queues: against published figures, and against the balance of all states.
#include "analysis/theory/queues.hpp"

#include <cmath>
#include <vector>

#include "analysis/theory/spread.hpp"
#include "sim/core/random.hpp"
#include "tests/catch.hpp"

namespace queues_test {

using namespace rippletank;
using namespace rippletank::theory;

namespace {

/// The probabilities of 0 … places requests in an M/M/c/K, from the balance of each two states.
std::vector<double> states(unsigned workers, unsigned places, double load) {
  std::vector<double> p(places + 1, 1);
  double sum = 1;
  for (unsigned k = 1; k <= places; ++k) {
    p[k] = p[k - 1] * workers * load / std::min(k, workers);
    sum += p[k];
  }
  for (double& each : p) each /= sum;
  return p;
}

/// In units of its mean.
double exponential(core::Substream& stream) { return -std::log(stream.uniform_open()); }

}  // namespace

TEST_CASE("queues have the published figures") {
  struct Row {
    double load, mm1, md1, mm2, mm4, quantile, lost, wait_variance;
  };
  // Load, mean responses in units of service, 95th percentile of M/M/1, loss of M/M/1/10,
  // asymptotic variance of waits: those of responses have as much, and twice the sum of
  // covariances of a service with the waits that follow, and the variance of a service.
  const std::vector<Row> rows = {{0.5, 2, 1.5, 1.33333, 1.08696, 5.991, 0.000489, 29},
                                 {0.8, 5, 3, 2.77778, 1.74554, 14.979, 0.023493, 1976},
                                 {0.9, 10, 5.5, 5.26316, 2.96938, 29.957, 0.050814, 35'901},
                                 {0.95, 20, 10.5, 10.25641, 5.45709, 59.915, 0.069427, 607'601}};
  for (const Row& row : rows) {
    CAPTURE(row.load);
    CHECK(response_mmc(1, row.load) == Approx(row.mm1));
    CHECK(response_mg1(row.load, 1) == Approx(row.mm1));
    CHECK(response_mg1(row.load, 0) == Approx(row.md1));
    CHECK(response_mmc(2, row.load) == Approx(row.mm2).epsilon(1e-5));
    CHECK(response_mmc(4, row.load) == Approx(row.mm4).epsilon(1e-5));
    CHECK(response_quantile_mm1(row.load, 0.95) == Approx(row.quantile).epsilon(1e-4));
    CHECK(loss(1, 10, row.load) == Approx(row.lost).epsilon(2e-3));
    CHECK(response_variance_mm1(row.load) > row.wait_variance + 1);
  }
}

TEST_CASE("the mean of many responses varies as Poisson's equation has it", "[statistics]") {
  for (const double load : {0.1, 0.5, 0.8}) {
    CAPTURE(load);
    core::Substream stream(11, "test/responses");
    constexpr int means = 2000;
    constexpr int requests = 4000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < means; ++i) {
      // A response in the long run is exponential itself.
      double response = exponential(stream) / (1 - load);
      double all = 0;
      for (int k = 0; k < requests; ++k) {
        all += response;
        response = std::max(0.0, response - exponential(stream) / load) + exponential(stream);
      }
      sum += all / requests;
      squares += all / requests * (all / requests);
    }
    const double variance = (squares - sum * sum / means) / (means - 1);
    // Variances of about normal values have a relative standard error of sqrt(2 / n): 3.2 %. From
    // 4,000 responses the limit is a few percent away at a load of 0.8, as the correlation lasts
    // for some (1 + load) / (1 - load)^2 = 45 of them.
    CHECK(variance * requests == Approx(response_variance_mm1(load)).epsilon(0.12));
  }
}

TEST_CASE("losses and waits are those of the balance of all states") {
  for (const unsigned workers : {1U, 2U, 5U}) {
    for (const double load : {0.1, 0.7, 1.0, 1.8}) {
      for (const unsigned places : {1U, 3U, 5U, 12U}) {
        CAPTURE(workers, load, places);
        CHECK(loss(workers, places, load) == Approx(states(workers, places, load).back()));
      }
      if (load >= 1) continue;
      // Enough places for what comes to the same as any number.
      const std::vector<double> p = states(workers, 600, load);
      double busy = 0;
      double inside = 0;
      for (std::size_t k = 0; k < p.size(); ++k) {
        if (k >= workers) busy += p[k];
        inside += static_cast<double>(k) * p[k];
      }
      CHECK(wait_probability(workers, load) == Approx(busy));
      // Little's law, in units of service.
      CHECK(response_mmc(workers, load) == Approx(inside / (workers * load)));
    }
  }
}

TEST_CASE("what cannot be served waits for ever") {
  CHECK(std::isinf(response_mmc(3, 1)));
  CHECK(std::isinf(response_mg1(1.2, 0)));
  CHECK(std::isinf(response_quantile_mm1(1, 0.5)));
  CHECK(std::isinf(response_variance_mm1(1)));
  CHECK(wait_probability(2, 1.5) == 1);
  CHECK(loss(1, 10, 2) == Approx(0.5).epsilon(1e-3));
}

TEST_CASE("relative variances are those of many draws", "[statistics]") {
  for (const core::DistributionModel& model : std::vector<core::DistributionModel>{
           core::Constant{3}, core::Uniform{2, 6}, core::Exponential{7}, core::Lognormal{2, 0.5},
           core::Weibull{0.8, 3}, core::Weibull{2, 3}, core::Pareto{9, 1, {}}}) {
    const core::Distribution quantity(model);
    const auto expected = relative_variance(quantity);
    REQUIRE(expected);
    INFO(core::name_of(model));
    // At evenly spread probabilities; tails beyond the last of them are small in these.
    constexpr int draws = 1'000'000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < draws; ++i) {
      const double x = quantity.quantile((i + 0.5) / draws);
      sum += x / draws;
      squares += x * x / draws;
    }
    CHECK(squares / (sum * sum) - 1 == Approx(*expected).epsilon(2e-3).margin(1e-9));
  }
  CHECK_FALSE(relative_variance(core::Distribution(core::Pareto{2, 1, {}})));
  CHECK_FALSE(relative_variance(core::Distribution(core::Constant{0})));
  CHECK_FALSE(relative_variance(core::Distribution(core::Zipf{1, 5})));
}

}  // namespace queues_test
