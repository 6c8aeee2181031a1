// Writes what students are handed.
#include "analysis/labs/sheet.hpp"

#include <fmt/format.h>

namespace rippletank::labs {

std::vector<AskedQuestion> questions_for(const Lab& lab, const Numbers& numbers) {
  std::vector<AskedQuestion> asked;
  for (const auto& [id, question] : lab.questions) {
    AskedQuestion one{id, filled(question.ask, numbers), question.unit, {}, question.points};
    for (const auto& [choice, words] : question.choices) {
      one.choices.emplace_back(choice, filled(words, numbers));
    }
    asked.push_back(std::move(one));
  }
  return asked;
}

std::string expected_answer(const AskedQuestion& question) {
  if (!question.choices.empty()) {
    return fmt::format("one of {}", fmt::join(names_of(question.choices), ", "));
  }
  return question.unit.empty() ? "a number" : fmt::format("a number [{}]", question.unit);
}

registry::Json student_copy(const Lab& lab, std::string_view student) {
  const Numbers numbers = numbers_for(lab, student);
  registry::Json copy = {{"lab", lab.name},
                         {"student", std::string(student)},
                         {"numbers", numbers_json(drawn_numbers(lab, numbers))},
                         {"questions", registry::Json::object()},
                         {"answers", registry::Json::object()}};
  for (const AskedQuestion& question : questions_for(lab, numbers)) {
    std::string text = question.ask;
    for (const auto& [choice, words] : question.choices) {
      text += fmt::format(" {}: {}.", choice, words);
    }
    copy["questions"][question.id] = fmt::format("{} ({})", text, expected_answer(question));
    copy["answers"][question.id] = nullptr;
  }
  return copy;
}

std::string questions_text(const Lab& lab, const Numbers& numbers) {
  std::string text;
  std::size_t number = 0;
  for (const AskedQuestion& question : questions_for(lab, numbers)) {
    text += fmt::format("{}. `{}`: {}", ++number, question.id, question.ask);
    if (!question.unit.empty()) text += fmt::format(" [{}]", question.unit);
    text += "\n";
    for (const auto& [choice, words] : question.choices) {
      text += fmt::format("   - `{}`: {}\n", choice, words);
    }
  }
  return text;
}

}  // namespace rippletank::labs
