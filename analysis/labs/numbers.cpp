// Draws the numbers of students and puts them into texts.
#include "analysis/labs/numbers.hpp"

#include <fmt/format.h>

#include <cmath>

#include "sim/core/check.hpp"
#include "sim/core/random.hpp"
#include "sim/registry/counts.hpp"
#include "sim/registry/utf8.hpp"

namespace rippletank::labs {
namespace {

/// How a number is put into a text.
using Spelling = std::string (*)(double);

std::string plain(double number) { return fmt::format("{}", number); }

std::string for_people(double number) {
  if (number < 0 || number != std::floor(number) || number >= 1e15) return plain(number);
  return registry::count_text(static_cast<std::uint64_t>(number));
}

/// Calls `visit` with the place and length of each name in braces.
template <class Visit>
void for_each_placeholder(const std::string& text, Visit visit) {
  for (auto open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1)) {
    const auto close = text.find('}', open);
    if (close == std::string::npos) return visit(open + 1, text.size() - open - 1);
    visit(open + 1, close - open - 1);
  }
}

std::string filled_in(const std::string& text, const Numbers& numbers, Spelling spelling) {
  std::string result;
  std::size_t done = 0;
  for_each_placeholder(text, [&](std::size_t begin, std::size_t length) {
    const double* number = find(numbers, text.substr(begin, length));
    RIPPLETANK_CHECK(number != nullptr, "a number that the lab does not have: " + text);
    result += text.substr(done, begin - 1 - done) + spelling(*number);
    done = begin + length + 1;
  });
  return result + text.substr(done);
}

double drawn(const Lab& lab, const std::string& name, const Number& number,
             std::string_view student) {
  core::Substream stream(core::hash_text(student), "labs/" + lab.name + "/" + name);
  const std::uint64_t chosen = stream.below(number.choices());
  if (!number.choose.empty()) return number.choose[chosen];
  return static_cast<double>(*number.from + static_cast<std::int64_t>(chosen));
}

/// The numbers of a lab, those that follow from others once these are there.
template <class Draw>
Numbers numbers_by(const Lab& lab, Draw draw) {
  Numbers numbers;
  const Known known{{}, [&numbers](const Value& value) { return *find(numbers, *value.number); }};
  for (const auto& [name, number] : lab.numbers) {
    numbers.emplace_back(name, number.is ? evaluate(*number.is, known) : draw(name, number));
  }
  return numbers;
}

}  // namespace

std::string why_no_student(std::string_view student) {
  constexpr std::size_t longest = 64;
  if (student.empty()) return "expected a name, got an empty one";
  if (student.size() > longest) {
    return fmt::format("expected at most {} bytes, got {}", longest, student.size());
  }
  if (registry::find_not_utf8(student) != std::string::npos) return "expected UTF-8";
  for (std::size_t at = 0; at < student.size();) {
    const std::size_t length = registry::utf8_length(student.substr(at));
    if (registry::is_control(student.substr(at), length)) return "expected no control characters";
    at += length;
  }
  if (std::string_view("=+-@").find(student.front()) != std::string_view::npos) {
    return "expected another first character: tables would take the name for a formula";
  }
  if (student.front() == ' ' || student.back() == ' ') return "expected no blank at either end";
  return {};
}

Numbers numbers_for(const Lab& lab, std::string_view student) {
  return numbers_by(lab, [&](const std::string& name, const Number& number) {
    return drawn(lab, name, number, student);
  });
}

Numbers usual_numbers(const Lab& lab) {
  return numbers_by(lab, [](const std::string&, const Number& number) { return *number.usual; });
}

Numbers drawn_numbers(const Lab& lab, const Numbers& numbers) {
  Numbers drawn;
  for (const auto& [name, number] : lab.numbers) {
    if (!number.is) drawn.emplace_back(name, *find(numbers, name));
  }
  return drawn;
}

registry::Json number_json(double number) {
  constexpr double exact = 9007199254740992.0;
  const bool whole = number == std::floor(number) && std::abs(number) <= exact;
  return whole ? registry::Json(static_cast<std::int64_t>(number)) : registry::Json(number);
}

registry::Json numbers_json(const Numbers& numbers) {
  registry::Json json = registry::Json::object();
  for (const auto& [name, number] : numbers) json[name] = number_json(number);
  return json;
}

std::vector<std::string> placeholders(const std::string& text) {
  std::vector<std::string> names;
  for_each_placeholder(text, [&](std::size_t begin, std::size_t length) {
    names.push_back(text.substr(begin, length));
  });
  return names;
}

std::string filled(const std::string& text, const Numbers& numbers) {
  return filled_in(text, numbers, for_people);
}

std::string filled_plainly(const std::string& text, const Numbers& numbers) {
  return filled_in(text, numbers, plain);
}

registry::Json filled(const registry::Json& value, const Numbers& numbers) {
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    if (text.size() > 2 && text.front() == '{' && text.find('}') == text.size() - 1) {
      if (const double* number = find(numbers, text.substr(1, text.size() - 2))) {
        return number_json(*number);
      }
    }
    return filled_plainly(text, numbers);
  }
  registry::Json result = value;
  if (value.is_structured()) {
    for (auto& part : result) part = filled(part, numbers);
  }
  return result;
}

}  // namespace rippletank::labs
