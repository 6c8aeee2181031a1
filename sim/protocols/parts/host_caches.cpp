// Which addresses peers keep and try.
#include "sim/protocols/parts/host_caches.hpp"

#include <limits>

namespace rippletank::protocols {

HostCaches::HostCaches(NeighbourChoice choice, const overlay::Connections& first,
                       std::uint32_t most, std::uint64_t seed)
    : choice_(choice), first_(first), most_(most), caches_(first.peers()) {
  choices_.reserve(caches_.size());
  for (core::PeerId peer = 0; peer < caches_.size(); ++peer) {
    choices_.emplace_back(seed, core::Purpose("joining/choices"), peer);
  }
}

std::uint32_t HostCaches::rank_of(const Distance& distance) const {
  constexpr std::uint32_t last = std::numeric_limits<std::uint32_t>::max();
  const bool is_told = distance.hops > 0;
  // One of whom no pong tells may be in another network: nothing is farther away.
  if (choice_ == NeighbourChoice::far_apart) return is_told ? last - distance.hops : 0;
  if (choice_ == NeighbourChoice::random || !is_told) return last;
  const core::Time microseconds = distance.answer / core::microsecond;
  return static_cast<std::uint32_t>(std::min(microseconds, core::Time{last - 1}));
}

void HostCaches::learn(core::PeerId peer, core::PeerId other, const Distance& distance) {
  Cache& cache = caches_[peer];
  const std::uint32_t rank = rank_of(distance);
  const auto found = std::find_if(cache.known.begin(), cache.known.end(),
                                  [other](const Known& known) { return known.peer == other; });
  if (found != cache.known.end()) {
    if (distance.hops > 0) found->rank = rank;
  } else if (cache.known.size() < most_) {
    cache.known.push_back({other, rank});
  } else if (!is_choosy()) {
    cache.oldest = (cache.oldest + 1) % most_;
    cache.known[cache.oldest] = {other, rank};
  } else {
    const auto last =
        std::max_element(cache.known.begin(), cache.known.end(),
                         [](const Known& a, const Known& b) { return a.rank < b.rank; });
    if (rank < last->rank) *last = {other, rank};
  }
}

std::size_t HostCaches::best_of(core::PeerId peer) {
  const std::vector<Known>& known = caches_[peer].known;
  std::size_t best = 0;
  std::size_t alike = 0;
  for (std::size_t place = 0; place < known.size(); ++place) {
    if (known[place].rank > known[best].rank) continue;
    alike = known[place].rank < known[best].rank ? 1 : alike + 1;
    if (alike == 1 || choices_[peer].below(alike) == 0) best = place;
  }
  return best;
}

}  // namespace rippletank::protocols
