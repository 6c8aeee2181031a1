// The parameters of each choice, named as in a scenario.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/registry/codec.hpp"

namespace rippletank::failures {

struct Ids {
  std::vector<registry::Id> ids;
};
struct Fraction {
  double fraction = 0;
};
struct Number {
  std::uint64_t number = 1;
};
struct Modulus {
  std::uint64_t modulus = 2;
  std::uint64_t remainder = 0;
};
struct HighestDegree {
  double fraction = 0;
  bool adaptive = false;
};
struct InSection {
  std::vector<std::uint32_t> sections;
};
struct OfRole {
  std::string role;
  std::optional<std::uint64_t> number;  ///< none: all of them
};
struct InRegion {
  std::vector<registry::Id> regions;
};
struct FromTrace {
  registry::FilePath file;
};
struct Groups {
  std::vector<std::vector<registry::Id>> groups;
};
/// A link by its two ends.
struct LinkEnds {
  std::vector<registry::Id> ends;
};
struct LinkIds {
  std::vector<LinkEnds> ids;
};
struct Between {
  std::vector<registry::Id> from;
  std::vector<registry::Id> to;
};

}  // namespace rippletank::failures
