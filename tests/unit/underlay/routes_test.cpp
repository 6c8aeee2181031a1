// Which way frames take in each of the guide's layouts, and what is left of it after a break.
#include "sim/underlay/routes.hpp"

#include "tests/catch.hpp"
#include "tests/unit/underlay/device_graphs.hpp"

using namespace rippletank;
using namespace rippletank::tests;
using underlay::Hop;
using underlay::Intact;
using underlay::Media;
using underlay::Routes;

namespace {

/// A network with its media and routes, whatever is broken.
class Network {
 public:
  explicit Network(DeviceGraph graph, bool full_duplex = true)
      : graph_(std::move(graph)),
        media_(underlay::find_media(graph_, full_duplex)),
        routes_(graph_, media_),
        intact_(Intact::all(graph_)) {}

  const Media& media() const { return media_; }
  const Hop& hop(DeviceId from, DeviceId to) { return routes_.hop(from, to); }

  /// The devices that handle a frame on its way, or nothing if it does not arrive.
  std::vector<DeviceId> way(DeviceId from, DeviceId to) {
    std::vector<DeviceId> devices;
    while (from != to) {
      const Hop& step = hop(from, to);
      if (step.cables == 0) return {};
      from = step.next;
      devices.push_back(from);
    }
    return devices;
  }

  /// Ordered pairs of hosts between which frames arrive.
  std::size_t pairs() {
    std::size_t count = 0;
    for (DeviceId from = 0; from < graph_.devices(); ++from) {
      for (DeviceId to = 0; to < graph_.devices(); ++to) {
        if (from == to || graph_.kinds[from] != DeviceKind::host) continue;
        const bool reaches = routes_.reaches(from, to);
        if (graph_.kinds[to] == DeviceKind::host && reaches) ++count;
        if (!intact_.devices[from] || !intact_.devices[to]) continue;
        // Who reaches each other is in one part.
        const std::vector<std::uint32_t> parts = routes_.parts();
        CHECK((parts[from] == parts[to]) == reaches);
      }
    }
    return count;
  }

  std::size_t pairs_without_cable(underlay::CableId cable) {
    intact_.cables[cable] = false;
    routes_.set_intact(intact_);
    const std::size_t count = pairs();
    intact_.cables[cable] = true;
    routes_.set_intact(intact_);
    return count;
  }

  std::size_t pairs_without_device(DeviceId device) { return pairs_without_devices({device}); }

  std::size_t pairs_without_devices(const std::vector<DeviceId>& devices) {
    for (const DeviceId device : devices) intact_.devices[device] = false;
    routes_.set_intact(intact_);
    const std::size_t count = pairs();
    for (const DeviceId device : devices) intact_.devices[device] = true;
    routes_.set_intact(intact_);
    return count;
  }

 private:
  DeviceGraph graph_;
  Media media_;
  Routes routes_;
  Intact intact_;
};

using Way = std::vector<DeviceId>;

}  // namespace

TEST_CASE("star with a switch: a frame goes to the switch and on to its destination alone") {
  Network star(tests::star(5, DeviceKind::switch_device));
  CHECK(star.way(1, 3) == Way{5, 3});
  CHECK(star.media().channels.size() == 10);  // two directions of five cables
  CHECK_FALSE(star.media().channels[star.hop(1, 3).channel].shared);
  CHECK(star.pairs() == 20);
}

TEST_CASE("star with a hub: one shared medium, and the hub is no stop on the way") {
  Network star(tests::star(5, DeviceKind::hub));
  CHECK(star.way(1, 3) == Way{3});
  CHECK(star.media().channels.size() == 1);
  CHECK(star.hop(1, 3).cables == 2);
  CHECK(star.hop(1, 3).latency_ns == 2 * cable_ns);
}

TEST_CASE("star: one broken cable isolates one node, a broken centre stops all") {
  for (const DeviceKind centre : {DeviceKind::switch_device, DeviceKind::hub}) {
    Network star(tests::star(5, centre));
    CHECK(star.pairs_without_cable(2) == 4 * 3);
    CHECK(star.pairs_without_device(2) == 4 * 3);
    CHECK(star.pairs_without_device(5) == 0);
  }
}

