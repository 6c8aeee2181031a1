// Firewalls: who can connect to whom, pair by pair, and between how many a hole can be punched.
#include "sim/overlay/firewalls.hpp"

#include <algorithm>
#include <cmath>

#include "tests/catch.hpp"
#include "tests/firewalled.hpp"

namespace firewalls_test {

using namespace rippletank;
using core::PeerId;
using overlay::Firewalls;
using overlay::Method;

namespace {

constexpr PeerId peers = 8;
/// Two are open, three share a firewall, two another one, and one has its own.
const std::vector<std::uint32_t> walls = {0, 0, 1, 1, 1, 2, 2, 3};
/// One of each that is shared.
const std::vector<PeerId> forwarded = {4, 5};

bool is_forwarded(PeerId peer) {
  return std::find(forwarded.begin(), forwarded.end(), peer) != forwarded.end();
}

}  // namespace

TEST_CASE("a firewall lets in those behind it, and everybody to whom it forwards a port") {
  const Firewalls firewalls(walls, forwarded, tests::usual_methods, 1, 1);
  CHECK(firewalls.any());
  for (PeerId to = 0; to < peers; ++to) {
    INFO("to " << to);
    const bool is_open = walls[to] == 0 || is_forwarded(to);
    CHECK(firewalls.is_firewalled(to) == !is_open);
    for (PeerId from = 0; from < peers; ++from) {
      INFO("from " << from);
      CHECK(firewalls.lets_connect(from, to) == (is_open || walls[from] == walls[to]));
      const bool meet = firewalls.lets_connect(from, to) || firewalls.lets_connect(to, from);
      CHECK(firewalls.can_meet(from, to) == meet);
      for (PeerId relay = 0; relay < peers; ++relay) {
        CHECK(firewalls.can_join(relay, from, to) ==
              (firewalls.lets_connect(from, relay) && firewalls.lets_connect(to, relay)));
      }
    }
  }
  // Written out: the first column connects to the others.
  const auto row = [&](PeerId from) {
    std::string text;
    for (PeerId to = 0; to < peers; ++to) text += firewalls.lets_connect(from, to) ? '1' : '0';
    return text;
  };
  CHECK(row(0) == "11001100");
  CHECK(row(1) == "11001100");
  CHECK(row(2) == "11111100");
  CHECK(row(4) == "11111100");
  CHECK(row(5) == "11001110");
  CHECK(row(6) == "11001110");
  CHECK(row(7) == "11001101");
}

TEST_CASE("where nobody is behind a firewall there are none") {
  for (const Firewalls& firewalls : {Firewalls(), Firewalls({0, 0, 0}, {}, 0, 1, 1)}) {
    CHECK_FALSE(firewalls.any());
    CHECK(firewalls.lets_connect(0, 2));
    CHECK(firewalls.can_meet(0, 2));
    CHECK_FALSE(firewalls.is_firewalled(1));
  }
}

TEST_CASE("a firewall around all of a network is none to it") {
  const Firewalls inside({1, 1, 1}, {1}, 0, 1, 1);
  CHECK_FALSE(inside.any());
  CHECK_FALSE(inside.is_firewalled(2));
  for (PeerId from = 0; from < 3; ++from) {
    for (PeerId to = 0; to < 3; ++to) CHECK(inside.lets_connect(from, to));
  }
  const Firewalls two({1, 1, 2}, {}, 0, 1, 1);
  CHECK(two.any());
  CHECK(two.lets_connect(0, 1));
  CHECK_FALSE(two.lets_connect(2, 1));
}

TEST_CASE("the direct method is always allowed, the others if the scenario says so") {
  const Firewalls none({0, 1}, {}, 0, 1, 1);
  CHECK(none.allows(Method::direct));
  CHECK_FALSE(none.allows(Method::push));
  CHECK_FALSE(none.allows(Method::relay));
  const Firewalls some({0, 1}, {}, overlay::set_of(Method::hole_punch), 1, 1);
  CHECK(some.allows(Method::direct));
  CHECK(some.allows(Method::hole_punch));
  CHECK_FALSE(some.allows(Method::push_proxy));
}

TEST_CASE("a hole can be punched between so many pairs, whoever of the two begins") {
  constexpr PeerId count = 200;
  const auto punched = [](double share, std::uint64_t seed) {
    const Firewalls firewalls(std::vector<std::uint32_t>(count, 1), {}, 0, share, seed);
    std::vector<bool> all;
    for (PeerId a = 0; a < count; ++a) {
      for (PeerId b = 0; b < a; ++b) {
        REQUIRE(firewalls.punches(a, b) == firewalls.punches(b, a));
        all.push_back(firewalls.punches(a, b));
      }
    }
    return all;
  };
  const auto share_of = [](const std::vector<bool>& all) {
    return static_cast<double>(std::count(all.begin(), all.end(), true)) /
           static_cast<double>(all.size());
  };
  for (const double share : {0.1, 0.5, 0.82}) {
    INFO(share);
    const auto all = punched(share, 1);
    const double deviation = std::sqrt(share * (1 - share) / static_cast<double>(all.size()));
    CHECK(std::abs(share_of(all) - share) < 3 * deviation);
    CHECK(punched(share, 1) == all);
    CHECK(punched(share, 2) != all);
  }
  CHECK(share_of(punched(0, 1)) == 0);
  CHECK(share_of(punched(1, 1)) == 1);
}

}  // namespace firewalls_test
