// Tells servers from clients.
#include "sim/overlay/servers.hpp"

#include <algorithm>
#include <utility>

namespace rippletank::overlay {
namespace {

std::vector<core::PeerId> servers_by_degree(const Connections& connections) {
  std::vector<core::PeerId> several;
  core::PeerId first_of_most = 0;
  for (core::PeerId peer = 0; peer < connections.peers(); ++peer) {
    if (connections.degree(peer) > 1) several.push_back(peer);
    if (connections.degree(peer) > connections.degree(first_of_most)) first_of_most = peer;
  }
  if (several.empty() || several.size() == connections.peers()) return {first_of_most};
  return several;
}

}  // namespace

Servers::Servers(const Connections& connections, std::vector<core::PeerId> servers)
    : servers_(servers.empty() ? servers_by_degree(connections) : std::move(servers)),
      is_server_(connections.peers()),
      offsets_(1, 0) {
  for (const core::PeerId server : servers_) is_server_[server] = true;
  for (core::PeerId peer = 0; peer < connections.peers(); ++peer) {
    for (auto slot = connections.offsets[peer]; slot < connections.offsets[peer + 1]; ++slot) {
      const core::PeerId neighbour = connections.neighbours[slot];
      if (is_server_[neighbour] && neighbour != peer) connected_.push_back(neighbour);
    }
    offsets_.push_back(static_cast<std::uint32_t>(connected_.size()));
  }
}

std::uint32_t Servers::index(core::PeerId server) const {
  return static_cast<std::uint32_t>(std::lower_bound(servers_.begin(), servers_.end(), server) -
                                    servers_.begin());
}

}  // namespace rippletank::overlay
