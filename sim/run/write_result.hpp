// The files of a result that are the same bytes on every machine.
#pragma once

#include <filesystem>
#include <functional>

#include "sim/registry/json.hpp"
#include "sim/run/run.hpp"

namespace rippletank::run {

/// What is added to the summary of a run, if anything.
using AddToSummary = std::function<void(const Outcome& outcome, registry::Json& summary)>;

/// Writes the tables and summary.json of a run into a folder, and returns the summary. `inputs` are
/// those of its provenance: files with checksums.
///
/// Errors:  std::system_error.
registry::Json write_result(const scenario::Scenario& scenario, const Outcome& outcome,
                            const registry::Json& inputs, const std::filesystem::path& folder,
                            const AddToSummary& add = {});

}  // namespace rippletank::run
