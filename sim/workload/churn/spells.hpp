// Spells: the sessions and downtimes of peers, one after the other, drawn when they begin.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/core/distributions.hpp"
#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"
#include "sim/overlay/presence.hpp"
#include "sim/workload/churn/daily_pattern.hpp"

namespace rippletank::workload {

/// What the spells of all peers are drawn from.
struct SpellRules {
  core::Distribution session_s;
  std::optional<core::Distribution> downtime_s;  ///< none: who goes never returns
  double crash_share = 0;                        ///< of sessions that end without a word
  DailyPattern pattern;                          ///< by which downtimes pass
  std::uint64_t seed = 1;
  core::Time horizon = core::never;
};

/// Peers that are in a spell, in the order in which these end. Each spell is drawn from a substream
/// of its own, named by its peer and its number, so that nobody's are shifted by those of others.
/// A spell takes at least a nanosecond and at most ten years; one that ends after the horizon is
/// forgotten.
///
/// Random:  substream "churn/spells" of each peer and spell; a number for its length, another, of a
///          session, for how it ends.
/// Cost:    16 bytes per peer; O(log peers) per change.
class Spells {
 public:
  explicit Spells(const SpellRules& rules) : rules_(rules) {}

  /// A peer begins its first spell.
  void begin(core::PeerId peer, core::Time now, bool online);
  /// It is in a spell that ends at a moment.
  void begin_until(core::PeerId peer, core::Time end, bool online);

  /// When the next spell ends; never: none does.
  core::Time next_time() const { return current_.empty() ? core::never : current_.front().end; }
  core::PeerId next_peer() const { return current_.front().peer; }
  /// Ends it, and begins that peer's next one. There is one.
  overlay::PresenceChange next();

 private:
  struct Spell {
    core::Time end = 0;
    core::PeerId peer = 0;
    std::uint32_t number = 0;  ///< of the peer's spells; odd ones are downtimes
  };

  static bool ends_later(const Spell& a, const Spell& b) {
    return a.end != b.end ? a.end > b.end : a.peer > b.peer;
  }
  /// A spell that begins now.
  Spell drawn(core::PeerId peer, std::uint32_t number, core::Time now) const;
  bool ends_silently(const Spell& session) const;
  void add(const Spell& spell);

  SpellRules rules_;
  std::vector<Spell> current_;  ///< a heap, the one that ends first in front
};

}  // namespace rippletank::workload
