// Plays runs that can be stopped.
#include "sim/sweep/workplace.hpp"

#include <fmt/format.h>

namespace rippletank::sweep {

void Workplace::begin() {
  const std::lock_guard<std::mutex> lock(mutex_);
  since_ = Clock::now();
  broken_limit_s_.reset();
  stop_ = for_good_;
}

std::optional<Workplace::Overrun> Workplace::end() {
  const std::lock_guard<std::mutex> lock(mutex_);
  const double took_s = std::chrono::duration<double>(Clock::now() - *since_).count();
  since_.reset();
  if (for_good_ || !broken_limit_s_) return {};
  return Overrun{*broken_limit_s_, took_s};
}

void Workplace::stop_if_over(double limit_s) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!since_ || std::chrono::duration<double>(Clock::now() - *since_).count() <= limit_s) return;
  broken_limit_s_ = limit_s;
  stop_ = true;
}

void Workplace::stop_for_good() {
  const std::lock_guard<std::mutex> lock(mutex_);
  for_good_ = true;
  stop_ = true;
}

std::optional<RunRecord> Workplace::work(const Playing& playing, Task task) {
  begin();
  try {
    RunRecord record = play(playing, task, stop_);
    end();
    return record;
  } catch (const core::Stopped&) {
    const std::optional<Overrun> overrun = end();
    if (!overrun) return {};
    RunRecord record;
    record.run_id = run_id(playing.plan.outline(), task);
    record.repetition = task.repetition;
    record.seed = seed_of(playing.plan.outline(), task);
    record.status = Status::time_limit;
    record.message = fmt::format("took longer than {} s", overrun->limit_s);
    record.wall_s = overrun->took_s;
    return record;
  }
}

}  // namespace rippletank::sweep
