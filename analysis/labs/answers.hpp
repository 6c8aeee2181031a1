// Answers: what a student has filled in, read strictly.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "analysis/labs/numbers.hpp"

namespace rippletank::labs {

/// A file of answers in which nothing is wrong but, perhaps, the answers.
struct Answers {
  std::string student;
  Numbers numbers;
  Named<registry::Json> given;  ///< by question, in the order of the lab; null: none
  const Lab* lab = nullptr;     ///< one of those that it was read with
};

/// What is longer is no file of answers.
inline constexpr std::uintmax_t largest_answers_bytes = std::uintmax_t{1} << 20;

/// Whether JSON has anything that only answers have. Folders hold scenarios and results, too.
bool looks_like_answers(const registry::Json& json);

/// The lab of that name; null if there is none.
const Lab* find_lab(const std::vector<Lab>& labs, const std::string& name);

/// Reads the text of a file of answers to one of the labs, which must outlive what is returned.
///
/// Errors:  InputError with every mistake: no JSON, no answers, those of another lab, numbers that
///          are not those of the student, questions that there are not, values that can be no
///          answer.
Answers read_answers(const std::string& text, const std::string& file,
                     const std::vector<Lab>& labs);

/// The same from a file.
Answers read_answers_file(const std::string& file, const std::vector<Lab>& labs);

}  // namespace rippletank::labs
