// Hands tasks out and takes records in.
#include "sim/sweep/desk.hpp"

#include <utility>

namespace rippletank::sweep {

void Desk::lay(Task task) {
  const std::lock_guard<std::mutex> lock(mutex_);
  tasks_.push_back(task);
  has_task_.notify_one();
}

void Desk::close() {
  const std::lock_guard<std::mutex> lock(mutex_);
  is_closed_ = true;
  has_task_.notify_all();
}

std::optional<Task> Desk::take_first() {
  if (is_closed_ || tasks_.empty()) return {};
  const Task task = tasks_.front();
  tasks_.pop_front();
  return task;
}

std::optional<Task> Desk::take() {
  std::unique_lock<std::mutex> lock(mutex_);
  has_task_.wait(lock, [this] { return is_closed_ || !tasks_.empty(); });
  return take_first();
}

std::optional<Task> Desk::take_at_once() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return take_first();
}

std::size_t Desk::waiting() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return tasks_.size();
}

void Desk::bring(Brought brought) {
  const std::lock_guard<std::mutex> lock(mutex_);
  brought_.push_back(std::move(brought));
  has_brought_.notify_one();
}

std::vector<Brought> Desk::collect(std::chrono::milliseconds longest) {
  std::unique_lock<std::mutex> lock(mutex_);
  has_brought_.wait_for(lock, longest, [this] { return !brought_.empty(); });
  return std::exchange(brought_, {});
}

}  // namespace rippletank::sweep
