// regular_tree: Ritter's tree, in which every inner node has the same number of links.
#include "topologies/generators/level_tree.hpp"
#include "topologies/generators/limits.hpp"
#include "topologies/model.hpp"

namespace rippletank::topologies {
namespace {

struct RegularTreeParameters {
  std::uint32_t degree = 4;
  std::uint32_t depth = 3;
};

LevelTree shape(const RegularTreeParameters& parameters) {
  return {parameters.degree, parameters.degree - 1, parameters.depth};
}

Graph build(const RegularTreeParameters& parameters, std::uint64_t /*seed*/) {
  return level_tree(shape(parameters));
}

void check(const RegularTreeParameters& parameters, registry::Reader& reader) {
  const double nodes = level_tree_nodes(shape(parameters));
  check_size(nodes, nodes - 1, "degree or depth", reader);
}

}  // namespace

RIPPLETANK_TOPOLOGY(regular_tree) {
  using registry::between;
  return model<RegularTreeParameters>(
      registry::describe<RegularTreeParameters>(
          "regular_tree",
          "A tree whose inner nodes all have the same number of links, "
          "that to the parent included.",
          "Ritter, Why Gnutella Can't Scale. No, Really. (2001)",
          registry::Table<RegularTreeParameters>{}
              .field("degree", &RegularTreeParameters::degree,
                     {.unit = "links",
                      .range = between(2, most_nodes),
                      .description = "Links of every inner node."})
              .field("depth", &RegularTreeParameters::depth,
                     {.unit = "levels",
                      .range = between(0, most_nodes),
                      .description = "Levels below the root."})
              .check(check),
          {{"degree", 4}, {"depth", 3}}),
      build);
}

}  // namespace rippletank::topologies
