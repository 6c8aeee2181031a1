// Servers against queueing theory: response times of M/M/1, M/M/c and M/D/1, losses of M/M/1/K.
//
// Source: Kleinrock, Queueing Systems I (1975). The standard error of a mean of correlated waiting
// times comes from the means of many stretches, each far longer than the correlation.
#include <cmath>
#include <cstdint>
#include <optional>
#include <queue>
#include <vector>

#include "sim/core/pinned_math.hpp"
#include "sim/core/random.hpp"
#include "sim/overlay/station.hpp"
#include "tests/catch.hpp"

namespace servers_test {

namespace core = rippletank::core;
namespace overlay = rippletank::overlay;

namespace {

constexpr double service_ms = 1;

/// A mean and its standard error.
struct Estimate {
  double mean = 0;
  double standard_error = 0;
};

struct Sample {
  Estimate response;  ///< in units of the mean service time
  Estimate refused;   ///< share of all requests
};

/// From the values of stretches, less the first one, which begins with an empty server.
Estimate estimate(const std::vector<double>& of_stretches) {
  const double used = static_cast<double>(of_stretches.size()) - 1;
  double sum = 0;
  double squares = 0;
  for (std::size_t i = 1; i < of_stretches.size(); ++i) {
    sum += of_stretches[i];
    squares += of_stretches[i] * of_stretches[i];
  }
  const double mean = sum / used;
  return {mean, std::sqrt((squares - used * mean * mean) / (used - 1) / used)};
}

/// Requests come as a Poisson process.
Sample play(const overlay::StationSettings& settings, double load, int stretches, int per_stretch) {
  overlay::Station server(settings, 7, 0);
  core::Substream arrivals(7, core::Purpose("test/arrivals"));
  const double mean_gap_ns = service_ms * 1e6 / (load * settings.workers);
  std::vector<core::Time> arrived;
  using Ending = std::pair<core::Time, overlay::Station::JobId>;
  std::priority_queue<Ending, std::vector<Ending>, std::greater<>> endings;
  std::vector<double> sums(static_cast<std::size_t>(stretches));
  std::vector<int> counts(static_cast<std::size_t>(stretches));
  std::vector<double> refused(static_cast<std::size_t>(stretches));
  const auto finish_until = [&](core::Time now) {
    while (!endings.empty() && endings.top().first <= now) {
      const auto [time, job] = endings.top();
      endings.pop();
      const auto finished = server.finish(time, job);
      if (finished->next) endings.emplace(finished->next->end, finished->next->job);
      const std::uint32_t number = finished->request.letter.subject;
      const auto stretch = number / static_cast<std::uint32_t>(per_stretch);
      sums[stretch] += static_cast<double>(time - arrived[number]) / (service_ms * 1e6);
      ++counts[stretch];
    }
  };
  double time_ns = 0;
  for (std::uint32_t number = 0;
       number < static_cast<std::uint32_t>(stretches) * static_cast<std::uint32_t>(per_stretch);
       ++number) {
    time_ns += -core::log(arrivals.uniform_open()) * mean_gap_ns;
    const core::Time now = std::llround(time_ns);
    finish_until(now);
    arrived.push_back(now);
    overlay::Letter letter;
    letter.subject = number;
    const auto arrival = server.arrive(now, {1, letter});
    if (!arrival.taken) {
      refused[number / static_cast<std::uint32_t>(per_stretch)] += 1.0 / per_stretch;
    }
    if (arrival.started) endings.emplace(arrival.started->end, arrival.started->job);
  }
  finish_until(core::never);
  for (std::size_t i = 0; i < sums.size(); ++i) sums[i] /= counts[i];
  return {estimate(sums), estimate(refused)};
}

core::Distribution exponential() { return core::Distribution{core::Exponential{service_ms}}; }
core::Distribution constant() { return core::Distribution{core::Constant{service_ms}}; }

/// Mean time in an M/M/c, in units of service, by Erlang's C.
double mmc_response(int servers, double load) {
  const double offered = servers * load;
  double term = 1;
  double sum = 1;
  for (int k = 1; k < servers; ++k) {
    term *= offered / k;
    sum += term;
  }
  const double last = term * offered / servers / (1 - load);
  return 1 + last / (sum + last) / (servers * (1 - load));
}

}  // namespace

TEST_CASE("Erlang's formula gives the published figures") {
  CHECK(mmc_response(1, 0.8) == Approx(5));
  CHECK(mmc_response(2, 0.8) == Approx(2.77778).epsilon(1e-5));
  CHECK(mmc_response(4, 0.9) == Approx(2.96938).epsilon(1e-5));
}

TEST_CASE("response times of servers with c workers are those of M/M/c", "[statistics]") {
  for (const std::uint32_t workers : {1U, 2U, 4U}) {
    for (const double load : {0.5, 0.8, 0.9}) {
      const Estimate sample =
          play({workers, exponential(), {}, core::never, 0}, load, 50, 20'000).response;
      const double expected = mmc_response(static_cast<int>(workers), load);
      CAPTURE(workers, load, sample.mean, sample.standard_error, expected);
      CHECK(std::abs(sample.mean - expected) < 3 * sample.standard_error);
      CHECK(sample.standard_error < 0.03 * expected);
    }
  }
}

TEST_CASE("the error of the mean of an M/M/1 is the one that is known", "[statistics]") {
  const double load = 0.8;
  const double variance =
      load * (2 + 5 * load - 4 * load * load + load * load * load) / std::pow(1 - load, 4);
  const Estimate sample = play({1, exponential(), {}, core::never, 0}, load, 200, 10'000).response;
  const double expected = std::sqrt(variance / (199.0 * 10'000));
  // A standard error from 199 stretches is itself good to 1/sqrt(2 * 198) = 5 %.
  CHECK(std::abs(sample.standard_error / expected - 1) < 3 * 0.05);
}

TEST_CASE("response times of constant services are those of M/D/1", "[statistics]") {
  for (const double load : {0.5, 0.8, 0.9}) {
    const Estimate sample = play({1, constant(), {}, core::never, 0}, load, 50, 20'000).response;
    const double expected = 1 + load / (2 * (1 - load));
    CAPTURE(load, sample.mean, sample.standard_error, expected);
    CHECK(std::abs(sample.mean - expected) < 3 * sample.standard_error);
  }
}

TEST_CASE("a server with ten places refuses what an M/M/1/10 loses", "[statistics]") {
  for (const double load : {0.8, 0.9, 0.95}) {
    const Estimate sample = play({1, exponential(), 10, core::never, 0}, load, 50, 20'000).refused;
    const double expected = (1 - load) * std::pow(load, 10) / (1 - std::pow(load, 11));
    CAPTURE(load, sample.mean, sample.standard_error, expected);
    CHECK(std::abs(sample.mean - expected) < 3 * sample.standard_error);
  }
}

}  // namespace servers_test
