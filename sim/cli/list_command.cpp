// rippletank list [KIND]: what a scenario can name.
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "sim/cli/command.hpp"
#include "sim/cli/scenario_gallery.hpp"
#include "sim/cli/standard_error.hpp"
#include "sim/registry/suggest.hpp"
#include "sim/registry/utf8.hpp"
#include "sim/registry/wrap.hpp"
#include "sim/run/catalogues.hpp"

namespace rippletank::cli {
namespace {

void print_row(const std::string& name, const std::string& summary, std::size_t column) {
  if (summary.empty()) return fmt::print("  {}\n", name);
  std::string text = registry::wrapped(summary, column, 80);
  if (name.size() + 2 < column) {
    text.replace(0, name.size() + 2, "  " + name);
  } else {
    text = "  " + name + "\n" + text;
  }
  fmt::print("{}", text);
}

void print_catalogue(const registry::Catalogue& catalogue) {
  fmt::print("{}\n", catalogue.plural);
  for (const registry::Entry* entry : catalogue.entries) {
    print_row(entry->name, entry->summary, 22);
  }
}

void print_scenarios() {
  const std::filesystem::path folder = scenarios_folder();
  if (folder.empty()) {
    fmt::print("scenarios\n  none found; set RIPPLETANK_SCENARIOS to their folder\n");
    return;
  }
  fmt::print("scenarios (in {})\n", folder.string());
  for (const GalleryScenario& scenario : gallery()) {
    print_row(scenario.path, scenario.description, 44);
  }
}

int list(const std::string& kind) {
  std::vector<std::string> kinds;
  bool printed = false;
  for (const registry::Catalogue* catalogue : run::catalogues()) {
    kinds.push_back(catalogue->plural);
    if (!kind.empty() && kind != catalogue->plural && kind != catalogue->kind) continue;
    if (printed) fmt::print("\n");
    print_catalogue(*catalogue);
    printed = true;
  }
  kinds.emplace_back("scenarios");
  if (kind.empty() || kind == "scenarios" || kind == "scenario") {
    if (printed) fmt::print("\n");
    print_scenarios();
    printed = true;
  }
  if (printed) return exit_done;
  say_error(fmt::format("unknown kind {}{}", registry::in_quotes(kind),
                        registry::suggestion(kind, kinds)));
  return exit_usage;
}

}  // namespace

void add_list_command(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("list", "List what scenarios can name, by kind");
  const auto kind = std::make_shared<std::string>();
  std::string kinds;
  for (const registry::Catalogue* catalogue : run::catalogues()) kinds += catalogue->plural + ", ";
  command->add_option("KIND", *kind, kinds + "scenarios; all when left out");
  command->callback([&action, kind] { action = [kind] { return list(*kind); }; });
}

}  // namespace rippletank::cli
