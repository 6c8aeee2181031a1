// Presence: who joins and who leaves the network, and when.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"
#include "sim/measure/step_curve.hpp"
#include "sim/overlay/network_view.hpp"

namespace rippletank::overlay {

/// A peer goes online or offline.
struct PresenceChange {
  core::Time time = 0;
  core::PeerId peer = 0;
  bool online = false;
  bool announced = true;  ///< of one that goes offline: it says so, or it falls silent
};

/// Yields changes in ascending order of time, then nothing; empty: there are none.
using PresenceStream = std::function<std::optional<PresenceChange>()>;

/// What happens to the peers of a network at a moment.
struct Happening {
  std::span<const PresenceChange> changes;  ///< in this order; valid until the next call
  bool new_ways = false;                    ///< who reaches whom is another than before
  bool look = false;                        ///< the network is to be looked at afterwards
  bool nothing = false;                     ///< nobody could tell that anything happened
};

/// Why somebody looks at a network.
enum class Occasion : std::uint8_t { happening, end_of_bin, end_of_run };

/// Who comes and goes during a run. The run loop asks for one moment after the other, so what
/// happens may depend on what the network has become by then.
///
/// Empty functions: nobody comes or goes, or nobody looks.
struct Presence {
  /// The moment of what happens next, never before that of what happened last; core::never: nothing
  /// will any more.
  std::function<core::Time()> next_time;
  /// Lets happen what is due then, or a part of it if the rest stays due.
  std::function<Happening(const NetworkView&)> happen;
  /// Looks after a happening that asks for it, when a bin of time ends, before anything happens at
  /// that moment, and when the run has ended.
  std::function<void(const NetworkView&, Occasion)> look;
  core::Time look_every = core::never;          ///< the width of these bins
  std::vector<core::PeerId> initially_offline;  ///< before anything happens
  /// Per peer on which side it is, where the network may be parted: peers on different sides do not
  /// reach each other. Null, or pointing to an empty list: all do.
  const std::vector<std::uint32_t>* sides = nullptr;
};

/// Who is online, and for how long everybody was.
///
/// Shape:   17 bytes per peer once somebody has gone.
class Attendance {
 public:
  /// `bin` and `start`: of how many are online over time.
  explicit Attendance(core::PeerId peers, core::Time bin = core::never, core::Time start = 0)
      : peers_(peers), online_(peers), curve_(bin, start) {
    curve_.set(0, peers);
  }

  core::PeerId online() const { return online_; }
  bool all_online() const { return online_ == peers_; }
  bool is_online(core::PeerId peer) const { return all_online() || !offline_[peer]; }

  /// A peer that was online no longer is, or the other way round.
  void set(core::Time now, core::PeerId peer, bool online) {
    if (offline_.empty()) {
      offline_.resize(peers_);
      gone_since_.resize(peers_);
      time_offline_.resize(peers_);
    }
    offline_[peer] = !online;
    if (online) {
      ++online_;
      time_offline_[peer] += now - gone_since_[peer];
    } else {
      --online_;
      gone_since_[peer] = now;
    }
    curve_.set(now, online_);
  }

  /// For how long a peer was online until a moment that is not before the last change.
  core::Time time_online(core::PeerId peer, core::Time until) const {
    if (offline_.empty()) return until;
    const core::Time gone = offline_[peer] ? until - gone_since_[peer] : 0;
    return until - time_offline_[peer] - gone;
  }

  /// How many were online, up to the last change.
  const measure::StepCurve& curve() const { return curve_; }

 private:
  core::PeerId peers_;
  core::PeerId online_;
  measure::StepCurve curve_;
  std::vector<bool> offline_;
  std::vector<core::Time> gone_since_;    ///< of those that are offline
  std::vector<core::Time> time_offline_;  ///< before that
};

}  // namespace rippletank::overlay
