// Graph: a network as nodes and links, the value that every generator and reader makes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sim/core/column.hpp"
#include "sim/core/time.hpp"

namespace rippletank::topologies {

using NodeId = std::uint32_t;

/// An undirected link; which end comes first carries no meaning.
struct Link {
  NodeId from = 0;
  NodeId to = 0;
  bool operator==(const Link&) const = default;
};

/// What a node is. Peers live on hosts; the guide's devices forward and carry none.
enum class NodeKind : std::uint8_t { host, router, hub, switch_device };

/// How a picture of the graph shows its idea best.
enum class Layout : std::uint8_t { free, ring, star, line, tree, grid, clusters, geographic };

/// What the links are as cables: each by itself, all of one trunk (a bus), a ring of stations or
/// two of them in opposite directions, or a trunk where they join different groups (the guide's
/// tree) and by themselves within one.
enum class Cabling : std::uint8_t { separate, trunk, ring, dual_ring, trunk_between_groups };

/// A place on a picture or, for `geographic`, longitude and latitude in degrees.
struct Position {
  double x = 0;
  double y = 0;
};

/// The input's own names of the nodes: 0 … n-1, other whole numbers, or texts.
class NodeNames {
 public:
  /// The nodes are called 0 … n-1; costs nothing.
  NodeNames() = default;
  /// Names in node order; `all_numbers` when each is a whole number.
  NodeNames(std::vector<std::string> names, bool all_numbers);

  std::string name(NodeId node) const;
  /// The node of that name among `node_count` nodes.
  std::optional<NodeId> find(std::string_view name, NodeId node_count) const;
  bool are_numbers() const { return all_numbers_; }
  /// How many are kept; none where nodes are called by their numbers.
  std::size_t kept() const { return names_.size(); }

 private:
  std::vector<std::string> names_;
  std::unordered_map<std::string, NodeId> index_;
  bool all_numbers_ = true;
};

/// A simple undirected graph.
///
/// Shape:   one entry per link in `latency_ns`, `bandwidth_mbit_s`, `relationship`; one per node
///          in `kinds`, `positions`, `group`; each of these may be empty (nothing is known, all
///          are hosts).
/// Errors:  after simplify() there are no self-links and no repeated links.
struct Graph {
  NodeId node_count = 0;
  std::vector<Link> links;
  std::vector<core::Time> latency_ns;
  std::vector<double> bandwidth_mbit_s;  ///< 0: unknown
  /// What a link's `from` is to its `to`, in business: 1 its provider, -1 its customer, 0 a peer,
  /// 2 a sibling (the same organisation).
  std::vector<std::int8_t> relationship;
  NodeNames names;
  std::vector<NodeKind> kinds;
  std::vector<std::uint32_t> group;  ///< cluster, star, level, … that a node belongs to
  std::vector<Position> positions;
  Layout layout = Layout::free;
  Cabling cabling = Cabling::separate;
  NodeId centre = 0;               ///< for star and tree layouts
  NodeId core_nodes = 0;           ///< the first so many serve the others; 0: nobody knows who does
  std::vector<std::string> notes;  ///< what a reader left out or mended, for people

  bool has_devices() const { return !kinds.empty(); }
};

/// Removes self-links and repeated links (direction ignored, the first one stays, with its
/// attributes) and leaves a note of how many. Keeps the order of the rest.
///
/// Cost:    O(n + m) time and memory.
void simplify(Graph& graph);

/// Removes links, each with its attributes, and keeps the order of the rest.
///
/// `superfluous`: [link] whether it goes.
/// Cost:    O(m) time and memory.
void remove_links(Graph& graph, const std::vector<bool>& superfluous);

/// Rows of neighbours: those of node v are neighbours[offsets[v]] … neighbours[offsets[v+1]-1].
///
/// Shape:   offsets[n+1]; neighbours[2m], ascending within a row; link[2m], the index of the
///          link that each directed slot belongs to.
struct Adjacency {
  core::Column<std::uint32_t> offsets;
  core::Column<NodeId> neighbours;
  std::vector<std::uint32_t> link;

  std::uint32_t degree(NodeId node) const { return offsets[node + 1] - offsets[node]; }
};

/// Cost:    O(n + m) time (two counting passes), no comparison sort.
Adjacency adjacency(const Graph& graph);

}  // namespace rippletank::topologies
