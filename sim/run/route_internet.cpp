// Routes over an internet: an access link, routers, and another access link.
#include <memory>
#include <utility>

#include "sim/core/check.hpp"
#include "sim/run/wires.hpp"

namespace rippletank::run {
namespace {

using underlay::InternetWires;
using underlay::RouterId;

struct Names {
  topologies::NodeNames peers;
  topologies::NodeNames routers;
};

/// `link`: what has a latency and a speed, a queue or a core link.
RouteStep step_to(std::string device, const char* kind, const char* medium, const auto& link,
                  std::uint64_t size) {
  return {std::move(device),
          kind,
          medium,
          1,
          link.latency_ns,
          underlay::sending_time(size, link.ns_per_byte)};
}

/// Peers are called by their names: their machines have none of their own.
Route route_between(InternetWires& wires, const Names& names, core::PeerId from, core::PeerId to,
                    std::uint64_t bytes) {
  Route route;
  const auto way = wires.core_way(from, to);
  if (!way) return route;
  const std::uint64_t size = bytes + wires.overhead_bytes(bytes);
  RouterId router = wires.router_of(from);
  route.found = true;
  route.device = names.peers.name(from);
  route.kind = "host";
  route.steps.push_back(
      step_to(names.routers.name(router), "router", "access", wires.uplink(from), size));
  for (const underlay::CoreLinkId id : *way) {
    const underlay::CoreLink& link = wires.network().link(id);
    router = link.from == router ? link.to : link.from;
    route.steps.push_back(step_to(names.routers.name(router), "router", "link", link, size));
  }
  route.steps.push_back(step_to(names.peers.name(to), "host", "access", wires.downlink(to), size));
  return route;
}

}  // namespace

RouteFinder internet_route(const LaidWires& laid, const topologies::NodeNames& peer_names) {
  const auto* held = std::get_if<std::unique_ptr<InternetWires>>(&laid.wires);
  RIPPLETANK_CHECK(held != nullptr, "a route over an internet needs its wires");
  return [wires = held->get(),
          names = std::make_shared<const Names>(Names{peer_names, laid.device_names})](
             core::PeerId from, core::PeerId to, std::uint64_t bytes) {
    return route_between(*wires, *names, from, to, bytes);
  };
}

}  // namespace rippletank::run
