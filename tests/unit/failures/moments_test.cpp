// Moments: how often failures happen, and how long what failed is broken.
#include "sim/failures/moments.hpp"

#include <cmath>
#include <vector>

#include "sim/registry/reader.hpp"
#include "tests/catch.hpp"

namespace moments_test {

using namespace rippletank;
using registry::Json;

namespace {

failures::Failure failure_of(Json json) {
  json["peers"] = Json::array({0});
  registry::Reader reader{{}};
  failures::Failure failure;
  registry::read_section(failures::Failure::section(), json, &failure, reader);
  for (const auto& mistake : reader.diagnostics()) FAIL(mistake.pointer << mistake.message);
  return failure;
}

std::vector<double> moments(const Json& json, core::Time horizon = core::never,
                            std::uint64_t seed = 1) {
  return failures::moments_of(failure_of(json), 0, horizon, seed, "/failures/0");
}

}  // namespace

TEST_CASE("a failure happens at its moment, or in intervals until its end or the horizon") {
  CHECK(moments({{"at_s", 7.5}}) == std::vector<double>{7.5});
  CHECK(moments({{"at_s", 10}, {"every_s", 20}, {"until_s", 70}}) ==
        std::vector<double>{10, 30, 50, 70});
  CHECK(moments({{"every_s", 20}}, 45 * core::second) == std::vector<double>{0, 20, 40});
  CHECK(moments({{"at_s", 50}, {"every_s", 20}}, 45 * core::second).empty());
}

TEST_CASE("a rate is that many failures in the mean, at random moments") {
  // A thousand hours at three an hour: Poisson with mean 3000.
  const std::vector<double> all =
      moments({{"rate_per_hour", 3}, {"at_s", 100}, {"until_s", 3'600'100}});
  CHECK(std::abs(static_cast<double>(all.size()) - 3000) < 4 * std::sqrt(3000));
  CHECK(all.front() > 100);
  CHECK(all.back() <= 3'600'100);
  // Gaps are exponential: a share of 1/e of them is longer than the mean.
  std::size_t longer = 0;
  for (std::size_t i = 1; i < all.size(); ++i) longer += all[i] - all[i - 1] > 1200 ? 1U : 0U;
  const double share = std::exp(-1);
  const double gaps = static_cast<double>(all.size() - 1);
  CHECK(std::abs(static_cast<double>(longer) - gaps * share) <
        4 * std::sqrt(gaps * share * (1 - share)));
  CHECK(moments({{"rate_per_hour", 3}, {"until_s", 36'000}}, core::never, 1) !=
        moments({{"rate_per_hour", 3}, {"until_s", 36'000}}, core::never, 2));
}

TEST_CASE("a failure that would happen all the time is refused") {
  CHECK_THROWS_WITH(moments({{"every_s", 1e-6}, {"until_s", 1}}),
                    Catch::Contains("/failures/0/every_s: expected at most 100000 times"));
  CHECK_THROWS_WITH(moments({{"rate_per_hour", 1e9}, {"until_s", 3600}}),
                    Catch::Contains("/failures/0/rate_per_hour: expected at most 100000 times"));
}

TEST_CASE("repair takes a given time for all, or each its own") {
  const auto times = [](const Json& duration) {
    Json json = Json::object();
    if (!duration.is_null()) json["duration_s"] = duration;
    return failures::RepairTimes(failure_of(json), core::Purpose("test/repair"), 0, 1);
  };
  failures::RepairTimes none = times({});
  CHECK(none.for_good());
  CHECK(none.end_after(3) == core::never);
  failures::RepairTimes fixed = times(2.5);
  CHECK(fixed.together());
  CHECK(fixed.end_after(3) == core::from_seconds(5.5));
  failures::RepairTimes random = times({{"model", "exponential"}, {"mean", 60}});
  CHECK_FALSE(random.together());
  double sum_s = 0;
  constexpr int draws = 10'000;
  for (int draw = 0; draw < draws; ++draw) {
    const core::Time end = random.end_after(3);
    CHECK(end > 3 * core::second);
    sum_s += core::to_seconds(end) - 3;
  }
  CHECK(std::abs(sum_s / draws - 60) < 4 * 60 / std::sqrt(draws));
}

}  // namespace moments_test
