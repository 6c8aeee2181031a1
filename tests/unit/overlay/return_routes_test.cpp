// What peers remember of a descriptor, against a map.
#include "sim/overlay/return_routes.hpp"

#include <map>
#include <utility>

#include "sim/core/random.hpp"
#include "tests/catch.hpp"

namespace return_routes_test {

using namespace rippletank;
using core::PeerId;
using core::Time;

namespace {

using Twin = std::map<PeerId, std::pair<PeerId, Time>>;

void check_equal(const overlay::ReturnRoutes& routes, const Twin& twin, PeerId peers) {
  for (PeerId peer = 0; peer < peers; ++peer) {
    const auto known = twin.find(peer);
    REQUIRE(routes.has(peer) == (known != twin.end()));
    if (known == twin.end()) continue;
    REQUIRE(routes.back(peer) == known->second.first);
    REQUIRE(routes.since(peer) == known->second.second);
  }
}

}  // namespace

TEST_CASE("routes are remembered as in a map, however many peers there are") {
  core::Substream random(1, core::Purpose("test/routes"));
  overlay::ReturnRoutes routes;
  for (const PeerId peers : {1U, 2U, 30U, 1000U, 40'000U}) {
    for (const std::size_t entries : {0U, 1U, 8U, 9U, 500U, 5000U}) {
      routes.start(peers);
      Twin twin;
      for (std::size_t i = 0; i < entries; ++i) {
        const auto peer = static_cast<PeerId>(random.below(peers));
        const PeerId back =
            random.chance(0.1) ? core::no_peer : static_cast<PeerId>(random.below(peers));
        const auto now = static_cast<Time>(random.below(1ULL << 60U));
        routes.set(peer, back, now);
        twin[peer] = {back, now};
        REQUIRE(routes.has(peer));
      }
      check_equal(routes, twin, peers);
    }
  }
}

TEST_CASE("starting anew forgets everything") {
  overlay::ReturnRoutes routes;
  routes.start(4);
  for (PeerId peer = 0; peer < 4; ++peer) routes.set(peer, 0, 7);
  routes.start(4);
  check_equal(routes, {}, 4);
}

}  // namespace return_routes_test
