// Simulation: all that a run loop needs, and the choice of the loop by protocol.
#pragma once

#include <cstdint>
#include <memory>
#include <variant>
#include <vector>

#include "sim/overlay/content.hpp"
#include "sim/overlay/engine.hpp"
#include "sim/overlay/protocol.hpp"
#include "sim/registry/entry.hpp"
#include "sim/underlay/direct.hpp"
#include "sim/underlay/internet.hpp"
#include "sim/underlay/physical.hpp"

namespace rippletank::protocols {
struct UnstructuredPlan;
namespace freenet {
struct Parameters;
}
}  // namespace rippletank::protocols

namespace rippletank::run {

/// What carries the messages, in the form that suits its delays.
using Wires =
    std::variant<underlay::ConstantDelay, underlay::DelayPerConnection<std::uint32_t>,
                 underlay::DelayPerConnection<core::Time>, std::unique_ptr<underlay::PhysicalWires>,
                 std::unique_ptr<underlay::InternetWires>>;

struct Simulation {
  const registry::Model& protocol;
  const overlay::Connections& connections;
  Wires& wires;
  const overlay::Firewalls& firewalls;
  overlay::QueryStream queries;
  const overlay::RunSettings& settings;
  std::uint64_t seed = 1;
  const overlay::Content* content = nullptr;  ///< null in a scenario without
  std::vector<core::PeerId> servers;          ///< that the scenario names, ascending
  std::vector<std::uint32_t> clusters;        ///< of each peer, if the topology has any
  overlay::UploadLimits uploads;
  std::vector<overlay::AccessSpeed> access;  ///< per peer, where the underlay has access links
  std::vector<core::ItemId> followed = {};   ///< items whose copies are looked at in each bin
};

/// Plays the run out and returns what was counted.
overlay::Measures simulate(Simulation simulation);

/// The same for protocols that are unstructured networks, all in one loop.
overlay::Measures play_plan(Simulation simulation, const protocols::UnstructuredPlan& plan);
/// Likewise for all Freenets.
overlay::Measures play_plan(Simulation simulation, const protocols::freenet::Parameters& plan);

}  // namespace rippletank::run
