// Grid: the points of a sweep, each a choice of one value per axis, and how results name them.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sim/sweep/axis.hpp"

namespace rippletank::sweep {

using Axes = std::vector<std::pair<std::string, Axis>>;  ///< by their pointers

/// Pointers that move together, from value to value.
struct Zip {
  std::vector<std::vector<std::string>> bundles;
};

/// More would be a mistake: a point alone takes a millisecond to read.
inline constexpr std::size_t most_points = 1'000'000;

/// Which value of each axis a point has.
using Choice = std::vector<std::uint32_t>;

/// All combinations of the values, axes of one bundle moving together; the first axis slowest.
///
/// Errors:  InputError for pointers that are not varied or in two bundles, bundles of axes with
///          different numbers of values, and for too many points; with pointers into the sweep.
std::vector<Choice> all_choices(const Axes& axes, const Zip& zip);

/// What the columns of the axes are called: their names, or the last key of each pointer, with
/// keys before it where that is `taken` or another's.
std::vector<std::string> column_names(const Axes& axes, const std::vector<std::string>& taken);

/// How results show a value: a number, a text, true or false; or, for an object or a list, its
/// label, its "model", or itself as JSON.
registry::Json shown(const Axis& axis, std::uint32_t value);

/// A value as it is shown, as text.
std::string text_of_value(const registry::Json& value);

}  // namespace rippletank::sweep
