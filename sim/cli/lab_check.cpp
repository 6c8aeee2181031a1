// rippletank lab check ANSWERS.json...: marks answers by playing the simulator again.
#include <fmt/format.h>

#include <map>
#include <memory>
#include <optional>

#include "analysis/labs/report.hpp"
#include "analysis/labs/shelf.hpp"
#include "sim/cli/answer_files.hpp"
#include "sim/cli/interruption.hpp"
#include "sim/cli/lab_commands.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/scratch.hpp"
#include "sim/cli/standard_error.hpp"
#include "sim/io/unfinished.hpp"
#include "sim/registry/counts.hpp"
#include "sim/registry/utf8.hpp"

namespace rippletank::cli {
namespace {

namespace fs = std::filesystem;
using registry::Diagnostic;
using registry::InputError;

struct CheckOptions {
  std::vector<std::string> words;  ///< LAB, if it is one, and files and folders
  bool answers = false;
  bool csv = false;
  bool json = false;
};

/// What to mark, and of which lab it must be.
struct Task {
  std::optional<std::string> lab;
  std::vector<std::string> files;
};

Task task_of(std::vector<std::string> words) {
  Task task;
  std::error_code error;
  const bool named = !fs::exists(words.front(), error) || words.size() > 1;
  const bool is_file = words.front().find('/') != std::string::npos ||
                       fs::path(words.front()).extension() == ".json";
  if (named && !is_file) {
    try {
      task.lab = labs::meant_lab(words.front(), labs::lab_names(labs_folder()));
      words.erase(words.begin());
    } catch (const InputError&) {
      if (!fs::exists(words.front(), error)) throw;  // neither a lab nor a folder
    }
  }
  if (words.empty()) refuse("expected files of answers, or a folder of them, after the lab");
  task.files = answer_files(words);
  return task;
}

labs::Marked mark_file(const std::string& file, const Task& task, const std::vector<labs::Lab>& all,
                       const fs::path& scratch) {
  const labs::Answers answers = labs::read_answers_file(file, all);
  if (task.lab && answers.lab->name != *task.lab) {
    throw InputError(Diagnostic{file, 0, "/lab",
                                fmt::format(R"(expected "{}", as the command says, got "{}")",
                                            *task.lab, answers.lab->name)});
  }
  return {answers.lab, answers.student, labs::mark(answers, scratch)};
}

/// Both have a row in the gradebook; which of them counts is the teacher's business.
void warn_of_twins(const std::vector<labs::Marked>& marked, const std::vector<std::string>& files) {
  std::map<std::pair<std::string, std::string>, std::string> first;
  for (std::size_t i = 0; i < marked.size(); ++i) {
    const labs::Marked& one = marked[i];
    const auto [known, is_new] = first.emplace(std::pair{one.lab->name, one.student}, files[i]);
    if (is_new) continue;
    const Diagnostic warning{
        files[i], 0, "",
        fmt::format("a second file of {} for {}, besides {}; both are marked",
                    registry::in_quotes(one.student), one.lab->name, known->second),
        registry::Severity::warning};
    say(to_string(warning) + "\n");
  }
}

void print_marks(const CheckOptions& options, const std::vector<labs::Marked>& all) {
  if (options.csv) {
    fmt::print("{}", labs::gradebook(all));
  } else if (options.json) {
    registry::Json json = registry::Json::array();
    for (const labs::Marked& one : all) json.push_back(labs::marks_json(one));
    fmt::print("{}\n", json.dump(2));
  } else {
    for (std::size_t i = 0; i < all.size(); ++i) {
      fmt::print("{}{}", i == 0 ? "" : "\n", labs::marks_text(all[i], options.answers));
    }
  }
}

int check_answers(const CheckOptions& options) {
  const std::vector<labs::Lab> all = read_labs();
  const Task task = task_of(options.words);
  Interruption interruption;
  io::Unfinished scratch;
  interruption.begin([&] { return scratch = make_scratch("rippletank_lab"); });
  std::vector<labs::Marked> marked;
  std::vector<std::string> files;  // of what is marked
  std::vector<Diagnostic> mistakes;
  for (std::size_t i = 0; i < task.files.size(); ++i) {
    const fs::path folder = scratch.path / std::to_string(i);
    try {
      marked.push_back(mark_file(task.files[i], task, all, folder));
      files.push_back(task.files[i]);
    } catch (const InputError& error) {
      const auto& found = error.diagnostics();
      mistakes.insert(mistakes.end(), found.begin(), found.end());
    } catch (...) {
      interruption.give_up();
      throw;
    }
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }
  interruption.give_up();
  print_marks(options, marked);
  warn_of_twins(marked, files);
  if (mistakes.empty()) return exit_done;
  print_diagnostics(mistakes);
  if (task.files.size() > 1) {
    say(fmt::format("{} marked, {} not\n", registry::count_in_words(marked.size(), "file", "files"),
                    task.files.size() - marked.size()));
  }
  return exit_usage;
}

}  // namespace

void add_lab_check(CLI::App& lab, Action& action) {
  CLI::App* command = lab.add_subcommand("check", "Marks answers by playing the simulator again");
  const auto options = std::make_shared<CheckOptions>();
  command
      ->add_option("ANSWERS", options->words,
                   "Files of answers, or folders of them; before them, if wanted, the lab that "
                   "they must be of")
      ->required()
      ->option_text("[LAB] ANSWERS...");
  add_flag(*command, "--answers", options->answers, "Also tell what is right, for teachers");
  add_flag(*command, "--csv", options->csv, "Print a row for each student, for the gradebook");
  add_flag(*command, "--json", options->json, "Print JSON, for programs");
  command->footer("Marks what can be marked; ends with 2 if there is a file that cannot be.");
  command->callback([&action, options] {
    if (options->csv && options->json) {
      throw CLI::ValidationError("--csv", "expected --csv or --json, not both");
    }
    action = [options] { return check_answers(*options); };
  });
}

}  // namespace rippletank::cli
