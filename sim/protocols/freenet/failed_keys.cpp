// Remembers failures in tables of their own, and their order in queues.
#include "sim/protocols/freenet/failed_keys.hpp"

#include <algorithm>

namespace rippletank::protocols::freenet {

FailedKeys::FailedKeys(core::PeerId peers, std::uint32_t most, core::Time span)
    : peers_(most == 0 ? 0 : peers), most_(most), span_(span) {}

void FailedKeys::note(core::Time failed_at, core::PeerId peer, Key key, std::uint32_t htl) {
  if (most_ == 0) return;
  OfPeer& all = peers_[peer];
  OfKey& known = all.keys[key];
  known.note = ++notes_;
  all.noted.push_back({key, notes_});
  const auto says_no_more = [&](const Failure& each) {
    return each.htl <= htl && each.failed_at <= failed_at;
  };
  const bool is_known = std::any_of(
      known.failures.begin(), known.failures.end(),
      [&](const Failure& each) { return each.htl >= htl && each.failed_at >= failed_at; });
  if (!is_known) {
    known.failures.erase(std::remove_if(known.failures.begin(), known.failures.end(), says_no_more),
                         known.failures.end());
    known.failures.push_back({failed_at, htl});
  }
  while (all.keys.size() > most_) {
    if (is_current(all, all.noted.front())) all.keys.erase(all.noted.front().key);
    all.noted.pop_front();
  }
  if (all.noted.size() <= std::size_t{4} * most_) return;
  all.noted.erase(std::remove_if(all.noted.begin(), all.noted.end(),
                                 [&](const Noted& noted) { return !is_current(all, noted); }),
                  all.noted.end());
}

std::optional<core::Time> FailedKeys::failed_at(core::Time now, core::PeerId peer, Key key,
                                                std::uint32_t htl) const {
  std::optional<core::Time> latest;
  if (most_ == 0) return latest;
  const auto known = peers_[peer].keys.find(key);
  if (known == peers_[peer].keys.end()) return latest;
  for (const Failure& each : known->second.failures) {
    const bool holds = each.htl >= htl && core::later(each.failed_at, span_) > now;
    if (holds && (!latest || each.failed_at > *latest)) latest = each.failed_at;
  }
  return latest;
}

/// Whether it is the last note of its key.
bool FailedKeys::is_current(const OfPeer& all, const Noted& noted) {
  const auto known = all.keys.find(noted.key);
  return known != all.keys.end() && known->second.note == noted.note;
}

void FailedKeys::clear(core::PeerId peer, Key key) {
  if (most_ > 0) peers_[peer].keys.erase(key);
}

}  // namespace rippletank::protocols::freenet
