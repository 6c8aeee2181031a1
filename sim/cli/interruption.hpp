// Interruption: Ctrl-C leaves nothing half-written behind.
#pragma once

#include "sim/io/result_folder.hpp"

namespace rippletank::cli {

/// Once made, SIGINT and SIGTERM remove the folder in the making and end the program with exit
/// code 130. Threads started later inherit that they are not interrupted themselves.
class Interruption {
 public:
  Interruption();

  /// What is to be removed.
  void clean_up(const io::UnfinishedFolder& unfinished);

  /// Completes the folder: an interrupt comes before it or after it, and then removes nothing.
  void complete(io::ResultFolder& folder);
};

}  // namespace rippletank::cli
