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
               const Stays& stays, const std::vector<core::PeerId>& open, std::uint64_t seed)
    : settings_(settings), neighbours_(neighbours), stays_(stays) {
  const auto others = neighbours.peers() - static_cast<core::PeerId>(open.size());
  if (core::share_of(settings.firewalled, others) == 0) return;
  core::Substream random(seed, core::Purpose("pushes/firewalled"));
  const std::vector<bool> drawn = core::draw_share(settings.firewalled, others, random);
  firewalled_.resize(neighbours.peers());
  auto next_open = open.begin();
  auto next_drawn = drawn.begin();
  for (core::PeerId peer = 0; peer < neighbours.peers(); ++peer) {
    if (next_open != open.end() && *next_open == peer) {
      ++next_open;
    } else {
      firewalled_[peer] = *next_drawn++;
    }
  }
}

}  // namespace rippletank::protocols
