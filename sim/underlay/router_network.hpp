// RouterNetwork: routers and the links between them, and the shortest ways from a router.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "sim/core/time.hpp"
#include "sim/underlay/internet_parameters.hpp"
#include "topologies/graph.hpp"

namespace rippletank::underlay {

using RouterId = std::uint32_t;

/// One direction of a core link: twice the index of the link, plus 1 against `from` to `to`.
using CoreLinkId = std::uint32_t;
inline constexpr CoreLinkId no_core_link = std::numeric_limits<CoreLinkId>::max();

struct CoreLink {
  RouterId from = 0;
  RouterId to = 0;
  core::Time latency_ns = 0;
  double ns_per_byte = 0;  ///< 0: as fast as can be
};

/// Routers and links, frozen.
class RouterNetwork {
 public:
  /// A link as seen from the router where it begins.
  struct Way {
    RouterId next = 0;
    CoreLinkId link = 0;
    core::Time latency_ns = 0;
  };

  RouterNetwork(RouterId routers, std::vector<CoreLink> links);

  RouterId routers() const { return static_cast<RouterId>(offsets_.size() - 1); }
  const std::vector<CoreLink>& links() const { return links_; }
  const CoreLink& link(CoreLinkId id) const { return links_[id / 2]; }
  /// The router at which a direction of a link begins.
  RouterId begin_of(CoreLinkId id) const {
    const CoreLink& link = links_[id / 2];
    return id % 2 == 0 ? link.from : link.to;
  }
  const Way* ways_begin(RouterId router) const { return ways_.data() + offsets_[router]; }
  const Way* ways_end(RouterId router) const { return ways_.data() + offsets_[router + 1]; }
  bool has_speeds() const { return has_speeds_; }
  bool has_equal_latencies() const { return has_equal_latencies_; }

 private:
  std::vector<CoreLink> links_;
  std::vector<std::size_t> offsets_;
  std::vector<Way> ways_;
  bool has_speeds_ = false;
  bool has_equal_latencies_ = true;
};

/// The routers and links that a topology stands for.
///
/// Random:  substreams "underlay/latency", one per link, named by its two ends, where the topology
///          has neither latencies nor places on Earth.
/// Source:  IUGG mean radius of the Earth, 6371.0088 km; light in fibre at 1/1.5 of its speed in
///          empty space.
RouterNetwork router_network(const topologies::Graph& graph, const InternetParameters& parameters,
                             std::uint64_t seed);

/// How long light takes between two places (degrees) along the great circle, in fibre that is
/// `path_inflation` times as long; 1 us at least, as places are those of towns, not of routers.
core::Time fibre_latency(const topologies::Position& from, const topologies::Position& to,
                         double path_inflation);

/// The end of the shortest way from the root of a tree.
struct TreeNode {
  core::Time latency_ns = core::never;  ///< never: there is no way
  std::uint32_t links = 0;
  CoreLinkId last = no_core_link;  ///< the link by which the way arrives
};

/// The shortest ways from one router to all others.
///
/// Shape:   tree[router].
using PathTree = std::vector<TreeNode>;

/// Finds shortest ways: by latency, then by number of links, then by the smaller router before the
/// end. A total order, so that the same network has the same ways everywhere.
class ShortestPaths {
 public:
  explicit ShortestPaths(const RouterNetwork& network) : network_(network) {}

  /// Cost:    O(links log routers), O(links) where all latencies are equal; no allocation once it
  ///          was used.
  /// Source:  Dijkstra, "A note on two problems in connexion with graphs", Numerische Mathematik 1
  ///          (1959).
  void find(RouterId root, PathTree& tree);

 private:
  struct Reached {
    core::Time latency_ns = 0;
    std::uint32_t links = 0;
    RouterId router = 0;

    bool operator<(const Reached& other) const {  // the nearest is the greatest of a heap
      if (latency_ns != other.latency_ns) return latency_ns > other.latency_ns;
      return links != other.links ? links > other.links : router > other.router;
    }
  };

  Reached take_nearest();

  const RouterNetwork& network_;
  /// A heap; where all latencies are equal, routers are reached in the order of their distance, and
  /// `first_` is the nearest of them.
  std::vector<Reached> reached_;
  std::size_t first_ = 0;
};

/// Trees that were asked for, as many as memory allows.
///
/// Shape:   16 bytes per router and tree, in at most `budget_bytes` but for `fewest_trees`;
///          the oldest makes room.
class PathTrees {
 public:
  static constexpr std::size_t memory_budget_bytes = std::size_t{64} << 20U;
  static constexpr std::size_t fewest_trees = 4;

  explicit PathTrees(const RouterNetwork& network, std::size_t budget_bytes = memory_budget_bytes);

  /// The tree of a router; stays as it is until another one is asked for.
  const PathTree& from(RouterId root);

  std::size_t trees() const { return trees_.size(); }

 private:
  struct Kept {
    RouterId root = 0;
    PathTree tree;
  };

  ShortestPaths paths_;
  std::size_t most_trees_;
  std::vector<std::uint32_t> kept_at_;  ///< per router, 1 + index into `trees_`; 0: not kept
  std::vector<Kept> trees_;
  std::size_t oldest_ = 0;
};

}  // namespace rippletank::underlay
