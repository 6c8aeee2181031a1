// Reads files of answers.
#include "analysis/labs/answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "analysis/labs/number_hint.hpp"
#include "analysis/labs/sheet.hpp"
#include "sim/registry/input_file.hpp"
#include "sim/registry/json_text.hpp"
#include "sim/registry/reader.hpp"
#include "sim/registry/suggest.hpp"
#include "sim/registry/table.hpp"
#include "sim/registry/utf8.hpp"

namespace rippletank::labs {
namespace {

using registry::Json;
using registry::Reader;

/// The file as it is written.
struct Form {
  std::string lab;
  std::string student;
  Named<double> numbers;
  Json questions;  ///< for people; not looked at
  Named<Json> answers;

  static const registry::Section& section() {
    static const registry::Section section =
        registry::Table<Form>{}
            .required("lab", &Form::lab, {.description = "The name of the lab."})
            .required("student", &Form::student, {.description = "Who answers."})
            .required("numbers", &Form::numbers, {.description = "The numbers of the student."})
            .field("questions", &Form::questions, {.description = "What is asked, for people."})
            .required("answers", &Form::answers, {.description = "An answer to each question."});
    return section;
  }
};

void check_numbers(const Form& form, const Numbers& expected, Reader& reader) {
  const Reader::Step step = reader.enter("numbers");
  for (const auto& [name, number] : form.numbers) {
    const double* right = find(expected, name);
    if (right == nullptr) {
      reader.error_at(name, "unknown number" + registry::suggestion(name, names_of(expected)));
    } else if (*right != number) {
      reader.error_at(
          name, fmt::format("expected {}, which belongs to {}, got {}", number_json(*right).dump(),
                            registry::in_quotes(form.student), number_json(number).dump()));
    }
  }
  for (const auto& [name, right] : expected) {
    if (find(form.numbers, name) != nullptr) continue;
    reader.error(fmt::format("missing \"{}\": expected {}", name, number_json(right).dump()));
  }
}

void check_answer(const Json& given, const AskedQuestion& question, Reader& reader) {
  if (given.is_null()) return;
  const std::vector<std::string> choices = names_of(question.choices);
  registry::Type type;
  type.form = choices.empty() ? registry::Form::number : registry::Form::choice;
  type.unit = question.unit;
  type.choices = choices;
  const bool is_choice =
      given.is_string() && find(question.choices, given.get<std::string>()) != nullptr;
  if (choices.empty() ? given.is_number() : is_choice) return;
  const std::string hint =
      choices.empty() && given.is_string() ? number_hint(given.get<std::string>()) : "";
  if (hint.empty()) return registry::report_mismatch(given, type, reader);
  reader.error(fmt::format("expected {}, got {}; without quotes, {}", type.text(),
                           registry::found(given), hint));
}

/// The lab to whose questions these answers are, if none is to a question of the named one; null
/// if that is so, or they are to no questions at all.
const Lab* other_lab(const Form& form, const Lab& named, const std::vector<Lab>& labs) {
  const auto asks = [&form](const Lab& lab) {
    return std::any_of(form.answers.begin(), form.answers.end(), [&lab](const auto& answer) {
      return find(lab.questions, answer.first) != nullptr;
    });
  };
  if (asks(named)) return nullptr;
  const auto other = std::find_if(labs.begin(), labs.end(), asks);
  return other == labs.end() ? nullptr : &*other;
}

void check_answers(const Form& form, const Lab& lab, const Numbers& numbers, Reader& reader) {
  const Reader::Step step = reader.enter("answers");
  for (const auto& [id, given] : form.answers) {
    if (find(lab.questions, id) != nullptr) continue;
    reader.error_at(id, "unknown question" + registry::suggestion(id, names_of(lab.questions)));
  }
  for (const AskedQuestion& question : questions_for(lab, numbers)) {
    const Json* given = find(form.answers, question.id);
    if (given == nullptr) continue;
    const Reader::Step answer = reader.enter(question.id);
    check_answer(*given, question, reader);
  }
}

/// What is wrong with a form whose parts have been read; returns the lab, if it is one.
///
/// `names_student`: whether it has such a key; that it has none is told already.
const Lab* check_whole(const Form& form, bool names_student, const std::vector<Lab>& labs,
                       Reader& reader) {
  const std::string why = why_no_student(form.student);
  const bool has_student = !reader.has_mistakes_at("student") && why.empty();
  if (names_student && !why.empty() && !reader.has_mistakes_at("student")) {
    reader.error_at("student", why);
  }
  if (reader.has_mistakes_at("lab") || form.lab.empty()) return nullptr;
  const Lab* lab = find_lab(labs, form.lab);
  if (lab == nullptr) {
    std::vector<std::string> names;
    names.reserve(labs.size());
    for (const Lab& one : labs) names.push_back(one.name);
    reader.error_at("lab", "unknown lab " + registry::in_quotes(form.lab) +
                               registry::suggestion(form.lab, names));
    return nullptr;
  }
  const Lab* other = other_lab(form, *lab, labs);
  if (!reader.has_mistakes_at("answers") && other != nullptr) {
    reader.error_at("lab", fmt::format("expected \"{0}\", to whose questions the answers are, got "
                                       "\"{1}\"; correct it, or answer in the file of {1}",
                                       other->name, lab->name));
    return nullptr;
  }
  const Numbers numbers = has_student ? numbers_for(*lab, form.student) : usual_numbers(*lab);
  if (has_student && !reader.has_mistakes_at("numbers")) {
    check_numbers(form, drawn_numbers(*lab, numbers), reader);
  }
  if (!reader.has_mistakes_at("answers")) check_answers(form, *lab, numbers, reader);
  return lab;
}

/// Tells what to write where the text ceased to be JSON at an answer in another form.
void add_number_hint(const std::string& text, registry::Diagnostic& mistake) {
  std::size_t begin = 0;
  for (int line = 1; line < mistake.line; ++line) begin = text.find('\n', begin) + 1;
  if (text.rfind("\"answers\"", begin) == std::string::npos) return;
  const std::string line = text.substr(begin, text.find('\n', begin) - begin);
  const auto colon = line.find("\":");
  if (colon == std::string::npos) return;
  std::string value = line.substr(colon + 2);
  value.erase(value.find_last_not_of(" \t\r,}") + 1);
  if (const std::string hint = number_hint(value); !hint.empty()) mistake.message += "; " + hint;
}

}  // namespace

bool looks_like_answers(const Json& json) {
  return json.is_object() &&
         (json.contains("lab") || json.contains("student") || json.contains("answers"));
}

const Lab* find_lab(const std::vector<Lab>& labs, const std::string& name) {
  for (const Lab& lab : labs) {
    if (lab.name == name) return &lab;
  }
  return nullptr;
}

Answers read_answers(const std::string& text, const std::string& file,
                     const std::vector<Lab>& labs) {
  registry::ParsedJson parsed = registry::parse_json(text, file);
  std::vector<registry::Diagnostic> mistakes = std::move(parsed.mistakes);
  Form form;
  Answers answers;
  if (!parsed.is_json && !mistakes.empty()) add_number_hint(text, mistakes.back());
  if (parsed.value.is_object() && !looks_like_answers(parsed.value)) {
    throw registry::InputError(registry::Diagnostic{
        file, 0, "",
        "expected answers, in a file as rippletank lab new makes it, got an object with neither "
        "\"lab\" nor \"student\" nor \"answers\""});
  }
  if (parsed.is_json) {
    Reader reader{{}};
    registry::read_section(Form::section(), parsed.value, &form, reader);
    if (parsed.value.is_object()) {
      answers.lab = check_whole(form, parsed.value.contains("student"), labs, reader);
    }
    mistakes.insert(mistakes.end(), reader.diagnostics().begin(), reader.diagnostics().end());
  }
  if (!mistakes.empty()) {
    for (registry::Diagnostic& mistake : mistakes) mistake.file = file;
    registry::fill_in_lines(text, mistakes);
    registry::sort_by_line(mistakes);
    throw registry::InputError(std::move(mistakes));
  }
  answers.student = form.student;
  answers.numbers = numbers_for(*answers.lab, form.student);
  for (const auto& [id, question] : answers.lab->questions) {
    const Json* given = find(form.answers, id);
    answers.given.emplace_back(id, given == nullptr ? Json() : *given);
  }
  return answers;
}

Answers read_answers_file(const std::string& file, const std::vector<Lab>& labs) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(file, error);
  if (!error && size > largest_answers_bytes) {
    throw registry::InputError(registry::Diagnostic{
        file, 0, "",
        fmt::format("expected at most {} bytes, got {}", largest_answers_bytes, size)});
  }
  return read_answers(registry::read_input_file({file, file}), file, labs);
}

}  // namespace rippletank::labs
