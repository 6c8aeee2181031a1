// Reports of marks: for people, for programs and for the gradebook.
#pragma once

#include <string>
#include <vector>

#include "analysis/labs/mark.hpp"

namespace rippletank::labs {

/// The marks of one file of answers.
struct Marked {
  const Lab* lab = nullptr;
  std::string student;
  std::vector<Mark> marks;

  std::int64_t points() const;
  std::int64_t of() const;
};

/// A page for a terminal of 80 columns; without `answers` it gives none away.
std::string marks_text(const Marked& marked, bool answers);

registry::Json marks_json(const Marked& marked);

/// One row for each of them: student, lab, points, of, and the points of each question; empty
/// where a lab has no such question.
///
/// Source:  RFC 4180.
std::string gradebook(const std::vector<Marked>& all);

}  // namespace rippletank::labs
