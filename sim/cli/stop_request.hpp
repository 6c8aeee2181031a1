// StopRequest: Ctrl-C asks long work to end cleanly; a second one ends it at once.
#pragma once

namespace rippletank::cli {

/// Once made, the first SIGINT, SIGTERM, SIGHUP or SIGQUIT is only noted, unless the program was
/// started to ignore it. The next one ends the program. Threads started later inherit that they are
/// not interrupted themselves.
class StopRequest {
 public:
  StopRequest();

  bool is_made() const;
  /// Of the program that it ends.
  int exit_code() const;
};

}  // namespace rippletank::cli
