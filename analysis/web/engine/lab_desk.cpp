// Hands labs out to the page, and marks what comes back.
#include "analysis/web/engine/lab_desk.hpp"

#include "analysis/labs/answers.hpp"
#include "analysis/labs/mark.hpp"
#include "analysis/labs/page.hpp"
#include "analysis/labs/plays.hpp"
#include "analysis/labs/report.hpp"
#include "analysis/labs/sheet.hpp"

namespace rippletank::engine {
namespace {

using registry::Json;

/// Errors:  InputError for a name that cannot be one.
labs::Numbers numbers_of(const labs::Lab& lab, const std::string& student) {
  if (student.empty()) return labs::usual_numbers(lab);
  if (std::string reason = labs::why_no_student(student); !reason.empty()) {
    throw registry::InputError(registry::Diagnostic{"", 0, "", std::move(reason)});
  }
  return labs::numbers_for(lab, student);
}

Json question_json(const labs::AskedQuestion& question) {
  Json choices = Json::array();
  for (const auto& [name, words] : question.choices) choices.push_back({name, words});
  return {{"id", question.id},
          {"ask", question.ask},
          {"unit", question.unit},
          {"choices", choices},
          {"points", question.points}};
}

/// An answer as it can be marked; null for anything else.
Json usable(const labs::Question& question, const Json& given) {
  const bool fits = question.choices.empty() ? given.is_number() : given.is_string();
  return fits ? given : Json();
}

}  // namespace

Json lab_sheet(const std::filesystem::path& folder, const std::string& student) {
  const labs::Lab lab = labs::read_lab(folder);
  const labs::Numbers numbers = numbers_of(lab, student);
  Json sheet{{"numbers", labs::numbers_json(numbers)}, {"questions", Json::array()}};
  for (const labs::AskedQuestion& question : labs::questions_for(lab, numbers)) {
    sheet["questions"].push_back(question_json(question));
  }
  sheet["sections"] = Json::array();
  const labs::Page page = labs::filled(labs::without_answers(labs::read_page(lab)), numbers);
  for (const auto& [heading, text] : page.sections) {
    sheet["sections"].push_back({heading, text});
  }
  sheet["runs"] = Json::object();
  for (const auto& [name, run] : lab.runs) {
    sheet["runs"][name] = labs::scenario_text(lab, name, numbers);
  }
  sheet["copy"] = student.empty() ? Json() : labs::student_copy(lab, student);
  return sheet;
}

Json lab_marks(const std::filesystem::path& folder, const std::string& student, const Json& answers,
               const std::filesystem::path& results) {
  const labs::Lab lab = labs::read_lab(folder);
  labs::Answers given{student, numbers_of(lab, student), {}, &lab};
  for (const auto& [id, question] : lab.questions) {
    given.given.emplace_back(id, usable(question, answers.value(id, Json())));
  }
  return labs::marks_json({&lab, student, labs::mark(given, results)});
}

}  // namespace rippletank::engine
