// Starting a churn model from its JSON, for the tests of all of them.
#pragma once

#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "sim/workload/churn/model.hpp"
#include "tests/catch.hpp"
#include "tests/unit/workload/workload_shared.hpp"

namespace rippletank::tests {

inline workload::ChurnSetUp churn_set_up(core::PeerId peers, double horizon_s,
                                         std::uint64_t seed = 1) {
  workload::ChurnSetUp given;
  given.peers = set_up(peers).peers;
  given.coming_and_going.resize(peers);
  std::iota(given.coming_and_going.begin(), given.coming_and_going.end(), core::PeerId{0});
  given.seed = seed;
  given.horizon = core::from_seconds(horizon_s);
  return given;
}

/// What is wrong with a model's parameters, a line each; empty: nothing.
inline std::string churn_mistakes(const registry::Json& json) {
  registry::Reader reader{{}};
  registry::read_model(workload::churn_models(), json, reader);
  std::string all;
  for (const registry::Diagnostic& mistake : reader.diagnostics()) {
    all += mistake.pointer + ": " + mistake.message + "\n";
  }
  return all;
}

struct PlayedChurn {
  std::vector<core::PeerId> offline;
  std::vector<overlay::PresenceChange> changes;
};

/// Plays a model out, and checks what is true of all: changes in the order of time and of peers,
/// not after the horizon, and each peer by turns.
inline PlayedChurn played_churn(const registry::Json& json, const workload::ChurnSetUp& given) {
  registry::Reader reader{{}};
  const registry::Model model = registry::read_model(workload::churn_models(), json, reader);
  REQUIRE(reader.diagnostics().empty());
  workload::Churn churn = workload::churn_model(model).start(model.parameters.get(), given);
  std::vector<bool> online(given.peers.count, true);
  for (const core::PeerId peer : churn.offline) online[peer] = false;
  PlayedChurn played{churn.offline, {}};
  bool is_sound = std::is_sorted(churn.offline.begin(), churn.offline.end());
  while (const std::optional<overlay::PresenceChange> change = churn.changes()) {
    if (!played.changes.empty()) {
      const overlay::PresenceChange& last = played.changes.back();
      is_sound &= std::make_pair(last.time, last.peer) < std::make_pair(change->time, change->peer);
    }
    is_sound &= change->time >= 0 && change->time <= given.horizon;
    is_sound &= online[change->peer] != change->online;
    online[change->peer] = change->online;
    played.changes.push_back(*change);
  }
  CHECK(is_sound);
  return played;
}

/// The time that all peers have spent online until the horizon, in seconds.
inline double online_s(const PlayedChurn& played, const workload::ChurnSetUp& given) {
  const double horizon_s = core::to_seconds(given.horizon);
  double sum = horizon_s * (given.peers.count - static_cast<double>(played.offline.size()));
  for (const overlay::PresenceChange& change : played.changes) {
    sum += (change.online ? 1 : -1) * (horizon_s - core::to_seconds(change.time));
  }
  return sum;
}

}  // namespace rippletank::tests
