// Run: from a scenario and a seed to everything that was counted; a pure function.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "sim/core/stop.hpp"
#include "sim/overlay/presence.hpp"
#include "sim/run/incidents.hpp"
#include "sim/run/network.hpp"
#include "sim/workload/items.hpp"

namespace rippletank::run {

/// How a run is watched; none of it changes its results.
struct Watch {
  /// Told every message, in virtual-time order.
  std::function<void(const Network&, const measure::TraceEvent&)> trace;
  /// Told who is offline at first, and then who comes and goes, in the same order.
  std::function<void(const overlay::PresenceChange&)> presence;
  /// Told now and then how much of the run is done, from 0 to 1, when that is known.
  std::function<void(double fraction)> progress;
  /// For tests: play out what could be counted at sending.
  bool count_certain_duplicates = true;
  /// Ends the run once it is set; null: nothing does.
  const core::StopFlag* stop = nullptr;
  /// Makes its graphs; whoever plays several runs may keep those that they share.
  GraphMaker graphs = topologies::build;
};

/// Wall time of the phases of a run.
struct WallTime {
  double build_s = 0;
  double simulate_s = 0;
};

struct Outcome {
  std::uint64_t seed = 1;
  Network network;
  workload::Items items;  ///< what queries asked for
  overlay::Measures measures;
  IncidentRecord record;  ///< of what failed, and of what it left
  core::Time online = 0;  ///< for how long a peer was that never went
  WallTime wall_time;     ///< never part of results

  /// Who is connected to whom at the end.
  const overlay::Connections& final_connections() const {
    return measures.connections ? *measures.connections : network.connections;
  }

  Outcome(Network made, workload::Items shared, overlay::Measures counted, IncidentRecord seen)
      : network(std::move(made)),
        items(std::move(shared)),
        measures(std::move(counted)),
        record(std::move(seen)) {}
};

/// The seed of a repetition: the root seed itself for the first, substreams of it for the others.
std::uint64_t repetition_seed(std::uint64_t root_seed, std::uint64_t repetition);

/// What a run begins with.
struct Beginning {
  Network network;
  workload::Items items;
};

/// The same network and items that run() builds, for those who want to look at them only.
///
/// Errors:  InputError, with JSON pointers or files, for what only building shows to be wrong.
Beginning begin(const scenario::Scenario& scenario, std::uint64_t seed);

/// Builds network and content and starts the queries, as run() does before the first event.
///
/// Errors:  InputError, with JSON pointers or files, for what only building shows to be wrong.
void check_runnable(const scenario::Scenario& scenario);

/// Plays a scenario out.
///
/// Errors:  those of check_runnable(), InputError for a run that has too many bins of series, and
///          core::Stopped.
Outcome run(const scenario::Scenario& scenario, std::uint64_t seed, const Watch& watch = {});

}  // namespace rippletank::run
