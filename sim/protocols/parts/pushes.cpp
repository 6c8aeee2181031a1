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
               core::PeerId peers, std::uint64_t seed)
    : settings_(settings), neighbours_(neighbours) {
  const auto count = static_cast<std::uint32_t>(core::share_of(settings.firewalled, peers));
  if (count == 0) return;
  firewalled_.resize(peers);
  core::Substream random(seed, core::Purpose("pushes/firewalled"));
  for (const core::PeerId peer : core::sample_without_replacement(peers, count, random)) {
    firewalled_[peer] = true;
  }
}

}  // namespace rippletank::protocols
