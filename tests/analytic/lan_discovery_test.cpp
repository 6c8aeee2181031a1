// Computers that find each other over cables: what loss costs, and copies that go one by one.
#include <cmath>
#include <cstdint>
#include <string>
#include <variant>

#include "tests/analytic/play.hpp"
#include "tests/catch.hpp"

namespace lan_discovery_analytic_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

/// Computers around a switch, who are all in one LAN.
Json around_a_switch(std::uint32_t computers, double loss, const Json& how) {
  Json json;
  json["horizon_s"] = 2000;
  json["underlay"] = {{"model", "physical"},
                      {"topology", {{"model", "star"}, {"nodes", computers}, {"centre", "switch"}}},
                      {"link", {{"loss", loss}}}};
  json["overlay"] = {{"protocol", {{"model", "lan_discovery"}, {"spread_s", 1000}, {"how", how}}},
                     {"topology", {{"model", "true_mesh"}, {"nodes", computers}}}};
  return json;
}

double figure(const run::Outcome& outcome, const std::string& name) {
  for (const measure::Figure& figure : outcome.measures.figures) {
    if (figure.name != name) continue;
    if (const auto* count = std::get_if<std::uint64_t>(&figure.value)) {
      return static_cast<double>(*count);
    }
    return std::get<double>(figure.value);
  }
  FAIL("there is no figure " << name);
  return 0;
}

}  // namespace

TEST_CASE("lost announcements and answers leave gaps, and repeating closes them", "[statistics]") {
  constexpr std::uint32_t n = 20;
  constexpr double loss = 0.1;
  constexpr double arrives = (1 - loss) * (1 - loss);  // over two cables
  constexpr double pairs = n * (n - 1) / 2.0;
  constexpr std::uint64_t seeds = 40;
  const scenario::Scenario once = scenario_of(around_a_switch(n, loss, "broadcast"));
  double missing = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    missing += figure(run::run(once, seed), "addresses_missing");
  }
  // Of a pair, who was there misses the other if its announcement is lost, and then gets no answer
  // sent: both miss one another; if only the answer is lost, the newcomer misses the other.
  const double both = 1 - arrives;
  const double one = arrives * (1 - arrives);
  const double mean = pairs * (2 * both + one);
  const double variance = pairs * (4 * both + one - (2 * both + one) * (2 * both + one));
  INFO("missing " << missing / seeds << ", expected " << mean);
  CHECK(std::abs(missing / seeds - mean) < 3 * std::sqrt(variance / seeds));

  const Json repeated = {{"model", "broadcast"}, {"repeat_s", 60}};
  const run::Outcome healed = play(around_a_switch(n, loss, repeated));
  CHECK(figure(healed, "addresses_missing") == 0);
  CHECK(figure(healed, "everyone_known_ms") > 0);
}

TEST_CASE("over cables the copies of a broadcast leave one after the other") {
  constexpr std::uint32_t n = 5;
  const run::Outcome outcome = play(around_a_switch(n, 0, "broadcast"));
  // 30 bytes, 40 of TCP/IP and 38 of Ethernet at 100 Mbit/s; the switch sends each frame again.
  constexpr double frame_us = (30 + 40 + 38) * 8 / 100.0;
  constexpr double cable_us = 1;
  constexpr double last_us = (n - 1) * frame_us + cable_us + frame_us + cable_us;
  CHECK(figure(outcome, "found_ms_max") == Approx(last_us / 1000));
  CHECK(figure(outcome, "broadcasts") == n);
}

TEST_CASE("a crash for good needs a horizon only where a server may crash") {
  Json json = around_a_switch(5, 0, "broadcast");
  json.erase("horizon_s");
  json["failures"] = {{{"at_s", 500}, {"peers", {0}}}};
  CHECK(figure(play(json), "computers_at_end") == 4);
  json["overlay"]["protocol"]["how"] = "server";
  CHECK_THROWS_AS(play(json), registry::InputError);
  json["horizon_s"] = 2000;
  CHECK(figure(play(json), "computers_at_end") == 4);
}

}  // namespace lan_discovery_analytic_test
