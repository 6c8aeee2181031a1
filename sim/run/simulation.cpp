// Finds the run loop of a protocol: type erasure stands here, once per run.
#include "sim/run/simulation.hpp"

#include <string_view>
#include <utility>

#include "sim/core/check.hpp"

namespace rippletank::run {

#define PROTOCOL(name) overlay::Measures simulate_##name(Simulation simulation);
#include "sim/protocols/catalogue.def"
#undef PROTOCOL

overlay::Measures simulate(Simulation simulation) {
  const std::string_view chosen = simulation.protocol.entry->name;
#define PROTOCOL(name) \
  if (chosen == #name) return simulate_##name(std::move(simulation));
#include "sim/protocols/catalogue.def"
#undef PROTOCOL
  RIPPLETANK_CHECK(false, "the protocol has no run loop");
  std::abort();
}

}  // namespace rippletank::run
