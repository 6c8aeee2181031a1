// Counts the parts of the network that peers have made, and their connections.
#include "sim/run/connection_figures.hpp"

#include <algorithm>

#include "sim/run/remains.hpp"

namespace rippletank::run {

std::vector<measure::Figure> figures_of_connections(const overlay::Measures& measures,
                                                    const std::vector<core::PeerId>& apart) {
  if (!measures.connections) return {};
  const overlay::Connections& connections = *measures.connections;
  const auto is_there = [&](core::PeerId peer) {
    return measures.attendance.is_online(peer) &&
           !std::binary_search(apart.begin(), apart.end(), peer);
  };
  const Remains remains = remains_of(connections, is_there);
  std::uint64_t most = 0;
  for (core::PeerId peer = 0; peer < connections.peers(); ++peer) {
    most = std::max(most, std::uint64_t{connections.degree(peer)});
  }
  measure::Figure mean{"degree_mean_at_end",
                       "connections",
                       "Connections of a peer that is online when the run ends, mean.",
                       {}};
  if (remains.peers_online > 0) {
    mean.value = static_cast<double>(connections.neighbours.size()) / remains.peers_online;
  }
  return {
      {"components_at_end", "",
       "Parts of the network when the run ends that no connection joins, single peers included, "
       "web caches not.",
       std::uint64_t{remains.components}},
      {"largest_component_at_end", "peers", "Peers in the largest of these parts.",
       std::uint64_t{remains.largest_component}},
      mean,
      {"degree_most_at_end", "connections", "The most connections that a peer has then.", most}};
}

}  // namespace rippletank::run
