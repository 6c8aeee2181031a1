// Laws of floods and of random networks, held against runs.
#include <cmath>
#include <string>
#include <vector>

#include "tests/analytic/law_findings.hpp"
#include "tests/catch.hpp"

namespace flood_laws_test {

using namespace rippletank;
using namespace rippletank::tests;
using theory::Prediction;
using theory::Strength;

namespace {

Json flood(std::uint32_t ttl) { return {{"model", "flood"}, {"ttl_hops", ttl}}; }

constexpr std::uint32_t no_limit = 65'535;
const Json uneven = {{"model", "uniform"}, {"min", 10}, {"max", 100}};

void check_equal(const Prediction& prediction) {
  INFO(prediction.name);
  CHECK(prediction.strength == Strength::exact);
  REQUIRE(prediction.simulated);
  CHECK(*prediction.simulated == Approx(prediction.value).epsilon(1e-8));
}

struct MeanAndError {
  double mean = 0;
  double error = 0;

  explicit MeanAndError(const std::vector<double>& values) {
    const auto n = static_cast<double>(values.size());
    for (const double value : values) mean += value / n;
    for (const double value : values) error += (value - mean) * (value - mean) / (n - 1);
    error = std::sqrt(error / n);
  }
};

/// The relative difference of a prediction from what was counted, over networks of many seeds.
MeanAndError deviation(Json scenario, const std::string& law, const std::string& name, int seeds) {
  std::vector<double> all;
  for (int seed = 1; seed <= seeds; ++seed) {
    scenario["seed"] = seed;
    const Predicted predicted(scenario);
    const Prediction& prediction = predicted.of(law, name);
    REQUIRE(prediction.simulated);
    all.push_back(prediction.value / *prediction.simulated - 1);
  }
  return MeanAndError(all);
}

/// Floods from sixty peers of a random network.
Json random_floods(const Json& topology, std::uint32_t ttl) {
  const auto nodes = topology["nodes"].get<std::uint32_t>();
  std::vector<std::string> origins;
  for (std::uint32_t i = 0; i < 60; ++i) origins.push_back(std::to_string(i * nodes / 60));
  return overlay_scenario(topology, flood(ttl), 50, origins);
}

}  // namespace

TEST_CASE("on layouts runs count what closed forms say, from all origins together") {
  const std::vector<Json> layouts = {{{"model", "star"}, {"nodes", 9}},
                                     {{"model", "bus"}, {"nodes", 10}},
                                     {{"model", "ring"}, {"nodes", 11}},
                                     {{"model", "true_mesh"}, {"nodes", 8}},
                                     {{"model", "grid"}, {"rows", 5}, {"columns", 6}},
                                     {{"model", "balanced_tree"}, {"branching", 3}, {"depth", 3}},
                                     {{"model", "regular_tree"}, {"degree", 4}, {"depth", 3}}};
  for (const Json& topology : layouts) {
    for (const std::uint32_t ttl : {1U, 2U, 4U, no_limit}) {
      INFO(topology.dump() << " TTL " << ttl);
      const Predicted predicted(overlay_scenario(topology, flood(ttl), 50, all_peers(topology)));
      const theory::Findings* found = predicted.find("flood_on_layout");
      REQUIRE(found != nullptr);
      CHECK(found->violations.empty());
      CHECK(found->predictions.size() == 4);
      for (const Prediction& prediction : found->predictions) check_equal(prediction);
      CHECK(predicted.find("flood_within_ttl") == nullptr);
    }
  }
}

TEST_CASE("with equal delays runs reach exactly who is within the TTL, else at most") {
  const Json topology = {{"model", "erdos_renyi"}, {"nodes", 200}, {"mean_degree", 4}};
  double missed = 0;
  for (const std::uint32_t ttl : {1U, 2U, 3U, 4U, 6U}) {
    const auto play = [&](const Json& latency_ms) {
      return Predicted(overlay_scenario(topology, flood(ttl), latency_ms, all_peers(topology)));
    };
    const Predicted even = play(50);
    check_equal(even.of("flood_within_ttl", "reach_mean"));
    check_equal(even.of("flood_within_ttl", "messages_per_query"));
    const Prediction most = play(uneven).of("flood_within_ttl", "reach_mean");
    CHECK(most.strength == (ttl == 1 ? Strength::exact : Strength::upper_bound));
    CHECK(*most.simulated <= most.value * (1 + 1e-8));
    missed += most.value - *most.simulated;
  }
  CHECK(missed > 1);  // else delays would not have mattered
}

TEST_CASE("without a limit runs send 2m - n + 1 copies, p2pchat 2m, whatever the delays") {
  for (const Json& topology :
       {Json{{"model", "barabasi_albert"}, {"nodes", 150}, {"links_per_node", 2}},
        Json{{"model", "erdos_renyi"}, {"nodes", 150}, {"mean_degree", 1.5}},
        Json{{"model", "grid"}, {"rows", 4}, {"columns", 7}}}) {
    for (const Json& protocol : {flood(no_limit), Json{{"model", "p2pchat"}}}) {
      INFO(topology.dump() << protocol.dump());
      const Predicted even(overlay_scenario(topology, protocol, 50, all_peers(topology)));
      check_equal(even.of("flood_without_limit", "unlimited_messages_per_query"));
      check_equal(even.of("flood_without_limit", "unlimited_duplicates_per_query"));
    }
    const Predicted chat(
        overlay_scenario(topology, {{"model", "p2pchat"}}, uneven, all_peers(topology)));
    check_equal(chat.of("flood_without_limit", "unlimited_messages_per_query"));
  }
  const Json ring = {{"model", "ring"}, {"nodes", 12}};
  const Predicted cut(overlay_scenario(ring, flood(4), 50, {"0"}));
  CHECK_FALSE(cut.of("flood_without_limit", "unlimited_messages_per_query").simulated);
}

TEST_CASE("reach by degrees is right for large networks where all degrees are equal",
          "[statistics]") {
  double worst_of_small = 0;
  double worst_of_large = 0;
  for (std::uint32_t ttl = 2; ttl <= 8; ++ttl) {
    const auto of = [&](std::uint32_t nodes) {
      const Json topology = {{"model", "random_regular"}, {"nodes", nodes}, {"degree", 4}};
      return deviation(random_floods(topology, ttl), "random_network_reach",
                       "reach_by_degrees_mean", 6);
    };
    const MeanAndError small = of(1000);
    const MeanAndError large = of(8000);
    INFO("TTL " << ttl << ": " << small.mean << " " << large.mean << " +- " << large.error);
    worst_of_small = std::max(worst_of_small, std::abs(small.mean));
    worst_of_large = std::max(worst_of_large, std::abs(large.mean) - 3 * large.error);
  }
  // It falls as 1/n, here to an eighth; chance blurs what is left.
  CHECK(worst_of_small < 0.015);
  CHECK(worst_of_large < worst_of_small / 4);
}

TEST_CASE("reach by degrees is right at the beginning and the end, and too much between",
          "[statistics]") {
  const Json topology = {{"model", "erdos_renyi"}, {"nodes", 4000}, {"mean_degree", 4}};
  double most = 0;
  for (const std::uint32_t ttl : {1U, 2U, 3U, 5U, 6U, 7U, 12U}) {
    const MeanAndError found = deviation(random_floods(topology, ttl), "random_network_reach",
                                         "reach_by_degrees_mean", 12);
    INFO("TTL " << ttl << ": " << found.mean << " +- " << found.error);
    if (ttl <= 3 || ttl >= 12) CHECK(std::abs(found.mean) < 3 * found.error + 1e-3);
    most = std::max(most, found.mean - 3 * found.error);
  }
  // What degrees.hpp says of Poisson degrees; it is there, too.
  CHECK(most < 0.02);
  CHECK(most > 0);
}

TEST_CASE("giant components are as large as their degrees say, before and after a loss",
          "[statistics]") {
  for (const Json& topology :
       {Json{{"model", "erdos_renyi"}, {"nodes", 5000}, {"mean_degree", 3}},
        Json{{"model", "power_law"}, {"nodes", 5000}, {"exponent", 2.3}, {"degree_max", 50}}}) {
    Json scenario = overlay_scenario(topology, flood(3), 50);
    scenario["failures"] = {{{"at_s", 0}, {"peers", {{"choose", "fraction"}, {"fraction", 0.3}}}}};
    for (const char* name : {"giant_share", "giant_share_of_survivors"}) {
      const MeanAndError found = deviation(scenario, "percolation", name, 12);
      INFO(topology.dump() << " " << name << ": " << found.mean << " +- " << found.error);
      // Of n nodes the giant component is off by some 1/n.
      CHECK(std::abs(found.mean) < 3 * found.error + 1e-3);
      CHECK(found.error < 0.025);
    }
  }
}

}  // namespace flood_laws_test
