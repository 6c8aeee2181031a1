// rippletank theory SCENARIO: what closed forms predict, beside what a run has counted.
#include <fmt/format.h>

#include <memory>
#include <optional>

#include "analysis/theory/laws.hpp"
#include "analysis/theory/report.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/progress.hpp"
#include "sim/cli/scenario_choice.hpp"
#include "sim/registry/wrap.hpp"

namespace rippletank::cli {
namespace {

struct TheoryOptions {
  ScenarioChoice scenario;
  bool json = false;
  bool no_run = false;
};

std::vector<theory::Findings> find(const TheoryOptions& options,
                                   const scenario::Scenario& scenario) {
  if (options.no_run) {
    const run::Beginning beginning = run::begin(scenario, scenario.seed);
    return theory::predict({scenario, beginning, scenario.seed});
  }
  Progress progress(options.json);
  run::Watch watch;
  if (progress.shown()) watch.progress = [&](double fraction) { progress.update(fraction); };
  const run::Outcome outcome = run::run(scenario, scenario.seed, watch);
  return theory::predict({scenario, outcome});
}

std::string page(const TheoryOptions& options, const scenario::Scenario& scenario,
                 const std::vector<theory::Findings>& findings) {
  constexpr std::size_t width = 80;
  const char* const about = options.no_run ? "what theory predicts of a run"
                                           : "what theory predicts, beside what a run has counted";
  std::string text = registry::wrapped(
      fmt::format("{}, seed {}: {}", scenario.name, scenario.seed, about), 0, width);
  return text + "\n" +
         (findings.empty() ? theory::nothing_applies()
                           : theory::to_text(findings, !options.no_run));
}

int theory_of(const TheoryOptions& options) {
  const scenario::Loaded loaded = load(options.scenario);
  const scenario::Scenario& scenario = loaded.scenario;
  std::vector<theory::Findings> findings;
  try {
    findings = find(options, scenario);
  } catch (const registry::InputError& error) {
    throw registry::InputError(loaded.located(error.diagnostics()));
  }
  if (options.json) {
    const registry::Json json = {{"name", scenario.name},
                                 {"seed", scenario.seed},
                                 {"played", !options.no_run},
                                 {"laws", theory::to_json(findings)}};
    fmt::print("{}\n", json.dump(2));
  } else {
    fmt::print("{}", page(options, scenario, findings));
  }
  return exit_done;
}

}  // namespace

void add_theory_command(CLI::App& app, Action& action) {
  CLI::App* command =
      app.add_subcommand("theory", "What closed forms predict, beside what a run has counted");
  command->footer(
      "Plays the scenario out and writes no results. docs/THEORY.md tells which laws\n"
      "there are, for which scenarios, and where they fail.");
  const auto options = std::make_shared<TheoryOptions>();
  add_scenario_choice(*command, options->scenario);
  add_flag(*command, "--json", options->json, "Print JSON, for programs");
  add_flag(*command, "--no-run", options->no_run, "Predict only: play nothing out");
  command->callback([&action, options] { action = [options] { return theory_of(*options); }; });
}

}  // namespace rippletank::cli
