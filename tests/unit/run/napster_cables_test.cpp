// Napster on cables: a client that cannot reach its server for a while, and what others find of it.
#include "tests/analytic/play.hpp"
#include "tests/catch.hpp"

namespace napster_cables_test {

using namespace rippletank;
using namespace rippletank::tests;

TEST_CASE("a client behind a broken cable is found until its server notices, and once it is back") {
  // All clients hold the item. Peer 2 searches at 125 s, in vain, and so
  // notices that its cable is broken, from 100 to 220 s; so does the server after a minute. It
  // tries again at 185 s, in vain, and at 245 s.
  const Json scenario = {
      {"horizon_s", 400},
      {"underlay",
       {{"model", "physical"},
        {"topology", {{"model", "star"}, {"nodes", 4}, {"centre", "switch"}}},
        {"link", {{"bandwidth_mbit_s", 10}, {"latency_ms", 1}}}}},
      {"overlay",
       {{"protocol", {{"model", "napster"}, {"login_spread_s", 1}}},
        {"topology", {{"model", "star"}, {"nodes", 4}, {"centre", "node"}}}}},
      {"failures",
       {{{"at_s", 100},
         {"duration_s", 120},
         {"links", {{"choose", "ids"}, {"ids", Json::array({Json::array({4, 2})})}}}}}},
      {"content",
       {{"items", 1}, {"replication", {{"model", "uniform"}, {"replicas_per_item", 3}}}}},
      {"queries",
       {{"model", "list"},
        {"origins", {1, 3, 2, 3, 3, 3, 3}},
        {"start_s", 50},
        {"interval_s", 37.5}}}};
  const run::Outcome outcome = play(scenario);
  const std::vector<measure::QueryRecord>& queries = outcome.measures.queries;
  REQUIRE(queries.size() == 7);
  CHECK(queries[0].hits == 2);  // at 50 s
  CHECK(queries[1].hits == 2);  // at 87.5 s
  CHECK(queries[2].hits == 0);  // at 125 s
  CHECK(queries[3].hits == 2);  // at 162.5 s
  CHECK(queries[4].hits == 1);  // at 200 s
  CHECK(queries[5].hits == 1);  // at 237.5 s
  CHECK(queries[6].hits == 2);  // at 275 s
}

}  // namespace napster_cables_test
