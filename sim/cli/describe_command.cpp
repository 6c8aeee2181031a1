// rippletank describe NAME: what a model, a key or a table is; writes the reference pages.
#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <optional>

#include "sim/cli/command.hpp"
#include "sim/cli/interruption.hpp"
#include "sim/cli/standard_error.hpp"
#include "sim/io/whole_file.hpp"
#include "sim/registry/page.hpp"
#include "sim/registry/suggest.hpp"
#include "sim/registry/utf8.hpp"
#include "sim/sweep/reference.hpp"

namespace rippletank::cli {
namespace {

int describe(const std::string& name) {
  const sweep::Described found = sweep::described(name);
  if (!found.texts.empty()) {
    fmt::print("{}", fmt::join(found.texts, "\n"));
    return exit_done;
  }
  const std::string nearest = registry::nearest_name(name, found.known);
  say_error(fmt::format(
      "nothing is called {}{}", registry::in_quotes(name),
      nearest.empty() ? "; see rippletank list" : fmt::format("; did you mean \"{}\"?", nearest)));
  return exit_usage;
}

int write_pages(const std::string& folder) {
  if (const std::string reason = io::why_no_files(folder); !reason.empty()) {
    throw registry::InputError(
        registry::Diagnostic{"", 0, "", reason + "; choose another --pages"});
  }
  Interruption interruption;
  std::optional<io::WholeFiles> files;
  interruption.begin([&] { return files.emplace(folder).unfinished(); });
  try {
    for (const sweep::ReferencePage& page : sweep::reference_pages()) {
      io::write_text(files->path() / page.file, page.text);
    }
    interruption.complete([&] { files->commit(); });
  } catch (...) {
    interruption.give_up();
    throw;
  }
  return exit_done;
}

}  // namespace

void add_describe_command(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand(
      "describe", "Parameters, example and source of what list shows; keys; result tables");
  const auto name = std::make_shared<std::string>();
  const auto pages = std::make_shared<std::string>();
  command->add_option(
      "NAME", *name,
      "A name that `rippletank list` shows, a key of a scenario or sweep, or a result table");
  const CLI::Option* folder =
      command->add_option("--pages", *pages, "Write the reference pages of everything to a folder");
  command->callback([&action, name, pages, folder] {
    if (folder->count() > 0 && pages->empty()) {
      throw CLI::ValidationError("--pages", "expected the name of a folder, got an empty one");
    }
    if (name->empty() == pages->empty()) {
      throw CLI::ValidationError("describe", "expected either a NAME or --pages FOLDER");
    }
    action = [name, pages] { return pages->empty() ? describe(*name) : write_pages(*pages); };
  });
}

}  // namespace rippletank::cli
