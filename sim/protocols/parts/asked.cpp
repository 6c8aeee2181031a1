// Keeps what a query has reached and found as long as it travels.
#include "sim/protocols/parts/asked.hpp"

#include <algorithm>

namespace rippletank::protocols {

void Asked::begin_rings(core::PeerId peers) {
  ring_ = std::make_unique<Ring>();
  ring_->reached.start(peers);
}

void Asked::end_rings() {
  ring_->over = true;
  free_rings();
}

bool Asked::reaches(core::PeerId peer) {
  if (peer == origin || ring_->reached.has(peer)) return false;
  ring_->reached.set(peer, core::no_peer, 0);
  return true;
}

void Asked::settle() {
  if (!has_rings()) return answered_.reset();
  --ring_->floods;
  free_rings();
}

void Asked::free_rings() {
  if (!ring_->over || ring_->floods > 0) return;
  ring_.reset();
  answered_.reset();
}

void Asked::keep_new(std::vector<core::PeerId>& found) {
  if (found.empty()) return;
  if (!answered_) answered_ = std::make_unique<std::unordered_set<core::PeerId>>();
  const auto is_old = [this](core::PeerId holder) { return !answered_->insert(holder).second; };
  found.erase(std::remove_if(found.begin(), found.end(), is_old), found.end());
}

}  // namespace rippletank::protocols
