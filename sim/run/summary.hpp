// The summary of a run: for programs as JSON, for people as a page of text.
#pragma once

#include <string>
#include <vector>

#include "sim/registry/codec.hpp"
#include "sim/registry/json.hpp"
#include "sim/run/run.hpp"
#include "sim/scenario/scenario.hpp"

namespace rippletank::run {

/// Headline numbers with their definitions, and where they come from. Nothing in it depends on
/// the machine, the compiler or the clock (that is in timing.json).
registry::Json summary_json(const scenario::Scenario& scenario,
                            const std::vector<registry::FilePath>& inputs, const Outcome& outcome);

/// The same for a terminal of 80 columns.
std::string summary_text(const scenario::Scenario& scenario, const Outcome& outcome);

/// Wall time, speed, memory, machine and build: whatever may differ between two equal runs.
registry::Json timing_json(const Outcome& outcome, double load_s, double write_s, double total_s);

/// The same for repetitions, which share the machine.
registry::Json repetitions_timing_json(std::size_t repetitions, unsigned jobs, double total_s);

/// Version, git describe, seed, resolved scenario and input files with their checksums.
registry::Json provenance(const scenario::Scenario& scenario, std::uint64_t seed,
                          const std::vector<registry::FilePath>& inputs);

}  // namespace rippletank::run
