// Networks whose peers come and go: that they heal, that super-peers are always elected, and what
// is left without repair.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "tests/analytic/play.hpp"
#include "tests/catch.hpp"

namespace churn_test {

using namespace rippletank;
using namespace rippletank::tests;

namespace {

Json exponential(double mean_s) { return {{"model", "exponential"}, {"mean", mean_s}}; }

Json hour_long_sessions(double crash_share) {
  return {{"model", "sessions"},
          {"session_s", exponential(3600)},
          {"downtime_s", exponential(3600)},
          {"crash_share", crash_share}};
}

/// Peers that know others as a random graph of degree 8 says.
Json scenario(const Json& protocol, std::uint32_t peers, double horizon_s, const Json& churn) {
  Json json = overlay_scenario({{"model", "random_regular"}, {"nodes", peers}, {"degree", 8}},
                               protocol, 50);
  json["horizon_s"] = horizon_s;
  json["churn"] = churn;
  return json;
}

/// Of the leaves that are online at the end, those that have a super-peer there, and all.
struct Leaves {
  std::uint64_t online = 0;
  std::uint64_t served = 0;
  std::uint64_t super_peers = 0;

  Leaves(const run::Outcome& outcome, const std::string& super_role) {
    const overlay::Measures& measures = outcome.measures;
    const overlay::Connections& made = *measures.connections;
    const auto is_super = [&](core::PeerId peer) { return measures.roles[peer] == super_role; };
    for (core::PeerId peer = 0; peer < made.peers(); ++peer) {
      if (!measures.attendance.is_online(peer)) continue;
      if (is_super(peer)) {
        ++super_peers;
        continue;
      }
      ++online;
      const auto row = made.neighbours.begin();
      served += std::any_of(row + made.offsets[peer], row + made.offsets[peer + 1], is_super);
    }
  }
};

}  // namespace

TEST_CASE("a network of equal peers heals: the largest part has 99 of 100 who are online",
          "[statistics]") {
  for (const double crash_share : {0.0, 1.0}) {
    Json json = scenario({{"model", "gnutella_0_4"}, {"joining", Json::object()}}, 1000, 5 * 3600,
                         hour_long_sessions(crash_share));
    json["measure"] = {{"bin_s", 300}};
    const run::Outcome outcome = play(json);
    const std::vector<run::Remains>& bins = outcome.record.bins;
    REQUIRE(bins.size() >= 59);
    std::uint64_t online = 0;
    std::uint64_t joined = 0;
    for (std::size_t bin = 6; bin < bins.size(); ++bin) {
      online += bins[bin].peers_online;
      joined += bins[bin].largest_component;
    }
    CAPTURE(crash_share, online, joined);
    CHECK(static_cast<double>(joined) >= 0.99 * static_cast<double>(online));
  }
}

TEST_CASE("super-peers are elected for ever, and every leaf finds one again") {
  struct Network {
    const char* protocol;
    const char* super_role;
  };
  for (const Network& network :
       {Network{"gnutella_0_6", "ultrapeer"}, Network{"fasttrack", "supernode"}}) {
    std::uint64_t leaves = 0;
    std::uint64_t served = 0;
    // Long enough for every super-peer of one look to have gone before the next.
    for (const double hours : {1.0, 5.0, 9.0, 13.0}) {
      Json json = scenario({{"model", network.protocol}, {"joining", Json::object()}}, 600,
                           hours * 3600, hour_long_sessions(0.5));
      const Leaves found(play(json), network.super_role);
      CAPTURE(network.protocol, hours, found.online, found.served, found.super_peers);
      CHECK(found.super_peers > 0);
      CHECK(found.online > 200);
      leaves += found.online;
      served += found.served;
    }
    // Each hour all leaves lose their super-peers; they notice within a minute of a crash, and ask
    // again after ten seconds, then twenty: fewer than one in a hundred is between two.
    CAPTURE(network.protocol, leaves, served);
    CHECK(static_cast<double>(served) >= 0.99 * static_cast<double>(leaves));
  }
}

TEST_CASE("without repair a network has the parts that its topology leaves") {
  Json json = scenario({{"model", "gnutella_0_4"}, {"ping_when_connected", false}}, 1000, 10 * 3600,
                       hour_long_sessions(1));
  json["overlay"]["topology"]["degree"] = 4;
  json["measure"] = {{"bin_s", 600}};
  const run::Outcome outcome = play(json);
  // Of a random regular graph of degree 4 every second peer is there. A connection leads to nobody
  // in the largest part with probability u = 1/2 + u^3/2 = 0.618; a peer is in it with 1 - u^4.
  double share = 0;
  for (const run::Remains& remains : outcome.record.bins) {
    share += static_cast<double>(remains.largest_component) /
             static_cast<double>(remains.peers_online) /
             static_cast<double>(outcome.record.bins.size());
    CHECK(remains.components > 20);
  }
  // Bins ten minutes apart are alike; a part of some 430 varies by about 15.
  CHECK(std::abs(share - 0.854) < 0.04);
}

TEST_CASE("one whose neighbour has given up on it notices that by silence, and connects again") {
  // Two connect to peer 0. While the host of 1 is down, 0 says something to both, and 1 does not
  // answer: 0 has 2 left, which is enough for it. Unless 1 notices that it is connected to nobody,
  // it never hears anything any more, as it says nothing itself.
  Json json = overlay_scenario({{"model", "star"}, {"nodes", 3}},
                               {{"model", "gnutella_0_4"},
                                {"ping_when_connected", false},
                                {"joining", {{"wanted", 1}, {"most", 2}, {"silence_s", 60}}}},
                               50, {"0", "0", "0", "0"});
  json["underlay"] = {{"model", "physical"},
                      {"topology", {{"model", "star"}, {"nodes", 3}, {"centre", "switch"}}}};
  json["horizon_s"] = 400;
  json["queries"]["start_s"] = 50;
  json["queries"]["interval_s"] = 65;
  json["failures"] = {
      {{"at_s", 100}, {"duration_s", 30}, {"hosts", {{"choose", "ids"}, {"ids", {1}}}}}};
  const run::Outcome outcome = play(json);
  const auto reach = [&outcome](std::size_t query) {
    return outcome.measures.queries[query].reach;
  };
  CHECK(reach(0) == 2);
  CHECK(reach(1) == 1);  // at 115 s
  CHECK(reach(2) ==
        1);  // at 180 s: 1 has just noticed, and asks for a connection ten seconds later
  CHECK(reach(3) == 2);  // at 245 s
}

}  // namespace churn_test
