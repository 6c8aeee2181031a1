// Failures of a run: from what a scenario lets fail to what happens to its peers and wires.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/failures/breakdown.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/underlay/physical.hpp"
#include "topologies/graph.hpp"

namespace rippletank::run {

/// Why something changes: parts break, peers go without or with a word, the network is parted, or
/// either is mended.
enum class FailureReason : std::uint8_t { failure, crash, leave, partition, repair };
inline constexpr const char* failure_reason_names[] = {"failure", "crash", "leave", "partition",
                                                       "repair"};

/// Whether who fails is chosen when it happens.
enum class Live : std::uint8_t { no, where_peers_connect, always };

/// Sides of a network that is parted; whoever is on none of them is on one more.
using Sides = std::vector<std::vector<core::PeerId>>;

/// Which of several events comes first: by time, then by the place of the failure in its list, by
/// its occurrence, and as it goes on.
using FailureOrder = std::tuple<core::Time, std::uint32_t, std::uint32_t, bool>;

/// A moment at which parts or peers fail, or at which they are there again.
struct FailureEvent {
  core::Time time = 0;
  core::Time until = core::never;  ///< of what fails: when the last of it is mended
  std::uint32_t failure = 0;       ///< its place in the list of the scenario
  std::uint32_t occurrence = 0;    ///< of that failure
  FailureReason reason = FailureReason::failure;
  std::string what;                        ///< in words: "hosts 3 4", "peer 0"
  std::optional<underlay::Change> change;  ///< of the wires; none where it is about peers
  std::vector<core::PeerId> peers;         ///< ascending
  std::shared_ptr<const Sides> sides;      ///< null where it is about no partition
  /// Unless `no`, what stands here is what the topology tells of it, or nothing.
  Live live = Live::no;

  FailureOrder order() const {
    return {time, failure, occurrence, reason == FailureReason::repair};
  }
};

/// What ends a failure of peers, or a partition: one event if all of it ends together, else one for
/// each of its peers; none if it never does. The beginning is told when the last of them is.
std::vector<FailureEvent> ends_of(FailureEvent& beginning, core::Time together,
                                  const std::vector<core::Time>& each,
                                  const std::function<std::string(core::PeerId)>& name);

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

/// Where the peers of an overlay run, and what they are in its protocol.
struct PeerPlaces {
  const std::vector<std::uint32_t>& site;  ///< of each; empty on an underlay without
  const topologies::NodeNames& site_names;
  std::vector<std::string> roles;  ///< that any of them may have

  /// Those that anybody runs on have numbers below.
  std::uint32_t sites() const {
    return site.empty() ? 0 : 1 + *std::max_element(site.begin(), site.end());
  }
};

/// The failures that a scenario lists.
///
/// `machinery`: null where nothing of the underlay may break.
/// Errors:  InputError below "/failures" for peers, nodes and links that there are not.
/// Random:  that of failures::choose().
FailurePlan plan_failures(const scenario::Scenario& scenario, const topologies::Graph& overlay,
                          const PeerPlaces& places, const Machinery* machinery, std::uint64_t seed);

}  // namespace rippletank::run
