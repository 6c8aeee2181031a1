// Times some runs.
#include "sim/sweep/estimate.hpp"

#include <future>
#include <set>

#include "sim/sweep/workplace.hpp"

namespace rippletank::sweep {
namespace {

/// The wall time of a run, or the limit if it takes longer.
double time_of(const Plan& plan, Task task, double limit_s) {
  const Playing playing{plan, topologies::build, {}};
  Workplace place;
  auto playing_it = std::async(std::launch::async, [&] { return place.work(playing, task); });
  while (playing_it.wait_for(std::chrono::milliseconds(20)) != std::future_status::ready) {
    place.stop_if_over(limit_s);
  }
  const std::optional<RunRecord> record = playing_it.get();
  return record ? record->wall_s : limit_s;
}

}  // namespace

Estimate estimate(const Plan& plan, const Survey& survey) {
  const std::uint64_t timed = survey.there - survey.failed;
  if (timed > 0) return {survey.wall_s / static_cast<double>(timed), timed, false};
  if (survey.missing.empty()) return {};
  constexpr double limit_s = 5;
  Estimate result;
  double total_s = 0;
  // The first, the last and one between them, as the largest are often at an end.
  for (const std::size_t i :
       std::set<std::size_t>{0, survey.missing.size() / 2, survey.missing.size() - 1}) {
    const double wall_s = time_of(plan, survey.missing[i], limit_s);
    result.is_at_least = result.is_at_least || wall_s >= limit_s;
    total_s += wall_s;
    ++result.timed;
  }
  result.seconds_per_run = total_s / static_cast<double>(result.timed);
  return result;
}

}  // namespace rippletank::sweep
