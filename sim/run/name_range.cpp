// Words the names of an input.
#include "sim/run/name_range.hpp"

#include <fmt/format.h>

namespace rippletank::run {

std::string name_range(const topologies::NodeNames& names, topologies::NodeId count,
                       const char* noun) {
  constexpr topologies::NodeId few = 5;
  if (names.are_numbers() || count <= few) {
    if (count == 1) return names.name(0);
    return fmt::format("{} to {}", names.name(0), names.name(count - 1));
  }
  std::string text = "one of ";
  for (topologies::NodeId node = 0; node < few; ++node) text += names.name(node) + ", ";
  return text + fmt::format("… ({} {})", count, noun);
}

}  // namespace rippletank::run
