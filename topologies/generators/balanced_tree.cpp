// balanced_tree: every inner node has the same number of children, all leaves the same depth.
#include "topologies/generators/level_tree.hpp"
#include "topologies/generators/limits.hpp"
#include "topologies/model.hpp"

namespace rippletank::topologies {
namespace {

struct BalancedTreeParameters {
  std::uint32_t branching = 2;
  std::uint32_t depth = 3;
};

LevelTree shape(const BalancedTreeParameters& parameters) {
  return {parameters.branching, parameters.branching, parameters.depth};
}

Graph build(const BalancedTreeParameters& parameters, std::uint64_t /*seed*/) {
  return level_tree(shape(parameters));
}

void check(const BalancedTreeParameters& parameters, registry::Reader& reader) {
  const double nodes = level_tree_nodes(shape(parameters));
  check_size(nodes, nodes - 1, "branching or depth", reader);
}

}  // namespace

RIPPLETANK_TOPOLOGY(balanced_tree) {
  using registry::between;
  return model<BalancedTreeParameters>(
      registry::describe<BalancedTreeParameters>(
          "balanced_tree",
          "A rooted tree whose inner nodes have equally many children and whose leaves are all "
          "equally deep.",
          "Knuth, The Art of Computer Programming, volume 1, section 2.3.4.5: complete t-ary "
          "trees, "
          "here with every level full",
          registry::Table<BalancedTreeParameters>{}
              .field("branching", &BalancedTreeParameters::branching,
                     {.unit = "children",
                      .range = between(1, most_nodes),
                      .description = "Children of every inner node."})
              .field("depth", &BalancedTreeParameters::depth,
                     {.unit = "levels",
                      .range = between(0, most_nodes),
                      .description = "Levels below the root."})
              .check(check),
          {{"branching", 2}, {"depth", 3}}),
      build);
}

}  // namespace rippletank::topologies
