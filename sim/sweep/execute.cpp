// Lays out tasks, watches workers, stores records.
#include "sim/sweep/execute.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_set>

#include "sim/sweep/graph_cache.hpp"
#include "sim/sweep/stopping.hpp"
#include "sim/sweep/threads.hpp"

namespace rippletank::sweep {
namespace {

/// What is laid on the desk and not back yet.
class Agenda {
 public:
  Agenda(const Plan& plan, const Store& store, const Keeping& keeping, const Survey& found)
      : plan_(plan), store_(store), keeping_(keeping), laid_(found.repetitions) {
    outstanding_.resize(laid_.size());
    std::vector<Task> tasks = found.missing;
    const std::vector<std::size_t> groups = groups_by_topology();
    std::sort(tasks.begin(), tasks.end(), [&groups](const Task& one, const Task& other) {
      return std::tuple(one.repetition, groups[one.point], one.point) <
             std::tuple(other.repetition, groups[other.point], other.point);
    });
    for (const Task task : tasks) add(task);
  }

  bool is_done() const { return headway_.done == headway_.of; }
  const Headway& headway() const { return headway_; }
  void lay_out(Desk& desk) {
    for (const Task task : waiting_) desk.lay(task);
    waiting_.clear();
  }

  void note(Task task, Status status) {
    ++headway_.done;
    if (status != Status::done) ++headway_.failed;
    if (--outstanding_[task.point] == 0) reconsider(task.point);
  }

 private:
  void add(Task task) {
    const Outline& outline = plan_.outline();
    // Points that come to the same scenario share their runs.
    if (!known_.insert(run_id(outline, task)).second) return;
    waiting_.push_back(task);
    ++headway_.of;
    ++outstanding_[task.point];
  }

  /// All that was laid out of a point is known: it may take more.
  void reconsider(std::uint32_t point) {
    const Outline& outline = plan_.outline();
    const std::uint64_t wanted = wanted_repetitions(outline, [&](std::uint64_t repetition) {
      return find_run(outline, &store_, {point, repetition});
    });
    for (std::uint64_t& next = laid_[point]; next < wanted; ++next) {
      const std::string id = run_id(outline, {point, next});
      const auto run = store_.find_brief(id);
      if (!run || !is_there(*run, id, keeping_)) add({point, next});
    }
  }

  std::vector<std::size_t> groups_by_topology() const {
    std::map<std::string, std::size_t> numbers;
    std::vector<std::size_t> groups;
    for (std::uint32_t point = 0; point < laid_.size(); ++point) {
      const std::string key = GraphCache::key_of(*plan_.scenario(point));
      groups.push_back(numbers.try_emplace(key, numbers.size()).first->second);
    }
    return groups;
  }

  const Plan& plan_;
  const Store& store_;
  const Keeping& keeping_;
  std::vector<std::uint64_t> laid_;  ///< repetitions, per point
  std::vector<std::uint64_t> outstanding_;
  std::unordered_set<std::string> known_;
  std::vector<Task> waiting_;
  Headway headway_;
};

/// Stores what was brought; whether one of it had failed.
bool store_brought(std::vector<Brought> all, Store& store, Agenda& agenda) {
  bool has_failed = false;
  for (Brought& brought : all) {
    if (brought.failure) std::rethrow_exception(brought.failure);
    store.put(brought.record);
    has_failed = has_failed || brought.record.status != Status::done;
    agenda.note(brought.task, brought.record.status);
  }
  return has_failed;
}

Ending watch(Desk& desk, Threads& threads, Store& store, Agenda& agenda,
             const Execution& execution) {
  // Short where others have to be asked; else only a time limit, an interrupt and people wait.
  const std::chrono::milliseconds pause(execution.remote.exchange ? 1 : 50);
  while (!agenda.is_done()) {
    agenda.lay_out(desk);
    if (execution.remote.exchange) execution.remote.exchange(desk);
    const bool has_failed = store_brought(desk.collect(pause), store, agenda);
    if (execution.told) execution.told(agenda.headway());
    if (has_failed && execution.fail_fast) return Ending::failed_fast;
    if (execution.is_interrupted && execution.is_interrupted()) return Ending::interrupted;
    if (execution.time_limit_s) threads.stop_if_over(*execution.time_limit_s);
  }
  return Ending::complete;
}

void end(Desk& desk, Threads& threads, const Execution& execution) {
  desk.close();
  threads.stop_for_good();
  if (execution.remote.end) execution.remote.end(desk);
}

}  // namespace

Ending execute(const Plan& plan, Store& store, const Keeping& keeping, const Survey& found,
               const Execution& execution) {
  GraphCache graphs(plan);
  const Playing playing{plan, graphs.maker(), keeping.folders};
  Agenda agenda(plan, store, keeping, found);
  Desk desk;
  Threads threads(desk, playing, execution.threads);
  const ClosedAtEnd closed(desk);
  Ending ending = Ending::complete;
  try {
    ending = watch(desk, threads, store, agenda, execution);
  } catch (...) {
    end(desk, threads, execution);
    throw;
  }
  end(desk, threads, execution);
  // What was finished meanwhile is kept, and told of, too.
  if (ending != Ending::complete) {
    store_brought(desk.collect({}), store, agenda);
    if (execution.told) execution.told(agenda.headway());
  }
  return ending;
}

}  // namespace rippletank::sweep
