// rippletank compare DIR_A DIR_B: two results side by side, differences with their intervals.
#include <fmt/format.h>

#include <memory>
#include <optional>

#include "sim/cli/command.hpp"
#include "sim/cli/comparison_pages.hpp"
#include "sim/cli/options.hpp"

namespace rippletank::cli {
namespace {

struct CompareOptions {
  std::string a;
  std::string b;
  std::vector<std::string> metrics;
  bool json = false;
};

/// Both results; what is wrong with either is told at once.
std::pair<StoredResult, StoredResult> read_both(const CompareOptions& options) {
  std::vector<registry::Diagnostic> mistakes;
  const auto read = [&](const std::string& folder) {
    try {
      return read_result(folder);
    } catch (const registry::InputError& error) {
      mistakes.insert(mistakes.end(), error.diagnostics().begin(), error.diagnostics().end());
      return StoredResult{};
    }
  };
  StoredResult a = read(options.a);
  StoredResult b = read(options.b);
  if (!mistakes.empty()) throw registry::InputError(std::move(mistakes));
  return {std::move(a), std::move(b)};
}

int compare(const CompareOptions& options) {
  auto [a, b] = read_both(options);
  const ResultComparison comparison = compare_results(std::move(a), std::move(b), options.metrics);
  if (options.json) {
    // Names of folders may hold bytes that are no UTF-8.
    fmt::print(
        "{}\n",
        comparison_json(comparison).dump(2, ' ', false, registry::Json::error_handler_t::replace));
  } else {
    fmt::print("{}", comparison_text(comparison));
  }
  return exit_done;
}

}  // namespace

void add_compare_command(CLI::App& app, Action& action) {
  CLI::App* command =
      app.add_subcommand("compare", "Two results side by side, differences with intervals");
  command->footer(
      "Compares two results of run, of run --repetitions or of sweep. Runs of the same\n"
      "number and seed are compared in pairs, others as independent samples (Welch).\n"
      "An interval that leaves out 0 is marked with *; of 20 that are alike, one is by\n"
      "chance. Queries of single runs are compared by batch means: such intervals are\n"
      "about these two runs, not about what other seeds would give.");
  const auto options = std::make_shared<CompareOptions>();
  command->add_option("DIR_A", options->a, "A result folder")->required();
  command->add_option("DIR_B", options->b, "Another of the same kind")->required();
  command
      ->add_option("--metric", options->metrics,
                   "Compare only this one; may be repeated (default: all that both have)")
      ->take_all()
      ->allow_extra_args(false)
      ->option_text("NAME");
  add_flag(*command, "--json", options->json, "Print JSON, for programs");
  command->callback([&action, options] { action = [options] { return compare(*options); }; });
}

}  // namespace rippletank::cli
