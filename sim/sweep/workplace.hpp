// Workplace: where a worker sits, from which its run can be stopped.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>

#include "sim/core/stop.hpp"
#include "sim/sweep/play.hpp"

namespace rippletank::sweep {

/// One run after the other. Others watch how long it takes, and stop it.
class Workplace {
 public:
  /// Plays a task; nothing if it was stopped for another reason than that it took too long.
  ///
  /// Errors:  those of play().
  std::optional<RunRecord> work(const Playing& playing, Task task);

  /// Stops the run if it takes longer than it may.
  void stop_if_over(double limit_s);
  /// Stops it, and every other one that is begun.
  void stop_for_good();

 private:
  using Clock = std::chrono::steady_clock;

  /// A limit that a run has broken, and when it had come to its end: later where it was building
  /// its network, which it does not leave half-way.
  struct Overrun {
    double limit_s = 0;
    double took_s = 0;
  };

  void begin();
  /// What the run was stopped for, if that is a limit.
  std::optional<Overrun> end();

  std::mutex mutex_;
  std::optional<Clock::time_point> since_;
  std::optional<double> broken_limit_s_;
  bool for_good_ = false;
  core::StopFlag stop_ = false;
};

}  // namespace rippletank::sweep
