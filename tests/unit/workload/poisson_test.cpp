// Poisson queries: rate, origins, independence, each within an error bar of five deviations.
#include <cmath>
#include <vector>

#include "tests/unit/workload/workload_shared.hpp"

namespace poisson_test {

using namespace rippletank;
using namespace rippletank::tests;
using registry::Json;

namespace {

constexpr double deviations = 5;  // passed by chance alone once in 1.7 million

constexpr core::Time ten_days = 10 * 24 * 3600 * core::second;

Json poisson(double rate_per_min, double start_s = 0) {
  return {{"model", "poisson"}, {"rate_per_min", rate_per_min}, {"start_s", start_s}};
}

/// Spans between queries, the first since the beginning, in units of their mean.
std::vector<double> gaps_of(const std::vector<overlay::Query>& queries, double mean_ns) {
  std::vector<double> gaps;
  core::Time last = 0;
  for (const overlay::Query& query : queries) {
    gaps.push_back(static_cast<double>(query.start - last) / mean_ns);
    last = query.start;
  }
  return gaps;
}

}  // namespace

TEST_CASE("poisson: the number of queries is that of the rate") {
  struct Case {
    core::PeerId peers;
    double rate_per_min;
    double horizon_s;
  };
  for (const auto& [peers, rate_per_min, horizon_s] :
       {Case{1, 60, 10'000}, Case{20, 0.3, 100'000}, Case{12'805, 0.3, 600}, Case{3, 1e6, 1}}) {
    const double expected = peers * rate_per_min / 60 * horizon_s;
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      const auto queries =
          queries_of(poisson(rate_per_min), set_up(peers, seed, core::from_seconds(horizon_s)));
      INFO(peers << " peers, " << rate_per_min << " per min, seed " << seed);
      // A Poisson number has the variance of its mean.
      CHECK(std::abs(static_cast<double>(queries.size()) - expected) <
            deviations * std::sqrt(expected));
      CHECK(ascend(queries));
      CHECK(queries.back().start <= core::from_seconds(horizon_s));
    }
  }
}

TEST_CASE("poisson: the spans between queries are exponential and know nothing of each other") {
  const core::PeerId peers = 7;
  const double mean_ns = 6e10 / (peers * 12.0);
  const auto queries = queries_of(poisson(12), set_up(peers, 1, ten_days), 200'000);
  std::vector<double> gaps = gaps_of(queries, mean_ns);
  const auto n = static_cast<double>(gaps.size());
  double sum = 0;
  double neighbours = 0;
  for (std::size_t i = 0; i < gaps.size(); ++i) {
    sum += gaps[i];
    if (i > 0) neighbours += (gaps[i] - 1) * (gaps[i - 1] - 1);
  }
  // Mean and variance of an exponential are 1; products of independent ones vary by 1.
  CHECK(std::abs(sum / n - 1) < deviations / std::sqrt(n));
  CHECK(std::abs(neighbours / n) < deviations / std::sqrt(n));
  // Kolmogorov: P(D sqrt(n) > 3) = 2 exp(-18), as rare as five deviations.
  std::sort(gaps.begin(), gaps.end());
  double distance = 0;
  for (std::size_t i = 0; i < gaps.size(); ++i) {
    const double below = 1 - std::exp(-gaps[i]);
    distance = std::max({distance, std::abs(below - static_cast<double>(i) / n),
                         std::abs(below - static_cast<double>(i + 1) / n)});
  }
  CHECK(distance * std::sqrt(n) < 3);
}

TEST_CASE("poisson: every peer asks alike, whoever asked before and however long ago") {
  const core::PeerId peers = 50;
  const auto queries = queries_of(poisson(12), set_up(peers, 3, ten_days), 200'000);
  const auto n = static_cast<double>(queries.size());
  std::vector<double> asked(peers);
  std::vector<double> followed(peers);  // by how far the next one is, around the circle
  std::vector<double> after_long(peers);
  double long_spans = 0;
  const double mean_ns = 6e10 / (peers * 12.0);
  const std::vector<double> gaps = gaps_of(queries, mean_ns);
  for (std::size_t i = 0; i < queries.size(); ++i) {
    ++asked[queries[i].origin];
    if (i > 0) ++followed[(queries[i].origin + peers - queries[i - 1].origin) % peers];
    if (gaps[i] > 1) ++after_long[queries[i].origin], ++long_spans;
  }
  // Pearson's statistic has the mean of its k - 1 degrees of freedom and twice that as variance.
  const auto excess = [&](const std::vector<double>& cells, double total) {
    double statistic = 0;
    for (const double cell : cells) {
      const double expected = total / peers;
      statistic += (cell - expected) * (cell - expected) / expected;
    }
    const double freedom = peers - 1;
    return std::abs(statistic - freedom) / std::sqrt(2 * freedom);
  };
  CHECK(excess(asked, n) < deviations);
  CHECK(excess(followed, n - 1) < deviations);
  CHECK(excess(after_long, long_spans) < deviations);
}

TEST_CASE("poisson: nobody asks before the start, and the rate holds from there") {
  const auto queries = queries_of(poisson(60, 500), set_up(2, 1, core::from_seconds(1500)));
  CHECK(queries.front().start > core::from_seconds(500));
  CHECK(std::abs(static_cast<double>(queries.size()) - 2000) < deviations * std::sqrt(2000));
  CHECK(queries_of(poisson(60, 500), set_up(2, 1, core::from_seconds(400))).empty());
}

TEST_CASE("poisson: sweeps compare like with like") {
  // Twice the rate: the same peers in the same order, in half the time.
  const auto slow = queries_of(poisson(1), set_up(9, 5, ten_days), 1000);
  const auto fast = queries_of(poisson(2), set_up(9, 5, ten_days), 1000);
  const auto other = queries_of(poisson(1), set_up(9, 6, ten_days), 1000);
  REQUIRE(slow.size() == 1000);
  std::size_t equal = 0;
  for (std::size_t i = 0; i < slow.size(); ++i) {
    REQUIRE(slow[i].origin == fast[i].origin);
    REQUIRE(std::abs(slow[i].start - 2 * fast[i].start) <= 2);  // each rounded to a nanosecond
    equal += slow[i].origin == other[i].origin ? 1U : 0U;
  }
  // Another seed agrees by chance alone: one in nine.
  CHECK(std::abs(static_cast<double>(equal) - 1000 / 9.0) <
        deviations * std::sqrt(1000 * 8 / 81.0));
}

TEST_CASE("poisson: more queries than memory holds are refused before the run") {
  const core::Time ten_minutes = core::from_seconds(600);
  CHECK_NOTHROW(workload::query_model(model_of(poisson(1.9e4)))
                    .start(model_of(poisson(1.9e4)).parameters.get(), set_up(50, 1, ten_minutes)));
  try {
    queries_of(poisson(1e9), set_up(50, 1, ten_minutes));
    FAIL("nothing was refused");
  } catch (const registry::InputError& error) {
    CHECK(error.diagnostics().front().pointer == "/queries/rate_per_min");
    CHECK(error.diagnostics().front().message ==
          "expected at most 10000000 queries, got about 500000000000 (50 peers, 1000000000 "
          "queries/min each, 10 min); lower rate_per_min or horizon_s");
  }
}

}  // namespace poisson_test
