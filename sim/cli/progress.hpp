// Progress: how much is done and how long the rest will take, on a terminal only.
#pragma once

#include <chrono>

namespace rippletank::cli {

class Progress {
 public:
  /// Shows nothing when `quiet` or when stderr is no terminal.
  explicit Progress(bool quiet);
  /// Wipes the line.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  bool shown() const { return shown_; }
  /// `fraction` from 0 to 1; drawn at most ten times a second.
  void update(double fraction);

 private:
  using Clock = std::chrono::steady_clock;

  bool shown_;
  bool drawn_ = false;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_ = start_;
};

}  // namespace rippletank::cli
