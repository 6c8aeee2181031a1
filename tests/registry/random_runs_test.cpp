// Random scenarios of everything together: what is valid ends, conserves, and is repeatable.
#include "tests/fuzz/random_runs.hpp"

#include <array>
#include <cstdint>

#include "tests/catch.hpp"

namespace random_runs_test {

using namespace rippletank;

TEST_CASE("random scenarios end, conserve what they send, and repeat themselves", "[statistics]") {
  std::size_t checked = 0;
  constexpr std::uint8_t rounds = 250;
  for (std::uint8_t round = 0; round < rounds; ++round) {
    const std::array<std::uint8_t, 2> bytes = {round, 7};
    CAPTURE(int{round});
    if (fuzz::play(bytes) == fuzz::Played::checked) ++checked;
  }
  CHECK(checked > rounds / 4);  // else the generator makes nothing that can be played
}

TEST_CASE("peers that join are farther apart than those that the topology connects") {
  // Copies between them may arrive after the horizon, and none of these is a certain duplicate.
  const registry::Json scenario = registry::Json::parse(R"({
    "seed": 40, "horizon_s": 5,
    "overlay": {
      "protocol": { "model": "gnutella_0_4", "ttl_hops": 4,
                    "joining": { "silence_s": 20, "web_cache": {} } },
      "topology": { "model": "transit_stub", "transit_domains": 2, "transit_nodes_per_domain": 4,
                    "stubs_per_transit_node": 2, "stub_nodes": 4 } },
    "firewalls": { "ids": [10, 8], "shared": [{ "peers": [5, 11, 4] }, { "peers": [3] }] }
  })");
  fuzz::check(scenario::load_text(scenario.dump(), "found.json").scenario);
}

}  // namespace random_runs_test
