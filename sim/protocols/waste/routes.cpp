// Keeps where broadcasts have come from.
#include "sim/protocols/waste/routes.hpp"

namespace rippletank::protocols::waste {

Routes::Routes(core::PeerId peers, std::size_t ends, std::uint32_t kept)
    : kept_(kept), of_end_(ends), of_peer_(peers) {}

std::uint32_t Routes::find(core::PeerId peer, Guid guid) const {
  const auto found = places_.find(key(peer, guid));
  return found == places_.end() ? none : found->second;
}

void Routes::add(core::PeerId peer, Guid guid, Memory memory, std::uint32_t place) {
  Tables& tables = place == own ? of_peer_[peer] : of_end_[place];
  Ring& ring = tables[static_cast<std::size_t>(memory)];
  if (ring.guids.size() < kept_) {
    ring.guids.push_back(guid);
  } else {
    places_.erase(key(peer, ring.guids[ring.oldest]));
    ring.guids[ring.oldest] = guid;
    ring.oldest = (ring.oldest + 1) % kept_;
  }
  places_[key(peer, guid)] = place;
}

void Routes::forget(core::PeerId peer, std::uint32_t end) { clear(peer, of_end_[end]); }

void Routes::forget_own(core::PeerId peer) { clear(peer, of_peer_[peer]); }

void Routes::clear(core::PeerId peer, Tables& tables) {
  for (Ring& ring : tables) {
    for (const Guid guid : ring.guids) places_.erase(key(peer, guid));
    ring = {};
  }
}

}  // namespace rippletank::protocols::waste
