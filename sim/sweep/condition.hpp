// Condition: which points of a grid are wanted, as an expression over its columns.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "sim/registry/json.hpp"

namespace rippletank::sweep {

/// `ttl_hops <= 5 and (fraction = 0 or model = "flood")`: columns, numbers, texts in quotes, true
/// and false; + - * / ; = == != < <= > >= ; not, and, or; parentheses.
class Condition {
 public:
  /// Errors:  InputError for a text that is none, or names a column that there is not.
  Condition(const std::string& text, const std::vector<std::string>& columns);

  /// Whether it holds for the values of the columns, as results show them.
  ///
  /// Errors:  InputError where kinds do not go together, such as a text that is less than a number.
  bool holds(const std::vector<registry::Json>& values) const;

 private:
  friend class ConditionParser;
  using Value = std::variant<bool, double, std::string>;
  /// A step of the expression in the order of evaluation, as on a stack.
  struct Step {
    std::string what;  ///< an operator, "value" or "column"
    Value value = false;
    std::size_t column = 0;
  };

  [[noreturn]] void refuse(std::string message) const;
  double number(const Value& value, const std::string& what) const;
  bool truth(const Value& value, const std::string& what) const;
  Value compared(const std::string& what, const Value& left, const Value& right) const;
  Value combined(const std::string& what, const Value& left, const Value& right) const;

  std::string text_;
  std::vector<Step> steps_;
};

}  // namespace rippletank::sweep
