// Routes over a physical network: every device that a frame comes to, hubs included.
#include <memory>
#include <utility>

#include "sim/core/check.hpp"
#include "sim/run/wires.hpp"

namespace rippletank::run {
namespace {

using core::Time;
using underlay::Cable;
using underlay::DeviceId;
using underlay::DeviceKind;
using underlay::Hop;

const char* name_of(DeviceKind kind) {
  switch (kind) {
    case DeviceKind::host:
      return "host";
    case DeviceKind::router:
      return "router";
    case DeviceKind::hub:
      return "hub";
    case DeviceKind::switch_device:
      return "switch";
  }
  return "host";
}

const char* medium_of(const underlay::DeviceGraph& graph, const Cable& cable) {
  if (cable.group == underlay::no_group) return "cable";
  return graph.is_trunk(cable) ? "trunk" : "ring";
}

/// Follows a message from device to device.
class Walk {
 public:
  Walk(underlay::PhysicalWires& wires, const topologies::NodeNames& names, std::uint64_t bytes)
      : wires_(wires),
        names_(names),
        bytes_(bytes),
        arrivals_(wires.frames().framing().frames(bytes)) {}

  Route route(DeviceId from, DeviceId to) {
    if (!wires_.routes().intact().devices[from]) return {};
    Route route;
    route.device = names_.name(from);
    route.kind = kind(from);
    for (DeviceId device = from; device != to;) {
      const Hop hop = wires_.routes().hop(device, to);
      if (hop.cables == 0) return {};
      const Time before = arrivals_.back();
      wires_.frames().pass_idle(hop, bytes_, arrivals_);
      add_steps(device, hop, to, arrivals_.back() - before - hop.latency_ns, route);
      device = hop.next;
    }
    route.found = true;
    return route;
  }

 private:
  const char* kind(DeviceId device) const { return name_of(wires_.graph().kinds[device]); }

  /// A step to each hub on the way and one to the device that takes the frames; taps along a trunk
  /// hear them and pass nothing on.
  void add_steps(DeviceId from, const Hop& hop, DeviceId to, Time sending_ns, Route& route) {
    const underlay::DeviceGraph& graph = wires_.graph();
    RouteStep step;
    step.sending_ns = sending_ns;
    for (DeviceId at = from; at != hop.next;) {
      const Cable& cable = graph.cables[wires_.routes().hop(at, to).cable];
      at = cable.from == at ? cable.to : cable.from;
      step.medium = medium_of(graph, cable);
      step.latency_ns += cable.latency_ns;
      ++step.links;
      if (at != hop.next && graph.kinds[at] != DeviceKind::hub) continue;
      step.device = names_.name(at);
      step.kind = kind(at);
      route.steps.push_back(std::exchange(step, {}));
    }
  }

  underlay::PhysicalWires& wires_;
  const topologies::NodeNames& names_;
  std::uint64_t bytes_ = 0;
  std::vector<Time> arrivals_;  ///< of each frame, at the device so far
};

}  // namespace

RouteFinder physical_route(const LaidWires& laid) {
  const auto* held = std::get_if<std::unique_ptr<underlay::PhysicalWires>>(&laid.wires);
  RIPPLETANK_CHECK(held != nullptr, "a physical route needs physical wires");
  return [wires = held->get(),
          names = std::make_shared<const topologies::NodeNames>(laid.device_names)](
             core::PeerId from, core::PeerId to, std::uint64_t bytes) {
    return Walk(*wires, *names, bytes).route(wires->host_of(from), wires->host_of(to));
  };
}

}  // namespace rippletank::run
