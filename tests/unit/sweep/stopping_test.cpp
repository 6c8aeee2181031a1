// Stopping: the number of repetitions depends on the values alone.
#include "sim/sweep/stopping.hpp"

#include <cmath>

#include "analysis/statistics/description.hpp"
#include "sim/core/random.hpp"
#include "tests/catch.hpp"

namespace stopping_test {

using namespace rippletank;

namespace {

sweep::Outline outline_until(double half_width, std::uint64_t repetitions, std::uint64_t at_most) {
  sweep::Outline outline;
  outline.repetitions = repetitions;
  outline.until.emplace();
  outline.until->metric = "m";
  outline.until->half_width = half_width;
  outline.until->at_most = at_most;
  return outline;
}

double value_of(std::uint64_t repetition) {
  constexpr core::Purpose purpose("test");
  return core::Substream(7, purpose, repetition).uniform();
}

/// As a sweep goes: runs as many as are wanted, asks again, until nothing more is wanted.
std::uint64_t played(const sweep::Outline& outline, double (*value)(std::uint64_t)) {
  std::uint64_t known = 0;
  while (true) {
    const std::uint64_t wanted =
        sweep::wanted_repetitions(outline, [&](std::uint64_t r) -> std::optional<sweep::RunRecord> {
          if (r >= known) return {};
          sweep::RunRecord record;
          record.values["m"] = value(r);
          return record;
        });
    if (wanted == known) return known;
    REQUIRE(wanted > known);
    known = wanted;
  }
}

double half_width_of(std::uint64_t n, double (*value)(std::uint64_t)) {
  std::vector<double> values;
  for (std::uint64_t r = 0; r < n; ++r) values.push_back(value(r));
  return *statistics::describe(values).half_width;
}

}  // namespace

TEST_CASE("without a rule the number of repetitions is what was asked for") {
  sweep::Outline outline;
  outline.repetitions = 20;
  CHECK(sweep::wanted_repetitions(
            outline, [](std::uint64_t) { return std::optional<sweep::RunRecord>(); }) == 20);
}

TEST_CASE("repetitions are added until the mean is known well enough, and not many more") {
  for (const double wanted : {0.2, 0.1, 0.05, 0.02}) {
    const std::uint64_t n = played(outline_until(wanted, 5, 100'000), value_of);
    INFO(wanted << ": " << n);
    CHECK(half_width_of(n, value_of) <= wanted);
    // The spread of uniform values is known, so about so many are needed.
    const double needed = std::pow(1.96 * std::sqrt(1.0 / 12) / wanted, 2);
    CHECK(static_cast<double>(n) < 2 * needed + 10);
  }
}

TEST_CASE("no more than are allowed, and no more where nothing is gained") {
  CHECK(played(outline_until(1e-6, 5, 50), value_of) == 50);
  CHECK(played(outline_until(0.1, 5, 50), [](std::uint64_t) { return 3.0; }) == 5);
  CHECK(played(outline_until(0.1, 1, 50), [](std::uint64_t) { return 3.0; }) == 2);
  const std::uint64_t without_values = sweep::wanted_repetitions(
      outline_until(0.1, 5, 50), [](std::uint64_t) { return std::optional(sweep::RunRecord()); });
  CHECK(without_values == 5);
}

TEST_CASE("relative to the mean, or not at all where that is zero") {
  sweep::Outline outline = outline_until(1, 5, 10'000);
  outline.until->half_width.reset();
  outline.until->relative_half_width = 0.1;
  const std::uint64_t n = played(outline, value_of);
  CHECK(half_width_of(n, value_of) <= 0.1 * 0.6);
  CHECK(played(outline, [](std::uint64_t) { return 0.0; }) == 5);
}

}  // namespace stopping_test
