// Grows the trees of linked servers.
#include "sim/protocols/napster/server_links.hpp"

#include <algorithm>

namespace rippletank::protocols::napster {

ServerLinks::ServerLinks(const overlay::Connections& connections,
                         const std::vector<core::PeerId>& servers)
    : links_(connections.peers()),
      parent_(connections.peers(), core::no_peer),
      root_(connections.peers(), core::no_peer),
      depth_(connections.peers()) {
  std::vector<bool> is_server(connections.peers());
  for (const core::PeerId server : servers) is_server[server] = true;
  for (const core::PeerId server : servers) {
    if (root_[server] == core::no_peer) span_tree(connections, is_server, server);
  }
  all_pairs_ = std::all_of(servers.begin(), servers.end(),
                           [this](core::PeerId server) { return links_[server].empty(); });
  if (!all_pairs_) return;
  for (const core::PeerId server : servers) {
    root_[server] = servers.front();
    for (const core::PeerId other : servers) {
      if (other != server) links_[server].push_back(other);
    }
  }
}

void ServerLinks::span_tree(const overlay::Connections& connections,
                            const std::vector<bool>& is_server, core::PeerId root) {
  std::vector<core::PeerId> reached = {root};
  root_[root] = root;
  for (std::size_t i = 0; i < reached.size(); ++i) {
    const core::PeerId server = reached[i];
    for (auto slot = connections.offsets[server]; slot < connections.offsets[server + 1]; ++slot) {
      const core::PeerId next = connections.neighbours[slot];
      if (!is_server[next] || root_[next] != core::no_peer) continue;
      root_[next] = root;
      parent_[next] = server;
      depth_[next] = depth_[server] + 1;
      links_[server].push_back(next);
      links_[next].push_back(server);
      reached.push_back(next);
    }
  }
  for (const core::PeerId server : reached) {
    std::sort(links_[server].begin(), links_[server].end());
  }
}

core::PeerId ServerLinks::next(core::PeerId from, core::PeerId to) const {
  const bool apart = root_[from] == core::no_peer || root_[from] != root_[to];
  if (from == to || apart) return core::no_peer;
  if (all_pairs_) return to;
  // Up from `to` until just below `from`, if it lies there.
  while (depth_[to] > depth_[from] + 1) to = parent_[to];
  return parent_[to] == from ? to : parent_[from];
}

}  // namespace rippletank::protocols::napster
