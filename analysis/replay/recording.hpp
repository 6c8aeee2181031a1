// Recording: what a run shows when it is played back: its messages, and who came and went.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"
#include "sim/measure/trace.hpp"
#include "sim/overlay/presence.hpp"
#include "sim/run/run.hpp"

namespace rippletank::replay {

/// What became of a message. `travelling`: it was still on its way when the run ended; `reached`:
/// it was delivered to a peer that takes up its query, for the first time.
enum class Fate : std::uint8_t { travelling, delivered, duplicate, dropped, reached };
inline constexpr const char* fate_names[] = {"travelling", "delivered", "duplicate", "dropped",
                                             "reached"};

using WayId = std::uint32_t;
inline constexpr WayId no_way = 0;
inline constexpr std::uint32_t no_number = 0xffffffffU;
inline constexpr std::size_t most_presence = 40'000;
inline constexpr std::size_t no_message = std::numeric_limits<std::size_t>::max();

/// One, or some that are alike, sent back to back.
struct Message {
  core::Time sent = 0;
  core::Time ended = core::never;  ///< arrived, or was dropped
  core::PeerId from = 0;
  core::PeerId to = 0;
  std::uint32_t query = no_number;  ///< by its number in queries.csv
  WayId way = no_way;
  std::uint32_t bytes = 0;     ///< at most 0xffffffff
  std::uint32_t messages = 1;  ///< that are alike and were sent back to back; at most 0xffffffff
  std::uint16_t hops = 0;
  std::uint8_t type = 0;  ///< index into Recording::types
  Fate fate = Fate::travelling;
};

/// A query, as the one who asks sees it begin.
struct Asking {
  core::Time time = 0;
  core::PeerId origin = 0;
  std::uint32_t query = no_number;
};

struct Recording {
  std::vector<std::string> types;                 ///< of messages, in the order of appearance
  std::vector<Message> messages;                  ///< in the order of sending
  std::vector<Asking> askings;                    ///< in the order of time
  std::vector<overlay::PresenceChange> presence;  ///< in the order of time
  std::vector<std::vector<std::uint32_t>> ways;   ///< devices passed; [no_way] is empty
  std::optional<core::Time> cut_at;  ///< from when on messages are missing; none: all are there
};

/// Watches a run and keeps what is needed to play it back: until there are too many messages, or
/// too many who come and go.
///
/// Cost:    64 bytes per message, and a map of those on their way.
class Recorder {
 public:
  /// `most_messages`: those that are sent later are left out.
  explicit Recorder(std::size_t most_messages) : most_messages_(most_messages) {
    recording_.ways.emplace_back();
  }

  /// Has a run tell this recorder, which must outlive it.
  void watch(run::Watch& watch);

  Recording take() { return std::move(recording_); }

 private:
  using Key = std::tuple<core::PeerId, core::PeerId, std::uint32_t, std::uint8_t, std::uint16_t>;
  using Waiting = std::multimap<Key, std::size_t>;  ///< equal keys in the order of sending
  using WayKey = std::tuple<core::PeerId, core::PeerId, std::size_t>;

  using QueryAndPeer = std::pair<std::uint32_t, core::PeerId>;

  static QueryAndPeer hearing_of(const measure::TraceEvent& event) {
    return {event.query.value_or(no_number), event.to};
  }
  Key key_of(const measure::TraceEvent& event);
  void note(const run::Network& network, const measure::TraceEvent& event);
  void send(const run::Network& network, const measure::TraceEvent& event);
  void end(const measure::TraceEvent& event, Fate fate);
  void settle(const measure::TraceEvent& event, Fate fate);
  std::size_t delivered(const measure::TraceEvent& event);
  std::uint8_t type_of(const char* name);
  WayId way_of(const run::Network& network, core::PeerId from, core::PeerId to);

  std::size_t most_messages_;
  Recording recording_;
  Waiting on_their_way_;
  Waiting without_a_way_;  ///< sent where no cables that work lead to the receiver
  std::map<QueryAndPeer, std::size_t> delivered_last_;  ///< of each query to each peer
  std::vector<std::size_t> delivered_before_;  ///< [message] the one before it of these, or none
  std::map<WayKey, WayId> way_ids_;
};

}  // namespace rippletank::replay
