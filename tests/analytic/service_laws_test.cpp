// Laws of servers, churn, walks, firewalls and super-peers, held against runs.
#include <cmath>
#include <string>

#include "tests/analytic/law_findings.hpp"
#include "tests/catch.hpp"

namespace service_laws_test {

using namespace rippletank;
using namespace rippletank::tests;
using theory::Prediction;

namespace {

/// A server that clients ask at random moments, with a service of 10 ms in the mean.
Json served(double load, const Json& server, double horizon_s) {
  constexpr double clients = 100;
  const double workers = server.value("workers", 1);
  return {{"horizon_s", horizon_s},
          {"warm_up_s", 100},
          {"underlay", {{"model", "direct"}, {"latency_ms", 20}}},
          {"overlay",
           {{"protocol", {{"model", "brokered"}, {"login_spread_s", 5}, {"server", server}}},
            {"topology", {{"model", "star"}, {"nodes", clients + 1}}}}},
          {"content", {{"items", 10}, {"replication", {{"model", "uniform"}}}}},
          {"queries", {{"model", "poisson"}, {"rate_per_min", load * workers * 6000 / clients}}}};
}

const Json exponential = {{"model", "exponential"}, {"mean", 10}};

void check_within(const Prediction& prediction, double errors = 3) {
  INFO(prediction.name << " " << prediction.value);
  REQUIRE(prediction.simulated);
  REQUIRE(prediction.standard_error);
  INFO("counted " << *prediction.simulated << " +- " << *prediction.standard_error);
  CHECK(std::abs(*prediction.simulated - prediction.value) < errors * *prediction.standard_error);
}

}  // namespace

TEST_CASE("a server with exponential services is an M/M/1 to its clients", "[statistics]") {
  for (const double load : {0.5, 0.8}) {
    const Predicted predicted(served(load, {{"service_ms", exponential}}, 6000));
    CAPTURE(load);
    check_within(predicted.of("server_queue", "arrivals_per_s"));
    check_within(predicted.of("server_queue", "response_ms_mean"));
    const Prediction& busy = predicted.of("server_queue", "utilisation");
    // A Poisson number of services of variance 1 each, in units of their mean.
    const double services = load * 100 * 5900;
    CHECK(std::abs(*busy.simulated - load) < 3 * load * std::sqrt(2 / services));
    CHECK(predicted.find("server_queue")->violations.empty());
  }
}

TEST_CASE("servers with several workers, constant services or few places are as queues have it",
          "[statistics]") {
  // The error of these means is not known in closed form; that of an M/M/1 of the same load, whose
  // waits are longer and vary more, bounds it.
  const auto bound = [](const Prediction& prediction, double load, double served_requests) {
    const double variance =
        load * (2 + 5 * load - 4 * load * load + load * load * load) / std::pow(1 - load, 4);
    INFO(prediction.value << " " << *prediction.simulated);
    CHECK(std::abs(*prediction.simulated - prediction.value) <
          3 * 10 * std::sqrt(variance / served_requests));
  };
  const Predicted four(served(0.8, {{"service_ms", exponential}, {"workers", 4}}, 3000));
  CHECK(four.of("server_queue", "response_ms_mean").value == Approx(17.4554).epsilon(1e-4));
  bound(four.of("server_queue", "response_ms_mean"), 0.8, 0.8 * 400 * 2900);
  const Predicted constant(served(0.8, {{"service_ms", 10}}, 3000));
  CHECK(constant.of("server_queue", "response_ms_mean").value == Approx(30));
  bound(constant.of("server_queue", "response_ms_mean"), 0.8, 0.8 * 100 * 2900);
  const Predicted few(served(0.9, {{"service_ms", exponential}, {"places", 10}}, 3000));
  const Prediction& refused = few.of("server_queue", "refused_share");
  CHECK(refused.value == Approx(0.050814).epsilon(1e-4));
  REQUIRE(few.outcome.measures.servers.size() == 1);
  // Losses come in bursts of some ten requests in the place of one.
  const double requests = 0.9 * 100 * 2900;
  CHECK(std::abs(*refused.simulated - refused.value) <
        3 * std::sqrt(refused.value * 20 / requests));
}

TEST_CASE("peers that come and go are online as long as their means say", "[statistics]") {
  const Json exponential_s = {{"model", "exponential"}, {"mean", 300}};
  for (const Json& session :
       {exponential_s, Json{{"model", "weibull"}, {"shape", 0.6}, {"scale", 200}},
        Json{{"model", "uniform"}, {"min", 100}, {"max", 500}}}) {
    const Json json = {
        {"horizon_s", 60'000},
        {"overlay",
         {{"protocol", {{"model", "flood"}}}, {"topology", {{"model", "ring"}, {"nodes", 200}}}}},
        {"churn",
         {{"model", "sessions"},
          {"session_s", session},
          {"downtime_s", {{"model", "exponential"}, {"mean", 200}}}}}};
    INFO(session.dump());
    const Predicted predicted(json);
    check_within(predicted.of("churn", "online_share"));
    check_within(predicted.of("churn", "online_mean"));
    CHECK(*predicted.of("churn", "online_share").standard_error < 0.004);
  }
}

TEST_CASE("walkers find what Markov chains say they find", "[statistics]") {
  for (const int walkers : {1, 4}) {
    for (const int most_hops : {8, 40}) {
      const Json json = {
          {"horizon_s", 2000},
          {"overlay",
           {{"protocol",
             {{"model", "equal_peer"},
              {"search",
               {{"model", "random_walks"}, {"walkers", walkers}, {"walk_max_hops", most_hops}}}}},
            {"topology", {{"model", "barabasi_albert"}, {"nodes", 300}, {"links_per_node", 2}}}}},
          {"content",
           {{"items", 20}, {"replication", {{"model", "uniform"}, {"replicas_per_item", 5}}}}},
          {"queries", {{"model", "poisson"}, {"rate_per_min", 0.4}}}};
      INFO(walkers << " walkers, " << most_hops << " hops");
      const Predicted predicted(json);
      check_within(predicted.of("random_walks", "answered_share"));
      CHECK(*predicted.of("random_walks", "answered_share").standard_error < 0.01);
      // The first answer to come back was found no earlier than the first that was found.
      const Prediction& steps = predicted.of("random_walks", "first_find_steps_mean");
      REQUIRE(steps.simulated);
      REQUIRE(steps.standard_error);
      CHECK(*steps.simulated > steps.value - 3 * *steps.standard_error);
      const double placed = *predicted.of("blind_search", "probes_mean").simulated;
      CHECK(placed == Approx(predicted.of("blind_search", "probes_mean").value));
    }
  }
}

TEST_CASE("pairs past firewalls are those of the network") {
  Json json = overlay_scenario({{"model", "true_mesh"}, {"nodes", 50}}, {{"model", "flood"}}, 50);
  json["firewalls"] = {{"fraction", 0.6}};
  const Predicted predicted(json);
  CHECK(predicted.of("firewall_pairs", "direct_pairs").value == 20 * 49);
  CHECK(predicted.of("firewall_pairs", "relay_pairs").value == 30 * 29);
  for (const Prediction& pairs : predicted.find("firewall_pairs")->predictions) {
    CHECK(*pairs.simulated == pairs.value);
  }
}

TEST_CASE("a query among super-peers that all know each other costs a copy for each") {
  Json json = overlay_scenario(
      {{"model", "clustered"}, {"clusters", 7}, {"leaves_per_cluster", 3}, {"core", "mesh"}},
      {{"model", "super_peer"}, {"ttl_hops", 1}}, 50, {"7", "13", "27"});
  const Predicted predicted(json);
  for (const Prediction& prediction : predicted.find("super_peer_mesh")->predictions) {
    INFO(prediction.name);
    REQUIRE(prediction.simulated);
    CHECK(*prediction.simulated == prediction.value);
  }
}

}  // namespace service_laws_test
