// Shipments whose ends can be worked out by hand.
#include "sim/overlay/shipments.hpp"

#include <cstdint>
#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tests/unit/overlay/laid_ways.hpp"

namespace shipments_test {

namespace core = rippletank::core;
namespace overlay = rippletank::overlay;
using core::Time;
using overlay::ShipmentEnd;
using overlay::ShipmentId;
using overlay::Shipments;
using overlay::tests::LaidWays;

namespace {

constexpr Time second = core::second;
constexpr Time quarter = second / 4;
using Ends = std::vector<std::string>;

std::string said(Time now, const ShipmentEnd& end) {
  return std::to_string(now) + ": #" + std::to_string(end.shipment) + " " +
         std::to_string(end.from) + "-" + std::to_string(end.to) +
         (end.cut ? " cut at " : " has ") + std::to_string(end.carried_bytes);
}

Ends said(Time now, const std::vector<ShipmentEnd>& ended) {
  Ends ends;
  for (const ShipmentEnd& end : ended) ends.push_back(said(now, end));
  return ends;
}

/// Plays everything out that ends until a moment.
Ends play(Shipments& shipments, Time until = core::never - 1) {
  Ends ends;
  for (Time now = shipments.next_time(); now <= until; now = shipments.next_time()) {
    for (const ShipmentEnd& end : shipments.advance(now)) ends.push_back(said(now, end));
  }
  return ends;
}

/// Peer 0 reaches peers 1 and 2 over link 0, at 100 bytes/s; links 1 and 2 lead to them, at 1000.
LaidWays one_uplink() {
  return {{100, 1000, 1000}, {{{0, 1}, {quarter, {0, 1}}}, {{0, 2}, {second / 2, {0, 2}}}}};
}

}  // namespace

TEST_CASE("shipments take the latency of their way, then share its links", "[shipments]") {
  // The first has 25 bytes when the second begins to arrive; then each gets 50 bytes/s. The first
  // ends after another 1.5 s, when the second has 75; the rest takes a quarter at 100 bytes/s.
  const LaidWays laid = one_uplink();
  Shipments shipments(laid.link_ways(), 3);
  CHECK(shipments.next_time() == core::never);
  shipments.start(0, 0, 1, 100);
  shipments.start(0, 0, 2, 100);
  CHECK(shipments.next_time() == quarter);
  CHECK(play(shipments, second).empty());
  CHECK(shipments.carried_bytes(second, 0) == 50);
  CHECK(shipments.carried_bytes(second, 1) == 25);
  CHECK(shipments.size() == 2);
  CHECK(play(shipments) == Ends{"2000000000: #0 0-1 has 100", "2250000000: #1 0-2 has 100"});
  CHECK(shipments.size() == 0);
  CHECK(shipments.link_carried_bytes(3 * second, 0) == 200);
  CHECK(shipments.link_carried_bytes(3 * second, 1) == 100);
}

TEST_CASE("many shipments over one uplink end together, in ascending order", "[shipments]") {
  // Four times 50 bytes at 25 bytes/s each.
  LaidWays laid{{100, 100, 100, 100, 100}, {}};
  for (core::PeerId to = 1; to < 5; ++to) laid.ways[{0, to}] = {quarter, {0, to}};
  Shipments shipments(laid.link_ways(), 5);
  for (const core::PeerId to : {3U, 1U, 4U, 2U}) shipments.start(0, 0, to, 50);
  CHECK(play(shipments) == Ends{"2250000000: #0 0-3 has 50", "2250000000: #1 0-1 has 50",
                                "2250000000: #2 0-4 has 50", "2250000000: #3 0-2 has 50"});
}

TEST_CASE("without links a shipment takes only its latency, without ways no time", "[shipments]") {
  const LaidWays laid{{}, {{{0, 1}, {quarter, {}}}}};
  Shipments over_ways(laid.link_ways(), 2);
  over_ways.start(7, 0, 1, 1'000'000'000'000);
  CHECK(play(over_ways) == Ends{"250000007: #0 0-1 has 1000000000000"});
  Shipments free({}, 2);
  free.start(7, 0, 1, 100);
  free.start(7, 1, 1, 100);
  CHECK(play(free) == Ends{"7: #0 0-1 has 100", "7: #1 1-1 has 100"});
}

TEST_CASE("a shipment without bytes takes only its latency, whatever the link", "[shipments]") {
  const LaidWays laid{{0, 100}, {{{0, 1}, {quarter, {0, 1}}}}};
  Shipments shipments(laid.link_ways(), 2);
  shipments.start(0, 0, 1, 0);
  shipments.start(0, 0, 1, 1);
  CHECK(play(shipments) == Ends{"250000000: #0 0-1 has 0"});
  CHECK(shipments.on_its_way(1));
  CHECK(shipments.carried_bytes(second, 1) == 0);
}

TEST_CASE("what is stopped keeps its whole bytes and leaves the rest its share", "[shipments]") {
  const LaidWays laid = one_uplink();
  Shipments shipments(laid.link_ways(), 3);
  shipments.start(0, 0, 1, 1000);
  shipments.start(0, 0, 2, 50);
  CHECK(play(shipments, second / 2).empty());
  // 25 bytes alone, then 50 bytes/s for 0.11 s.
  CHECK(shipments.stop(610'000'000, 0) == 30);
  CHECK_FALSE(shipments.on_its_way(0));
  // The other has 5.5 of its 50 bytes, and 100 bytes/s from now on.
  CHECK(play(shipments) == Ends{"1055000000: #1 0-2 has 50"});
}

TEST_CASE("a shipment that is stopped before its first byte arrives leaves none behind",
          "[shipments]") {
  const LaidWays laid = one_uplink();
  Shipments shipments(laid.link_ways(), 3);
  CHECK(shipments.start(0, 0, 1, 100) == 0);
  CHECK(shipments.stop(0, 0) == 0);
  CHECK(shipments.next_time() == core::never);
  CHECK(shipments.start(0, 0, 1, 100) == 0);
  CHECK(shipments.stop(100'000'000, 0) == 0);
  // Its number is used again: the byte that would have come at 250 ms is not of this one.
  CHECK(shipments.start(100'000'000, 0, 2, 100) == 0);
  CHECK(shipments.next_time() == 600'000'000);
  CHECK(play(shipments) == Ends{"1600000000: #0 0-2 has 100"});
}

TEST_CASE("a shipment without a way is cut as it starts", "[shipments]") {
  const LaidWays laid = one_uplink();
  Shipments shipments(laid.link_ways(), 3);
  shipments.start(5, 1, 2, 100);
  shipments.start(5, 1, 2, 0);
  CHECK(shipments.next_time() == 5);
  CHECK(play(shipments) == Ends{"5: #0 1-2 cut at 0", "5: #1 1-2 cut at 0"});
}

TEST_CASE("a way that goes while the first byte is on it cuts when that would arrive",
          "[shipments]") {
  LaidWays laid = one_uplink();
  Shipments shipments(laid.link_ways(), 3);
  shipments.start(0, 0, 1, 100);
  shipments.start(0, 0, 2, 100);
  laid.ways.clear();
  CHECK(shipments.find_new_ways(100'000'000).empty());
  CHECK(play(shipments, quarter) == Ends{"250000000: #0 0-1 cut at 0"});
  // The other way is back in time.
  laid.ways[{0, 2}] = {second, {2}};
  CHECK(shipments.find_new_ways(300'000'000).empty());
  CHECK(play(shipments) == Ends{"600000000: #1 0-2 has 100"});
}

TEST_CASE("a way that goes later cuts what has been carried until then", "[shipments]") {
  LaidWays laid = one_uplink();
  Shipments shipments(laid.link_ways(), 3);
  shipments.start(0, 0, 2, 100);
  shipments.start(0, 0, 1, 100);
  CHECK(play(shipments, second).empty());
  laid.ways.erase({0, 1});
  CHECK(said(second, shipments.find_new_ways(second)) == Ends{"1000000000: #1 0-1 cut at 50"});
  // The other had 25 bytes, and has the uplink for itself now.
  CHECK(play(shipments) == Ends{"1750000000: #0 0-2 has 100"});
}

TEST_CASE("over a new way goes only what is left", "[shipments]") {
  LaidWays laid{{100, 25}, {{{0, 1}, {0, {0}}}}};
  Shipments shipments(laid.link_ways(), 2);
  shipments.start(0, 0, 1, 100);
  CHECK(play(shipments, 0).empty());
  laid.ways[{0, 1}].links = {1};
  CHECK(shipments.find_new_ways(second / 2).empty());
  CHECK(shipments.carried_bytes(second / 2, 0) == 50);
  CHECK(shipments.carried_bytes(3 * second / 2, 0) == 75);
  CHECK(play(shipments) == Ends{"2500000000: #0 0-1 has 100"});
  CHECK(shipments.link_carried_bytes(3 * second, 0) == 50);
  CHECK(shipments.link_carried_bytes(3 * second, 1) == 50);
}

TEST_CASE("half a byte is sent again over a new way, and one that has all of them ends",
          "[shipments]") {
  LaidWays laid{{1, 1}, {{{0, 1}, {0, {0}}}}};
  Shipments shipments(laid.link_ways(), 2);
  shipments.start(0, 0, 1, 2);
  CHECK(play(shipments, 0).empty());
  laid.ways[{0, 1}].links = {1};
  CHECK(shipments.find_new_ways(3 * second / 2).empty());
  CHECK(shipments.next_time() == 5 * second / 2);
  // The way changes as the last byte arrives.
  laid.ways[{0, 1}].links = {0};
  CHECK(shipments.find_new_ways(5 * second / 2).empty());
  CHECK(play(shipments) == Ends{"2500000000: #0 0-1 has 2"});
}

TEST_CASE("who keeps the way does not notice that others have new ones", "[shipments]") {
  // 10 bytes at 3 bytes/s: no moment of a change is one of a whole byte, nor of a whole number.
  LaidWays laid{{3, 100, 100}, {{{0, 1}, {0, {0}}}, {{2, 3}, {0, {1}}}}};
  Shipments shipments(laid.link_ways(), 4);
  shipments.start(7, 0, 1, 10);
  shipments.start(7, 2, 3, 1000);
  CHECK(play(shipments, 7).empty());
  for (Time now = 100'000'000; now < 3 * second; now += 100'000'003) {
    laid.ways[{2, 3}].links.front() ^= 3U;
    CHECK(shipments.find_new_ways(now).empty());
  }
  CHECK(play(shipments, 4 * second) == Ends{"3333333341: #0 0-1 has 10"});
}

TEST_CASE("capacities that change with the ways hold from then on", "[shipments]") {
  LaidWays laid{{100, 100}, {{{0, 1}, {0, {0}}}, {{1, 0}, {0, {1}}}}};
  Shipments shipments(laid.link_ways(), 2);
  shipments.start(0, 0, 1, 100);
  shipments.start(0, 1, 0, 100);
  CHECK(play(shipments, 0).empty());
  laid.capacity_bytes_s = {50, 100};
  CHECK(shipments.find_new_ways(second / 2).empty());
  CHECK(play(shipments) == Ends{"1000000000: #1 1-0 has 100", "1500000000: #0 0-1 has 100"});
}

TEST_CASE("a peer that goes cuts off what comes from it and what goes to it", "[shipments]") {
  // What goes to peer 0 has of link 1 what the uplink leaves: 900 bytes/s, and from 0.5 s on 950.
  LaidWays laid = one_uplink();
  laid.ways[{2, 0}] = {quarter, {1}};
  laid.ways[{0, 0}] = {second, {}};
  Shipments shipments(laid.link_ways(), 3);
  shipments.start(0, 0, 2, 100);
  shipments.start(0, 2, 0, 5000);
  shipments.start(0, 0, 1, 100);
  shipments.start(0, 0, 0, 100);
  CHECK(play(shipments, second / 2).empty());
  CHECK(said(second, shipments.cut_off(second, 2)) ==
        Ends{"1000000000: #0 0-2 cut at 25", "1000000000: #1 2-0 cut at 700"});
  CHECK(shipments.cut_off(second, 2).empty());
  // What a peer carries to itself is cut once.
  CHECK(said(second, shipments.cut_off(second, 0)) ==
        Ends{"1000000000: #2 0-1 cut at 50", "1000000000: #3 0-0 cut at 0"});
  CHECK(shipments.size() == 0);
  CHECK(shipments.next_time() == core::never);
}

TEST_CASE("what is started while a peer is gone is cut, unless it comes back in time",
          "[shipments]") {
  const LaidWays laid = one_uplink();
  Shipments shipments(laid.link_ways(), 3);
  CHECK(shipments.cut_off(0, 0).empty());
  shipments.start(0, 0, 1, 100);
  shipments.start(0, 0, 2, 100);
  CHECK(play(shipments, quarter) == Ends{"250000000: #0 0-1 cut at 0"});
  shipments.come_back(0);
  CHECK(play(shipments) == Ends{"1500000000: #1 0-2 has 100"});
}

TEST_CASE("what ends keeps its number until others have ended", "[shipments]") {
  const LaidWays laid{{}, {{{0, 1}, {quarter, {}}}}};
  Shipments shipments(laid.link_ways(), 2);
  shipments.start(0, 0, 1, 11);
  shipments.start(0, 0, 1, 12);
  CHECK(play(shipments, quarter).size() == 2);
  CHECK(shipments.carried_bytes(quarter, 0) == 11);
  CHECK(shipments.carried_bytes(quarter, 1) == 12);
  CHECK_FALSE(shipments.on_its_way(1));
  CHECK(shipments.start(quarter, 0, 1, 13) == 2);
  CHECK(play(shipments, 2 * quarter) == Ends{"500000000: #2 0-1 has 13"});
  CHECK(shipments.start(2 * quarter, 0, 1, 14) < 2);
  CHECK(shipments.most() == 3);
}

}  // namespace shipments_test
