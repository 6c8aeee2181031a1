// rippletank report DIR: a result as one self-contained page.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "analysis/theory/addition.hpp"
#include "analysis/web/pages/page.hpp"
#include "analysis/web/pages/report.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/interruption.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/page_parts.hpp"
#include "sim/cli/page_text.hpp"
#include "sim/cli/progress.hpp"
#include "sim/cli/scenario_gallery.hpp"
#include "sim/cli/scratch.hpp"
#include "sim/cli/stored_result.hpp"
#include "sim/cli/written_file.hpp"
#include "sim/registry/wrap.hpp"
#include "sim/run/summary.hpp"
#include "sim/run/write_result.hpp"
#include "sim/scenario/load.hpp"

namespace rippletank::cli {
namespace {

namespace fs = std::filesystem;
using registry::Json;

struct ReportOptions {
  std::string folder;
  std::string out = "report.html";
  std::string inputs;
  bool quiet = false;
};

/// Whether the files that a scenario reads are those that it was played with.
bool are_those_of(const Json& provenance, const scenario::Scenario& scenario,
                  const fs::path& base) {
  try {
    scenario::require_input_files(scenario, base);
    const Json inputs =
        run::provenance(scenario, scenario.seed, scenario::input_files(scenario, base))["inputs"];
    return inputs == provenance.value("inputs", Json());
  } catch (const registry::InputError&) {
    return false;
  }
}

/// The folders that the files of a scenario may be relative to.
std::vector<fs::path> possible_bases(const ReportOptions& options, const std::string& name) {
  if (!options.inputs.empty()) return {options.inputs};
  std::vector<fs::path> bases{"."};
  for (const GalleryScenario& one : gallery()) {
    const fs::path file = scenarios_folder() / one.path;
    if (file.stem() == name) bases.push_back(file.parent_path());
  }
  bases.push_back(scenarios_folder() / "tutorial");
  return bases;
}

/// The scenario of a result and what its files are relative to; nothing if they are not found.
struct Found {
  scenario::Loaded loaded;
  fs::path base;
};

std::optional<Found> find_scenario(const ReportOptions& options, const Json& summary) {
  const Json& provenance = summary["provenance"];
  if (!provenance.contains("scenario")) return {};
  const std::string text = provenance["scenario"].dump();
  for (const fs::path& base : possible_bases(options, summary.value("name", ""))) {
    scenario::Loaded loaded = scenario::load_text(text, (base / "scenario.json").string());
    if (!are_those_of(provenance, loaded.scenario, loaded.base_directory())) continue;
    fs::path directory = loaded.base_directory();
    return Found{std::move(loaded), std::move(directory)};
  }
  return {};
}

struct Replayed {
  run::Outcome outcome;
  replay::Recording recording;
  bool is_by_this_version = false;  ///< whether the result is, as far as it tells
};

bool is_same_version(const Json& provenance, const Json& other) {
  return provenance.value("version", "") == other.value("version", "") &&
         provenance.value("git_describe", "") == other.value("git_describe", "");
}

/// Plays the run again, to watch it; nothing if this program no longer plays it alike.
std::optional<Replayed> replay(const ReportOptions& options, const Json& summary,
                               const scenario::Scenario& scenario) {
  replay::Recorder recorder(pages::most_reported_messages);
  run::Watch watch;
  recorder.watch(watch);
  Progress progress(options.quiet);
  if (progress.shown()) watch.progress = [&](double fraction) { progress.update(fraction); };
  const std::uint64_t seed = summary["provenance"].value("seed", scenario.seed);
  run::Outcome outcome = run::run(scenario, seed, watch);
  const Json now = run::summary_json(scenario, {}, outcome);
  if (now["provenance"]["fingerprint"] != summary["provenance"].value("fingerprint", "")) return {};
  return Replayed{std::move(outcome), recorder.take(),
                  is_same_version(now["provenance"], summary["provenance"])};
}

/// What has been played again for a page, and what is to be said of it.
struct Again {
  std::optional<Found> found;
  std::optional<Replayed> replayed;
  pages::Changes changes;
  std::vector<std::string> notes;
};

/// Holds the folder against what the run writes, which does not stay.
pages::Changes changes_since(const Again& again, const pages::Result& stored) {
  const scenario::Scenario& scenario = again.found->loaded.scenario;
  Interruption interruption;
  io::Unfinished scratch;
  interruption.begin([&] { return scratch = make_scratch("rippletank_report"); });
  try {
    Json summary = run::write_result(scenario, again.replayed->outcome, Json::array(), scratch.path,
                                     [&](const run::Outcome& outcome, Json& whole) {
                                       theory::add_if_wanted(scenario, outcome, whole);
                                     });
    pages::Changes changes = pages::changes_of(stored, {scratch.path, std::move(summary)});
    interruption.give_up();
    return changes;
  } catch (...) {
    interruption.give_up();
    throw;
  }
}

/// Holds the files of a folder against those of its run, and says where they differ.
void hold_folder_against(Again& again, const ReportOptions& options, const Json& summary) {
  try {
    again.changes = changes_since(again, {options.folder, summary});
  } catch (const std::system_error& error) {
    again.notes.push_back(
        fmt::format("The files in {} were not compared with those of the run: {}.", options.folder,
                    error.what()));
    return;
  }
  const char* why = again.replayed->is_by_this_version
                        ? "it was changed after the run"
                        : "it was changed after the run, or another version has written it";
  for (const std::string& name : again.changes.changed) {
    again.notes.push_back(fmt::format("{} is not what this run gives: {}.", name, why));
  }
  for (const std::string& name : again.changes.missing) {
    again.notes.push_back(fmt::format("{} is missing: this run gives it.", name));
  }
  if (again.notes.empty()) return;
  again.notes.emplace_back(
      "The page shows the files as they are in the folder. To get those of the run, run the "
      "scenario again with --force.");
}

Again play_again(const ReportOptions& options, const Json& summary) {
  Again again;
  try {
    again.found = find_scenario(options, summary);
    if (!again.found) {
      again.notes.emplace_back(
          "without a replay: the files that the scenario reads are not found as they were; "
          "name their folder with --inputs");
      return again;
    }
    again.replayed = replay(options, summary, again.found->loaded.scenario);
  } catch (const registry::InputError&) {
    again.replayed.reset();  // a scenario that this version would not play
  }
  if (again.replayed) {
    hold_folder_against(again, options, summary);
  } else {
    again.notes.emplace_back("without a replay: another version of rippletank has played this run");
  }
  return again;
}

/// Pages may be made anew; anything else was not meant, the result itself least of all.
///
/// Errors:  InputError.
void require_page_or_nothing(const std::string& target) {
  constexpr std::string_view beginning = "<!doctype html>";
  std::error_code ignored;
  if (!fs::is_regular_file(target, ignored) || fs::file_size(target, ignored) == 0) return;
  std::string read(beginning.size(), '\0');
  std::ifstream(target, std::ios::binary)
      .read(read.data(), static_cast<std::streamsize>(read.size()));
  if (read == beginning) return;
  throw registry::InputError(registry::Diagnostic{
      target, 0, "",
      "expected a page or nothing there, got another file; choose another --output"});
}

/// Errors:  InputError.
void require_inputs(const ReportOptions& options) {
  std::error_code ignored;
  if (options.inputs.empty() || fs::is_directory(options.inputs, ignored)) return;
  refuse(
      fmt::format("--inputs: {}; expected the folder that the files in the scenario are "
                  "relative to",
                  fs::exists(options.inputs, ignored) ? options.inputs + " is a file"
                                                      : "there is no folder " + options.inputs));
}

/// Errors:  InputError for a damaged table of groups.
std::vector<std::string> notes_of_sweep(const StoredResult& sweep) {
  const std::size_t told = require_groups(sweep);
  const Json points = sweep.summary.value("points", Json());
  if (!points.is_number_unsigned() || points.get<std::size_t>() <= told) return {};
  return {
      fmt::format("The curves have {} of the {} points of the sweep: start it again to play the "
                  "others.",
                  told, points.dump())};
}

int report(const ReportOptions& options) {
  require_inputs(options);
  require_page_or_nothing(options.out);
  require_writable(options.out);
  const StoredResult result = read_result(options.folder);
  const pages::Assets assets = page_parts();
  Again again;
  if (result.kind == ResultKind::run) again = play_again(options, result.summary);
  if (result.kind == ResultKind::sweep) again.notes = notes_of_sweep(result);
  std::optional<pages::Played> played;
  if (again.replayed) {
    played.emplace(pages::Played{again.found->loaded.scenario, again.replayed->outcome,
                                 again.replayed->recording, again.changes});
  }
  pages::Content content = pages::report(options.folder, result.summary, played,
                                         again.found ? again.found->base : fs::path());
  const PageText page = page_text(assets, result.summary.value("name", "result"),
                                  std::move(content), played.has_value());
  write_to(options.out, page.text);
  if (!options.quiet) {
    for (const std::vector<std::string>& notes : {again.notes, page.notes}) {
      for (const std::string& note : notes) fmt::print("{}", registry::wrapped(note, 0, 80));
    }
    fmt::print("Page in {}\n", options.out);
  }
  return exit_done;
}

}  // namespace

void add_report_command(CLI::App& app, Action& action) {
  CLI::App* command =
      app.add_subcommand("report", "Make one self-contained page of a result, with a replay");
  command->footer(
      "Plays a single run again to record what is watched, and makes sure that it is\n"
      "the same run and that the files in DIR are those of it.\n"
      "Sweeps are shown as curves with intervals.");
  const auto options = std::make_shared<ReportOptions>();
  command->add_option("DIR", options->folder, "Result folder")->required();
  command
      ->add_option("-o,--output", options->out,
                   "File of the page (default: report.html in the\ncurrent folder)")
      ->type_name("FILE");
  const CLI::Option* inputs =
      command
          ->add_option("--inputs", options->inputs,
                       "Folder that the files in the scenario are relative to")
          ->type_name("FOLDER");
  add_flag(*command, "--quiet", options->quiet, "No messages and no progress");
  command->callback([&action, options, inputs] {
    if (inputs->count() > 0 && options->inputs.empty()) {
      throw CLI::ValidationError("--inputs", "expected the name of a folder, got an empty one");
    }
    if (options->out.empty()) {
      throw CLI::ValidationError("--output", "expected the name of a file, got an empty one");
    }
    action = [options] { return report(*options); };
  });
}

}  // namespace rippletank::cli
