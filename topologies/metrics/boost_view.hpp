// BoostView: rows of neighbours as a graph for the algorithms of Boost.Graph, without a copy.
#pragma once

#include <boost/graph/graph_traits.hpp>
#include <boost/graph/properties.hpp>
#include <boost/iterator/counting_iterator.hpp>
#include <boost/iterator/iterator_facade.hpp>
#include <boost/property_map/property_map.hpp>
#include <cstdint>
#include <utility>

#include "topologies/graph.hpp"

namespace rippletank::topologies::boost_view {

/// One end of a link: the slot of a row and the node whose row it is.
struct Edge {
  NodeId source = 0;
  std::uint32_t slot = 0;
  bool operator==(const Edge&) const = default;
};

/// The edges of a row, one after the other.
class OutEdges : public boost::iterator_facade<OutEdges, Edge, boost::forward_traversal_tag, Edge> {
 public:
  OutEdges() = default;
  OutEdges(NodeId source, std::uint32_t slot) : edge_{source, slot} {}

 private:
  friend class boost::iterator_core_access;
  Edge dereference() const { return edge_; }
  bool equal(const OutEdges& other) const { return edge_.slot == other.edge_.slot; }
  void increment() { ++edge_.slot; }

  Edge edge_;
};

using Nodes = boost::counting_iterator<NodeId>;
using NodeIndex = boost::typed_identity_property_map<NodeId>;

/// The view; the rows must outlive it.
struct BoostView {
  const Adjacency* rows = nullptr;

  // NOLINTBEGIN(readability-identifier-naming): names that Boost.Graph looks up
  struct traversal_category : boost::incidence_graph_tag, boost::vertex_list_graph_tag {};
  using directed_category = boost::undirected_tag;
  using edge_parallel_category = boost::disallow_parallel_edge_tag;
  using vertex_descriptor = NodeId;
  using edge_descriptor = Edge;
  using vertex_iterator = Nodes;
  using out_edge_iterator = OutEdges;
  using vertices_size_type = std::uint32_t;
  using edges_size_type = std::uint32_t;
  using degree_size_type = std::uint32_t;
  // NOLINTEND(readability-identifier-naming)
  static vertex_descriptor null_vertex() { return static_cast<vertex_descriptor>(-1); }
};

inline NodeId num_vertices(const BoostView& view) {
  return static_cast<NodeId>(view.rows->offsets.size() - 1);
}

inline std::pair<Nodes, Nodes> vertices(const BoostView& view) {
  return {Nodes(0), Nodes(num_vertices(view))};
}

inline std::pair<OutEdges, OutEdges> out_edges(NodeId node, const BoostView& view) {
  const auto& offsets = view.rows->offsets;
  return {OutEdges(node, offsets[node]), OutEdges(node, offsets[node + 1])};
}

inline std::uint32_t out_degree(NodeId node, const BoostView& view) {
  return view.rows->degree(node);
}

inline NodeId source(const Edge& edge, const BoostView& /*view*/) { return edge.source; }

inline NodeId target(const Edge& edge, const BoostView& view) {
  return view.rows->neighbours[edge.slot];
}

inline NodeIndex get(boost::vertex_index_t /*tag*/, const BoostView& /*view*/) { return {}; }

}  // namespace rippletank::topologies::boost_view

// NOLINTBEGIN(readability-identifier-naming): names that Boost.Graph looks up
template <>
struct boost::property_map<rippletank::topologies::boost_view::BoostView, boost::vertex_index_t> {
  using type = rippletank::topologies::boost_view::NodeIndex;
  using const_type = type;
};
// NOLINTEND(readability-identifier-naming)
