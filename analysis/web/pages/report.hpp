// Report: a result folder as what its page carries.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "analysis/replay/recording.hpp"
#include "analysis/web/pages/page.hpp"
#include "sim/registry/json.hpp"
#include "sim/run/run.hpp"
#include "sim/scenario/scenario.hpp"

namespace rippletank::pages {

/// Of a report: more would make the page larger than a megabyte.
inline constexpr std::size_t most_reported_messages = 40'000;
/// Of each table; the result folder has the others.
inline constexpr std::size_t most_reported_rows = 3'000;

/// What has been played again, to be played back.
struct Played {
  const scenario::Scenario& scenario;
  const run::Outcome& outcome;
  const replay::Recording& recording;
};

/// The result in a folder.
///
/// `played`: null where the page has nothing to play back. `base`: what the scenario's files are
/// relative to; they are carried along if they are small, for the engine.
/// Shape:   the data are {"kind": "report", "name", "description", "run": {"name", "file",
///          "scenario" (its text), "summary", "text", "files": {name: text}, "inputs": {path: text},
///          "replay": {"stage", "replay"} or null, "sweep": {"varied", "metrics"} or null,
///          "shortened": [table …]}}.
/// Errors:  InputError for what cannot be read.
Content report(const std::filesystem::path& folder, const registry::Json& summary,
               const std::optional<Played>& played, const std::filesystem::path& base);

}  // namespace rippletank::pages
