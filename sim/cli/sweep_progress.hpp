// SweepProgress: how far a sweep is, as a line on a terminal or as lines of JSON for programs.
#pragma once

#include <string>

#include "sim/cli/status_line.hpp"
#include "sim/sweep/execute.hpp"

namespace rippletank::cli {

enum class ProgressForm { none, line, json };

/// "auto" is a line on a terminal and nothing elsewhere.
ProgressForm progress_form(const std::string& name, bool quiet);

class SweepProgress {
 public:
  explicit SweepProgress(ProgressForm form) : form_(form) {}

  /// Shown a few times a second, and when all is done.
  void update(const sweep::Headway& headway);

 private:
  ProgressForm form_;
  StatusLine line_;
};

}  // namespace rippletank::cli
