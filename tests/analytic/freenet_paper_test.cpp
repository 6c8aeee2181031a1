// The experiments of Freenet's paper: how a network learns, grows and loses peers.
#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sim/measure/median.hpp"
#include "tests/analytic/play.hpp"
#include "tests/catch.hpp"

namespace freenet_paper_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

/// Clarke, Sandberg, Wiley & Hong, Freenet (2000), section 5: 1,000 nodes in a ring lattice, stores
/// of 50, tables of 250 and 20 hops to live are the defaults of the protocol.
Json paper(core::PeerId peers, double horizon_s, const Json& protocol) {
  Json json = overlay_scenario(
      {{"model", "watts_strogatz"}, {"nodes", peers}, {"neighbours", 4}, {"rewire_probability", 0}},
      protocol, 50);
  json["overlay"]["protocol"]["publishing"] = {{"model", "inserted"}, {"interval_s", 2}};
  json["horizon_s"] = horizon_s;
  json["content"] = {{"items", static_cast<int>(horizon_s / 2)}, {"size_bytes", 1000}};
  json["queries"] = {{"model", "poisson"}, {"rate_per_min", 90.0 / peers}};
  return json;
}

/// The paths of the probes at each moment, 500 hops if they found nothing.
std::map<core::Time, std::vector<std::uint32_t>> paths(const run::Outcome& outcome) {
  std::map<core::Time, std::vector<std::uint32_t>> all;
  for (const measure::ProbeRecord& probe : outcome.measures.probes) {
    all[probe.time].push_back(probe.path_hops);
  }
  return all;
}

double median_at(const run::Outcome& outcome, double time_s) {
  return measure::median(paths(outcome)[core::from_seconds(time_s)]).value();
}

double median_of(std::vector<double> numbers) {
  std::sort(numbers.begin(), numbers.end());
  return (numbers[(numbers.size() - 1) / 2] + numbers[numbers.size() / 2]) / 2;
}

constexpr std::uint64_t trials = 5;

}  // namespace

TEST_CASE("Freenet's median path falls from hundreds to between 4 and 10", "[statistics]") {
  Json json = paper(1000, 10'000, {{"model", "freenet_2000"}, {"probe_every_s", 500}});
  std::vector<double> early;
  std::vector<double> late;
  for (std::uint64_t seed = 1; seed <= trials; ++seed) {
    json["seed"] = seed;
    const run::Outcome outcome = play(json);
    early.push_back(median_at(outcome, 500));
    late.push_back(median_at(outcome, 10'000));
  }
  CHECK(median_of(early) >= 300);
  CHECK(median_of(late) >= 4);
  CHECK(median_of(late) <= 10);
}

TEST_CASE("Freenet's path grows slowly with the number of peers", "[statistics]") {
  constexpr double grow_every_s = 5;
  constexpr core::PeerId first = 20;
  constexpr core::PeerId last = 2520;
  Json json = paper(last, grow_every_s * (last - first),
                    {{"model", "freenet_2000"},
                     {"first_peers", first},
                     {"grow_every_s", grow_every_s},
                     {"probe_every_s", 500}});
  std::map<core::PeerId, std::vector<double>> medians;
  for (std::uint64_t seed = 1; seed <= 2; ++seed) {
    json["seed"] = seed;
    const run::Outcome outcome = play(json);
    for (const core::PeerId peers : {220U, 620U, 1620U, 2520U}) {
      medians[peers].push_back(median_at(outcome, grow_every_s * (peers - first)));
    }
  }
  // As the paper's figure: logarithmic, so each further factor of e adds the same few hops.
  CHECK(median_of(medians[220]) <= 6);
  CHECK(median_of(medians[2520]) <= 20);
  CHECK(median_of(medians[2520]) > median_of(medians[220]));
  CHECK(median_of(medians[2520]) <= median_of(medians[220]) * 4);  // for 11 times as many peers
}

TEST_CASE("Without thirty percent of its peers Freenet's median path is below 20", "[statistics]") {
  Json json = paper(1000, 10'000, {{"model", "freenet_2000"}, {"probe_every_s", 10'000}});
  std::vector<double> medians;
  for (std::uint64_t seed = 1; seed <= trials; ++seed) {
    json["seed"] = seed;
    json["failures"] = {
        {{"at_s", 9'999.999}, {"peers", {{"choose", "fraction"}, {"fraction", 0.3}}}}};
    medians.push_back(median_at(play(json), 10'000));
  }
  CHECK(median_of(medians) >= 4);
  CHECK(median_of(medians) < 20);
}

}  // namespace freenet_paper_test
