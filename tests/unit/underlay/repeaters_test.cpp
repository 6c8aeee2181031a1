// Repeaters: hubs in a row, by hand, and the limits of the standard.
#include "sim/underlay/repeaters.hpp"

#include "tests/catch.hpp"
#include "tests/unit/underlay/device_graphs.hpp"

namespace repeaters_test {

using namespace rippletank;
using namespace rippletank::tests;
using underlay::hubs_in_a_row;

namespace {

/// Hubs in a line, joined by cables of one speed.
DeviceGraph chain(DeviceId hubs, double mbit_s) {
  DeviceGraph graph;
  graph.kinds.assign(hubs, DeviceKind::hub);
  for (DeviceId hub = 1; hub < hubs; ++hub) {
    graph.cables.push_back({hub - 1, hub, cable_ns, mbit_s});
  }
  return graph;
}

}  // namespace

TEST_CASE("hubs in a row are those between the places that are farthest apart") {
  CHECK(hubs_in_a_row(tests::star(5, DeviceKind::hub)) == 1);
  CHECK(hubs_in_a_row(tests::star(5, DeviceKind::switch_device)) == 0);
  CHECK(hubs_in_a_row(tests::combined_star(3, DeviceKind::hub)) == 2);
  CHECK(hubs_in_a_row(chain(7, 10)) == 7);
  DeviceGraph parted = chain(7, 10);
  parted.kinds[3] = DeviceKind::switch_device;  // which ends the medium
  CHECK(hubs_in_a_row(parted) == 3);
  DeviceGraph round = chain(6, 10);
  round.cables.push_back(cable(5, 0));
  CHECK(hubs_in_a_row(round) == 4);
}

TEST_CASE("a trunk passes signals on by itself: two hubs at most lie between places of a tree") {
  CHECK(hubs_in_a_row(tests::tree(5, 3, DeviceKind::hub)) == 2);
}

TEST_CASE("the limit is four hubs at 10 Mbit/s, two at 100, one above") {
  for (const auto& [mbit_s, allowed] : {std::pair{10.0, 4U}, {100.0, 2U}, {1000.0, 1U}}) {
    CHECK_FALSE(underlay::repeater_warning(chain(allowed, mbit_s)));
    const auto warning = underlay::repeater_warning(chain(allowed + 1, mbit_s));
    REQUIRE(warning);
    CHECK_THAT(*warning, Catch::Contains("passes " + std::to_string(allowed + 1) + " hubs"));
  }
}

}  // namespace repeaters_test
