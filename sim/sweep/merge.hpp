// Merges the parts of a sweep that were run by themselves.
#pragma once

#include <filesystem>
#include <vector>

#include "sim/sweep/sweep_folder.hpp"

namespace rippletank::sweep {

/// Puts the runs of shards into the folder of the whole sweep, with the folders of runs if there
/// are any, and writes its tables. The shards stay as they are.
///
/// Errors:  UnusableFolder for a shard that is none, or of another sweep; Conflict for a run that
///          two have with different results, in words; DatabaseError, std::system_error.
Results merge(const std::filesystem::path& folder,
              const std::vector<std::filesystem::path>& shards);

}  // namespace rippletank::sweep
