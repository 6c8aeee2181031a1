// How often 95 % intervals hold the truth, where it is known: the time in an M/M/1 server.
//
// Source: Kleinrock, Queueing Systems I (1975): 1 / (mu - lambda) in the mean. A thousand
// experiments know a share of 95 % to 0.7 %: 93 to 97 % is three standard errors to each side.
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "analysis/statistics/description.hpp"
#include "analysis/statistics/steady_state.hpp"
#include "sim/run/headline.hpp"
#include "tests/analytic/play.hpp"
#include "tests/catch.hpp"

namespace coverage_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

constexpr double service_ms = 10;
constexpr double load = 0.5;
constexpr double truth_ms = service_ms / (1 - load);
constexpr std::size_t experiments = 1000;

/// Ten clients search at a server, without any delay on the way. Clients and server ask equally
/// often; what the server asks itself takes no time, reaches nobody and counts nowhere.
scenario::Scenario mm1(double warm_up_s, double horizon_s) {
  constexpr double clients = 10;
  constexpr double searches_per_min = load / service_ms * 60'000;
  const Json service = {{"model", "exponential"}, {"mean", service_ms}};
  return scenario_of(
      {{"warm_up_s", warm_up_s},
       {"horizon_s", horizon_s},
       {"underlay", {{"model", "direct"}, {"latency_ms", 0}}},
       {"overlay",
        {{"protocol",
          {{"model", "centralized"}, {"login_spread_s", 0}, {"server", {{"service_ms", service}}}}},
         {"topology", {{"model", "star"}, {"nodes", clients + 1}, {"centre", "node"}}}}},
       {"content",
        {{"items", 1}, {"replication", {{"model", "uniform"}, {"replicas_per_item", 3}}}}},
       {"queries", {{"model", "poisson"}, {"rate_per_min", searches_per_min / clients}}}});
}

double last_reach_ms_mean(const run::Outcome& outcome) {
  for (const run::Metric& metric : run::metrics()) {
    if (std::string(metric.name) == "last_reach_ms_mean")
      return metric.value(outcome).get<double>();
  }
  FAIL("no such metric");
  return NAN;
}

/// The time in the server of each search, in the order of their asking.
std::vector<double> times_ms(const run::Outcome& outcome) {
  std::vector<double> times;
  for (const measure::QueryRecord& query : outcome.measures.queries) {
    if (query.last_reach) times.push_back(core::to_milliseconds(*query.last_reach));
  }
  return times;
}

}  // namespace

TEST_CASE("intervals of ten repetitions hold the mean time in an M/M/1 in 93 to 97 of 100 cases",
          "[statistics]") {
  // After 2 s, 17 times the relaxation time 1 / (mu (1 - sqrt(load))^2), the server has forgotten
  // that it began empty. Then 1000 searches. Those that are inside at the end are not counted,
  // which makes the mean smaller by one in a thousand, a twenty-fifth of its standard error.
  const scenario::Scenario scenario = mm1(2, 22);
  std::size_t held = 0;
  for (std::uint64_t experiment = 0; experiment < experiments; ++experiment) {
    std::vector<double> means;
    for (std::uint64_t repetition = 0; repetition < 10; ++repetition) {
      const std::uint64_t seed = run::repetition_seed(experiment + 1, repetition);
      means.push_back(last_reach_ms_mean(run::run(scenario, seed)));
    }
    const statistics::Description found = statistics::describe(means);
    held += std::abs(*found.mean - truth_ms) <= *found.half_width ? 1U : 0U;
  }
  const double share = static_cast<double>(held) / experiments;
  CAPTURE(held);
  CHECK(share >= 0.93);
  CHECK(share <= 0.97);
}

TEST_CASE("intervals of one long run hold the mean time in an M/M/1 in 93 to 97 of 100 cases",
          "[statistics]") {
  // 20,000 searches in batches of up to 1000, 170 times as long as the server remembers; its empty
  // beginning is left to MSER-5.
  const scenario::Scenario scenario = mm1(0, 400);
  std::size_t held = 0;
  std::size_t warned = 0;
  for (std::uint64_t experiment = 0; experiment < experiments; ++experiment) {
    const statistics::SteadyState found =
        statistics::steady_state(times_ms(run::run(scenario, experiment + 1)));
    if (!found.rest.warnings.empty()) ++warned;
    if (!found.rest.half_width) continue;
    held += std::abs(*found.rest.mean - truth_ms) <= *found.rest.half_width ? 1U : 0U;
  }
  const double share = static_cast<double>(held) / experiments;
  CAPTURE(held, warned);
  CHECK(share >= 0.93);
  CHECK(share <= 0.97);
  // MSER-5 takes chance for a long warm-up now and then; batches are long enough.
  CHECK(warned < 20);
}

}  // namespace coverage_test
