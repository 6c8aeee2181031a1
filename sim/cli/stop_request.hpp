// StopRequest: Ctrl-C asks long work to end cleanly; a second one ends it at once.
#pragma once

namespace rippletank::cli {

/// Once defer() was called, the first SIGINT, SIGTERM, SIGHUP or SIGQUIT is only noted, unless the
/// program was started to ignore it. The next one, and any before, ends the program. Threads
/// started later inherit that they are not interrupted themselves.
class StopRequest {
 public:
  StopRequest();

  /// There is something to be brought to a clean end from now on.
  void defer();

  bool is_made() const;
  /// Of the program that it ends.
  int exit_code() const;
};

}  // namespace rippletank::cli
