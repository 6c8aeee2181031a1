// Report: a result folder as what its page carries.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "analysis/replay/recording.hpp"
#include "analysis/web/pages/changes.hpp"
#include "analysis/web/pages/page.hpp"
#include "sim/registry/json.hpp"
#include "sim/run/run.hpp"
#include "sim/scenario/scenario.hpp"

namespace rippletank::pages {

/// Of a report: more would make the page larger than a megabyte.
inline constexpr std::size_t most_reported_messages = 40'000;
/// Of each table; the result folder has the others.
inline constexpr std::size_t most_reported_rows = 3'000;
inline constexpr std::size_t most_bytes_per_row = 1'000;  ///< in the mean of a table; longer: fewer

/// What has been played again, to be played back.
struct Played {
  const scenario::Scenario& scenario;
  const run::Outcome& outcome;
  const replay::Recording& recording;
  Changes changes = {};  ///< of the folder, since the run
};

/// The result in a folder.
///
/// `played`: null where the page has nothing to play back. `base`: what the scenario's files are
/// relative to; they are carried along if they are small, for the engine.
/// Shape:   the data are {"kind": "report", "name", "description", "run": {"name", "file",
///          "scenario" (its text), "summary", "text", "files": {name: text}, "inputs": {path:
///          text}, "replay": {"stage", "replay"} or null, "sweep": {"varied", "metrics"} or null,
///          "shortened": [table …], "changed": [file that is not as the run gives it …],
///          "missing": [table that the run gives and the folder lacks …]}}; the last two are
///          empty where nothing was played.
/// Errors:  InputError for what cannot be read.
Content report(const std::filesystem::path& folder, const registry::Json& summary,
               const std::optional<Played>& played, const std::filesystem::path& base);

/// Leaves as many rows of each table of a report, and tells so in "shortened". groups.csv stays as
/// it is: without a part of it, curves would end somewhere.
void shorten_tables(Content& report, std::size_t rows);

}  // namespace rippletank::pages
