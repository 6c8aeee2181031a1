// Reads values and works them out.
#include "analysis/labs/value.hpp"

#include <fmt/format.h>

#include "sim/core/check.hpp"
#include "sim/registry/table.hpp"

namespace rippletank::labs {
namespace {

using registry::Reader;

/// How many of the things that a value can be it is.
int kinds(const Value& value) {
  int count = 0;
  for (const bool is : {value.metric.has_value(), value.table.has_value(), value.number.has_value(),
                        !value.sum.empty(), !value.difference.empty(), !value.product.empty(),
                        !value.ratio.empty()}) {
    count += is ? 1 : 0;
  }
  return count;
}

void check_only(bool allowed, bool is_there, const char* key, const char* with, Reader& reader) {
  if (is_there && !allowed) reader.error_at(key, fmt::format("goes with \"{}\" only", with));
}

void check_value(const Value& value, Reader& reader) {
  if (kinds(value) != 1) {
    reader.error("expected exactly one of metric, table, number, sum, difference, product, ratio");
    return;
  }
  const bool measured = value.metric || value.table;
  if (measured && !value.run) reader.error("missing \"run\": expected the run that it comes from");
  check_only(measured, value.run.has_value(), "run", "metric\" or \"table", reader);
  check_only(value.table.has_value(), !value.where.is_null(), "where", "table", reader);
  check_only(value.table.has_value(), value.column.has_value(), "column", "table", reader);
  check_only(value.table.has_value(), value.over.has_value(), "over", "table", reader);
  if (!value.where.is_null() && !value.where.is_object()) {
    reader.error_at("where",
                    "expected an object, column by column, got " + registry::found(value.where));
  }
  if (value.table && value.over != Over::count && !value.column) {
    reader.error("missing \"column\": expected a column of the table");
  }
  for (const auto* pair : {&value.difference, &value.ratio}) {
    if (!pair->empty() && pair->size() != 2) {
      reader.error_at(pair == &value.ratio ? "ratio" : "difference",
                      fmt::format("expected two values, got {}", pair->size()));
    }
  }
}

double fold(const Value& value, const Known& known) {
  const std::vector<Value>& operands = value.operands();
  RIPPLETANK_CHECK(!operands.empty(), "a value that is none of what it can be");
  double result = evaluate(operands.front(), known);
  for (std::size_t i = 1; i < operands.size(); ++i) {
    const double next = evaluate(operands[i], known);
    if (!value.sum.empty()) result += next;
    if (!value.difference.empty()) result -= next;
    if (!value.product.empty()) result *= next;
    if (!value.ratio.empty()) result /= next;
  }
  return result;
}

}  // namespace

const registry::Section& Value::section() {
  static const registry::Section section =
      registry::Table<Value>{}
          .field("run", &Value::run, {.description = "The run that it is a result of."})
          .field("metric", &Value::metric,
                 {.description = "A headline result of summary.json, or one of the protocol."})
          .field("table", &Value::table, {.description = "A result table, without .csv."})
          .field("where", &Value::where,
                 {.description = "What cells of the row must be, by column."})
          .field("column", &Value::column, {.description = "The cell of the row that is meant."})
          .field("over", &Value::over,
                 {.description = "What becomes of several rows; left out, exactly one matches."})
          .field("number", &Value::number, {.description = "A number of the lab."})
          .field("sum", &Value::sum, {.description = "All of them together."})
          .field("difference", &Value::difference, {.description = "The first less the second."})
          .field("product", &Value::product, {.description = "All of them multiplied."})
          .field("ratio", &Value::ratio, {.description = "The first divided by the second."})
          .check(check_value);
  return section;
}

const std::vector<Value>& Value::operands() const {
  if (!sum.empty()) return sum;
  if (!difference.empty()) return difference;
  return !product.empty() ? product : ratio;
}

void for_each_part(const Value& value, const std::function<void(const Value&)>& visit) {
  visit(value);
  for (const Value& operand : value.operands()) for_each_part(operand, visit);
}

bool is_measured(const Value& value) {
  bool measured = false;
  for_each_part(value, [&measured](const Value& part) { measured |= part.run.has_value(); });
  return measured;
}

double evaluate(const Value& value, const Known& known) {
  if (value.constant) return *value.constant;
  if (value.run) return known.measured(value);
  if (value.number) return known.number(value);
  return fold(value, known);
}

}  // namespace rippletank::labs

namespace rippletank::registry {

void Codec<labs::Value>::read(const Json& value, labs::Value& target, const Type&, Reader& reader) {
  target.at = reader.pointer();
  if (value.is_number()) {
    target.constant = value.get<double>();
  } else if (value.is_object()) {
    read_section(labs::Value::section(), value, &target, reader);
  } else {
    reader.error("expected an object that says where the value comes from, or a number, got " +
                 found(value));
  }
}

}  // namespace rippletank::registry
