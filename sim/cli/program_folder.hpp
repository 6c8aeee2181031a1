// Program folder: what lies beside this program, where it was built or installed.
#pragma once

#include <filesystem>
#include <vector>

namespace rippletank::cli {

/// The first of these places, relative to the program's own folder, that has such a file or folder
/// in it; empty if none has.
std::filesystem::path beside_program(const std::vector<const char*>& places, const char* holding);

}  // namespace rippletank::cli
