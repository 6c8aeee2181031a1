// Series: what happened in each bin of time.
#pragma once

#include <filesystem>

#include "sim/run/run.hpp"

namespace rippletank::run {

/// The width of the bins that a scenario asks for; core::never if it asks for none.
core::Time bin_of_series(const scenario::Scenario& scenario);

/// Refuses series that would be too long for a run that ends then.
///
/// Errors:  InputError at "/measure/bin_s".
void check_series(const scenario::Scenario& scenario, const Network& network, core::Time end);

/// Tells that a run took more bins than are kept.
///
/// Errors:  InputError at "/measure/bin_s", always.
[[noreturn]] void refuse_bins(const scenario::Scenario& scenario);

/// Writes a row for each bin and metric; no table if the scenario asks for none.
///
/// Shape:   bins begin at 0; the first is that in which the warm-up ends, the last one that in
///          which the run does, with what happens in its last moment.
void write_series(const scenario::Scenario& scenario, const Outcome& outcome,
                  const std::filesystem::path& file);

}  // namespace rippletank::run
