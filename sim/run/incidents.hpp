// Incidents: what happens to the peers and parts of a run, moment by moment, and what each leaves.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
#include <vector>

#include "sim/overlay/presence.hpp"
#include "sim/run/failures.hpp"
#include "sim/run/live_failures.hpp"
#include "sim/run/parted_sides.hpp"
#include "sim/run/remains.hpp"
#include "sim/underlay/physical.hpp"

namespace rippletank::run {

/// Something that failed or was repaired, and what it left.
struct Incident {
  FailureEvent event;
  Remains remains;
  Remains before;  ///< before all of that moment
};

/// What became of a run's network.
struct IncidentRecord {
  std::vector<Incident> incidents;  ///< in the order in which they happened
  std::vector<Remains> bins;        ///< as each bin of time ended, from the first on
  std::optional<Remains> at_end;    ///< of the run; none where nobody looked
};

/// Peers that come and go by themselves, besides those that fail.
struct Churn {
  overlay::PresenceStream changes;              ///< empty: nobody does
  std::vector<core::PeerId> initially_offline;  ///< ascending; `changes` bring them online
};

/// How many causes keep each peer away: it is there when none does.
class Absences {
 public:
  explicit Absences(core::PeerId peers) : causes_(peers) {}

  void count(core::PeerId peer, bool back);
  bool is_away(core::PeerId peer) const { return causes_[peer] > 0; }

 private:
  std::vector<std::uint32_t> causes_;
};

/// Merges what fails with the peers that come and go by themselves, and looks at what that leaves:
/// after each failure and repair, and as each bin of time ends.
///
/// Of what happens to a peer at one moment only the outcome is told: offline, as the first cause of
/// that moment has it, announced or not, or online. Causes of one moment come in the order of the
/// failures in their list, of one failure its occurrences, of each first its parts and then its
/// peers, first what fails and then its repair; then come peers by themselves. Outcomes are told by
/// peer.
///
/// Where peers keep the connections of the topology each incident of a moment is followed by what
/// it left by itself; where they make their own, all of them by what they left together.
///
/// Cost:    a change of a peer by itself O(1); an incident O(peers + connections + devices), but
///          O(connections of the peers that are back) for a repair of peers that follows another
///          incident, where peers keep the connections of the topology.
class Incidents {
 public:
  /// `wires`: null where nothing of the underlay may break. `bin`: the width of the bins at whose
  /// ends the network is looked at; core::never: it is not.
  Incidents(const std::vector<FailureEvent>& planned, Churn churn,
            const underlay::PhysicalWires* wires, core::PeerId peers, core::Time bin,
            LiveFailures live = {});
  Incidents(const Incidents&) = delete;
  Incidents& operator=(const Incidents&) = delete;

  /// Refers to this object.
  overlay::Presence presence();
  /// Whether two peers are on sides that do not reach each other.
  bool are_apart(core::PeerId one, core::PeerId other) const {
    return sides_.are_apart(one, other);
  }

  IncidentRecord take_record() { return std::move(record_); }

 private:
  /// A peer that one of the causes of a moment is about.
  struct Touched {
    core::PeerId peer = 0;
    bool back = false;
    bool announced = false;
    bool was_away = false;  ///< before this cause
  };

  core::Time next_time() const {
    return std::min(next_event_time(), next_change_ ? next_change_->time : core::never);
  }
  core::Time next_event_time() const {
    return events_.empty() ? core::never : std::get<core::Time>(events_.begin()->first);
  }
  overlay::Happening happen(const overlay::NetworkView& view);
  overlay::Happening happen_alone(const overlay::PresenceChange& change);
  void touch(core::PeerId peer, bool back, bool announced);
  void let_fail(FailureEvent event, const overlay::NetworkView& view);
  void choose(FailureEvent& event, const overlay::NetworkView& view);
  void tell_outcomes(core::Time now);
  void join(core::PeerId peer, const overlay::Connections& connections);
  void look(const overlay::NetworkView& view, overlay::Occasion occasion);
  Remains remains_now(const overlay::NetworkView& view);
  bool peers_connect(const overlay::NetworkView& view);
  bool is_there(core::PeerId peer) const;
  bool is_joined(core::PeerId from, core::PeerId to) const;

  Absences absences_;
  std::multimap<FailureOrder, FailureEvent> events_;
  Churn churn_;
  std::optional<overlay::PresenceChange> next_change_;
  LiveFailures live_;
  PartedSides sides_;
  core::Time bin_;
  const underlay::PhysicalWires* wires_;
  std::optional<underlay::Damage> damage_;  ///< of the wires, where anything of them breaks
  std::optional<underlay::Routes> routes_;
  std::vector<std::uint32_t> part_;  ///< of each device
  std::vector<Touched> touched_;
  std::vector<overlay::PresenceChange> changes_;
  std::size_t first_of_moment_ = 0;   ///< of the incidents
  std::optional<JoinedParts> parts_;  ///< of the topology's connections; none: they are stale
  std::optional<bool> peers_connect_;
  std::uint64_t looked_after_ = 0;  ///< NetworkView::happened, where peers connect
  std::optional<Remains> last_look_;
  IncidentRecord record_;
};

}  // namespace rippletank::run
