// Words the names of an input.
#include "sim/run/name_range.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "sim/registry/reader.hpp"
#include "sim/registry/suggest.hpp"

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

std::string name_advice(const topologies::NodeNames& names, topologies::NodeId count,
                        const char* noun, std::string_view unknown) {
  // Among very many names the nearest is dear to find; numbers have no slips worth a guess.
  constexpr topologies::NodeId most_compared = 10'000;
  std::vector<std::string> known;
  for (topologies::NodeId node = 0; !names.are_numbers() && node < std::min(count, most_compared);
       ++node) {
    known.push_back(names.name(node));
  }
  const std::string nearest = registry::nearest_name(unknown, known);
  if (!nearest.empty()) return fmt::format("did you mean {}?", registry::found(nearest));
  return "expected " + name_range(names, count, noun);
}

}  // namespace rippletank::run
