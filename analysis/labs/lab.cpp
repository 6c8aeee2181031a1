// Reads lab.json by its tables.
#include "analysis/labs/lab.hpp"

#include <fmt/format.h>

#include <cmath>

#include "analysis/labs/lab_check.hpp"
#include "sim/registry/input_file.hpp"
#include "sim/registry/json_text.hpp"
#include "sim/registry/table.hpp"

namespace rippletank::labs {
namespace {

using registry::at_least;
using registry::between;
using registry::Reader;
using registry::Section;
using registry::Table;

void check_number(const Number& number, Reader& reader) {
  const bool ranges = number.from || number.to;
  if (int{ranges} + int{!number.choose.empty()} + int{number.is.has_value()} != 1) {
    return reader.error("expected either from and to, or choose, or is");
  }
  if (ranges && !(number.from && number.to && *number.from < *number.to)) {
    return reader.error("expected from and to, the second being larger");
  }
  if (number.is) {
    if (is_measured(*number.is)) reader.error_at("is", "expected a value without a run");
    if (number.usual) reader.error_at("default", "follows from \"is\"; leave it out");
    return;
  }
  if (!number.usual) return reader.error("missing \"default\": expected the number of the page");
  bool possible = ranges && *number.usual >= static_cast<double>(*number.from) &&
                  *number.usual <= static_cast<double>(*number.to);
  for (const double one : number.choose) possible |= one == *number.usual;
  if (!possible) reader.error_at("default", "expected one of the numbers that can be drawn");
}

void check_tolerance(const Tolerance& tolerance, Reader& reader) {
  if (tolerance.absolute && tolerance.relative) {
    reader.error("expected absolute or relative, not both");
  }
}

void check_right_answer(const RightAnswer& answer, Reader& reader) {
  if (answer.largest.empty() == answer.smallest.empty()) {
    reader.error("expected either largest or smallest, with a value for each choice");
  }
}

void check_mistake(const Mistake& mistake, Reader& reader) {
  if (mistake.answer.has_value() == mistake.choice.has_value()) {
    reader.error("expected either answer or choice");
  }
}

}  // namespace

const Section& Number::section() {
  static const Section section =
      Table<Number>{}
          .field("from", &Number::from, {.description = "The least that a student gets."})
          .field("to", &Number::to, {.description = "The most."})
          .field("choose", &Number::choose, {.description = "Instead of these: one of a list."})
          .field("default", &Number::usual, {.description = "The number of the page."})
          .field("is", &Number::is, {.description = "What follows from other numbers."})
          .required("meaning", &Number::meaning, {.description = "What it stands for."})
          .check(check_number);
  return section;
}

const Section& Run::section() {
  static const Section section =
      Table<Run>{}
          .required("scenario", &Run::scenario, {.description = "A file beside lab.json."})
          .field("set", &Run::set,
                 {.description = "Values by JSON pointer; \"{hosts}\" stands for a number."});
  return section;
}

const Section& Tolerance::section() {
  static const Section section =
      Table<Tolerance>{}
          .field("absolute", &Tolerance::absolute,
                 {.range = at_least(0), .description = "Largest distance."})
          .field("relative", &Tolerance::relative,
                 {.range = between(0, 1), .description = "The same as a part of the value."})
          .check(check_tolerance);
  return section;
}

const Section& RightAnswer::section() {
  static const Section section =
      Table<RightAnswer>{}
          .field("largest", &RightAnswer::largest, {.description = "The choice with the largest."})
          .field("smallest", &RightAnswer::smallest, {.description = "Or with the smallest."})
          .check(check_right_answer);
  return section;
}

const Section& Mistake::section() {
  static const Section section =
      Table<Mistake>{}
          .field("answer", &Mistake::answer, {.description = "The number that is given."})
          .field("choice", &Mistake::choice, {.description = "The choice that is made."})
          .required("because", &Mistake::because, {.description = "Why it is wrong."})
          .check(check_mistake);
  return section;
}

const Section& Question::section() {
  static const Section section =
      Table<Question>{}
          .required("ask", &Question::ask, {.description = "The question."})
          .field("unit", &Question::unit, {.description = "What the answer counts."})
          .field("choices", &Question::choices, {.description = "What can be chosen, in words."})
          .required("answer", &Question::answer, {.description = "Where the answer comes from."})
          .field("tolerance", &Question::tolerance, {.description = "How exact it must be."})
          .field("points", &Question::points,
                 {.range = between(1, 100), .description = "What it is worth."})
          .required("because", &Question::because, {.description = "Why that is right."})
          .field("mistakes", &Question::mistakes, {.description = "Typical wrong answers."});
  return section;
}

const Section& Lab::section() {
  static const Section section =
      Table<Lab>{}
          .required("title", &Lab::title, {.description = "What it is called."})
          .required("idea", &Lab::idea, {.description = "What is learnt, in a sentence."})
          .required("numbers", &Lab::numbers, {.description = "What differs by student."})
          .field("set", &Lab::set, {.description = "What is set in the scenario of every run."})
          .required("runs", &Lab::runs, {.description = "What is played."})
          .required("questions", &Lab::questions, {.description = "What is asked."});
  return section;
}

std::uint64_t Number::choices() const {
  if (is) return 0;
  return choose.empty() ? static_cast<std::uint64_t>(*to - *from + 1) : choose.size();
}

bool Tolerance::allows(double given, double expected) const {
  constexpr double rounding = 1e-9;  // of arithmetic, not of students
  const double size = std::abs(expected);
  const double most = absolute.value_or(relative.value_or(0) * size);
  return std::abs(given - expected) <= most + rounding * size;
}

Lab read_lab(const std::filesystem::path& folder) {
  Lab lab;
  lab.folder = folder;
  const std::filesystem::path named = folder.has_filename() ? folder : folder.parent_path();
  lab.name = named.filename().string();
  lab.text = registry::read_input_file({lab.file(), lab.file()});
  registry::ParsedJson parsed = registry::parse_json(lab.text, lab.file());
  std::vector<registry::Diagnostic> mistakes = std::move(parsed.mistakes);
  if (parsed.is_json) {
    Reader reader(folder);
    registry::read_section(Lab::section(), parsed.value, &lab, reader);
    mistakes.insert(mistakes.end(), reader.diagnostics().begin(), reader.diagnostics().end());
    if (reader.error_count() == 0) {
      for (registry::Diagnostic& found : check(lab)) mistakes.push_back(std::move(found));
    }
  }
  if (mistakes.empty()) return lab;
  for (registry::Diagnostic& mistake : mistakes) mistake.file = lab.file();
  registry::fill_in_lines(lab.text, mistakes);
  registry::sort_by_line(mistakes);
  throw registry::InputError(std::move(mistakes));
}

registry::InputError at_fault(const Lab& lab, const std::string& pointer, std::string message) {
  std::vector<registry::Diagnostic> mistakes = {{lab.file(), 0, pointer, std::move(message)}};
  registry::fill_in_lines(lab.text, mistakes);
  return registry::InputError(std::move(mistakes));
}

}  // namespace rippletank::labs

namespace rippletank::registry {

void Codec<labs::RightAnswer>::read(const Json& value, labs::RightAnswer& target, const Type&,
                                    Reader& reader) {
  const bool compares =
      value.is_object() && (value.contains("largest") || value.contains("smallest"));
  if (compares) {
    read_section(labs::RightAnswer::section(), value, &target, reader);
  } else {
    Codec<labs::Value>::read(value, target.value.emplace(), {}, reader);
  }
}

}  // namespace rippletank::registry
