// SweepProgress: how far a sweep is, as a line on a terminal or as lines of JSON for programs.
#pragma once

#include <chrono>
#include <string>

#include "sim/sweep/execute.hpp"

namespace rippletank::cli {

enum class ProgressForm { none, line, json };

/// "auto" is a line on a terminal and nothing elsewhere.
ProgressForm progress_form(const std::string& name, bool quiet);

/// A duration as people say it: `40 s`, `12 min`, `3.5 h`.
std::string in_words(double seconds);

class SweepProgress {
 public:
  explicit SweepProgress(ProgressForm form) : form_(form) {}
  /// Wipes the line.
  ~SweepProgress();
  SweepProgress(const SweepProgress&) = delete;
  SweepProgress& operator=(const SweepProgress&) = delete;

  /// Shown a few times a second, and when all is done.
  void update(const sweep::Headway& headway);

 private:
  using Clock = std::chrono::steady_clock;

  ProgressForm form_;
  bool drawn_ = false;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_ = start_;
};

}  // namespace rippletank::cli
