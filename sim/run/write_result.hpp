// The files of a result that are the same bytes on every machine.
#pragma once

#include <filesystem>

#include "sim/registry/json.hpp"
#include "sim/run/run.hpp"

namespace rippletank::run {

/// Writes the tables and summary.json of a run into a folder, and returns the summary. `inputs` are
/// those of its provenance: files with checksums.
///
/// Errors:  std::system_error.
registry::Json write_result(const scenario::Scenario& scenario, const Outcome& outcome,
                            const registry::Json& inputs, const std::filesystem::path& folder);

}  // namespace rippletank::run
