// Shipments that somebody passes on, whose ends can be worked out by hand.
#include <cstdint>
#include <string>
#include <vector>

#include "sim/overlay/shipments.hpp"
#include "tests/catch.hpp"
#include "tests/unit/overlay/laid_ways.hpp"

namespace shipments_relay_test {

namespace core = rippletank::core;
namespace overlay = rippletank::overlay;
using core::Time;
using overlay::ShipmentEnd;
using overlay::Shipments;
using overlay::tests::LaidWays;

namespace {

constexpr Time second = core::second;
constexpr Time quarter = second / 4;
using Ends = std::vector<std::string>;

std::string said(Time now, const ShipmentEnd& end) {
  return std::to_string(now) + ": " + std::to_string(end.from) + "-" + std::to_string(end.to) +
         (end.cut ? " cut at " : " has ") + std::to_string(end.carried_bytes);
}

Ends said(Time now, const std::vector<ShipmentEnd>& ended) {
  Ends ends;
  for (const ShipmentEnd& end : ended) ends.push_back(said(now, end));
  return ends;
}

Ends play(Shipments& shipments, Time until = core::never - 1) {
  Ends ends;
  for (Time now = shipments.next_time(); now <= until; now = shipments.next_time()) {
    for (const ShipmentEnd& end : shipments.advance(now)) ends.push_back(said(now, end));
  }
  return ends;
}

/// Link 2p leads up from peer p, and link 2p + 1 down to it.
LaidWays four_peers() {
  LaidWays laid{{100, 1000, 40, 60, 1000, 1000, 1000, 1000}, {}};
  for (core::PeerId from = 0; from < 4; ++from) {
    for (core::PeerId to = 0; to < 4; ++to)
      laid.ways[{from, to}] = {quarter, {2 * from, 2 * to + 1}};
  }
  return laid;
}

}  // namespace

TEST_CASE("what a relay passes on takes both ways, at the speed of the slowest link",
          "[shipments]") {
  // Peer 1 sends no more than 40 bytes/s, and what comes to it takes as many of its 60.
  const LaidWays laid = four_peers();
  Shipments shipments(laid.link_ways(), 4);
  shipments.start(0, 0, 2, 100, 1);
  CHECK(shipments.next_time() == 2 * quarter);
  CHECK(play(shipments) == Ends{"3000000000: 0-2 has 100"});
  for (const overlay::LinkId link : {0U, 3U, 2U, 5U}) {
    CHECK(shipments.link_carried_bytes(4 * second, link) == 100);
  }
  for (const overlay::LinkId link : {1U, 4U, 6U, 7U}) {
    CHECK(shipments.link_carried_bytes(4 * second, link) == 0);
  }
}

TEST_CASE("what a relay passes on shares its links with what it sends and gets itself",
          "[shipments]") {
  // From half a second on the two share the 40 bytes/s that peer 1 sends; the one of its own has
  // got 10 bytes of these alone.
  const LaidWays laid = four_peers();
  Shipments shipments(laid.link_ways(), 4);
  shipments.start(0, 0, 2, 40, 1);
  shipments.start(0, 1, 3, 40);
  CHECK(play(shipments) == Ends{"2000000000: 1-3 has 40", "2250000000: 0-2 has 40"});
  CHECK(shipments.link_carried_bytes(3 * second, 2) == 80);
}

TEST_CASE("when a relay goes, what it passes on is cut, and nothing else", "[shipments]") {
  const LaidWays laid = four_peers();
  Shipments shipments(laid.link_ways(), 4);
  shipments.start(0, 0, 2, 100, 1);
  shipments.start(0, 0, 2, 100);
  CHECK(play(shipments, second).empty());
  // The first has 20 of what peer 1 sends in half a second. The other has 25 before that begins,
  // 30 beside it, and the uplink for itself from now on.
  CHECK(said(second, shipments.cut_off(second, 1)) == Ends{"1000000000: 0-2 cut at 20"});
  CHECK(shipments.size() == 1);
  // While it is gone nothing goes through it; what starts is cut when its first byte would come.
  shipments.start(second, 0, 2, 100, 1);
  CHECK(play(shipments, 3 * second / 2) ==
        Ends{"1450000000: 0-2 has 100", "1500000000: 0-2 cut at 0"});
  shipments.come_back(1);
  shipments.start(2 * second, 0, 2, 20, 1);
  CHECK(play(shipments) == Ends{"3000000000: 0-2 has 20"});
}

TEST_CASE("whoever of the three goes, all that goes through it is cut once", "[shipments]") {
  for (const core::PeerId gone : {0U, 1U, 2U}) {
    const LaidWays laid = four_peers();
    Shipments shipments(laid.link_ways(), 4);
    for (int i = 0; i < 3; ++i) shipments.start(0, 0, 2, 1000, 1);
    shipments.start(0, 3, 1, 1'000'000, 2);
    shipments.start(0, 2, 3, 1'000'000, 0);
    CHECK(play(shipments, second).empty());
    CHECK(shipments.cut_off(second, gone).size() == (gone == 2 ? 5 : 4));
    CHECK(shipments.size() == (gone == 2 ? 0 : 1));
    for (const core::PeerId other : {0U, 1U, 2U, 3U}) {
      if (other != gone) shipments.cut_off(second, other);
    }
    CHECK(shipments.size() == 0);
  }
}

TEST_CASE("without one of both ways nothing is passed on", "[shipments]") {
  for (const auto& missing : std::vector<std::pair<core::PeerId, core::PeerId>>{{0, 1}, {1, 2}}) {
    LaidWays laid = four_peers();
    laid.ways.erase(missing);
    Shipments shipments(laid.link_ways(), 4);
    shipments.start(5, 0, 2, 100, 1);
    CHECK(play(shipments) == Ends{"5: 0-2 cut at 0"});
  }
}

TEST_CASE("ways that change take what is passed on along, or cut it", "[shipments]") {
  LaidWays laid = four_peers();
  laid.capacity_bytes_s.push_back(20);
  Shipments shipments(laid.link_ways(), 4);
  shipments.start(0, 0, 2, 40, 1);
  CHECK(play(shipments, second).empty());
  laid.ways[{1, 2}].links = {2, 5, 8};
  CHECK(shipments.find_new_ways(second).empty());
  // It had 20, and has 20 bytes/s now; after half a second the way to the relay is no more.
  laid.ways.erase({0, 1});
  CHECK(said(3 * second / 2, shipments.find_new_ways(3 * second / 2)) ==
        Ends{"1500000000: 0-2 cut at 30"});
  CHECK(shipments.link_carried_bytes(2 * second, 8) == 10);
}

TEST_CASE("a medium that both ways cross gives each of them half", "[shipments]") {
  // All three at a hub: link 8, of 80 bytes/s.
  LaidWays laid = four_peers();
  laid.capacity_bytes_s = {1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 80};
  for (auto& [ends, way] : laid.ways) way.links.push_back(8);
  Shipments shipments(laid.link_ways(), 4);
  shipments.start(0, 0, 2, 80, 1);
  shipments.start(0, 3, 2, 40);
  // The direct one has 20 bytes in a quarter of a second alone, and 40 bytes/s thereafter.
  CHECK(play(shipments) == Ends{"1000000000: 3-2 has 40", "2500000000: 0-2 has 80"});
}

TEST_CASE("when such a medium becomes slower or faster, the half of it does", "[shipments]") {
  LaidWays laid = four_peers();
  laid.capacity_bytes_s = {1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 80};
  for (auto& [ends, way] : laid.ways) way.links.push_back(8);
  Shipments shipments(laid.link_ways(), 4);
  shipments.start(0, 0, 2, 100, 1);
  CHECK(play(shipments, second).empty());  // 20 bytes in half a second
  laid.capacity_bytes_s[8] = 40;
  CHECK(shipments.find_new_ways(second).empty());
  CHECK(play(shipments, 2 * second).empty());  // 20 more in another one
  laid.capacity_bytes_s[8] = 160;
  CHECK(shipments.find_new_ways(2 * second).empty());
  CHECK(shipments.carried_bytes(2 * second, 0) == 40);
  CHECK(play(shipments) == Ends{"2750000000: 0-2 has 100"});
}

}  // namespace shipments_relay_test
