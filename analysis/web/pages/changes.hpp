// Changes: what of a result folder is not as its run gives it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/registry/json.hpp"

namespace rippletank::pages {

struct Changes {
  std::vector<std::string> changed;  ///< files that differ from what the run gives
  std::vector<std::string> missing;  ///< tables that the run gives and the folder lacks
};

/// What run::write_result makes: a folder, and the summary that stands in it.
struct Result {
  std::filesystem::path folder;
  registry::Json summary;
};

/// Holds every table byte for byte, and the numbers of the summary, against the same run played
/// again. Tables that no run writes belong to the user.
///
/// Cost:    a block of two files at a time, however long they are.
Changes changes_of(const Result& stored, const Result& played_again);

}  // namespace rippletank::pages
