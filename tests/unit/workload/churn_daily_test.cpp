// The daily pattern: waits end when as much of the day has passed as was drawn.
#include <algorithm>
#include <cmath>

#include "sim/core/random.hpp"
#include "sim/workload/churn/daily_pattern.hpp"
#include "tests/unit/workload/churn_shared.hpp"

namespace churn_daily_test {

using namespace rippletank;
using namespace rippletank::tests;
using workload::DailyPattern;

namespace {

constexpr core::Time hour = 3600 * core::second;

std::array<double, 24> weights_where(std::initializer_list<std::pair<int, double>> hours) {
  std::array<double, 24> weights{};
  for (const auto& [at, weight] : hours) weights[static_cast<std::size_t>(at)] = weight;
  return weights;
}

}  // namespace

TEST_CASE("daily pattern: without one, a wait is as long as was drawn") {
  const DailyPattern even;
  CHECK(even.end_of_wait(5, 2.5) == 5 + 2'500'000'000);
  CHECK(even.end_of_wait(core::never - 5, 1e8) == core::never - 1);
  CHECK(even.passed_s(hour) == 3600);
}

TEST_CASE("daily pattern: a wait passes only in hours that have a weight") {
  // From 6 to 7 and from 12 to 13, each at twelve times the speed of a day.
  const DailyPattern twice(weights_where({{6, 1}, {12, 1}}), 5);
  CHECK(twice.end_of_wait(0, 0) == hour);
  CHECK(twice.end_of_wait(0, 12 * 1800) == hour + hour / 2);
  CHECK(twice.end_of_wait(0, 12 * 3600 + 12) == 7 * hour + core::second);
  CHECK(twice.end_of_wait(7 * hour + hour / 2, 12 * 3600) == 25 * hour + hour / 2);
  CHECK(twice.passed_s(7 * hour) == 12 * 3600);
}

TEST_CASE("daily pattern: a wait ends where the integral says, for any of them") {
  core::Substream random(1, "test");
  for (int trial = 0; trial < 300; ++trial) {
    std::array<double, 24> weights{};
    for (double& weight : weights) weight = random.chance(0.3) ? 0 : random.uniform();
    weights[random.below(24)] = 1;
    const DailyPattern pattern(weights, random.uniform() * 24);
    const core::Time begin = core::from_seconds(random.uniform() * 200'000);
    const double wait_s = random.uniform() * 200'000;
    const core::Time end = pattern.end_of_wait(begin, wait_s);
    CHECK(std::abs(pattern.passed_s(end) - pattern.passed_s(begin) - wait_s) < 1e-3);
  }
}

TEST_CASE("daily pattern: the sinusoid is fastest at its peak, by its ratio") {
  registry::Reader reader{{}};
  const registry::Model chosen = registry::read_model(
      workload::daily_patterns(),
      {{"model", "sinusoid"}, {"peak_hour", 20.5}, {"ratio", 4}, {"start_hour", 0}}, reader);
  REQUIRE(reader.diagnostics().empty());
  const DailyPattern pattern = workload::daily_pattern(chosen);
  std::vector<double> hours;
  for (int at = 0; at < 24; ++at) {
    hours.push_back(pattern.passed_s((at + 1) * hour) - pattern.passed_s(at * hour));
  }
  CHECK(std::max_element(hours.begin(), hours.end()) - hours.begin() == 20);
  CHECK(std::min_element(hours.begin(), hours.end()) - hours.begin() == 8);
  CHECK(std::abs(hours[20] / hours[8] - 4) < 1e-9);
  CHECK(std::abs(pattern.passed_s(24 * hour) - 86'400) < 1e-6);
}

TEST_CASE("daily pattern: peers come back by it", "[statistics]") {
  registry::Json weights = registry::Json::array();
  for (int at = 0; at < 24; ++at) weights.push_back(at < 12 ? 1 : 3);
  const PlayedChurn churn =
      played_churn({{"model", "sessions"},
                    {"session_s", 60},
                    {"downtime_s", {{"model", "exponential"}, {"mean", 6000}}},
                    {"diurnal", {{"model", "hourly"}, {"weights", weights}}}},
                   churn_set_up(2000, 5 * 86'400));
  double by_night = 0;
  double by_day = 0;
  for (const overlay::PresenceChange& change : churn.changes) {
    if (!change.online) continue;
    (change.time % (24 * hour) < 12 * hour ? by_night : by_day) += 1;
  }
  // Sessions are short, so that nearly all wait all the time, and return at the speed of the hour;
  // of 140,000 returns the ratio varies by 1.3 parts in a hundred, and sessions take one more.
  CHECK(std::abs(by_day / by_night - 3) < 0.08);
}

TEST_CASE("daily pattern: mistakes in hours are told") {
  const auto with = [](registry::Json weights) {
    return churn_mistakes({{"model", "sessions"},
                           {"session_s", 60},
                           {"downtime_s", 60},
                           {"diurnal", {{"model", "hourly"}, {"weights", std::move(weights)}}}});
  };
  CHECK(with({1, 2}) == "/diurnal/weights: expected 24 numbers, one for each hour, got 2\n");
  CHECK(with(std::vector<int>(24, 0)) ==
        "/diurnal/weights: expected an hour of more than 0, as otherwise nobody ever comes\n");
}

}  // namespace churn_daily_test
