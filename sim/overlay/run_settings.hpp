// RunSettings: what a run is played with, besides its protocol and its wires.
#pragma once

#include "sim/core/stop.hpp"
#include "sim/core/time.hpp"
#include "sim/measure/trace.hpp"
#include "sim/overlay/link_ways.hpp"
#include "sim/overlay/paths.hpp"
#include "sim/overlay/presence.hpp"

namespace rippletank::overlay {

struct RunSettings {
  core::Time horizon = core::never;  ///< what lies later does not happen
  core::Time warm_up = 0;            ///< queries before it are not counted
  core::Time bin = core::never;      ///< of what is counted over time; never: nothing is
  /// Count copies that will certainly be duplicates when they are sent. The results are the
  /// same; off for the tests that prove it.
  bool count_certain_duplicates = true;
  measure::TraceSink trace;              ///< empty: no trace
  Paths paths;                           ///< empty: nothing is known about stretch
  LinkWays link_ways;                    ///< empty: bytes of files take no time
  Presence presence;                     ///< empty: everybody is online all the time
  const core::StopFlag* stop = nullptr;  ///< null: the run is played to its end
};

}  // namespace rippletank::overlay
