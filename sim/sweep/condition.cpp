// Parses and evaluates conditions.
#include "sim/sweep/condition.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "sim/registry/diagnostics.hpp"
#include "sim/registry/json_text.hpp"
#include "sim/registry/reader.hpp"
#include "sim/registry/suggest.hpp"

namespace rippletank::sweep {

/// Recursive descent; each function leaves what computes its part at the end of the steps.
class ConditionParser {
 public:
  ConditionParser(Condition& condition, const std::vector<std::string>& columns)
      : condition_(condition), columns_(columns), text_(condition.text_) {}

  void parse() {
    advance();
    either();
    if (!token_.empty()) unexpected();
  }

 private:
  void either() {
    both();
    while (token_ == "or") binary("or", &ConditionParser::both);
  }
  void both() {
    negation();
    while (token_ == "and") binary("and", &ConditionParser::negation);
  }
  void negation() {
    if (token_ != "not") return comparison();
    deepen();
    advance();
    negation();
    add("not");
    --depth_;
  }
  void comparison() {
    sum();
    for (const char* const sign : {"<", "<=", ">", ">=", "=", "==", "!="}) {
      if (token_ != sign) continue;
      return binary(sign == std::string("==") ? "=" : sign, &ConditionParser::sum);
    }
  }
  void sum() {
    product();
    while (token_ == "+" || token_ == "-") binary(token_, &ConditionParser::product);
  }
  void product() {
    signed_value();
    while (token_ == "*" || token_ == "/") binary(token_, &ConditionParser::signed_value);
  }
  void signed_value() {
    if (token_ != "-") return value();
    deepen();
    advance();
    signed_value();
    add("minus");
    --depth_;
  }
  void value() {
    const std::string token = token_;
    if (token == "(") {
      deepen();
      advance();
      either();
      if (token_ != ")") unexpected("\")\"");
      --depth_;
    } else if (token == "true" || token == "false") {
      condition_.steps_.push_back({"value", token == "true"});
    } else if (!token.empty() && (token.front() == '"' || token.front() == '\'')) {
      condition_.steps_.push_back({"value", token.substr(1, token.size() - 2)});
    } else if (const auto number = registry::number_in(token)) {
      condition_.steps_.push_back({"value", *number});
    } else if (is_word(token) && token != "and" && token != "or" && token != "not") {
      column(token);
    } else {
      unexpected("a column or a value");
    }
    advance();
  }

  void column(const std::string& name) {
    const auto found = std::find(columns_.begin(), columns_.end(), name);
    if (found == columns_.end()) {
      condition_.refuse(fmt::format("there is no column {}{}", registry::found(name),
                                    registry::suggestion(name, columns_)));
    }
    condition_.steps_.push_back(
        {"column", false, static_cast<std::size_t>(found - columns_.begin())});
  }

  void binary(std::string sign, void (ConditionParser::*right)()) {
    advance();
    (this->*right)();
    add(std::move(sign));
  }
  void add(std::string sign) { condition_.steps_.push_back({std::move(sign)}); }

  void deepen() {
    constexpr int deepest = 100;
    if (++depth_ > deepest) condition_.refuse("too deeply nested");
  }

  [[noreturn]] void unexpected(const std::string& expected = "and, or, or the end") {
    condition_.refuse(fmt::format("expected {}, got {}", expected,
                                  token_.empty() ? "the end" : registry::found(token_)));
  }

  static bool is_letter(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return std::isalnum(byte) != 0 || byte >= 0x80 || c == '_';  // of any alphabet in UTF-8
  }
  static bool is_word(const std::string& token) {
    return !token.empty() && is_letter(token.front()) &&
           std::isdigit(static_cast<unsigned char>(token.front())) == 0;
  }

