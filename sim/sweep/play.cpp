// Plays runs of a plan.
#include "sim/sweep/play.hpp"

#include <fmt/format.h>

#include <chrono>
#include <new>

#include "sim/io/result_folder.hpp"
#include "sim/run/headline.hpp"
#include "sim/run/run.hpp"
#include "sim/run/write_result.hpp"

namespace rippletank::sweep {
namespace {

using registry::Json;
using Clock = std::chrono::steady_clock;

std::string words_of(const registry::InputError& error) {
  std::string words;
  for (const registry::Diagnostic& diagnostic : error.diagnostics()) {
    words += fmt::format("{}{}{}{}", words.empty() ? "" : "; ", diagnostic.pointer,
                         diagnostic.pointer.empty() ? "" : ": ", diagnostic.message);
  }
  return words;
}

void take_numbers(const run::Outcome& outcome, RunRecord& record) {
  record.fingerprint = fmt::format("{:016x}", outcome.measures.fingerprint.value());
  record.values = Json::object();
  for (const run::Metric& metric : run::metrics()) {
    Json value = metric.value(outcome);
    if (!value.is_null()) record.values[metric.name] = std::move(value);
  }
  for (const measure::Figure& figure : outcome.measures.figures) {
    record.figures.push_back({figure.name, figure.unit, figure.definition});
    record.values[figure.name] = run::value_of(figure);
  }
}

void keep_folder(const Playing& playing, Task task, const scenario::Scenario& scenario,
                 const run::Outcome& outcome, const std::string& id) {
  const std::filesystem::path place = folder_of(playing.folders, id);
  std::filesystem::remove_all(place);
  io::ResultFolder folder(place, {});
  run::write_result(scenario, outcome, playing.plan.inputs(task.point), folder.path());
  folder.commit();
}

}  // namespace

std::filesystem::path folder_of(const std::filesystem::path& folders, const std::string& run_id) {
  return folders / run_id;
}

RunRecord play(const Playing& playing, Task task, const core::StopFlag& stop) {
  const auto start = Clock::now();
  RunRecord record;
  record.run_id = run_id(playing.plan.outline(), task);
  record.repetition = task.repetition;
  record.seed = seed_of(playing.plan.outline(), task);
  const auto fail = [&record](std::string message) {
    record.status = Status::failed;
    record.message = std::move(message);
  };
  try {
    const auto scenario = playing.plan.scenario(task.point);
    run::Watch watch;
    watch.stop = &stop;
    watch.graphs = playing.graphs;
    const run::Outcome outcome = run::run(*scenario, record.seed, watch);
    take_numbers(outcome, record);
    playing.plan.require_same_inputs(task.point);
    if (!playing.folders.empty()) keep_folder(playing, task, *scenario, outcome, record.run_id);
  } catch (const core::Stopped&) {
    throw;
  } catch (const std::system_error&) {
    throw;  // of the disk, not of the run
  } catch (const InputChanged&) {
    throw;  // of the sweep, likewise
  } catch (const registry::InputError& error) {
    playing.plan.require_same_inputs(task.point);
    fail(words_of(error));
  } catch (const std::bad_alloc&) {
    fail("out of memory; try fewer peers");
  } catch (const std::exception& error) {
    fail(error.what());
  }
  record.wall_s = std::chrono::duration<double>(Clock::now() - start).count();
  return record;
}

}  // namespace rippletank::sweep
