// Outline: what results need to know of a sweep, as its store keeps it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/registry/json.hpp"
#include "sim/sweep/sweep.hpp"

namespace rippletank::sweep {

/// A combination of values, repeated with other random numbers.
struct Point {
  std::vector<registry::Json> values;  ///< per column, as results show them
  /// A hash of all that its runs depend on, but for their seeds.
  std::string identity;
  std::uint64_t seed = 1;  ///< root of those of its repetitions
};

/// Which runs there are and how results call them, without the scenarios to play them.
struct Outline {
  std::string name;
  std::string description;
  std::vector<std::string> columns;  ///< of what is varied
  std::uint64_t repetitions = 1;
  std::optional<Until> until;
  std::vector<std::string> show;
  registry::Json provenance;
  std::vector<Point> points;
};

/// A run of a sweep: one repetition of one point.
struct Task {
  std::uint32_t point = 0;
  std::uint64_t repetition = 0;
};

std::uint64_t seed_of(const Outline& outline, Task task);

/// A hash of all that a run depends on: resolved scenario, seed, input files, version of the model.
///
/// Shape:   16 hexadecimal digits; among a million runs two share one with a chance of 3 in 10^8.
std::string run_id(const Outline& outline, Task task);

/// All but the points, as JSON and back.
registry::Json to_json(const Outline& outline);
Outline outline_of(const registry::Json& json);

/// Whether the points and rules of two are the same, so that their runs belong together.
bool is_same_sweep(const Outline& one, const Outline& other);

}  // namespace rippletank::sweep
