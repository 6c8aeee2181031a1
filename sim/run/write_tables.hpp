// The result tables of one run as CSV files.
#pragma once

#include <filesystem>

#include "sim/run/run.hpp"
#include "sim/scenario/scenario.hpp"

namespace rippletank::run {

/// Writes the tables that the scenario asks for into a folder.
///
/// Errors:  std::system_error when a file cannot be written.
/// Cost:    O(peers + queries x hops) time, one megabyte of buffer.
void write_tables(const scenario::Scenario& scenario, const Outcome& outcome,
                  const std::filesystem::path& folder);

}  // namespace rippletank::run
