// Components and cut nodes, by Boost.Graph.
#include "topologies/metrics/components.hpp"

#include <algorithm>
#include <boost/graph/biconnected_components.hpp>
#include <boost/graph/connected_components.hpp>
#include <iterator>

#include "topologies/metrics/boost_view.hpp"

namespace rippletank::topologies {

using boost_view::BoostView;
using boost_view::NodeIndex;

Components components(const Adjacency& rows) {
  const BoostView view{&rows};
  const std::size_t n = num_vertices(view);
  Components found;
  found.of.resize(n);
  const auto count = boost::connected_components(
      view, boost::make_iterator_property_map(found.of.begin(), NodeIndex{}),
      boost::vertex_index_map(NodeIndex{}));
  found.sizes.assign(count, 0);
  for (const std::uint32_t component : found.of) ++found.sizes[component];
  const auto largest = std::max_element(found.sizes.begin(), found.sizes.end());
  found.largest = static_cast<std::uint32_t>(largest - found.sizes.begin());
  return found;
}

std::vector<NodeId> cut_nodes(const Adjacency& rows) {
  std::vector<NodeId> nodes;
  boost::articulation_points(BoostView{&rows}, std::back_inserter(nodes),
                             boost::vertex_index_map(NodeIndex{}));
  std::sort(nodes.begin(), nodes.end());
  return nodes;
}

}  // namespace rippletank::topologies
