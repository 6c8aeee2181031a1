// Finds what lies beside this program.
#include "sim/cli/program_folder.hpp"

#include <system_error>

namespace rippletank::cli {

namespace fs = std::filesystem;

fs::path beside_program(const std::vector<const char*>& places, const char* holding) {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error).parent_path();
  for (const char* place : places) {
    const fs::path folder = (program / place).lexically_normal();
    if (fs::exists(folder / holding, error)) return folder;
  }
  return {};
}

}  // namespace rippletank::cli
