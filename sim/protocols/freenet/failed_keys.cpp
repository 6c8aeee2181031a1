// Remembers failures in tables of their own, and their order in queues.
#include "sim/protocols/freenet/failed_keys.hpp"

#include <algorithm>

namespace rippletank::protocols::freenet {

FailedKeys::FailedKeys(core::PeerId peers, std::uint32_t most, core::Time span)
    : peers_(most == 0 ? 0 : peers), most_(most), span_(span) {}

void FailedKeys::note(core::Time now, core::PeerId peer, Key key, std::uint32_t htl) {
  if (most_ == 0) return;
  OfPeer& all = peers_[peer];
  Failure& failure = all.failures[key];
  const bool is_known = failure.until > now;
  failure = {core::later(now, span_), is_known ? std::max(htl, failure.htl) : htl, ++notes_};
  all.noted.push_back({key, notes_});
  while (all.failures.size() > most_ || all.noted.size() > std::size_t{4} * most_) {
    const Noted oldest = all.noted.front();
    all.noted.pop_front();
    const auto found = all.failures.find(oldest.key);
    if (found != all.failures.end() && found->second.note == oldest.note) {
      all.failures.erase(found);
    }
  }
}

bool FailedKeys::has_failed(core::Time now, core::PeerId peer, Key key, std::uint32_t htl) const {
  if (most_ == 0) return false;
  const auto found = peers_[peer].failures.find(key);
  return found != peers_[peer].failures.end() && found->second.until > now &&
         found->second.htl >= htl;
}

void FailedKeys::clear(core::PeerId peer, Key key) {
  if (most_ > 0) peers_[peer].failures.erase(key);
}

}  // namespace rippletank::protocols::freenet
