// rippletank run SCENARIO: plays a scenario out and writes its results.
#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <thread>

#include "sim/cli/command.hpp"
#include "sim/cli/interruption.hpp"
#include "sim/cli/progress.hpp"
#include "sim/cli/trace_file.hpp"
#include "sim/io/result_folder.hpp"
#include "sim/run/repetitions.hpp"
#include "sim/run/summary.hpp"
#include "sim/run/write_tables.hpp"
#include "sim/scenario/load.hpp"

namespace rippletank::cli {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

struct Options {
  std::string scenario;
  std::vector<std::string> settings;
  std::optional<std::uint64_t> seed;
  std::optional<std::uint64_t> repetitions;
  unsigned jobs = 1;
  std::string out;
  bool force = false;
  bool trace = false;
  bool quiet = false;
  bool json = false;
};

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// A loaded scenario and what a command needs besides it.
struct Job {
  scenario::Loaded loaded;
  std::vector<registry::FilePath> inputs;
  fs::path out;
  double load_s = 0;
};

Job prepare(const Options& options) {
  const auto start = Clock::now();
  Job job{scenario::load(options.scenario, options.settings), {}, {}, 0};
  scenario::Scenario& scenario = job.loaded.scenario;
  if (options.seed) scenario.seed = *options.seed;
  job.inputs = scenario::input_files(scenario, job.loaded.base_directory());
  job.out = options.out.empty() ? fs::path("results") / scenario.name : fs::path(options.out);
  if (std::string reason = io::why_not_writable(job.out, options.force); !reason.empty()) {
    throw registry::InputError(registry::Diagnostic{"", 0, "", std::move(reason)});
  }
  job.load_s = seconds_since(start);
  return job;
}

void print_results(const Options& options, const registry::Json& summary, const std::string& text,
                   const fs::path& out) {
  if (options.json) {
    fmt::print("{}\n", summary.dump(2));
  } else if (!options.quiet) {
    fmt::print("{}\nResults in {}\n", text, out.string());
  }
}

int run_once(const Options& options, const Job& job, Interruption& interruption) {
  const auto start = Clock::now();
  const scenario::Scenario& scenario = job.loaded.scenario;
  io::ResultFolder folder(job.out, options.force);
  interruption.clean_up(folder.path());
  std::optional<TraceFile> trace;
  run::Watch watch;
  if (options.trace) {
    trace.emplace(folder.path() / "trace.jsonl.zst");
    watch.trace = [&trace](const run::Network& network, const measure::TraceEvent& event) {
      trace->write(network, event);
    };
  }
  std::optional<Progress> progress(std::in_place, options.quiet);
  if (progress->shown()) watch.progress = [&](double fraction) { progress->update(fraction); };
  const run::Outcome outcome = run::run(scenario, scenario.seed, watch);
  progress.reset();

  const auto write_start = Clock::now();
  if (trace) trace->close();
  run::write_tables(scenario.measure, outcome, folder.path());
  const registry::Json summary = run::summary_json(scenario, job.inputs, outcome);
  io::write_text(folder.path() / "summary.json", summary.dump(2) + "\n");
  const registry::Json timing = run::timing_json(outcome, job.load_s, seconds_since(write_start),
                                                 job.load_s + seconds_since(start));
  io::write_text(folder.path() / "timing.json", timing.dump(2) + "\n");
  folder.commit();
  print_results(options, summary, run::summary_text(scenario, outcome), job.out);
  return exit_done;
}

int run_repeated(const Options& options, const Job& job, Interruption& interruption) {
  const auto start = Clock::now();
  const scenario::Scenario& scenario = job.loaded.scenario;
  io::ResultFolder folder(job.out, options.force);
  interruption.clean_up(folder.path());
  std::optional<Progress> progress(std::in_place, options.quiet);
  const std::vector<run::Repetition> repetitions =
      run::run_repetitions(scenario, job.inputs, *options.repetitions, options.jobs, folder.path(),
                           [&](double fraction) { progress->update(fraction); });
  progress.reset();
  run::write_runs(repetitions, folder.path() / "runs.csv");
  const registry::Json summary = run::repetitions_json(scenario, job.inputs, repetitions);
  io::write_text(folder.path() / "summary.json", summary.dump(2) + "\n");
  const registry::Json timing = run::repetitions_timing_json(repetitions.size(), options.jobs,
                                                             job.load_s + seconds_since(start));
  io::write_text(folder.path() / "timing.json", timing.dump(2) + "\n");
  folder.commit();
  print_results(options, summary, run::repetitions_text(scenario, repetitions), job.out);
  return exit_done;
}

int run(const Options& options) {
  if (options.trace && options.repetitions) {
    throw registry::InputError(
        registry::Diagnostic{"", 0, "", "--trace follows one run; use it without --repetitions"});
  }
  const Job job = prepare(options);
  Interruption interruption;
  try {
    return options.repetitions ? run_repeated(options, job, interruption)
                               : run_once(options, job, interruption);
  } catch (const registry::InputError& error) {
    throw registry::InputError(job.loaded.located(error.diagnostics()));
  }
}

}  // namespace

void add_run_command(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("run", "Play a scenario out and write its results");
  const auto options = std::make_shared<Options>();
  command->add_option("SCENARIO", options->scenario, "A scenario file")->required();
  command
      ->add_option("--set", options->settings,
                   "Override a value: /POINTER=VALUE, for example /overlay/protocol/ttl_hops=5")
      ->take_all()
      ->allow_extra_args(false);
  command->add_option("--seed", options->seed, "Override the scenario's seed");
  command->add_option("--repetitions", options->repetitions, "Independent runs, with statistics")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000}));
  command->add_option("--jobs", options->jobs, "Threads for repetitions; 0: one per core")
      ->check(CLI::Range(0U, 1024U));
  command->add_option("--out", options->out, "Result folder (default: results/NAME)");
  command->add_flag("--force", options->force, "Replace an existing result");
  command->add_flag("--trace", options->trace, "Also write every message (trace.jsonl.zst)");
  command->add_flag("--quiet", options->quiet, "No summary and no progress");
  command->add_flag("--json", options->json, "Print summary.json instead of the summary");
  command->callback([&action, options] {
    if (options->jobs == 0) options->jobs = std::max(1U, std::thread::hardware_concurrency());
    action = [options] { return run(*options); };
  });
}

}  // namespace rippletank::cli
