// Route: the devices that a message passes on its way, and what each step takes.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"

namespace rippletank::run {

/// Size of the message of a ping, when none is asked for.
///
/// Source:  RFC 792 (an echo has a header of 8 bytes); ping(8), which puts 56 bytes into it.
inline constexpr std::uint32_t ping_bytes = 64;

/// A device, and the way there from the one before.
struct RouteStep {
  std::string device;  ///< its name in the input
  std::string kind;    ///< "host", "router", "switch"; "hub", which is passed without a stop
  std::string
      medium;  ///< what leads there: "cable", "trunk", "ring"; "access" and "link" of an internet
  std::uint32_t links = 0;  ///< physical links on this step
  core::Time latency_ns = 0;
  core::Time sending_ns = 0;  ///< what sending adds to it; 0 where a signal just goes on
};

/// The way of one message over idle wires.
///
/// Shape:   latencies and sending times of all steps add up to the time that the message takes; no
///          steps from a device to itself.
struct Route {
  bool found = false;
  std::string device;  ///< where it begins, by its name in the input
  std::string kind;
  std::vector<RouteStep> steps;

  core::Time duration() const {
    core::Time sum = 0;
    for (const RouteStep& step : steps) sum += step.latency_ns + step.sending_ns;
    return sum;
  }
};

/// The way straight from one peer to another, which need not be connected.
using RouteFinder = std::function<Route(core::PeerId from, core::PeerId to, std::uint64_t bytes)>;

}  // namespace rippletank::run
