// Failures of a run: from what a scenario lets fail to what happens to its peers and wires.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/failures/breakdown.hpp"
#include "sim/overlay/connections.hpp"
#include "sim/overlay/presence.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/underlay/physical.hpp"
#include "topologies/graph.hpp"

namespace rippletank::run {

/// Why something changes: parts break, peers go without or with a word, or either is mended.
enum class FailureReason : std::uint8_t { failure, crash, leave, repair };
inline constexpr const char* failure_reason_names[] = {"failure", "crash", "leave", "repair"};

/// A moment at which parts or peers fail, or at which they are there again.
struct FailureEvent {
  core::Time time = 0;
  FailureReason reason = FailureReason::failure;
  std::string what;                        ///< in words: "hosts 3 4", "peer 0"
  std::optional<underlay::Change> change;  ///< of the wires; none where it is about peers
  std::vector<core::PeerId> peers;         ///< ascending
};

/// What will fail, and what people should know of it.
struct FailurePlan {
  std::vector<FailureEvent> events;  ///< in the order of time, then of the list
  std::vector<std::string> notes;    ///< of failures that break nothing, or come too late
};

/// An underlay as far as it may break.
struct Machinery {
  const underlay::DeviceGraph& devices;
  const topologies::NodeNames& names;
  const std::vector<std::uint32_t>& section;  ///< of each device; empty: they belong to none
};

/// The peers of an overlay, as choices among them need to know them; refers to the graph.
failures::Plant peers_of(const topologies::Graph& overlay);

/// The failures that a scenario lists.
///
/// `machinery`: null where nothing of the underlay may break.
/// Errors:  InputError below "/failures" for peers, nodes and links that there are not.
/// Random:  substreams "failures/choice" and "failures/peers".
FailurePlan plan_failures(const scenario::Scenario& scenario, const topologies::Graph& overlay,
                          const Machinery* machinery, std::uint64_t seed);

/// Which peers failures keep offline: one that several do is back when the last of them ends.
class Absences {
 public:
  explicit Absences(core::PeerId peers) : failures_(peers) {}

  void apply(const FailureEvent& event);
  bool is_away(core::PeerId peer) const { return failures_[peer] > 0; }

 private:
  std::vector<std::uint32_t> failures_;  ///< that keep each peer away
};

/// What the events mean for peers, in the order of time, then of peers. Of what several do to a
/// peer at one moment only the outcome is told.
std::vector<overlay::PresenceChange> presence_changes(const std::vector<FailureEvent>& events,
                                                      core::PeerId peers);

/// What is left of an overlay at a moment: peers that are online and whose host is on, joined by
/// connections whose ends reach each other.
struct Remains {
  core::PeerId peers_online = 0;
  core::PeerId components = 0;
  core::PeerId largest_component = 0;
  bool operator==(const Remains&) const = default;
};

/// What is left after each of the events, as if they had happened one after the other.
///
/// `wires`: null where nothing of the underlay may break.
/// Cost:    O(devices + cables + connections) per event.
std::vector<Remains> remains_after(const std::vector<FailureEvent>& events,
                                   const underlay::PhysicalWires* wires,
                                   const overlay::Connections& connections);

/// What is left of connections among the peers for which `is_online` is true.
///
/// Cost:    O(peers + connections).
Remains remains_of(const overlay::Connections& connections,
                   const std::function<bool(core::PeerId)>& is_online);

}  // namespace rippletank::run
