// rippletank lab: exercises for courses, shown, handed out and marked.
#include <fmt/format.h>

#include <memory>
#include <optional>

#include "analysis/labs/page.hpp"
#include "analysis/labs/sheet.hpp"
#include "analysis/labs/shelf.hpp"
#include "sim/cli/lab_commands.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/scenario_gallery.hpp"
#include "sim/registry/wrap.hpp"

namespace rippletank::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t terminal_columns = 80;

registry::Json labs_json(const std::vector<labs::Lab>& all) {
  registry::Json json = registry::Json::array();
  for (const labs::Lab& lab : all) {
    json.push_back({{"lab", lab.name},
                    {"title", lab.title},
                    {"idea", lab.idea},
                    {"questions", lab.questions.size()}});
  }
  return json;
}

int list_labs(bool as_json) {
  const std::vector<labs::Lab> all = read_labs();
  if (as_json) {
    fmt::print("{}\n", labs_json(all).dump(2));
    return exit_done;
  }
  fmt::print("labs (in {})\n", labs_folder().string());
  for (const labs::Lab& lab : all) {
    const std::string name =
        fmt::format("{}: {}, {} questions", lab.name, lab.title, lab.questions.size());
    fmt::print("\n{}{}", registry::wrapped(name, 2, terminal_columns),
               registry::wrapped(lab.idea, 6, terminal_columns));
  }
  fmt::print("\nOne of them: rippletank lab show {}\n", all.empty() ? "LAB" : all.front().name);
  return exit_done;
}

struct ShowOptions {
  std::string lab;
  std::optional<std::string> student;
  bool answers = false;
};

int show(const ShowOptions& options) {
  if (options.student) require_student(*options.student);
  const labs::Lab lab = read_meant_lab(options.lab);
  labs::Page page = labs::read_page(lab);
  if (!options.answers) page = labs::before_answers(std::move(page));
  page = options.student ? labs::page_for(lab, std::move(page), *options.student)
                         : labs::filled(std::move(page), labs::usual_numbers(lab));
  fmt::print("{}", labs::terminal_text(labs::markdown_of(page), terminal_columns));
  return exit_done;
}

}  // namespace

fs::path labs_folder() {
  const fs::path scenarios = scenarios_folder();
  std::error_code error;
  if (scenarios.empty()) {
    refuse("no labs found; set RIPPLETANK_SCENARIOS to the folder of the scenarios");
  }
  if (!fs::is_directory(scenarios / "labs", error)) {
    refuse("no labs found in " + (scenarios / "labs").string());
  }
  return scenarios / "labs";
}

labs::Lab read_meant_lab(const std::string& written) {
  const fs::path folder = labs_folder();
  return labs::read_lab(folder / labs::meant_lab(written, labs::lab_names(folder)));
}

std::vector<labs::Lab> read_labs() {
  const fs::path folder = labs_folder();
  std::vector<labs::Lab> all;
  for (const std::string& name : labs::lab_names(folder)) {
    all.push_back(labs::read_lab(folder / name));
  }
  return all;
}

void require_student(const std::string& student) {
  const std::string why = labs::why_no_student(student);
  if (!why.empty()) refuse("--student: " + why);
}

void add_lab_list(CLI::App& lab, Action& action) {
  CLI::App* command = lab.add_subcommand("list", "Which labs there are");
  command->footer("Shows what each is about, and how many questions it has.");
  const auto as_json = std::make_shared<bool>(false);
  add_flag(*command, "--json", *as_json, "Print JSON, for programs");
  command->callback([&action, as_json] { action = [as_json] { return list_labs(*as_json); }; });
}

void add_lab_show(CLI::App& lab, Action& action) {
  CLI::App* command = lab.add_subcommand("show", "The page of a lab");
  command->footer("A lab is named by its number, 6, its name, flooding_and_ttl, or by both.");
  const auto options = std::make_shared<ShowOptions>();
  command->add_option("LAB", options->lab, "A lab, by name or number")->required();
  command->add_option("--student", options->student, "With the numbers of this student")
      ->type_name("NAME");
  add_flag(*command, "--answers", options->answers, "With answers and notes, for teachers");
  command->callback([&action, options] { action = [options] { return show(*options); }; });
}

void add_lab_command(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("lab", "Exercises for courses: hand out, solve, mark");
  command->footer(
      "A lab is a page, a few small scenarios and questions. Each student gets other\n"
      "numbers, which follow from the name; marking plays the simulator again.\n"
      "How to use them in a course: scenarios/labs/README.md");
  command->require_subcommand(1);
  add_lab_list(*command, action);
  add_lab_show(*command, action);
  add_lab_new(*command, action);
  add_lab_check(*command, action);
  add_lab_page(*command, action);
}

}  // namespace rippletank::cli