  /// How long the token is that begins there.
  std::size_t length_at(std::size_t begin) {
    const char first = text_[begin];
    if (first == '"' || first == '\'') {
      const auto end = text_.find(first, begin + 1);
      if (end == std::string::npos) condition_.refuse("a text without its closing quote");
      return end + 1 - begin;
    }
    std::size_t end = begin + 1;
    if (is_letter(first) || first == '.') {
      while (end < text_.size() &&
             (is_letter(text_[end]) || text_[end] == '.' || is_sign_of_exponent(begin, end))) {
        ++end;
      }
    } else if (end < text_.size() && text_[end] == '=' &&
               std::string_view("<>=!").find(first) != std::string_view::npos) {
      ++end;
    }
    return end - begin;
  }
  bool is_sign_of_exponent(std::size_t begin, std::size_t at) const {
    const bool is_number = std::isdigit(static_cast<unsigned char>(text_[begin])) != 0;
    return is_number && (text_[at] == '-' || text_[at] == '+') &&
           (text_[at - 1] == 'e' || text_[at - 1] == 'E');
  }

  void advance() {
    while (place_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[place_])) != 0) {
      ++place_;
    }
    const std::size_t length = place_ < text_.size() ? length_at(place_) : 0;
    token_ = text_.substr(place_, length);
    place_ += length;
  }

  Condition& condition_;
  const std::vector<std::string>& columns_;
  const std::string& text_;
  std::size_t place_ = 0;
  std::string token_;
  int depth_ = 0;
};

Condition::Condition(const std::string& text, const std::vector<std::string>& columns)
    : text_(text) {
  ConditionParser(*this, columns).parse();
}

void Condition::refuse(std::string message) const {
  throw registry::InputError(registry::Diagnostic{
      "", 0, "/where", fmt::format("{}: {}", registry::found(text_), message)});
}

double Condition::number(const Value& value, const std::string& what) const {
  if (const double* found = std::get_if<double>(&value)) return *found;
  refuse("expected numbers around " + what);
}

bool Condition::truth(const Value& value, const std::string& what) const {
  if (const bool* found = std::get_if<bool>(&value)) return *found;
  refuse("expected something true or false with " + what);
}

Condition::Value Condition::compared(const std::string& what, const Value& left,
                                     const Value& right) const {
  if (what == "=") return left == right;
  if (what == "!=") return left != right;
  if (left.index() != right.index() || std::holds_alternative<bool>(left)) {
    refuse("expected two numbers or two texts around " + what);
  }
  if (what == "<") return left < right;
  if (what == "<=") return left <= right;
  if (what == ">") return left > right;
  return left >= right;
}

Condition::Value Condition::combined(const std::string& what, const Value& left,
                                     const Value& right) const {
  if (what == "and") return truth(left, what) && truth(right, what);
  if (what == "or") return truth(left, what) || truth(right, what);
  if (what == "+") return number(left, what) + number(right, what);
  if (what == "-") return number(left, what) - number(right, what);
  if (what == "*") return number(left, what) * number(right, what);
  if (what == "/") return number(left, what) / number(right, what);
  return compared(what, left, right);
}

bool Condition::holds(const std::vector<registry::Json>& values) const {
  std::vector<Value> stack;
  const auto take = [&stack] {
    Value value = std::move(stack.back());
    stack.pop_back();
    return value;
  };
  for (const Step& step : steps_) {
    if (step.what == "value") {
      stack.push_back(step.value);
    } else if (step.what == "column") {
      const registry::Json& value = values[step.column];
      stack.push_back(value.is_number()    ? Value(value.get<double>())
                      : value.is_boolean() ? Value(value.get<bool>())
                                           : Value(value.get<std::string>()));
    } else if (step.what == "not") {
      stack.push_back(!truth(take(), step.what));
    } else if (step.what == "minus") {
      stack.push_back(-number(take(), "-"));
    } else {
      const Value right = take();
      const Value left = take();
      stack.push_back(combined(step.what, left, right));
    }
  }
  return truth(stack.back(), "\"where\"");
}

}  // namespace rippletank::sweep
