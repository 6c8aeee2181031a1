// Networks that grow by joins alone, over good wires and bad ones.
#include <algorithm>
#include <string>
#include <vector>

#include "tests/analytic/play.hpp"
#include "tests/catch.hpp"

namespace growth_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

/// How many peers can be reached from the first one, itself included.
std::size_t first_component(const overlay::Connections& made) {
  const std::vector<std::uint32_t> hops = hops_from(made, 0);
  return hops.size() - static_cast<std::size_t>(std::count(hops.begin(), hops.end(), unreached));
}

}  // namespace

TEST_CASE("a network grown from one address to 100,000 peers is one, within its limits", "[slow]") {
  Json json = overlay_scenario(
      {{"model", "star"}, {"nodes", 100'000}},
      {{"model", "gnutella_0_4"}, {"ping_ttl_hops", 2}, {"joining", {{"spread_s", 10'000}}}}, 50);
  const overlay::Connections made = play(json).measures.connections.value();
  CHECK(first_component(made) == 100'000);
  for (core::PeerId peer = 0; peer < made.peers(); ++peer) {
    REQUIRE(made.degree(peer) >= 1);
    REQUIRE(made.degree(peer) <= 8);
  }
}

TEST_CASE("peers come to be one network over wires that lose some of what they send") {
  for (const double loss : {0.02, 0.1}) {
    for (const std::uint64_t seed : {1U, 2U, 3U, 4U, 5U}) {
      Json json = overlay_scenario({{"model", "star"}, {"nodes", 30}},
                                   {{"model", "equal_peer"}, {"joining", Json::object()}}, 50);
      json["seed"] = seed;
      json["underlay"] = {{"model", "physical"},
                          {"topology", {{"model", "star"}, {"nodes", 30}, {"centre", "switch"}}},
                          {"link", {{"latency_ms", 1}, {"loss", loss}}}};
      CHECK(first_component(play(json).measures.connections.value()) == 30);
    }
  }
}

TEST_CASE("one web cache serves if none is named, the peer that most others know") {
  Json json = overlay_scenario(
      {{"model", "erdos_renyi"}, {"nodes", 100}, {"mean_degree", 4}},
      {{"model", "gnutella_0_4"}, {"joining", {{"web_cache", {{"update_s", 60}}}}}}, 50);
  json["horizon_s"] = 1800;
  const auto check = [&](std::size_t caches, const std::string& note) {
    const run::Outcome outcome = play(json);
    CHECK(outcome.network.servers.size() == caches);
    CHECK(outcome.network.notes.front().substr(0, note.size()) == note);
    const overlay::Connections& made = outcome.measures.connections.value();
    for (const core::PeerId cache : outcome.network.servers) CHECK(made.degree(cache) == 0);
    for (const measure::Figure& figure : outcome.measures.figures) {
      if (figure.name != std::string("components_at_end")) continue;
      CHECK(std::get<std::uint64_t>(figure.value) == 1);
    }
  };
  check(1, "1 of 100 peers is a web cache");
  json["peers"] = {{"servers", {{"choose", "modulus"}, {"modulus", 20}, {"remainder", 0}}}};
  check(5, "5 of 100 peers are web caches");
}

}  // namespace growth_test
