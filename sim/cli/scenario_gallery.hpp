// The scenarios that come with rippletank.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace rippletank::cli {

struct GalleryScenario {
  std::string path;  ///< below the scenarios folder
  std::string description;
};

/// The folder of the scenarios that came with this program: RIPPLETANK_SCENARIOS, or beside where
/// it was built or installed; empty when there is none.
std::filesystem::path scenarios_folder();

/// All scenarios in it, by path. What they read is in folders called "data".
std::vector<GalleryScenario> gallery();

}  // namespace rippletank::cli
