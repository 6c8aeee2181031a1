// Reads the files of labs.
#include "analysis/web/pages/lab_files.hpp"

#include <algorithm>
#include <filesystem>
#include <vector>

#include "analysis/labs/page.hpp"
#include "sim/registry/input_file.hpp"

namespace rippletank::pages {

registry::Json lab_files(const labs::Lab& lab) {
  namespace fs = std::filesystem;
  std::vector<fs::path> found;
  for (const auto& file : fs::directory_iterator(lab.folder)) {
    if (file.is_regular_file()) found.push_back(file.path());
  }
  std::sort(found.begin(), found.end());
  registry::Json files = registry::Json::object();
  for (const fs::path& file : found) {
    files[file.filename().string()] = registry::read_input_file({file.string(), file});
  }
  files["README.md"] = labs::markdown_of(labs::without_answers(labs::read_page(lab)));
  return {{"name", lab.name}, {"title", lab.title}, {"idea", lab.idea}, {"files", files}};
}

}  // namespace rippletank::pages
