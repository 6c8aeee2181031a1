// Shortest latencies by Boost.Graph's Dijkstra.
#include "topologies/metrics/latencies.hpp"

#include <algorithm>
#include <boost/graph/dijkstra_shortest_paths_no_color_map.hpp>
#include <boost/property_map/function_property_map.hpp>

#include "topologies/metrics/boost_view.hpp"

namespace rippletank::topologies {

using boost_view::BoostView;
using boost_view::Edge;
using boost_view::NodeIndex;

std::vector<LatencySums> sum_latencies(const Adjacency& rows,
                                       const std::vector<core::Time>& latency_ns,
                                       const std::vector<NodeId>& sources) {
  std::vector<core::Time> slot_latency_ns;  // read in order, where latency_ns would be at random
  slot_latency_ns.reserve(rows.link.size());
  for (const std::uint32_t link : rows.link) slot_latency_ns.push_back(latency_ns[link]);
  const auto latency_of = boost::make_function_property_map<Edge>(
      [&](const Edge& edge) { return slot_latency_ns[edge.slot]; });
  std::vector<core::Time> distance(rows.offsets.size() - 1);
  std::vector<LatencySums> sums;
  sums.reserve(sources.size());
  for (const NodeId source : sources) {
    boost::dijkstra_shortest_paths_no_color_map(
        BoostView{&rows}, source,
        boost::weight_map(latency_of)
            .distance_map(boost::make_iterator_property_map(distance.begin(), NodeIndex{}))
            .vertex_index_map(NodeIndex{})
            .distance_inf(core::never));
    LatencySums from_source;
    for (const core::Time latency : distance) {
      if (latency == core::never) continue;
      ++from_source.reached;
      from_source.longest = std::max(from_source.longest, latency);
      from_source.sum += static_cast<WideTime>(latency);
    }
    --from_source.reached;
    sums.push_back(from_source);
  }
  return sums;
}

}  // namespace rippletank::topologies
