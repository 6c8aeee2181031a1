// Who is behind a firewall, and what became of pushes.
#include "sim/protocols/parts/pushes.hpp"

#include "sim/core/random.hpp"
#include "sim/core/share.hpp"

namespace rippletank::protocols {

std::vector<measure::Figure> PushCounts::figures() const {
  return {{"pushes_sent", "", "Requests that a holder behind a firewall connect, in the whole run.",
           asked},
          {"pushes_arrived", "", "Of these, the ones that came to the holder.", arrived},
          {"pushes_lost", "",
           "The ones that came to a peer which did not know the way, or were lost.", lost}};
}

Pushes::Pushes(const PushSettings& settings, const overlay::Neighbours& neighbours,
               const Stays& stays, std::uint64_t seed)
    : settings_(settings), neighbours_(neighbours), stays_(stays) {
  const core::PeerId peers = neighbours.peers();
  if (core::share_of(settings.firewalled, peers) == 0) return;
  core::Substream random(seed, core::Purpose("pushes/firewalled"));
  firewalled_ = core::draw_share(settings.firewalled, peers, random);
}

}  // namespace rippletank::protocols
