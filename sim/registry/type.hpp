// Type: what a parameter may hold, as data from which checks, help and schema are derived.
#pragma once

#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace rippletank::registry {

struct Section;
struct Catalogue;

enum class Form {
  integer,
  number,
  boolean,
  text,
  choice,
  file,      ///< a path, relative to the file that names it
  id,        ///< an identifier of the input: a whole number or a name
  quantity,  ///< a number or a distribution
  list,
  section,   ///< an object with a parameter table of its own
  model,     ///< an object in which a key, mostly "model", chooses its parameter table
  anything,  ///< any JSON value
  map,       ///< an object whose keys are free and whose values are alike
  either,    ///< one of several types
};

/// The allowed numbers. Bounds are inclusive unless said otherwise.
struct Range {
  double min = -std::numeric_limits<double>::infinity();
  double max = std::numeric_limits<double>::infinity();
  bool min_excluded = false;

  bool contains(double value) const {
    return (min_excluded ? value > min : value >= min) && value <= max;
  }
  /// "0 to 1", "at least 1", "more than 0", or empty when everything is allowed.
  std::string text() const;
};

/// What bounds 64-bit numbers: doubles cannot hold 2^64 - 1, and nothing lies between.
inline constexpr double two_to_64 = 18446744073709551616.0;

inline Range between(double min, double max) { return {min, max, false}; }
inline Range at_least(double min) { return {min, std::numeric_limits<double>::infinity(), false}; }
inline Range more_than(double min) { return {min, std::numeric_limits<double>::infinity(), true}; }
inline Range more_than_up_to(double min, double max) { return {min, max, true}; }

struct Type {
  Form form = Form::text;
  std::string unit;
  Range range;
  std::vector<std::string> choices;
  const Section* section = nullptr;
  const Catalogue* catalogue = nullptr;
  std::shared_ptr<const Type> items;  ///< of a list, and the values of a map
  std::vector<Type> alternatives;     ///< of either

  /// What is expected, in words: `a whole number, at least 1 [peers]`, `one of node, hub`.
  std::string text() const;
};

}  // namespace rippletank::registry
