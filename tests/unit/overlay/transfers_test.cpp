// Transfers whose ends can be worked out by hand.
#include "sim/overlay/transfers.hpp"

#include <cstdint>
#include <utility>
#include <vector>

#include "tests/catch.hpp"

namespace transfers_test {

namespace core = rippletank::core;
namespace overlay = rippletank::overlay;
using core::Time;
using overlay::LinkId;
using overlay::TransferId;
using overlay::Transfers;
using overlay::unlimited;

namespace {

constexpr Time second = core::second;
using Ends = std::vector<std::pair<Time, TransferId>>;

Transfers network(const std::vector<double>& capacities) { return Transfers(capacities); }

TransferId start(Transfers& transfers, Time now, const std::vector<LinkId>& links,
                 std::uint64_t bytes, double limit = unlimited) {
  return transfers.start(now, links, bytes, limit);
}

/// Plays everything out that ends.
Ends play(Transfers& transfers) {
  Ends ends;
  for (Time now = transfers.next_time(); now != core::never; now = transfers.next_time()) {
    transfers.finish(now, [&](TransferId transfer) { ends.push_back({now, transfer}); });
  }
  return ends;
}

}  // namespace

TEST_CASE("Two transfers share an uplink while both run", "[transfers]") {
  // Alone the first carries 50 of its 100 bytes in half a second; then each gets 50 bytes/s. The
  // first ends after another second, when the second has 50 left, which take half a second.
  Transfers transfers = network({100, 1000, 1000});
  start(transfers, 0, {0, 1}, 100);
  start(transfers, second / 2, {0, 2}, 100);
  CHECK(transfers.rate_bytes_s(second / 2, 0) == 50);
  CHECK(transfers.carried_bytes(second, 0) == 75);
  CHECK(transfers.carried_bytes(second, 1) == 25);
  CHECK(transfers.link_carried_bytes(second, 0) == 100);
  CHECK(play(transfers) == Ends{{3 * second / 2, 0}, {2 * second, 1}});
  CHECK(transfers.link_carried_bytes(3 * second, 0) == 200);
  CHECK(transfers.link_carried_bytes(3 * second, 1) == 100);
  CHECK(transfers.size() == 0);
}

TEST_CASE("A transfer ends at the first whole nanosecond at which all is there", "[transfers]") {
  // A byte at 3 bytes/s takes 333,333,333.3 ns.
  Transfers transfers = network({3});
  start(transfers, 7, {0}, 1);
  CHECK(play(transfers) == Ends{{333'333'341, 0}});
}

TEST_CASE("What is stopped keeps its whole bytes", "[transfers]") {
  // 30 bytes/s for each: 16.5 bytes after 0.55 s. The other then has 60 bytes/s for 43.5 bytes.
  Transfers transfers = network({60});
  start(transfers, 0, {0}, 60);
  start(transfers, 0, {0}, 60);
  CHECK(transfers.stop(550'000'000, 0) == 16);
  CHECK(transfers.link_carried_bytes(550'000'000, 0) == 32);
  CHECK(play(transfers) == Ends{{1'275'000'000, 1}});
  CHECK(transfers.link_carried_bytes(2 * second, 0) == 76);
  // Stopped at the moment at which it started, and at that at which it ends.
  CHECK(transfers.stop(2 * second, start(transfers, 2 * second, {0}, 60)) == 0);
  const TransferId whole = start(transfers, 2 * second, {0}, 60);
  CHECK(transfers.next_time() == 3 * second);
  CHECK(transfers.stop(3 * second, whole) == 60);
  CHECK(transfers.next_time() == core::never);
}

TEST_CASE("A byte that has been carried is not missed as 0.29 times 100 is less than 29",
          "[transfers]") {
  Transfers transfers = network({100});
  start(transfers, 0, {0}, 60);
  CHECK(transfers.carried_bytes(289'000'000, 0) == 28);
  CHECK(transfers.carried_bytes(290'000'000, 0) == 29);
}

TEST_CASE("A transfer over a link that carries nothing waits", "[transfers]") {
  Transfers transfers = network({0, 10});
  start(transfers, 0, {0, 1}, 20);
  CHECK(transfers.next_time() == core::never);
  transfers.set_capacity(5 * second, 0, 10);
  CHECK(transfers.next_time() == 7 * second);
  transfers.set_capacity(6 * second, 1, 0);
  CHECK(transfers.next_time() == core::never);
  CHECK(transfers.carried_bytes(100 * second, 0) == 10);
  transfers.set_capacity(100 * second, 1, 4);
  CHECK(play(transfers) == Ends{{102'500'000'000, 0}});
}

TEST_CASE("What nothing holds back, and what has no bytes, ends when it starts", "[transfers]") {
  Transfers transfers = network({unlimited, 0});
  start(transfers, 3, {0}, 1000);
  start(transfers, 3, {1}, 0);
  start(transfers, 3, {}, 1);
  CHECK(transfers.next_time() == 3);
  CHECK(play(transfers) == Ends{{3, 0}, {3, 1}, {3, 2}});
  CHECK(transfers.link_carried_bytes(3, 0) == 1000);
  CHECK(transfers.link_carried_bytes(3, 1) == 0);
}

TEST_CASE("What starts unlimited can be limited at the same moment", "[transfers]") {
  Transfers transfers = network({unlimited});
  start(transfers, 3, {0}, 1000);
  CHECK(transfers.next_time() == 3);
  transfers.set_capacity(3, 0, 100);
  CHECK(play(transfers) == Ends{{3 + 10 * second, 0}});
}

TEST_CASE("At its end a transfer has carried all, whatever rounding says", "[transfers]") {
  // 63 bytes at 0.7 bytes/s take 90 s. In doubles 0.7 · 90 is less than 63.
  constexpr double rate = 0.7;
  REQUIRE(rate * 90 < 63);
  for (const bool stopped : {false, true}) {
    Transfers transfers = network({rate});
    start(transfers, 0, {0}, 63);
    REQUIRE(transfers.next_time() == 90 * second);
    CHECK(transfers.carried_bytes(90 * second, 0) == 63);
    // A new rate comes too late to matter.
    transfers.set_capacity(90 * second, 0, 1e-9);
    CHECK(transfers.next_time() == 90 * second);
    if (stopped) {
      CHECK(transfers.stop(90 * second, 0) == 63);
    } else {
      CHECK(play(transfers) == Ends{{90 * second, 0}});
    }
    CHECK(transfers.link_carried_bytes(90 * second, 0) == 63);
  }
}

TEST_CASE("A transfer slower than virtual time can tell never ends", "[transfers]") {
  // 2^53 bytes at a byte per second take 9e24 ns; at a gigabyte per second, 9,007,199 s.
  Transfers transfers = network({1, 1e9});
  start(transfers, 0, {0}, std::uint64_t{1} << 53U);
  CHECK(transfers.next_time() == core::never);
  start(transfers, 0, {1}, std::uint64_t{1} << 53U);
  CHECK(transfers.next_time() == 9'007'199'254'740'992);
  // Ten seconds before virtual time ends there is none left for twenty.
  Transfers late = network({1});
  start(late, core::never - 10 * second, {0}, 20);
  CHECK(late.next_time() == core::never);
  CHECK(late.carried_bytes(core::never - 5 * second, 0) == 5);
}

TEST_CASE("What ends at one moment ends in ascending order, and rates are found after",
          "[transfers]") {
  // Each gets 25 bytes/s. Three end at 2 s; in the call that tells of the first, another starts,
  // under a number that has become free.
  Transfers transfers = network({100});
  for (const std::uint64_t bytes : {50U, 150U, 50U, 50U}) start(transfers, 0, {0}, bytes);
  CHECK(transfers.next_time() == 2 * second);
  std::vector<TransferId> ended;
  transfers.finish(2 * second, [&](TransferId transfer) {
    ended.push_back(transfer);
    if (ended.size() == 1) CHECK(start(transfers, 2 * second, {0}, 40) == 0);
  });
  CHECK(ended == std::vector<TransferId>{0, 2, 3});
  // 40 bytes at 50 bytes/s; then the other has 60 of its 100 left, at 100 bytes/s.
  CHECK(play(transfers) == Ends{{2'800'000'000, 0}, {3'400'000'000, 1}});
}

TEST_CASE("Changes at one moment take effect together", "[transfers]") {
  // In either order the transfer never sees the link that carries nothing.
  for (const bool stop_first : {false, true}) {
    Transfers transfers = network({10, 10});
    start(transfers, 0, {0}, 100, 4);
    start(transfers, 0, {0, 1}, 100);
    if (stop_first) CHECK(transfers.stop(second, 0) == 4);
    transfers.set_capacity(second, 0, 0);
    transfers.set_capacity(second, 0, 20);
    if (!stop_first) CHECK(transfers.stop(second, 0) == 4);
    // 6 bytes in the first second, then 10 bytes/s.
    CHECK(play(transfers) == Ends{{10'400'000'000, 1}});
  }
}

}  // namespace transfers_test
