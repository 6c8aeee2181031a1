// Finds the scenarios that come with rippletank.
#include "sim/cli/scenario_gallery.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "sim/cli/program_folder.hpp"
#include "sim/registry/json.hpp"

namespace rippletank::cli {
namespace {

namespace fs = std::filesystem;

std::string description_in(const fs::path& file) {
  std::ifstream stream(file);
  const registry::Json json = registry::Json::parse(stream, nullptr, false);
  if (!json.is_object() || !json.contains("description")) return {};
  return json["description"].is_string() ? json["description"].get<std::string>() : std::string();
}

}  // namespace

fs::path scenarios_folder() {
  if (const char* named = std::getenv("RIPPLETANK_SCENARIOS")) return named;
  return beside_program({"../share/rippletank/scenarios", "../../scenarios"}, "tutorial");
}

std::vector<GalleryScenario> gallery() {
  std::vector<GalleryScenario> found;
  const fs::path folder = scenarios_folder();
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end;
       at.increment(error)) {
    if (at->path().filename() == "data") at.disable_recursion_pending();
    if (at->path().extension() != ".json" || at->path().filename() == "lab.json") continue;
    found.push_back({at->path().lexically_relative(folder).string(), description_in(at->path())});
  }
  std::sort(found.begin(), found.end(),
            [](const auto& a, const auto& b) { return a.path < b.path; });
  return found;
}

}  // namespace rippletank::cli
