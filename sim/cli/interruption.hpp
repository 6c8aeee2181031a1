// Interruption: Ctrl-C leaves nothing half-written behind.
#pragma once

#include <functional>

#include "sim/io/unfinished.hpp"

namespace rippletank::cli {

/// Once made, SIGINT, SIGTERM, SIGHUP and SIGQUIT remove what is unfinished and end the program
/// with exit code 128 + signal (130 for SIGINT), unless the program was started to ignore them.
/// Threads started later inherit that they are not interrupted themselves.
class Interruption {
 public:
  Interruption();

  /// Makes something that is unfinished: an interrupt comes before it, or after it and removes it.
  void begin(const std::function<io::Unfinished()>& make);

  /// Completes it: an interrupt comes before it, or after it and removes nothing.
  void complete(const std::function<void()>& commit);

  /// Removes it after a failure. One that an interrupt has caused ends here: what is removed
  /// under the hands of the program makes it fail, which is nobody's mistake.
  void give_up();
};

}  // namespace rippletank::cli
