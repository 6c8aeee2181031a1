// Quantity: a parameter that is a number or a distribution of numbers.
#pragma once

#include "sim/core/distributions.hpp"
#include "sim/registry/codec.hpp"

namespace rippletank::registry {

/// The distributions, described like every other model.
const Catalogue& distributions();

/// `250`, or `{ "model": "uniform", "min": 10, "max": 100 }`; the unit is that of the key.
///
/// Errors:  a distribution that can fall below or exceed the range of the parameter.
template <>
struct Codec<core::Distribution> {
  static Type type(const Field& field);
  static void read(const Json& value, core::Distribution& target, const Type& type, Reader& reader);
  static Json write(const core::Distribution& value);
};

}  // namespace rippletank::registry
