// Progress: how much is done and how long the rest will take, on a terminal only.
#pragma once

#include "sim/cli/status_line.hpp"

namespace rippletank::cli {

class Progress {
 public:
  /// Shows nothing when `quiet` or when stderr is no terminal.
  explicit Progress(bool quiet) : shown_(!quiet && is_seen()) {}

  bool shown() const { return shown_; }
  /// `fraction` from 0 to 1; drawn at most ten times a second.
  void update(double fraction);

 private:
  bool shown_;
  StatusLine line_;
};

}  // namespace rippletank::cli
