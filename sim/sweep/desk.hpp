// Desk: where workers take tasks and bring back what became of them.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <vector>

#include "sim/sweep/outline.hpp"
#include "sim/sweep/run_record.hpp"

namespace rippletank::sweep {

/// What became of a task: a record, or what kept it from being played.
struct Brought {
  Task task;
  RunRecord record;
  std::exception_ptr failure;
};

/// Used by one that lays tasks down and any number of threads that take them.
class Desk {
 public:
  void lay(Task task);
  /// No more tasks are given out; those that wait for one go.
  void close();

  /// Waits for a task; nothing once the desk is closed.
  std::optional<Task> take();
  /// The same without waiting.
  std::optional<Task> take_at_once();
  /// How many tasks lie there.
  std::size_t waiting();
  void bring(Brought brought);

  /// What was brought since; waits for it, but no longer than that.
  std::vector<Brought> collect(std::chrono::milliseconds longest);

 private:
  std::optional<Task> take_first();

  std::mutex mutex_;
  std::condition_variable has_task_;
  std::condition_variable has_brought_;
  std::deque<Task> tasks_;
  std::vector<Brought> brought_;
  bool is_closed_ = false;
};

}  // namespace rippletank::sweep
