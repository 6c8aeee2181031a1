// The ways in which computers come to know each other, as a scenario chooses among them.
#pragma once

#include <variant>

#include "sim/registry/entry.hpp"

namespace rippletank::protocols {

/// Who comes says so to all neighbours at once, and each of these answers.
struct BroadcastDiscovery {
  double repeat_s = 0;
  double forget_s = 0;
};

/// Who comes tells a server, which sends back whom it knows.
struct ServerDiscovery {
  double ask_s = 0;
  bool tells_others = true;
};

using Discovery = std::variant<BroadcastDiscovery, ServerDiscovery>;

const registry::Catalogue& discoveries();

/// One of the catalogue and its parameters.
Discovery discovery(const registry::Model& chosen);

/// The one that is used unless a scenario says another one: a broadcast.
registry::Model usual_discovery();

}  // namespace rippletank::protocols
