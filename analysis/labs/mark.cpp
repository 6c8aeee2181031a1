// Marks answers.
#include "analysis/labs/mark.hpp"

#include <fmt/format.h>

#include "sim/core/check.hpp"

namespace rippletank::labs {
namespace {

using registry::Json;

/// The choice with the largest value, or with the smallest.
std::string extreme(const Named<Value>& values, bool largest, Plays& plays) {
  std::string best;
  double extreme = 0;
  for (const auto& [choice, value] : values) {
    const double found = plays.evaluate(value);
    if (!best.empty() && found == extreme) best += " and " + choice;
    if (!best.empty() && (largest ? found <= extreme : found >= extreme)) continue;
    best = choice;
    extreme = found;
  }
  return best;
}

bool is_right(const Question& question, const Json& given, const Json& expected) {
  if (!question.choices.empty()) return given == expected;
  return question.tolerance.allows(given.get<double>(), expected.get<double>());
}

bool is_this(const Mistake& mistake, const Question& question, const Json& given, Plays& plays) {
  if (mistake.choice) return given == Json(*mistake.choice);
  return question.tolerance.allows(given.get<double>(), plays.evaluate(*mistake.answer));
}

/// The mistake that a wrong answer is; null if it is none that the lab knows.
const Mistake* mistake_in(const Question& question, const Json& given, Plays& plays) {
  for (const Mistake& mistake : question.mistakes) {
    if (is_this(mistake, question, given, plays)) return &mistake;
  }
  return nullptr;
}

Mark mark_one(const std::string& id, const Question& question, const Json& given, Plays& plays) {
  Mark mark{id,
            given,
            right_answer(question, plays),
            question.unit,
            0,
            question.points,
            Verdict::missing,
            filled(question.because, plays.numbers())};
  if (given.is_null()) return mark;
  const bool right = is_right(question, given, mark.expected);
  mark.verdict = right ? Verdict::right : Verdict::wrong;
  if (right) mark.points = mark.of;
  const Mistake* const mistake = right ? nullptr : mistake_in(question, given, plays);
  mark.is_typical = mistake != nullptr;
  if (mark.is_typical) mark.reason = filled(mistake->because, plays.numbers());
  return mark;
}

}  // namespace

std::string_view verdict_name(Verdict verdict) {
  switch (verdict) {
    case Verdict::right:
      return "right";
    case Verdict::wrong:
      return "wrong";
    case Verdict::missing:
      return "missing";
  }
  return {};
}

Json right_answer(const Question& question, Plays& plays) {
  if (question.answer.value) return number_json(plays.evaluate(*question.answer.value));
  const bool largest = !question.answer.largest.empty();
  const Named<Value>& values = largest ? question.answer.largest : question.answer.smallest;
  std::string best = extreme(values, largest, plays);
  if (find(values, best) == nullptr) {
    throw plays.at_fault(values.front().second.at, "two choices are alike: " + best);
  }
  return best;
}

std::vector<Mark> mark(const Answers& answers, const std::filesystem::path& folder) {
  RIPPLETANK_CHECK(answers.lab != nullptr, "answers to no lab");
  Plays plays(*answers.lab, answers.numbers, folder);
  return mark(answers, plays);
}

std::vector<Mark> mark(const Answers& answers, Plays& plays) {
  std::vector<Mark> marks;
  for (const auto& [id, given] : answers.given) {
    marks.push_back(mark_one(id, *find(answers.lab->questions, id), given, plays));
  }
  return marks;
}

}  // namespace rippletank::labs
