// Makes trees level by level.
#include "topologies/generators/level_tree.hpp"

#include "topologies/model.hpp"

namespace rippletank::topologies {

double level_tree_nodes(const LevelTree& tree) {
  double level = tree.root_children;
  if (tree.other_children == 1) return 1 + level * tree.depth;
  double nodes = 1;
  for (std::uint32_t depth = 0; depth < tree.depth && nodes <= most_nodes; ++depth) {
    nodes += level;
    level *= tree.other_children;
  }
  return nodes;
}

Graph level_tree(const LevelTree& tree) {
  Graph graph;
  graph.layout = Layout::tree;
  graph.group.push_back(0);
  NodeId parent = 0;
  NodeId first_of_level = 1;
  for (std::uint32_t level = 1; level <= tree.depth; ++level) {
    while (parent < first_of_level) {
      const std::uint32_t children = parent == 0 ? tree.root_children : tree.other_children;
      for (std::uint32_t k = 0; k < children; ++k) {
        graph.links.push_back({parent, static_cast<NodeId>(graph.group.size())});
        graph.group.push_back(level);
      }
      ++parent;
    }
    first_of_level = static_cast<NodeId>(graph.group.size());
  }
  graph.node_count = static_cast<NodeId>(graph.group.size());
  return graph;
}

}  // namespace rippletank::topologies
