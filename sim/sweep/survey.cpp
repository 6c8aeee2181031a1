// Looks which runs are missing.
#include "sim/sweep/survey.hpp"

#include "sim/sweep/play.hpp"
#include "sim/sweep/stopping.hpp"

namespace rippletank::sweep {

bool Shard::has(const Outline& outline, Task task) const {
  const std::uint64_t place = outline.until ? task.point : task.point + task.repetition;
  return place % of == number - 1;
}

std::optional<RunRecord> find_run(const Outline& outline, const Store* store, Task task) {
  if (store == nullptr) return {};
  return store->find(run_id(outline, task));
}

bool is_there(const Store::Brief& run, const std::string& run_id, const Keeping& keeping) {
  if (run.status != Status::done) return !keeping.retry_failed;
  if (keeping.folders.empty()) return true;
  std::error_code error;
  return std::filesystem::is_directory(folder_of(keeping.folders, run_id), error);
}

Survey survey(const Outline& outline, const Store* store, const Keeping& keeping) {
  Survey result;
  for (std::uint32_t point = 0; point < outline.points.size(); ++point) {
    const std::uint64_t wanted = wanted_repetitions(outline, [&](std::uint64_t repetition) {
      return find_run(outline, store, {point, repetition});
    });
    result.repetitions.push_back(wanted);
    for (std::uint64_t repetition = 0; repetition < wanted; ++repetition) {
      const Task task{point, repetition};
      if (!keeping.shard.has(outline, task)) continue;
      ++result.planned;
      const std::string id = run_id(outline, task);
      const auto brief = store == nullptr ? std::nullopt : store->find_brief(id);
      if (!brief || !is_there(*brief, id, keeping)) {
        result.missing.push_back(task);
        continue;
      }
      ++result.there;
      if (brief->status == Status::done) {
        result.wall_s += brief->wall_s;
      } else {
        ++result.failed;
      }
    }
  }
  return result;
}

}  // namespace rippletank::sweep
