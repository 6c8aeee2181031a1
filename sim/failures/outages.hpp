// Outages: who was down from when until when, from a file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/failures/choices.hpp"

namespace rippletank::failures {

/// Nodes that go down at one moment and are up again at another.
struct Outage {
  double down_s = 0;
  double up_s = 0;            ///< infinity: never
  std::vector<NodeId> nodes;  ///< ascending
};

/// The outages of a CSV table with the columns id, down_s and up_s; others are refused.
///
/// Shape:   in the order of down_s, then of up_s, each pair of them once.
/// Units:   seconds, 0 to ten years.
/// Errors:  InputError naming `file`: no table, an unknown or missing column, or the first 20 rows
///          with a time that is none, an end that is not after its beginning, a node that is not
///          there or not eligible.
/// Cost:    O(rows log rows).
std::vector<Outage> parse_outages(std::string_view text, const std::string& file,
                                  const Plant& plant, Eligible eligible);

}  // namespace rippletank::failures
