// Ways between peers past a firewall: those of the map, whatever connections come about on it.
#include <string>

#include "tests/analytic/play.hpp"
#include "tests/catch.hpp"

namespace firewalled_ways_test {

using namespace rippletank;
using namespace rippletank::tests;

TEST_CASE("who is cut off from its map by firewalls is still as far from others as before") {
  const std::string map = std::string(RIPPLETANK_SOURCE_DIR) + "/topologies/data/six_peers.txt";
  Json scenario = overlay_scenario({{"model", "edge_list"}, {"file", map}},
                                   {{"model", "gnutella_0_6"}, {"ttl_hops", 3}}, 50);
  scenario["horizon_s"] = 20;
  // All but 3 are behind firewalls: 0 and 5, and 1 and 2, have lost what connected them.
  scenario["firewalls"] = {{"fraction", 1}, {"forwarded", {3}}};
  scenario["content"] = {{"items", 20}};
  scenario["queries"] = {{"model", "poisson"}, {"rate_per_min", 6}, {"download", true}};
  const run::Outcome outcome = play(scenario);
  CHECK(outcome.network.connections_blocked > 0);
  CHECK(outcome.measures.end <= 20 * core::second);
  for (const measure::MessageCount& count : outcome.measures.messages) {
    INFO(count.type);
    CHECK(count.in_flight <= 2);
  }
}

}  // namespace firewalled_ways_test
