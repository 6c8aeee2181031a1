// ChurnModel: who comes and goes when by themselves, as a stream of changes, described once.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "sim/overlay/presence.hpp"
#include "sim/registry/table.hpp"
#include "sim/workload/peer_names.hpp"

namespace rippletank::workload {

/// What churn may know about the run whose peers come and go.
struct ChurnSetUp {
  PeerNames peers;
  std::vector<core::PeerId> coming_and_going;  ///< ascending; a trace names its own
  std::uint64_t seed = 1;
  core::Time horizon = core::never;
};

/// The comings and goings of a run. Each peer goes offline and online by turns.
struct Churn {
  std::vector<core::PeerId> offline;  ///< from the start, ascending
  overlay::PresenceStream changes;    ///< in the order of time, then of peers
};

struct ChurnModel {
  registry::Entry entry;
  /// Of whom the parameters say that they come and go: a choice among peers. Empty: all but
  /// servers. Null where a file says it.
  std::function<registry::Model(const void* parameters)> peers;
  /// Errors:  InputError with JSON pointers below "/churn", or naming a file and its line.
  std::function<Churn(const void* parameters, const ChurnSetUp& set_up)> start;
};

const registry::Catalogue& churn_models();

/// The churn model that a scenario chose.
const ChurnModel& churn_model(const registry::Model& chosen);

ChurnModel sessions_churn();
ChurnModel arrivals_churn();
ChurnModel trace_churn();

}  // namespace rippletank::workload
