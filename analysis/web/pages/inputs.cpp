// Reads what scenarios read.
#include "analysis/web/pages/inputs.hpp"

#include <system_error>

#include "sim/registry/input_file.hpp"
#include "sim/scenario/load.hpp"

namespace rippletank::pages {

namespace fs = std::filesystem;

registry::Json inputs_of(const scenario::Scenario& scenario, const fs::path& base,
                         const std::string& prefix) {
  registry::Json inputs = registry::Json::object();
  std::uintmax_t bytes = 0;
  for (const registry::FilePath& file : scenario::input_files(scenario, base)) {
    const fs::path path = fs::path(file.written).lexically_normal();
    if (path.is_absolute() || *path.begin() == "..") return nullptr;
    std::error_code unknown;  // reading says what is wrong with a file without a size
    const std::uintmax_t size = fs::file_size(file.resolved, unknown);
    bytes += unknown ? 0 : size;
    if (bytes > most_input_bytes) return nullptr;
    inputs[prefix + path.generic_string()] = registry::read_input_file(file);
  }
  return inputs;
}

}  // namespace rippletank::pages