TEST_CASE("bus: one medium, straight from sender to receiver") {
  Network bus(tests::bus(6));
  CHECK(bus.media().channels.size() == 1);
  CHECK(bus.way(1, 4) == Way{4});
  CHECK(bus.hop(1, 4).latency_ns == 3 * cable_ns);
  CHECK(bus.pairs() == 30);
}

TEST_CASE("bus: a break anywhere downs the whole network, a host that is off only itself") {
  Network bus(tests::bus(6));
  for (underlay::CableId cable = 0; cable < 5; ++cable) CHECK(bus.pairs_without_cable(cable) == 0);
  for (DeviceId host = 0; host < 6; ++host) CHECK(bus.pairs_without_device(host) == 5 * 4);
}

TEST_CASE("ring: from station to station until the destination, one way round") {
  Network ring(tests::ring(6, GroupKind::ring));
  CHECK(ring.way(1, 4) == Way{2, 3, 4});
  CHECK(ring.way(4, 1) == Way{5, 0, 1});
  CHECK(ring.way(0, 5) == Way{1, 2, 3, 4, 5});
}

TEST_CASE("ring: any node or cable that is out downs all, unless the ring is dual") {
  Network ring(tests::ring(6, GroupKind::ring));
  Network dual(tests::ring(6, GroupKind::dual_ring));
  for (underlay::CableId cable = 0; cable < 6; ++cable) {
    CHECK(ring.pairs_without_cable(cable) == 0);
    CHECK(ring.pairs_without_device(cable) == 0);
    CHECK(dual.pairs_without_cable(cable) == 30);
    CHECK(dual.pairs_without_device(cable) == 5 * 4);
    // Without stations 0 and 3, too, one and two neighbours are left.
    if (cable % 3 != 0) CHECK(dual.pairs_without_devices({0, 3, cable}) == 2);
  }
}

TEST_CASE("combined star: within a segment one hop, to the other one more; the link splits them") {
  Network stars(tests::combined_star(3, DeviceKind::switch_device));
  CHECK(stars.way(0, 2) == Way{6, 2});
  CHECK(stars.way(0, 4) == Way{6, 7, 4});
  CHECK(stars.pairs() == 30);
  CHECK(stars.pairs_without_cable(6) == 2 * 6);
  Network hubs(tests::combined_star(3, DeviceKind::hub));
  CHECK(hubs.hop(0, 4).channel == hubs.hop(1, 2).channel);
  CHECK(hubs.way(0, 4) == Way{4});
  CHECK(hubs.hop(0, 4).cables == 3);
  CHECK(hubs.pairs_without_cable(6) == 2 * 6);
}

TEST_CASE("tree: a break of the trunk downs what crosses it, a star cable or a centre its own") {
  for (const DeviceKind centre : {DeviceKind::switch_device, DeviceKind::hub}) {
    Network tree(tests::tree(4, 3, centre));  // 12 hosts; cables 12, 13, 14 are the trunk
    CHECK(tree.pairs() == 12 * 11);
    const underlay::CableId trunk[] = {12, 13, 14};
    for (const auto cable : trunk) CHECK(tree.pairs_without_cable(cable) == 4 * 3 * 2);
    CHECK(tree.pairs_without_cable(5) == 11 * 10);
    for (DeviceId star = 12; star < 16; ++star) {
      CHECK(tree.pairs_without_device(star) == 9 * 8);  // the trunk goes on past a tap that is off
    }
  }
}

TEST_CASE("true mesh: n(n-1)/2 cables, and a lost one only costs a detour") {
  CHECK(true_mesh(6).cables.size() == 15);
  CHECK(true_mesh(7).cables.size() == 21);
  Network mesh(true_mesh(6));
  CHECK(mesh.way(1, 4) == Way{4});
  CHECK(mesh.pairs_without_cable(3) == 30);
  CHECK(mesh.pairs_without_device(3) == 20);
}

TEST_CASE("half duplex: both directions of a cable are one channel") {
  Network star(tests::star(3, DeviceKind::switch_device), false);
  CHECK(star.media().channels.size() == 3);
  CHECK(star.hop(0, 1).channel == star.hop(1, 0).next - 3);
}
