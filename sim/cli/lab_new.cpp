// rippletank lab new LAB --student NAME: a folder to work in, with the student's numbers.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <optional>

#include "analysis/labs/answers.hpp"
#include "analysis/labs/page.hpp"
#include "analysis/labs/plays.hpp"
#include "analysis/labs/sheet.hpp"
#include "sim/cli/interruption.hpp"
#include "sim/cli/lab_commands.hpp"
#include "sim/cli/options.hpp"
#include "sim/io/whole_file.hpp"
#include "sim/registry/input_file.hpp"
#include "sim/registry/reader.hpp"

namespace rippletank::cli {
namespace {

namespace fs = std::filesystem;

struct NewOptions {
  std::string lab;
  std::string student;
  std::string folder;
  bool force = false;
};

/// Name and text of each file of the student's folder.
using Handout = std::vector<std::pair<std::string, std::string>>;

/// A file that a scenario reads; it lies beside the scenario.
void add_input(Handout& files, const registry::FilePath& input) {
  const auto known = std::find_if(files.begin(), files.end(),
                                  [&](const auto& file) { return file.first == input.written; });
  if (known == files.end()) files.emplace_back(input.written, registry::read_input_file(input));
}

Handout handout(const labs::Lab& lab, const std::string& student) {
  const labs::Numbers numbers = labs::numbers_for(lab, student);
  labs::Page page = labs::page_for(lab, labs::before_answers(labs::read_page(lab)), student);
  Handout files = {{"README.md", labs::markdown_of(labs::page_in_folder(lab, std::move(page)))},
                   {"answers.json", labs::student_copy(lab, student).dump(2) + "\n"}};
  for (const auto& [name, run] : lab.runs) {
    files.emplace_back(run.scenario, labs::scenario_text(lab, name, numbers));
    const scenario::Loaded loaded = labs::load_scenario(lab, name, numbers);
    for (const registry::FilePath& input :
         scenario::input_files(loaded.scenario, loaded.base_directory())) {
      add_input(files, input);
    }
  }
  return files;
}

/// What a student has filled in is not written over at all, nor are files of another lab put beside
/// it: the scenarios of two labs in one folder belong to neither.
void require_no_answers(const fs::path& file, const labs::Lab& lab) {
  std::error_code error;
  if (!fs::exists(file, error)) return;
  registry::Json json;
  if (fs::is_regular_file(file, error)) {
    std::ifstream stream(file, std::ios::binary);
    json = registry::Json::parse(stream, nullptr, false);
  }
  if (!json.is_object() || !json.contains("lab") || !json.contains("answers")) {
    refuse(file.string() +
           " is no file of answers that can be read, but may have some; delete or rename it, or "
           "choose another --output");
  }
  if (json["lab"] != registry::Json(lab.name)) {
    refuse(fmt::format("{} belongs to another lab, {}; choose another --output", file.string(),
                       registry::found(json["lab"])));
  }
  for (const registry::Json& answer : json["answers"]) {
    if (answer.is_null()) continue;
    refuse(file.string() +
           " has answers filled in; delete or rename it, or choose another --output");
  }
}

/// Nothing is written over by a slip.
void require_free(const fs::path& folder, const Handout& files) {
  for (const auto& [name, text] : files) {
    std::error_code error;
    if (!fs::exists(folder / name, error)) continue;
    refuse((folder / name).string() +
           " exists already; choose another --output, or use "
           "--force to replace what is there");
  }
}

int hand_out(const NewOptions& options) {
  require_student(options.student);
  const labs::Lab lab = read_meant_lab(options.lab);
  const fs::path folder = options.folder.empty() ? fs::path(lab.name) : fs::path(options.folder);
  const Handout files = handout(lab, options.student);
  if (const std::string reason = io::why_no_files(folder); !reason.empty()) {
    refuse(reason + "; choose another --output");
  }
  require_no_answers(folder / "answers.json", lab);
  if (!options.force) require_free(folder, files);
  Interruption interruption;
  std::optional<io::WholeFiles> made;
  interruption.begin([&] { return made.emplace(folder).unfinished(); });
  try {
    for (const auto& [name, text] : files) io::write_text(made->path() / name, text);
    interruption.complete([&] { made->commit(); });
  } catch (...) {
    interruption.give_up();
    throw;
  }
  fmt::print("{} files for {} in {}\n", files.size(), options.student, folder.string());
  return exit_done;
}

}  // namespace

void add_lab_new(CLI::App& lab, Action& action) {
  CLI::App* command =
      lab.add_subcommand("new", "A folder for a student: page, scenarios, answers to fill in");
  command->footer(
      "The folder holds the page without answers, the scenarios with the numbers of\n"
      "the student, and answers.json, which is filled in and handed in.");
  const auto options = std::make_shared<NewOptions>();
  command->add_option("LAB", options->lab, "A lab, by name or number")->required();
  command->add_option("--student", options->student, "Whose numbers: a name or an id")
      ->required()
      ->type_name("NAME");
  const CLI::Option* out =
      command->add_option("-o,--output", options->folder, "Folder (default: the name of the lab)")
          ->type_name("FOLDER");
  add_flag(*command, "--force", options->force,
           "Replace files that are there, but no answers that are filled in");
  command->callback([&action, options, out] {
    if (out->count() > 0 && options->folder.empty()) {
      throw CLI::ValidationError("--output", "expected the name of a folder, got an empty one");
    }
    action = [options] { return hand_out(*options); };
  });
}

}  // namespace rippletank::cli
