// Trees that are the same everywhere on a level: what balanced_tree and regular_tree share.
#pragma once

#include <cstdint>

#include "topologies/graph.hpp"

namespace rippletank::topologies {

/// A tree whose root has `root_children` children and whose other inner nodes `other_children`.
struct LevelTree {
  std::uint32_t root_children = 2;
  std::uint32_t other_children = 2;
  std::uint32_t depth = 3;  ///< levels below the root
};

/// Number of nodes; anything above most_nodes when it is more than that.
///
/// Shape:   root_children and other_children are at least 1.
double level_tree_nodes(const LevelTree& tree);

/// The tree, its nodes numbered level by level from the root, which is 0. `group` is the level.
Graph level_tree(const LevelTree& tree);

}  // namespace rippletank::topologies
