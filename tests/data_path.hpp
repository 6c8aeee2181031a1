// Where the real data sets are, for the tests that use them in place.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

#include "tests/catch.hpp"

namespace rippletank::tests {

/// The file of a data set, or nothing with a loud warning when it is not on this machine.
///
/// The folder is the environment's RIPPLETANK_DATA, or ../shared/data beside the checkout.
inline std::optional<std::filesystem::path> data_file(const std::string& name) {
  const char* folder = std::getenv("RIPPLETANK_DATA");
  const std::filesystem::path root =
      folder != nullptr ? std::filesystem::path(folder)
                        : std::filesystem::path(RIPPLETANK_SOURCE_DIR) / "../shared/data";
  const std::filesystem::path file = root / name;
  if (std::filesystem::exists(file)) return file;
  WARN("SKIPPED: " << name << " is not here; set RIPPLETANK_DATA to the folder of the data sets"
                   << " (topologies/data/README.md says where to get them)");
  return {};
}

}  // namespace rippletank::tests
