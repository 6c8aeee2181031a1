// Draws spells.
#include "sim/workload/churn/spells.hpp"

#include <algorithm>

#include "sim/core/random.hpp"

namespace rippletank::workload {
namespace {

core::Substream numbers_of(std::uint64_t seed, core::PeerId peer, std::uint32_t number) {
  constexpr core::Purpose purpose("churn/spells");
  return {core::derive_seed(seed, purpose, peer), purpose, number};
}

bool is_session(std::uint32_t number) { return number % 2 == 0; }

}  // namespace

Spells::Spell Spells::drawn(core::PeerId peer, std::uint32_t number, core::Time now) const {
  core::Substream stream = numbers_of(rules_.seed, peer, number);
  core::Time end = now;
  if (is_session(number)) {
    const double length_s = std::min(rules_.session_s.sample(stream), core::longest_s);
    end = core::later(now, core::from_seconds(length_s));
  } else {
    end = rules_.pattern.end_of_wait(now, rules_.downtime_s->sample(stream));
  }
  return {std::max(end, now + 1), peer, number};
}

bool Spells::ends_silently(const Spell& session) const {
  core::Substream stream = numbers_of(rules_.seed, session.peer, session.number);
  stream.next();  // its length
  return stream.chance(rules_.crash_share);
}

void Spells::add(const Spell& spell) {
  if (spell.end > rules_.horizon) return;
  current_.push_back(spell);
  std::push_heap(current_.begin(), current_.end(), ends_later);
}

void Spells::begin(core::PeerId peer, core::Time now, bool online) {
  add(drawn(peer, online ? 0 : 1, now));
}

void Spells::begin_until(core::PeerId peer, core::Time end, bool online) {
  add({std::max<core::Time>(end, 1), peer, online ? 0U : 1U});
}

overlay::PresenceChange Spells::next() {
  std::pop_heap(current_.begin(), current_.end(), ends_later);
  const Spell ended = current_.back();
  current_.pop_back();
  const bool goes = is_session(ended.number);
  if (!goes || rules_.downtime_s) add(drawn(ended.peer, ended.number + 1, ended.end));
  return {ended.end, ended.peer, !goes, !goes || !ends_silently(ended)};
}

}  // namespace rippletank::workload
