// Makes folders that are thrown away.
#include "sim/cli/scratch.hpp"

#include <filesystem>
#include <system_error>

namespace rippletank::cli {

io::Unfinished make_scratch(const std::string& name) {
  namespace fs = std::filesystem;
  const fs::path scratch = io::beside(fs::temp_directory_path() / name, "part");
  std::error_code ignored;
  fs::remove_all(scratch, ignored);
  fs::create_directories(scratch);
  return {scratch, {}};
}

}  // namespace rippletank::cli
