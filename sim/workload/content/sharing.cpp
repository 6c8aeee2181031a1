// Draws who shares.
#include "sim/workload/content/sharing.hpp"

#include "sim/core/random.hpp"
#include "sim/core/share.hpp"

namespace rippletank::workload {

Sharing draw_sharing(core::PeerId peers, const std::vector<core::PeerId>& servers,
                     double free_riders, const core::Distribution& files_per_peer,
                     std::uint64_t seed) {
  constexpr core::Purpose riding("peers/free_riders");
  constexpr core::Purpose weighing("content/files_per_peer");
  core::Substream stream(seed, riding);
  std::vector<bool> shares = core::draw_share(free_riders, peers, stream);
  shares.flip();
  for (const core::PeerId server : servers) shares[server] = false;
  Sharing sharing;
  for (core::PeerId peer = 0; peer < peers; ++peer) {
    if (!shares[peer]) continue;
    core::Substream own(seed, weighing, peer);
    const double weight = files_per_peer.sample(own);
    if (weight == 0) continue;
    sharing.peers.push_back(peer);
    sharing.weights.push_back(weight);
  }
  return sharing;
}

}  // namespace rippletank::workload
