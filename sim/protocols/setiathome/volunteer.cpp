// Works out what a volunteer's machine has computed.
#include "sim/protocols/setiathome/volunteer.hpp"

#include <algorithm>

namespace rippletank::protocols {

core::Time Volunteer::counted(core::Time begin, core::Time end) const {
  return std::max<core::Time>(0, end - std::max(begin, count_from_));
}

void Volunteer::advance(core::Time now) {
  while (on_ && until_ < now) {
    if (here_.empty()) {
      spent_.idle += counted(until_, now);
      break;
    }
    Task& task = here_.front();
    const core::Time span = std::min(task.computing - task.done, now - until_);
    spent_.computing += counted(until_, until_ + span);
    until_ += span;
    task.done += span;
    if (task.done < task.computing) break;
    results_.push_back(task.copy);
    here_.erase(here_.begin());
  }
  until_ = std::max(until_, now);
}

void Volunteer::promise(core::Time now, CopyId copy, core::Time computing) {
  advance(now);
  promised_.push_back({copy, computing, 0});
}

void Volunteer::take(core::Time now) {
  advance(now);
  here_.push_back(promised_.front());
  promised_.erase(promised_.begin());
}

void Volunteer::forget_result() { results_.erase(results_.begin()); }

void Volunteer::switch_off(core::Time now) {
  advance(now);
  on_ = false;
  if (here_.empty()) return;
  Task& task = here_.front();
  const core::Time lost = task.done % checkpoint_;
  task.done -= lost;
  if (now >= count_from_) spent_.lost += lost;
}

void Volunteer::switch_on(core::Time now) {
  advance(now);
  on_ = true;
}

std::optional<CopyId> Volunteer::to_fetch() const {
  if (promised_.empty()) return {};
  return promised_.front().copy;
}

std::optional<CopyId> Volunteer::to_return() const {
  if (results_.empty()) return {};
  return results_.front();
}

core::Time Volunteer::queued() const {
  core::Time queued = 0;
  for (const Task& task : promised_) queued += task.computing;
  for (const Task& task : here_) queued += task.computing - task.done;
  return queued;
}

std::optional<core::Time> Volunteer::left_of_unit() const {
  if (here_.empty()) return {};
  return here_.front().computing - here_.front().done;
}

}  // namespace rippletank::protocols
