// rippletank sweep SWEEP: plays what is missing of many runs and writes their tables.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <thread>

#include "sim/cli/command.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/standard_error.hpp"
#include "sim/cli/stop_request.hpp"
#include "sim/cli/sweep_progress.hpp"
#include "sim/io/whole_file.hpp"
#include "sim/registry/counts.hpp"
#include "sim/run/summary.hpp"
#include "sim/sweep/estimate.hpp"
#include "sim/sweep/execute.hpp"
#include "sim/sweep/graph_cache.hpp"
#include "sim/sweep/mpi_team.hpp"
#include "sim/sweep/sweep_folder.hpp"

namespace rippletank::cli {
namespace {

namespace fs = std::filesystem;
using registry::count_in_words;
using registry::count_text;

struct SweepOptions {
  std::string file;
  sweep::Changes changes;
  std::optional<std::uint64_t> jobs;
  std::string out;
  std::string shard;
  std::string progress = "auto";
  std::optional<double> time_limit_s;
  bool dry_run = false;
  bool fail_fast = false;
  bool retry_failed = false;
  bool folders = false;
  bool summary_only = false;
  bool quiet = false;
  bool json = false;
};

[[noreturn]] void refuse_sweep(std::string reason) {
  throw registry::InputError(registry::Diagnostic{"", 0, "", std::move(reason)});
}

/// "2/5".
sweep::Shard shard_of(const std::string& text) {
  if (text.empty()) return {};
  const auto slash = text.find('/');
  const auto whole = [](const std::string& part) -> std::optional<std::uint32_t> {
    constexpr std::size_t most_digits = 6;
    if (part.empty() || part.size() > most_digits ||
        part.find_first_not_of("0123456789") != std::string::npos) {
      return {};
    }
    return static_cast<std::uint32_t>(std::stoul(part));
  };
  const auto number = whole(text.substr(0, slash));
  const auto of = slash == std::string::npos ? std::nullopt : whole(text.substr(slash + 1));
  if (!number || !of || *number < 1 || *number > *of) {
    refuse_sweep(fmt::format("--shard: expected I/N with I from 1 to N, for example 2/5, got {}",
                             registry::found(text)));
  }
  return {*number, *of};
}

/// Of each process; whoever starts several has chosen how many fit on a machine.
unsigned worker_threads(const SweepOptions& options, const sweep::MpiTeam& team) {
  const auto jobs = static_cast<unsigned>(options.jobs.value_or(team.size() > 1 ? 1 : 0));
  return jobs > 0 ? jobs : std::max(1U, std::thread::hardware_concurrency());
}

fs::path out_folder(const SweepOptions& options, const std::string& name,
                    const sweep::Shard& shard) {
  if (!options.out.empty()) return options.out;
  const fs::path results = "results";
  if (shard.of == 1) return results / name;
  return results / fmt::format("{}_shard_{}_of_{}", name, shard.number, shard.of);
}

/// A sweep that is planned, and where it goes.
struct SweepJob {
  sweep::Plan plan;
  sweep::Keeping keeping;
  fs::path out;
};

SweepJob plan_sweep(const SweepOptions& options) {
  const sweep::Shard shard = shard_of(options.shard);
  if (options.time_limit_s == 0.0) {
    refuse_sweep("--time-limit: expected more than 0 s, as every run takes some time");
  }
  sweep::Plan plan(sweep::load_sweep(options.file, options.changes));
  fs::path out = out_folder(options, plan.outline().name, shard);
  const bool folders = (options.folders || plan.sweep().folders) && !options.summary_only;
  sweep::Keeping keeping{shard, options.retry_failed,
                         folders ? sweep::folders_in(out) : fs::path()};
  return {std::move(plan), std::move(keeping), std::move(out)};
}

std::string words_on_size(const sweep::Plan& plan) {
  const sweep::Outline& outline = plan.outline();
  return fmt::format(
      "{}: {}, {} each{}", outline.name, count_in_words(outline.points.size(), "point", "points"),
      count_in_words(
          outline.until ? std::max<std::uint64_t>(outline.repetitions, 2) : outline.repetitions,
          "run", "runs"),
      outline.until ? fmt::format(" or more, until {} is known well enough", outline.until->metric)
                    : "");
}

std::string words_on_time(const sweep::Estimate& estimate, std::uint64_t missing,
                          unsigned threads) {
  const double workers = static_cast<double>(std::min<std::uint64_t>(threads, missing));
  const double seconds = estimate.seconds_per_run * static_cast<double>(missing) / workers;
  const char* const roughly = estimate.is_at_least ? "more than " : seconds < 1 ? "" : "about ";
  return fmt::format("{}{} on {}; {}", roughly, in_words(seconds),
                     count_in_words(threads, "thread", "threads"),
                     count_in_words(estimate.timed, "run timed", "runs timed"));
}

int dry_run(const SweepOptions& options, const SweepJob& job, unsigned threads) {
  const std::unique_ptr<sweep::Store> store = sweep::look_into(job.out);
  const sweep::Survey survey = sweep::survey(job.plan.outline(), store.get(), job.keeping);
  const std::uint64_t missing = survey.missing.size();
  const std::uint64_t others =
      store == nullptr ? 0 : store->count() - std::min(store->count(), survey.there);
  const sweep::Estimate estimate = sweep::estimate(job.plan, survey);
  if (options.json) {
    const registry::Json json = {{"points", job.plan.outline().points.size()},
                                 {"planned", survey.planned},
                                 {"there", survey.there},
                                 {"failed", survey.failed},
                                 {"to_run", missing},
                                 {"seconds_per_run", estimate.seconds_per_run},
                                 {"folder", job.out.string()}};
    fmt::print("{}\n", json.dump(2));
    return exit_done;
  }
  const std::string failed =
      survey.failed == 0 ? "" : fmt::format(" ({} of them failed)", count_text(survey.failed));
  fmt::print("{}\n", words_on_size(job.plan));
  fmt::print("  planned    {:>11}\n", count_text(survey.planned));
  fmt::print("  there      {:>11}{}\n", count_text(survey.there), failed);
  fmt::print("  to run     {:>11}{}\n", count_text(missing),
             missing == 0 ? "" : "  " + words_on_time(estimate, missing, threads));
  if (others > 0) {
    fmt::print("  {} in {} {} to no point of this sweep\n", count_in_words(others, "run", "runs"),
               job.out.string(), others == 1 ? "belongs" : "belong");
  }
  return exit_done;
}

std::optional<double> time_limit(const SweepOptions& options, const SweepJob& job) {
  return options.time_limit_s ? options.time_limit_s : job.plan.sweep().time_limit_s;
}

/// Plays what is missing; what went wrong is told, and what succeeded is in the store.
sweep::Ending play_sweep(const SweepOptions& options, const SweepJob& job, sweep::Store& store,
                         const StopRequest& stop, sweep::MpiTeam& team) {
  const sweep::Survey survey = sweep::survey(job.plan.outline(), &store, job.keeping);
  if (!job.keeping.folders.empty()) fs::create_directories(job.keeping.folders);
  SweepProgress progress(progress_form(options.progress, options.quiet));
  sweep::Execution execution;
  execution.threads = worker_threads(options, team);
  execution.fail_fast = options.fail_fast;
  execution.time_limit_s = time_limit(options, job);
  execution.remote = team.others(execution.threads);
  execution.told = [&progress](const sweep::Headway& headway) { progress.update(headway); };
  execution.is_interrupted = [&stop] { return stop.is_made(); };
  return sweep::execute(job.plan, store, job.keeping, survey, execution);
}

/// What a store or a disk refuses in the middle of a sweep.
[[noreturn]] void give_up(const sweep::DatabaseError& error, const SweepJob& job) {
  if (!error.is_full()) {
    throw std::runtime_error(
        fmt::format("{}: {}", (job.out / sweep::store_name).string(), error.what()));
  }
  throw std::runtime_error(fmt::format(
      "the disk is full; the runs that were finished are kept in {}: make room, and the same "
      "command goes on",
      job.out.string()));
}

int finish(const SweepOptions& options, const SweepJob& job, const sweep::Store& store,
           sweep::Ending ending, const StopRequest& stop) {
  const sweep::Outline& outline = job.plan.outline();
  if (!fs::exists(job.out / sweep::store_name)) {
    throw std::runtime_error(
        fmt::format("{} has been moved or removed while the sweep was played", job.out.string()));
  }
  const sweep::Results results = sweep::write_tables(job.out, outline, store, job.keeping.shard);
  if (options.json) {
    fmt::print("{}\n", sweep::summary_json(outline, results).dump(2));
  } else if (!options.quiet) {
    fmt::print("{}\nResults in {}\n", sweep::summary_text(outline, results), job.out.string());
  }
  if (ending == sweep::Ending::interrupted) {
    say(fmt::format("interrupted; {} kept, the same command goes on\n",
                    count_in_words(results.runs(), "run is", "runs are")));
    return stop.exit_code();
  }
  if (results.failed() == 0) return exit_done;
  say_error(fmt::format("{} failed, see \"message\" in {}; --retry-failed plays them again",
                        count_in_words(results.failed(), "run", "runs"),
                        (job.out / "runs.csv").string()));
  return exit_failed;
}

/// Plans a sweep in every process of a team; one that cannot says so, and none goes on.
std::optional<SweepJob> plan_together(const SweepOptions& options, sweep::MpiTeam& team) {
  std::optional<SweepJob> job;
  std::exception_ptr failure;
  try {
    job.emplace(plan_sweep(options));
  } catch (...) {
    failure = std::current_exception();
  }
  const bool first_is_ready = team.all_ready(!team.is_first() || !failure);
  const bool all_are_ready = team.all_ready(!failure);
  // What keeps the first keeps the others, too, and is told once.
  if (failure && (team.is_first() || first_is_ready)) std::rethrow_exception(failure);
  if (!all_are_ready) return {};
  return job;
}

/// Plays what the first process of a team hands out.
int help_sweep(const SweepOptions& options, const SweepJob& job, sweep::MpiTeam& team,
               StopRequest& stop) {
  stop.defer();
  sweep::GraphCache graphs(job.plan);
  team.serve({job.plan, graphs.maker(), job.keeping.folders}, worker_threads(options, team),
             time_limit(options, job), [&stop] { return stop.is_made(); });
  return exit_done;
}

int lead_sweep(const SweepOptions& options, const SweepJob& job, sweep::MpiTeam& team,
               StopRequest& stop) {
  const auto start = std::chrono::steady_clock::now();
  const unsigned jobs = worker_threads(options, team) * static_cast<unsigned>(team.size());
  if (options.dry_run) return dry_run(options, job, jobs);
  stop.defer();
  const std::unique_ptr<sweep::Store> store =
      sweep::open_for_writing(job.out, job.plan.outline().name);
  const std::uint64_t before = store->count();
  store->set_outline(job.plan.outline());
  const sweep::Ending ending = play_sweep(options, job, *store, stop, team);
  team.dismiss();
  const int code = finish(options, job, *store, ending, stop);
  const double total_s =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  io::write_text(
      job.out / "timing.json",
      run::repetitions_timing_json(store->count() - before, jobs, total_s).dump(2) + "\n");
  return code;
}

int run_sweep(const SweepOptions& options) {
  StopRequest stop;
  sweep::MpiTeam team;
  const std::optional<SweepJob> job = plan_together(options, team);
  if (!job) return exit_usage;
  if (!team.is_first()) return help_sweep(options, *job, team, stop);
  try {
    const int code = lead_sweep(options, *job, team, stop);
    team.dismiss();
    return code;
  } catch (const sweep::UnusableFolder& reason) {
    team.dismiss();
    refuse_sweep(reason.what());
  } catch (const sweep::DatabaseError& error) {
    team.dismiss();
    give_up(error, *job);
  } catch (...) {
    team.dismiss();
    throw;
  }
}

}  // namespace

void add_sweep_command(CLI::App& app, Action& action) {
  CLI::App* command =
      app.add_subcommand("sweep", "Play a scenario with many values, many times each");
  const auto options = std::make_shared<SweepOptions>();
  command->add_option("SWEEP", options->file, "A sweep file, or a scenario file with --vary")
      ->required();
  add_scenario_options(*command, options->changes.settings, options->changes.seed);
  command
      ->add_option("--vary", options->changes.varied,
                   "Vary a value, for example /overlay/protocol/ttl_hops=1,2,3, or "
                   "/firewalls/fraction=0:0.9:10 for ten values; may be repeated")
      ->take_all()
      ->allow_extra_args(false)
      ->option_text("/POINTER=VALUES");
  add_number_option(*command, "--repetitions", options->changes.repetitions, 1, 1'000'000,
                    "Runs of each combination");
  add_number_option(*command, "--jobs", options->jobs, 0, 1024,
                    "Runs at the same time (default: one per core)");
  const CLI::Option* out =
      command->add_option("--out", options->out, "Result folder (default: results/NAME)")
          ->type_name("FOLDER");
  add_flag(*command, "--dry-run", options->dry_run, "Say how many runs there are, and how long");
  add_flag(*command, "--fail-fast", options->fail_fast, "Stop at the first run that fails");
  add_flag(*command, "--retry-failed", options->retry_failed, "Play runs that failed again");
  command->add_option("--shard", options->shard, "Only part I of N, see merge")->type_name("I/N");
  add_seconds_option(*command, "--time-limit", options->time_limit_s,
                     "Give up a run that takes longer");
  add_flag(*command, "--folders", options->folders, "Keep the whole result of each run");
  add_flag(*command, "--summary-only", options->summary_only,
           "Keep none, whatever the sweep file says");
  command
      ->add_option("--progress", options->progress,
                   "auto (a line on a terminal), json (lines on stderr) or none")
      ->check(one_of({"auto", "json", "none"}))
      ->type_name("FORM");
  add_flag(*command, "--quiet", options->quiet, "No summary and no progress");
  add_flag(*command, "--json", options->json, "Print summary.json instead of the summary");
  command->callback([&action, options, out] {
    if (out->count() > 0 && options->out.empty()) {
      throw CLI::ValidationError("--out", "expected the name of a folder, got an empty one");
    }
    action = [options] { return run_sweep(*options); };
  });
}

}  // namespace rippletank::cli
