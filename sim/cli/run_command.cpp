// rippletank run SCENARIO: plays a scenario out and writes its results.
#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "analysis/replay/recording.hpp"
#include "analysis/theory/addition.hpp"
#include "analysis/web/pages/report.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/interruption.hpp"
#include "sim/cli/kept_inputs.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/page_parts.hpp"
#include "sim/cli/page_text.hpp"
#include "sim/cli/progress.hpp"
#include "sim/cli/scenario_choice.hpp"
#include "sim/cli/standard_error.hpp"
#include "sim/cli/trace_file.hpp"
#include "sim/io/result_folder.hpp"
#include "sim/io/whole_file.hpp"
#include "sim/registry/wrap.hpp"
#include "sim/run/repetitions.hpp"
#include "sim/run/summary.hpp"
#include "sim/run/table_columns.hpp"
#include "sim/run/write_result.hpp"

namespace rippletank::cli {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr const char* report_file = "report.html";

struct RunOptions {
  ScenarioChoice scenario;
  std::optional<std::uint64_t> repetitions;
  std::optional<std::uint64_t> jobs;
  std::string out;
  bool force = false;
  bool trace = false;
  bool report = false;
  bool quiet = false;
  bool json = false;
};

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// A loaded scenario and what a command needs besides it.
struct Job {
  scenario::Loaded loaded;
  registry::Json inputs;  ///< with their checksums, as provenance shows them
  fs::path out;
  double load_s = 0;
};

bool is_summary(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  const registry::Json summary = registry::Json::parse(stream, nullptr, false);
  const registry::Json::json_pointer program("/provenance/program");
  return summary.contains(program) && summary[program] == "rippletank";
}

/// What --force may replace: results, and nothing that a run would not write.
io::Replacing replacing(const RunOptions& options) {
  io::Replacing result{options.force,
                       {"summary.json", "timing.json", "runs.csv", "trace.jsonl.zst", report_file},
                       is_summary};
  for (const run::TableColumns* table : run::all_columns()) {
    result.files.push_back(table->name + ".csv");
  }
  return result;
}

Job prepare(const RunOptions& options) {
  const auto start = Clock::now();
  Job job{load(options.scenario), {}, {}, 0};
  const scenario::Scenario& scenario = job.loaded.scenario;
  job.out = options.out.empty() ? fs::path("results") / scenario.name : fs::path(options.out);
  if (std::string reason = io::why_not_writable(job.out, replacing(options)); !reason.empty()) {
    refuse(std::move(reason));
  }
  keep_inputs(job.loaded, job.out, "--out");
  // Before the run, and once: what is read later may have changed.
  job.inputs =
      run::provenance(scenario, scenario.seed,
                      scenario::input_files(scenario, job.loaded.base_directory()))["inputs"];
  job.load_s = seconds_since(start);
  return job;
}

/// The folder in which results are gathered; what stands in its way is found before the run.
std::unique_ptr<io::ResultFolder> make_folder(const RunOptions& options, const Job& job) {
  try {
    return std::make_unique<io::ResultFolder>(job.out, replacing(options));
  } catch (const io::Occupied& reason) {
    refuse(reason.what());
  } catch (const std::system_error& error) {
    if (error.code() != std::errc::no_space_on_device) {
      refuse(std::string(error.what()) + "; choose another --out");
    }
    throw;
  }
}

unsigned threads(const RunOptions& options) {
  const auto jobs = static_cast<unsigned>(options.jobs.value_or(1));
  return jobs > 0 ? jobs : std::max(1U, std::thread::hardware_concurrency());
}

void print_results(const RunOptions& options, const registry::Json& summary,
                   const std::string& text, const fs::path& out) {
  if (options.json) {
    fmt::print("{}\n", summary.dump(2));
  } else if (!options.quiet) {
    fmt::print("{}\nResults in {}\n", text, out.string());
  }
}

/// What a run is told to: the trace, the recording of a report, or both.
run::Watch watched_by(std::optional<TraceFile>& trace, replay::Recorder* recorder) {
  run::Watch watch;
  if (recorder != nullptr) recorder->watch(watch);
  if (!trace) return watch;
  watch.trace = [&trace, record = std::move(watch.trace)](const run::Network& network,
                                                          const measure::TraceEvent& event) {
    trace->write(network, event);
    if (record) record(network, event);
  };
  return watch;
}

/// What is to be said of the page.
std::vector<std::string> write_report(const pages::Assets& assets, const Job& job,
                                      const registry::Json& summary, const pages::Played& played,
                                      const fs::path& folder) {
  pages::Content report = pages::report(folder, summary, played, job.loaded.base_directory());
  PageText page = page_text(assets, played.scenario.name, std::move(report), true);
  io::write_text(folder / report_file, page.text);
  return std::move(page.notes);
}

/// `assets`: of the page that is wanted besides; none: there is none.
int run_once(const RunOptions& options, const Job& job, const std::optional<pages::Assets>& assets,
             io::ResultFolder& folder, Interruption& interruption) {
  const auto start = Clock::now();
  const scenario::Scenario& scenario = job.loaded.scenario;
  std::optional<TraceFile> trace;
  if (options.trace) trace.emplace(folder.path() / "trace.jsonl.zst");
  replay::Recorder recorder(pages::most_reported_messages);
  run::Watch watch = watched_by(trace, assets ? &recorder : nullptr);
  std::optional<Progress> progress(std::in_place, options.quiet);
  if (progress->shown()) watch.progress = [&](double fraction) { progress->update(fraction); };
  const run::Outcome outcome = run::run(scenario, scenario.seed, watch);
  progress.reset();

  const auto write_start = Clock::now();
  if (trace) trace->close();
  std::string predictions;
  const registry::Json summary =
      run::write_result(scenario, outcome, job.inputs, folder.path(),
                        [&](const run::Outcome&, registry::Json& whole) {
                          predictions = theory::add_if_wanted(scenario, outcome, whole);
                        });
  const registry::Json timing = run::timing_json(outcome, job.load_s, seconds_since(write_start),
                                                 job.load_s + seconds_since(start));
  std::vector<std::string> notes;
  if (assets) {
    const replay::Recording recording = recorder.take();
    notes = write_report(*assets, job, summary, {scenario, outcome, recording}, folder.path());
  }
  io::write_text(folder.path() / "timing.json", timing.dump(2) + "\n");
  interruption.complete([&] { folder.commit(); });
  print_results(options, summary, run::summary_text(scenario, outcome) + predictions, job.out);
  if (!options.quiet) {
    for (const std::string& note : notes) say(registry::wrapped(note, 0, 80));
  }
  return exit_done;
}

int run_repeated(const RunOptions& options, const Job& job, io::ResultFolder& folder,
                 Interruption& interruption) {
  const auto start = Clock::now();
  const scenario::Scenario& scenario = job.loaded.scenario;
  std::optional<Progress> progress(std::in_place, options.quiet);
  const std::vector<run::Repetition> repetitions = run::run_repetitions(
      scenario, job.inputs, *options.repetitions, threads(options), folder.path(),
      [&](double fraction) { progress->update(fraction); },
      [&](const run::Outcome& outcome, registry::Json& own) {
        theory::add_if_wanted(scenario, outcome, own);
      });
  progress.reset();
  run::write_runs(repetitions, folder.path() / "runs.csv");
  const registry::Json summary = run::repetitions_json(scenario, job.inputs, repetitions);
  io::write_text(folder.path() / "summary.json", summary.dump(2) + "\n");
  const registry::Json timing = run::repetitions_timing_json(repetitions.size(), threads(options),
                                                             job.load_s + seconds_since(start));
  io::write_text(folder.path() / "timing.json", timing.dump(2) + "\n");
  interruption.complete([&] { folder.commit(); });
  print_results(options, summary, run::repetitions_text(scenario, repetitions), job.out);
  return exit_done;
}

int run(const RunOptions& options) {
  if (options.trace && options.repetitions) {
    refuse("--trace follows one run; use it without --repetitions");
  }
  if (options.jobs && !options.repetitions) {
    refuse("--jobs runs repetitions at the same time; use it with --repetitions");
  }
  if (options.report && options.repetitions) {
    refuse("--report follows one run; of repetitions, rippletank report makes a page");
  }
  std::optional<pages::Assets> assets;
  if (options.report) assets = page_parts();  // that are missing are found before the run
  const Job job = prepare(options);
  Interruption interruption;
  std::unique_ptr<io::ResultFolder> folder;
  interruption.begin([&] {
    folder = make_folder(options, job);
    return folder->unfinished();
  });
  try {
    return options.repetitions ? run_repeated(options, job, *folder, interruption)
                               : run_once(options, job, assets, *folder, interruption);
  } catch (const io::Occupied& reason) {
    interruption.give_up();
    refuse(reason.what());
  } catch (const registry::InputError& error) {
    interruption.give_up();
    throw registry::InputError(job.loaded.located(error.diagnostics()));
  } catch (...) {
    interruption.give_up();
    throw;
  }
}

}  // namespace

void add_run_command(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("run", "Play a scenario out and write its results");
  const auto options = std::make_shared<RunOptions>();
  add_scenario_choice(*command, options->scenario);
  add_number_option(*command, "--repetitions", options->repetitions, 1, 1'000'000,
                    "Independent runs, with statistics");
  add_number_option(*command, "--jobs", options->jobs, 0, 1024,
                    "Threads for repetitions; 0: one per core");
  const CLI::Option* out =
      command->add_option("--out", options->out, "Result folder (default: results/NAME)")
          ->type_name("FOLDER");
  add_flag(*command, "--force", options->force, "Replace an existing result");
  add_flag(*command, "--trace", options->trace, "Also write every message (trace.jsonl.zst)");
  add_flag(*command, "--report", options->report, "Also write a page to watch it (report.html)");
  add_flag(*command, "--quiet", options->quiet, "No summary and no progress");
  add_flag(*command, "--json", options->json, "Print summary.json instead of the summary");
  command->callback([&action, options, out] {
    if (out->count() > 0 && options->out.empty()) {
      throw CLI::ValidationError("--out", "expected the name of a folder, got an empty one");
    }
    action = [options] { return run(*options); };
  });
}

}  // namespace rippletank::cli
