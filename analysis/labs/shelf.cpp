// Finds labs by their names.
#include "analysis/labs/shelf.hpp"

#include <algorithm>
#include <system_error>

#include "sim/registry/suggest.hpp"
#include "sim/registry/utf8.hpp"

namespace rippletank::labs {
namespace {

namespace fs = std::filesystem;

bool is_meant(const std::string& written, const std::string& name) {
  const auto line = name.find('_');
  const std::string number = name.substr(0, line);
  return written == name || written == number || "0" + written == number ||
         (line != std::string::npos && written == name.substr(line + 1));
}

}  // namespace

std::vector<std::string> lab_names(const fs::path& shelf) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator at(shelf, error), end; !error && at != end; at.increment(error)) {
    if (fs::exists(at->path() / "lab.json", error)) names.push_back(at->path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string meant_lab(const std::string& written, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (is_meant(written, name)) return name;
  }
  std::string advice;
  std::vector<std::string> known = names;
  for (const std::string& name : names) known.push_back(name.substr(name.find('_') + 1));
  const std::string nearest = registry::nearest_name(written, known);
  advice =
      nearest.empty() ? "; rippletank lab list shows them" : "; did you mean \"" + nearest + "\"?";
  throw registry::InputError(
      registry::Diagnostic{"", 0, "", "unknown lab " + registry::in_quotes(written) + advice});
}

}  // namespace rippletank::labs
