// rippletank describe NAME: what a model says about itself; also writes the reference pages.
#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "sim/cli/command.hpp"
#include "sim/io/result_folder.hpp"
#include "sim/registry/page.hpp"
#include "sim/registry/suggest.hpp"
#include "sim/run/catalogues.hpp"
#include "sim/run/reference.hpp"

namespace rippletank::cli {
namespace {

int describe(const std::string& name) {
  std::vector<std::string> known;
  bool printed = false;
  for (const registry::Catalogue* catalogue : run::catalogues()) {
    for (const std::string& entry : catalogue->names()) known.push_back(entry);
    const registry::Entry* entry = catalogue->find(name);
    if (entry == nullptr) continue;
    fmt::print("{}{}", printed ? "\n" : "", registry::help_text(*catalogue, *entry));
    printed = true;
  }
  if (printed) return exit_done;
  const std::string nearest = registry::nearest_name(name, known);
  fmt::print(
      stderr, "rippletank: error: nothing is called \"{}\"{}\n", name,
      nearest.empty() ? "; see rippletank list" : fmt::format("; did you mean \"{}\"?", nearest));
  return exit_usage;
}

int write_pages(const std::string& folder) {
  std::filesystem::create_directories(folder);
  for (const run::ReferencePage& page : run::reference_pages()) {
    io::write_text(std::filesystem::path(folder) / page.file, page.text);
  }
  return exit_done;
}

}  // namespace

void add_describe_command(CLI::App& app, Action& action) {
  CLI::App* command =
      app.add_subcommand("describe", "Parameters, example and source of what list shows");
  const auto name = std::make_shared<std::string>();
  const auto pages = std::make_shared<std::string>();
  command->add_option("NAME", *name, "A name that `rippletank list` shows");
  command->add_option("--pages", *pages, "Write the reference pages of everything to a folder");
  command->callback([&action, name, pages] {
    if (name->empty() == pages->empty()) {
      throw CLI::ValidationError("describe", "expected either a NAME or --pages FOLDER");
    }
    action = [name, pages] { return pages->empty() ? describe(*name) : write_pages(*pages); };
  });
}

}  // namespace rippletank::cli
