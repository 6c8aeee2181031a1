// Words marks.
#include "analysis/labs/report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/registry/counts.hpp"
#include "sim/registry/wrap.hpp"
#include "sim/run/readable.hpp"

namespace rippletank::labs {
namespace {

using registry::Json;

/// A number with all its digits: what was answered must not look like what is right.
std::string exact_text(double number) {
  const std::string text = fmt::format("{}", number);
  return text.find('e') == std::string::npos ? registry::grouped(text) : text;
}

std::string given_text(const Json& answer) {
  return answer.is_number() ? exact_text(answer.get<double>()) : answer.get<std::string>();
}

/// What is right, rounded as people read it unless that is what was answered.
std::string expected_text(const Json& expected, const std::string& given) {
  if (!expected.is_number()) return expected.get<std::string>();
  std::string text = run::readable_count(expected.get<double>());
  return text == given ? exact_text(expected.get<double>()) : text;
}

std::string line_of(const Mark& mark, bool answers) {
  const std::string given = mark.verdict == Verdict::missing ? "" : given_text(mark.given);
  const std::string unit = mark.unit.empty() ? "" : " " + mark.unit;
  const std::string said = given.empty() ? "no answer" : given + unit;
  if (mark.verdict == Verdict::right || !answers) return said;
  return fmt::format("{}; a run says {}{}", said, expected_text(mark.expected, given), unit);
}

/// What is said of an answer besides its verdict; empty: nothing.
std::string reason_of(const Mark& mark, bool answers) {
  if (answers || mark.verdict == Verdict::right || mark.is_typical) return mark.reason;
  return mark.verdict == Verdict::wrong ? "A run says something else." : "";
}

std::string csv_cell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

/// The questions of all labs, in the order in which they come.
std::vector<std::string> columns_of(const std::vector<Marked>& all) {
  std::vector<std::string> columns;
  for (const Marked& one : all) {
    for (const Mark& mark : one.marks) {
      if (std::find(columns.begin(), columns.end(), mark.question) == columns.end()) {
        columns.push_back(mark.question);
      }
    }
  }
  return columns;
}

}  // namespace

std::int64_t Marked::points() const {
  std::int64_t sum = 0;
  for (const Mark& mark : marks) sum += mark.points;
  return sum;
}

std::int64_t Marked::of() const {
  std::int64_t sum = 0;
  for (const Mark& mark : marks) sum += mark.of;
  return sum;
}

std::string marks_text(const Marked& marked, bool answers) {
  constexpr std::size_t width = 80;
  constexpr std::size_t indent = 11;
  std::string text = registry::wrapped(fmt::format("{}, {}: {} of {} points", marked.student,
                                                   marked.lab->name, marked.points(), marked.of()),
                                       0, width);
  for (const Mark& mark : marked.marks) {
    std::string lines = registry::wrapped(fmt::format("{}: {} ({} of {})", mark.question,
                                                      line_of(mark, answers), mark.points, mark.of),
                                          indent, width);
    const std::string verdict = "  " + std::string(verdict_name(mark.verdict));
    text += "\n" + lines.replace(0, verdict.size(), verdict);
    const std::string reason = reason_of(mark, answers);
    if (!reason.empty()) text += registry::wrapped(reason, indent, width);
  }
  return text;
}

Json marks_json(const Marked& marked) {
  Json json = {{"student", marked.student},
               {"lab", marked.lab->name},
               {"points", marked.points()},
               {"of", marked.of()},
               {"marks", Json::array()}};
  for (const Mark& mark : marked.marks) {
    json["marks"].push_back({{"question", mark.question},
                             {"verdict", verdict_name(mark.verdict)},
                             {"given", mark.given},
                             {"expected", mark.expected},
                             {"unit", mark.unit},
                             {"points", mark.points},
                             {"of", mark.of},
                             {"reason", mark.reason},
                             {"is_typical", mark.is_typical}});
  }
  return json;
}

std::string gradebook(const std::vector<Marked>& all) {
  const std::vector<std::string> columns = columns_of(all);
  std::string text = "student,lab,points,of";
  for (const std::string& column : columns) text += "," + csv_cell(column);
  text += "\n";
  for (const Marked& one : all) {
    text += fmt::format("{},{},{},{}", csv_cell(one.student), csv_cell(one.lab->name), one.points(),
                        one.of());
    for (const std::string& column : columns) {
      text += ",";
      for (const Mark& mark : one.marks) {
        if (mark.question == column) text += fmt::format("{}", mark.points);
      }
    }
    text += "\n";
  }
  return text;
}

}  // namespace rippletank::labs
