// Reads numbers as people write them.
#include "analysis/labs/number_hint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "analysis/labs/numbers.hpp"
#include "sim/registry/json_text.hpp"

namespace rippletank::labs {
namespace {

constexpr std::string_view digits = "0123456789";

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') + 1 - begin);
}

/// Whether there are three digits there, and no more.
bool are_three_digits(std::string_view text) {
  return text.size() >= 3 && text.find_first_not_of(digits) >= 3 &&
         (text.size() == 3 || digits.find(text[3]) == std::string_view::npos);
}

/// Without what is put between groups of digits and is neither a comma nor a point: blanks, those
/// that do not break lines (U+00A0, U+202F) among them, apostrophes (U+2019, too), underscores.
/// Nothing if the groups are none of three.
std::optional<std::string> without_gaps(std::string_view text) {
  std::string result(text);
  for (const char* gap : {" ", "_", "'", "\u00a0", "\u202f", "\u2019"}) {
    const std::string_view sign = gap;
    for (auto at = result.find(sign); at != std::string::npos; at = result.find(sign, at)) {
      result.erase(at, sign.size());
      if (!are_three_digits(std::string_view(result).substr(at))) return {};
    }
  }
  return result;
}

/// Whether a sign stands between groups of three digits only, up to `end`.
bool groups(const std::string& text, char sign, std::size_t end) {
  std::size_t at = text.find(sign);
  const std::size_t first = text.find_first_of(digits);
  if (first >= at || at - first > 3 || text[first] == '0') return false;
  while (at < end) {
    const std::size_t next = std::min(text.find(sign, at + 1), end);
    if (next - at != 4 || !are_three_digits(std::string_view(text).substr(at + 1))) return false;
    at = next;
  }
  return true;
}

std::string without(std::string text, char sign) {
  std::erase(text, sign);
  return text;
}

std::string with_point(std::string text) {
  std::replace(text.begin(), text.end(), ',', '.');
  return text;
}

/// The number in JSON, if the text is one but for zeros left out and a plus.
std::optional<std::string> as_json(std::string text) {
  if (!text.empty() && text.front() == '+') text.erase(0, 1);
  if (!text.empty() && text.back() == '.') text.pop_back();
  const std::size_t first = text.compare(0, 1, "-") == 0 ? 1 : 0;
  if (text.compare(first, 1, ".") == 0) text.insert(first, "0");
  if (text.empty() || !registry::number_in(text)) return {};
  return text;
}

/// What a text with commas and points can mean: nothing, one number, or, as "1,234", two.
std::vector<std::string> readings(std::string_view written) {
  const std::optional<std::string> whole = without_gaps(written);
  if (!whole) return {};
  const std::string& text = *whole;
  const auto comma = text.rfind(',');
  const auto point = text.rfind('.');
  const bool has_comma = comma != std::string::npos;
  const bool has_point = point != std::string::npos;
  std::vector<std::string> meant;
  if (has_comma && has_point) {
    const char group = comma < point ? ',' : '.';
    if (groups(text, group, std::max(comma, point))) {
      meant.push_back(with_point(without(text, group)));
    }
  } else if (has_comma) {
    if (groups(text, ',', text.size())) meant.push_back(without(text, ','));
    if (text.find(',') == comma) meant.push_back(with_point(text));
  } else if (has_point && text.find('.') != point) {
    if (groups(text, '.', text.size())) meant.push_back(without(text, '.'));
  } else {
    meant.push_back(text);
  }
  std::vector<std::string> numbers;
  for (const std::string& one : meant) {
    if (const auto number = as_json(one)) numbers.push_back(*number);
  }
  return numbers;
}

/// A fraction as a decimal number; empty for anything else.
std::vector<std::string> quotient(std::string_view text) {
  const auto stroke = text.find('/');
  if (stroke == std::string_view::npos) return {};
  const std::vector<std::string> above = readings(trimmed(text.substr(0, stroke)));
  const std::vector<std::string> below = readings(trimmed(text.substr(stroke + 1)));
  if (above.size() != 1 || below.size() != 1) return {};
  const double value = *registry::number_in(above[0]) / *registry::number_in(below[0]);
  if (!std::isfinite(value)) return {};
  return {number_json(value).dump()};
}

/// Where the unit behind a number begins; the end if there is none.
std::size_t unit_in(std::string_view text) {
  const auto last = text.find_last_of(digits);
  if (last == std::string_view::npos) return text.size();
  return std::min(text.find_first_not_of(".,'_ ", last + 1), text.size());
}

/// Whether it begins as "ms", "%" and "µs" do, or there is none.
bool may_be_unit(std::string_view text) {
  if (text.empty()) return true;
  const auto first = static_cast<unsigned char>(text.front());
  return first == '%' || first >= 0x80 || (first | 0x20U) - 'a' < 26U;
}

}  // namespace

std::string number_hint(std::string_view written) {
  const std::string_view text = trimmed(written);
  const std::size_t unit = unit_in(text);
  if (!may_be_unit(text.substr(unit))) return {};
  const std::string_view number = trimmed(text.substr(0, unit));
  std::vector<std::string> meant = quotient(number);
  if (meant.empty()) meant = readings(number);
  if (meant.empty() || meant == std::vector<std::string>{std::string(text)}) return {};
  if (text.substr(unit) == "%" && meant.size() == 1) {
    const double share = *registry::number_in(meant[0]) / 100;
    return fmt::format("write {} for a share of 1, {} for percent", number_json(share).dump(),
                       meant[0]);
  }
  const char* unless = unit == text.size() ? "" : ", if that is in the unit asked for";
  if (meant.size() == 1) return fmt::format("write {}{}", meant[0], unless);
  return fmt::format("write {}, or {} if the comma is a decimal one{}", meant[0], meant[1], unless);
}

}  // namespace rippletank::labs
