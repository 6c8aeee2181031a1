// Compares where results go with where inputs lie.
#include "sim/cli/kept_inputs.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rippletank::cli {
namespace {

namespace fs = std::filesystem;

/// Whether a file is the target, by whatever names, or lies below it.
bool is_or_holds(const fs::path& target, const fs::path& file) {
  std::error_code error;
  if (fs::equivalent(target, file, error)) return true;
  const fs::path place = fs::canonical(target, error);
  if (error) return false;
  const fs::path inner = fs::canonical(file, error);
  if (error) return false;
  return std::mismatch(place.begin(), place.end(), inner.begin(), inner.end()).first == place.end();
}

void keep(const fs::path& file, const std::string& named, const char* what, const fs::path& target,
          const std::string& option) {
  if (!is_or_holds(target, file)) return;
  std::error_code error;
  const bool is_folder = fs::is_directory(target, error);
  throw registry::InputError(registry::Diagnostic{
      "", 0, "",
      fmt::format("{} {} {}{}, which would be lost; choose another {}", target.string(),
                  is_folder ? "holds" : "is", what, is_folder ? " " + named : "", option)});
}

}  // namespace

void keep_inputs(const scenario::Loaded& loaded, const fs::path& target,
                 const std::string& option) {
  keep(loaded.origin.file, loaded.origin.file, "the scenario", target, option);
  for (const registry::FilePath& input :
       scenario::input_files(loaded.scenario, loaded.base_directory())) {
    keep(input.resolved, input.shown(), "an input of the scenario", target, option);
  }
}

}  // namespace rippletank::cli
