// Fair shares in networks small enough to be worked out by hand.
#include "sim/overlay/fair_shares.hpp"

#include <utility>
#include <vector>

#include "tests/catch.hpp"

namespace fair_shares_test {

namespace overlay = rippletank::overlay;
using overlay::FairShares;
using overlay::FlowId;
using overlay::LinkId;
using overlay::unlimited;

namespace {

using Changes = std::vector<std::pair<FlowId, double>>;

FairShares network(const std::vector<double>& capacities) { return FairShares(capacities); }

FlowId add(FairShares& shares, const std::vector<LinkId>& links, double limit = unlimited) {
  return shares.add(links, limit);
}

Changes settle(FairShares& shares) {
  Changes changes;
  shares.settle([&](FlowId flow, double rate) { changes.push_back({flow, rate}); });
  return changes;
}

}  // namespace

TEST_CASE("Flows over one link get equal shares", "[fair_shares]") {
  FairShares shares = network({12});
  for (int i = 0; i < 3; ++i) add(shares, {0});
  CHECK(settle(shares) == Changes{{0, 4}, {1, 4}, {2, 4}});
  shares.remove(1);
  CHECK(settle(shares) == Changes{{0, 6}, {2, 6}});
  // The number that is free is used again; two flows over as many links as before.
  CHECK(add(shares, {0}) == 1);
  CHECK(settle(shares) == Changes{{0, 4}, {1, 4}, {2, 4}});
}

TEST_CASE("In a triangle each flow crosses two of three links", "[fair_shares]") {
  // Alike, each link has two flows of a half.
  FairShares shares = network({1, 1, 1});
  add(shares, {0, 1});
  add(shares, {1, 2});
  add(shares, {2, 0});
  CHECK(settle(shares) == Changes{{0, 0.5}, {1, 0.5}, {2, 0.5}});
  // With 1, 2 and 3, link 0 is the tightest and holds flows 0 and 2 to a half. Of link 1 the other
  // flow then gets 1.5, which is less than the 2.5 that link 2 would leave it.
  shares.set_capacity(1, 2);
  shares.set_capacity(2, 3);
  CHECK(settle(shares) == Changes{{1, 1.5}});
  // With 8 for link 0 the tightest is link 1, with 1 for each of its flows; then link 2 leaves 2.
  shares.set_capacity(0, 8);
  CHECK(settle(shares) == Changes{{0, 1}, {1, 1}, {2, 2}});
}

TEST_CASE("A long flow along a line gets as much as each short one it meets", "[fair_shares]") {
  // Bertsekas & Gallager, section 6.5.2: fair, though all the short ones lose by it.
  FairShares shares = network({1, 1, 1, 1, 1});
  const FlowId whole = add(shares, {0, 1, 2, 3, 4});
  for (LinkId link = 0; link < 5; ++link) add(shares, {link});
  CHECK(settle(shares).size() == 6);
  for (FlowId flow = 0; flow < 6; ++flow) CHECK(shares.rate_bytes_s(flow) == 0.5);
  // Wider elsewhere, it still has its bottleneck on link 3, and leaves the rest to the short ones.
  for (const LinkId link : {0U, 1U, 2U, 4U}) shares.set_capacity(link, 2);
  CHECK(settle(shares) == Changes{{1, 1.5}, {2, 1.5}, {3, 1.5}, {5, 1.5}});
  shares.remove(whole);
  CHECK(settle(shares) == Changes{{1, 2}, {2, 2}, {3, 2}, {4, 1}, {5, 2}});
}

TEST_CASE("Four uploads at a time share what slow receivers leave", "[fair_shares]") {
  // An uplink of 100 and downlinks of 10, 20, 1000, 1000: a quarter each is 25. The first takes 10,
  // which leaves 90 / 3 = 30; the second takes 20, which leaves 70 / 2 = 35 for each of the others.
  FairShares shares = network({100, 10, 20, 1000, 1000});
  for (LinkId downlink = 1; downlink <= 4; ++downlink) add(shares, {0, downlink});
  CHECK(settle(shares) == Changes{{0, 10}, {1, 20}, {2, 35}, {3, 35}});
  // The slowest goes: 20 and 80 / 2.
  shares.remove(0);
  CHECK(settle(shares) == Changes{{2, 40}, {3, 40}});
}

TEST_CASE("A link that carries nothing stops its flows and no others", "[fair_shares]") {
  FairShares shares = network({10, 0, 10});
  add(shares, {0, 1});
  add(shares, {0, 2});
  // The first is as fast as it was before it was there, so it is not told of.
  CHECK(settle(shares) == Changes{{1, 10}});
  CHECK(shares.rate_bytes_s(0) == 0);
  shares.set_capacity(1, 4);
  CHECK(settle(shares) == Changes{{0, 4}, {1, 6}});
  shares.set_capacity(0, 0);
  CHECK(settle(shares) == Changes{{0, 0}, {1, 0}});
}

TEST_CASE("A link without a limit holds nobody back", "[fair_shares]") {
  FairShares shares = network({unlimited, 5, unlimited});
  add(shares, {0, 1});
  add(shares, {0, 2});
  add(shares, {0, 2}, 7);
  CHECK(settle(shares) == Changes{{0, 5}, {1, unlimited}, {2, 7}});
  // With 30 in all: 10 each would do for two of them, and the third gets 30 - 5 - 7.
  shares.set_capacity(0, 30);
  CHECK(settle(shares) == Changes{{1, 18}});
  shares.set_capacity(0, unlimited);
  CHECK(settle(shares) == Changes{{1, unlimited}});
}

TEST_CASE("A flow's own limit is one more link", "[fair_shares]") {
  FairShares shares = network({10});
  add(shares, {0}, 1);
  add(shares, {0}, 4);
  add(shares, {0});
  add(shares, {0}, 0);
  CHECK(settle(shares) == Changes{{0, 1}, {1, 4}, {2, 5}});
  // Of 6: 1, and 5 / 2 for each of the others.
  shares.set_capacity(0, 6);
  CHECK(settle(shares) == Changes{{1, 2.5}, {2, 2.5}});
}

TEST_CASE("A flow over no links has its limit", "[fair_shares]") {
  FairShares shares = network({});
  add(shares, {}, 3);
  add(shares, {});
  CHECK(settle(shares) == Changes{{0, 3}, {1, unlimited}});
  CHECK(settle(shares).empty());
}

TEST_CASE("A change goes up and down along a chain, and ends where it is absorbed",
          "[fair_shares]") {
  // Flow i crosses links i and i + 1; links 0 to 3 carry 10, 12, 20 and 40.
  FairShares shares = network({10, 12, 20, 40, 40, 7});
  for (LinkId link = 0; link < 3; ++link) add(shares, {link, link + 1});
  add(shares, {4, 5});
  // Link 1: 6 each, then 14 of link 2 for flow 2; on link 0 flow 0 is alone, and elsewhere too.
  CHECK(settle(shares) == Changes{{0, 6}, {1, 6}, {2, 14}, {3, 7}});
  // Link 0 falls to 2: flow 0 to 2, flow 1 up to 10 (half of link 2 as well), flow 2 down to 10.
  shares.set_capacity(0, 2);
  CHECK(settle(shares) == Changes{{0, 2}, {1, 10}, {2, 10}});
  // Link 3 falls to 11, which flow 2 does not fill; nothing changes.
  shares.set_capacity(3, 11);
  CHECK(settle(shares).empty());
  // To 9: link 2 leaves 11 to flow 1, but link 1 has 12 - 2 = 10 for it.
  shares.set_capacity(3, 9);
  CHECK(settle(shares) == Changes{{2, 9}});
}

TEST_CASE("Changes before a settlement are taken together", "[fair_shares]") {
  FairShares shares = network({8, 8});
  add(shares, {0});
  add(shares, {1});
  CHECK(settle(shares) == Changes{{0, 8}, {1, 8}});
  const FlowId brief = add(shares, {0, 1});
  shares.remove(brief);
  CHECK(settle(shares).empty());
  // One flow in another's place is told of though the number and the rate are the same.
  shares.remove(1);
  CHECK(add(shares, {1}) == 1);
  CHECK(settle(shares) == Changes{{1, 8}});
  // What is changed while changes are told of waits for the next time.
  shares.set_capacity(0, 4);
  shares.settle([&](FlowId, double) { shares.set_capacity(0, 6); });
  CHECK(shares.rate_bytes_s(0) == 4);
  CHECK(settle(shares) == Changes{{0, 6}});
}

}  // namespace fair_shares_test
