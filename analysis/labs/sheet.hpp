// Sheet: what a student is handed: questions with numbers, and the file to answer them in.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/labs/numbers.hpp"

namespace rippletank::labs {

/// A question with the numbers of a student in its words.
struct AskedQuestion {
  std::string id;
  std::string ask;
  std::string unit;
  Named<std::string> choices;  ///< none: the answer is a number
  std::int64_t points = 1;
};

std::vector<AskedQuestion> questions_for(const Lab& lab, const Numbers& numbers);

/// What the answer to it must be, for people: "a number of messages", "one of star, ring".
std::string expected_answer(const AskedQuestion& question);

/// The file of answers: lab, student, numbers, questions, and a null for each answer.
registry::Json student_copy(const Lab& lab, std::string_view student);

/// The questions as a numbered list in Markdown.
std::string questions_text(const Lab& lab, const Numbers& numbers);

}  // namespace rippletank::labs
