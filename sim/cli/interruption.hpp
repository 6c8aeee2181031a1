// Interruption: Ctrl-C leaves nothing half-written behind.
#pragma once

#include <filesystem>

namespace rippletank::cli {

/// While it lives, SIGINT and SIGTERM remove the folder in the making and end the program with
/// exit code 130. Threads started later inherit that they are not interrupted themselves.
class Interruption {
 public:
  Interruption();

  /// The folder to be removed; empty for none.
  void clean_up(const std::filesystem::path& unfinished);
};

}  // namespace rippletank::cli
