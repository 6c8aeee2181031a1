// Player: from the text of a scenario to the files of its result, as the command writes them.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "sim/registry/diagnostics.hpp"
#include "sim/registry/json.hpp"

namespace rippletank::engine {

/// A scenario as the page has it.
struct Play {
  std::string text;               ///< of the scenario file
  std::string file;               ///< its name; paths inside it are relative to its folder
  std::size_t most_messages = 0;  ///< that a replay shows; 0: there is none
};

/// Plays a scenario and writes its result into a folder that exists, and what its replay needs into
/// the folder "replay" in it: stage.json, replay.json and messages.bin.
///
/// Shape:   {"name", "summary", "text", "files": [name …], "build_s", "simulate_s"}.
/// Errors:  InputError with every mistake, in line order.
registry::Json play(const Play& play, const std::filesystem::path& folder,
                    const std::function<void(double)>& progress);

/// Errors as the page shows them.
///
/// Shape:   {"diagnostics": [{"line", "pointer", "message"} …]}; line 0: unknown.
registry::Json to_json(const std::vector<registry::Diagnostic>& diagnostics);

}  // namespace rippletank::engine
