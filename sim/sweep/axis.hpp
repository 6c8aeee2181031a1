// Axis: the values that one pointer of a scenario takes in a sweep.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/registry/codec.hpp"

namespace rippletank::sweep {

/// Values in the order in which results list them; written as a list, as a list with names, or as a
/// range.
struct Axis {
  std::string name;  ///< of its column; empty: the end of the pointer
  std::vector<registry::Json> values;
  std::vector<std::string> labels;  ///< one per value, for results; empty: values as they are
};

/// How the values of a range lie.
enum class Scale : std::uint8_t { linear, logarithmic };

/// `count` values from one end to the other, both included; on a logarithmic scale each is the same
/// multiple of the one before. `whole`: rounded to whole numbers, of which each stands once. Whole
/// numbers are so in JSON, too.
std::vector<registry::Json> range_values(double from, double to, std::uint32_t count, Scale scale,
                                         bool whole);

/// An axis from a command line: a JSON list or object as in a file, `1,2,3`, or `0:0.9:10`, a range
/// with that many values.
///
/// Errors:  InputError, which names `pointer`.
Axis read_axis(const std::string& pointer, const std::string& text);

}  // namespace rippletank::sweep

template <>
struct rippletank::registry::ChoiceNames<rippletank::sweep::Scale> {
  using Scale = rippletank::sweep::Scale;
  static constexpr std::array<std::pair<const char*, Scale>, 2> names = {
      {{"linear", Scale::linear}, {"logarithmic", Scale::logarithmic}}};
};

template <>
struct rippletank::registry::Codec<rippletank::sweep::Axis> {
  using Axis = rippletank::sweep::Axis;
  static Type type(const Field& field);
  static void read(const Json& value, Axis& target, const Type& type, Reader& reader);
  static Json write(const Axis& value);
};
