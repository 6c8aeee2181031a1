// Presence: who joins and who leaves the network, and when.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"
#include "sim/measure/step_curve.hpp"

namespace rippletank::overlay {

/// A peer goes online or offline.
struct PresenceChange {
  core::Time time = 0;
  core::PeerId peer = 0;
  bool online = false;
  bool announced = true;  ///< of one that goes offline: it says so, or it falls silent
};

/// Yields the changes of a run in ascending order of time, then nothing; empty: nobody comes or
/// goes. All peers are online at first.
using PresenceStream = std::function<std::optional<PresenceChange>()>;

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
