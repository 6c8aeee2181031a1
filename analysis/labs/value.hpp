// Value: where the right answer to a question comes from: a result of a run, or sums of such.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/registry/codec.hpp"

namespace rippletank::labs {

/// What becomes of the cells of several rows of a table.
enum class Over : std::uint8_t { sum, max, min, mean, count };

/// A number that is looked up, never typed: a headline result or a cell of a table of a run, a
/// number of the lab, or arithmetic with them, in which plain numbers may stand, too.
struct Value {
  std::string at;  ///< JSON pointer to where it is written
  std::optional<double> constant;
  std::optional<std::string> run;
  std::optional<std::string> metric;  ///< a headline result, or one of the protocol
  std::optional<std::string> table;
  registry::Json where;  ///< what the cells of a row must be, by column; null: any row
  std::optional<std::string> column;
  std::optional<Over> over;  ///< none: exactly one row matches
  std::optional<std::string> number;
  std::vector<Value> sum;
  std::vector<Value> difference;
  std::vector<Value> product;
  std::vector<Value> ratio;

  static const registry::Section& section();

  /// The operands, if it is arithmetic.
  const std::vector<Value>& operands() const;
};

/// Calls `visit` with a value and all that it is made of.
void for_each_part(const Value& value, const std::function<void(const Value&)>& visit);

/// Whether a run is needed to know it.
bool is_measured(const Value& value);

/// What a value is made of, as somebody knows it who has played the runs.
struct Known {
  std::function<double(const Value&)> measured;  ///< of one with a run
  std::function<double(const Value&)> number;    ///< of one with a number
};

double evaluate(const Value& value, const Known& known);

}  // namespace rippletank::labs

template <>
struct rippletank::registry::ChoiceNames<rippletank::labs::Over> {
  using Over = rippletank::labs::Over;
  static constexpr std::array<std::pair<const char*, Over>, 5> names = {{{"sum", Over::sum},
                                                                         {"max", Over::max},
                                                                         {"min", Over::min},
                                                                         {"mean", Over::mean},
                                                                         {"count", Over::count}}};
};

/// A value is an object, or a plain number. Its type does not name its section: a value is made of
/// values.
template <>
struct rippletank::registry::Codec<rippletank::labs::Value> {
  static Type type(const Field&) { return {Form::anything}; }
  static void read(const Json& value, labs::Value& target, const Type& type, Reader& reader);
  static Json write(const labs::Value&) { return {}; }
};
