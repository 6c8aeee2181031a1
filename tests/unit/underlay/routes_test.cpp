// Which way frames take in each of the guide's layouts, and what is left of it after a break.
#include "sim/underlay/routes.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "sim/core/random.hpp"
#include "tests/catch.hpp"
#include "tests/unit/underlay/naive_routes.hpp"

namespace routes_test {

using namespace rippletank;
using namespace rippletank::tests;
using underlay::Hop;
using underlay::Intact;
using underlay::Media;
using underlay::Routes;

namespace {

using Way = std::vector<DeviceId>;

/// A network with its media and routes, whatever is broken.
class Network {
 public:
  explicit Network(DeviceGraph graph, bool full_duplex = true)
      : graph_(std::move(graph)),
        media_(underlay::find_media(graph_, full_duplex)),
        routes_(graph_, media_),
        intact_(Intact::all(graph_)) {}

  const Media& media() const { return media_; }
  Hop hop(DeviceId from, DeviceId to) { return routes_.hop(from, to); }

  /// The devices that handle a frame on its way, or nothing if it does not arrive.
  Way way(DeviceId from, DeviceId to) {
    Way devices;
    while (from != to) {
      const Hop step = hop(from, to);
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

  Way way_without_device(DeviceId off, DeviceId from, DeviceId to) {
    intact_.devices[off] = false;
    routes_.set_intact(intact_);
    Way devices = way(from, to);
    intact_.devices[off] = true;
    routes_.set_intact(intact_);
    return devices;
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

/// Up to 14 devices, many with a single cable, some with none; latencies that are often equal or 0.
/// The first few may share a trunk or a ring.
DeviceGraph random_network(core::Substream& stream) {
  DeviceGraph graph;
  const auto devices = static_cast<DeviceId>(2 + stream.below(13));
  graph.kinds.assign(devices, DeviceKind::host);
  for (DeviceKind& kind : graph.kinds) {
    if (stream.chance(0.5)) kind = static_cast<DeviceKind>(stream.below(4));
  }
  const auto join = [&](DeviceId a, DeviceId b, std::uint32_t group = underlay::no_group) {
    if (stream.chance(0.5) && group == underlay::no_group) std::swap(a, b);
    graph.cables.push_back(cable(a, b, group));
    graph.cables.back().latency_ns = cable_ns * static_cast<core::Time>(stream.below(3));
  };
  DeviceId grouped = 1;
  if (stream.chance(0.5)) {
    graph.groups = {static_cast<GroupKind>(stream.below(3))};
    grouped = static_cast<DeviceId>(2 + stream.below(devices - 1));
    for (DeviceId device = 1; device < grouped; ++device) join(device - 1, device, 0);
    if (graph.groups.front() != GroupKind::trunk && grouped > 2) join(grouped - 1, 0, 0);
  }
  const std::uint64_t inner = 1 + stream.below(devices);
  for (DeviceId device = grouped; device < devices; ++device) {
    if (stream.chance(0.1)) continue;
    join(device, static_cast<DeviceId>(stream.below(std::min<std::uint64_t>(device, inner))));
  }
  for (std::uint64_t more = stream.below(4); more > 0; --more) {
    const auto one = static_cast<DeviceId>(stream.below(devices));
    const auto other = static_cast<DeviceId>(stream.below(devices));
    if (one != other) join(one, other);
  }
  return graph;
}

void break_some(std::vector<bool>& intact, double share, core::Substream& stream) {
  for (std::size_t part = 0; part < intact.size(); ++part) intact[part] = !stream.chance(share);
}

bool is_same(const Hop& a, const Hop& b) {
  if (a.cables == 0 || b.cables == 0) return a.cables == b.cables;
  return std::tie(a.next, a.channel, a.latency_ns, a.cables, a.cable, a.last_cable) ==
         std::tie(b.next, b.channel, b.latency_ns, b.cables, b.cable, b.last_cable);
}

/// How many steps from a device to a destination differ from those of the slow twin.
std::size_t differences(const DeviceGraph& graph, const Media& media, Routes& routes) {
  const std::vector<bool> working = routes.working_cables(routes.intact());
  std::size_t count = 0;
  for (DeviceId to = 0; to < graph.devices(); ++to) {
    const NaiveRoutes naive(graph, media, working, to, routes.intact().devices[to]);
    for (DeviceId from = 0; from < graph.devices(); ++from) {
      count += is_same(routes.hop(from, to), naive.hop(from)) ? 0U : 1U;
    }
  }
  return count;
}

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

TEST_CASE("routes are those of the slow twin, on any network and after any breaks") {
  core::Substream stream(1, "test/routes");
  for (int network = 0; network < 3000; ++network) {
    INFO("network " << network);
    const DeviceGraph graph = random_network(stream);
    const bool full_duplex = stream.chance(0.5);
    Media media = underlay::find_media(graph, full_duplex);
    Routes routes(graph, media);
    REQUIRE(differences(graph, media, routes) == 0);
    for (int round = 0; round < 4; ++round) {
      Intact intact = Intact::all(graph);
      break_some(intact.devices, 0.1, stream);
      break_some(intact.cables, 0.1, stream);
      break_some(intact.groups, 0.1, stream);
      media = underlay::find_media(graph, full_duplex, routes.working_cables(intact));
      routes.set_intact(intact);
      REQUIRE(differences(graph, media, routes) == 0);
    }
  }
}

TEST_CASE("two hosts with one cable between them reach each other") {
  Network pair(tests::bus(2));
  CHECK(pair.way(0, 1) == Way{1});
  CHECK(pair.way(1, 0) == Way{0});
  CHECK(pair.pairs_without_cable(0) == 0);
}

TEST_CASE("a trunk leads to the host at its end past a neighbour that is off") {
  Network bus(tests::bus(4));
  CHECK(bus.way_without_device(2, 0, 3) == Way{3});
  CHECK(bus.way_without_device(3, 0, 3).empty());
}

}  // namespace routes_test
