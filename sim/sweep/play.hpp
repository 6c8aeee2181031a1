// Plays one run of a plan and says what is kept of it.
#pragma once

#include <filesystem>

#include "sim/core/stop.hpp"
#include "sim/run/graph_maker.hpp"
#include "sim/sweep/plan.hpp"
#include "sim/sweep/run_record.hpp"

namespace rippletank::sweep {

/// How the runs of a sweep are played.
struct Playing {
  const Plan& plan;
  run::GraphMaker graphs;
  std::filesystem::path folders;  ///< that of each run lies in it; empty: none is written
};

/// Where the whole result of a run is kept.
std::filesystem::path folder_of(const std::filesystem::path& folders, const std::string& run_id);

/// Plays a run. Whatever goes wrong in it is its result: status `failed`, with a message.
///
/// Errors:  core::Stopped if that was wanted; std::system_error if its folder cannot be written;
///          InputChanged.
RunRecord play(const Playing& playing, Task task, const core::StopFlag& stop);

}  // namespace rippletank::sweep
