// Writes recordings down.
#include "analysis/replay/replay.hpp"

#include <algorithm>
#include <cstring>
#include <set>
#include <utility>
#include <vector>

namespace rippletank::replay {
namespace {

using registry::Json;

constexpr std::size_t bytes_per_message = 8 * 4 + 2 + 1 + 1;

/// The end of all that is shown.
core::Time end_of(const run::Outcome& outcome, const Recording& recording) {
  core::Time end = std::max(outcome.measures.end, outcome.online);
  for (const Message& message : recording.messages) {
    if (message.ended != core::never) end = std::max(end, message.ended);
  }
  return end;
}

/// The shortest tick in which the whole run can be told with 32 bits.
core::Time tick_of(core::Time end) {
  constexpr core::Time most_ticks = 0xfffffffe;
  return 1 + end / most_ticks;
}

Json item_json(const run::Outcome& outcome, std::optional<core::ItemId> item) {
  return item ? Json(outcome.items.names.name(*item)) : Json();
}

std::optional<core::ItemId> item_of(const run::Outcome& outcome, const Asking& asking) {
  if (asking.query >= outcome.measures.queries.size()) return {};
  return outcome.measures.queries[asking.query].item;
}

Json askings_json(const run::Outcome& outcome, const Recording& recording) {
  Json askings = Json::array();
  for (const Asking& asking : recording.askings) {
    // Nothing is played back behind the cut.
    if (askings.size() == most_askings || asking.time > recording.cut_at.value_or(asking.time)) {
      break;
    }
    askings.push_back({core::to_seconds(asking.time), asking.origin,
                       asking.query == no_number ? Json() : Json(asking.query),
                       item_json(outcome, item_of(outcome, asking))});
  }
  return askings;
}

/// Who holds what is asked for, as far as a picture can show it.
Json holders_json(const run::Outcome& outcome, const Recording& recording) {
  constexpr std::size_t most_items = 1'000;
  Json holders = Json::object();
  if (!outcome.items.content) return holders;
  std::set<core::ItemId> told;
  for (const Asking& asking : recording.askings) {
    const std::optional<core::ItemId> item = item_of(outcome, asking);
    if (!item || told.size() == most_items || !told.insert(*item).second) continue;
    const auto peers = outcome.items.content->holders(*item);
    holders[outcome.items.names.name(*item)] =
        std::vector<core::PeerId>(peers.begin(), peers.end());
  }
  return holders;
}

Json presence_json(const Recording& recording) {
  Json presence = Json::array();
  for (const overlay::PresenceChange& change : recording.presence) {
    presence.push_back({core::to_seconds(change.time), change.peer, change.online ? 1 : 0});
  }
  return presence;
}

Json incidents_json(const run::Outcome& outcome) {
  Json incidents = Json::array();
  for (const run::Incident& incident : outcome.record.incidents) {
    const run::FailureEvent& event = incident.event;
    Json told{{"time_s", core::to_seconds(event.time)},
              {"what", event.what},
              {"reason", run::failure_reason_names[static_cast<std::size_t>(event.reason)]},
              {"cables", Json::array()},
              {"devices", Json::array()}};
    if (event.change) {
      told["cables"] = event.change->cables;
      told["devices"] = event.change->devices;
      told["trunks"] = event.change->groups;
    }
    incidents.push_back(std::move(told));
  }
  return incidents;
}

template <class Number, class Value>
void append_column(const std::vector<Message>& messages, std::string& bytes, const Value& value) {
  for (const Message& message : messages) {
    const auto number = static_cast<Number>(value(message));
    char raw[sizeof number];
    std::memcpy(raw, &number, sizeof number);
    bytes.append(raw, sizeof number);
  }
}

}  // namespace

Json replay_json(const run::Outcome& outcome, const Recording& recording) {
  const core::Time end = end_of(outcome, recording);
  return {{"tick_ns", tick_of(end)},
          {"end_s", core::to_seconds(end)},
          {"cut_s", recording.cut_at ? Json(core::to_seconds(*recording.cut_at)) : Json()},
          {"messages", recording.messages.size()},
          {"types", recording.types},
          {"fates", fate_names},
          {"ways", recording.ways},
          {"askings", askings_json(outcome, recording)},
          {"holders", holders_json(outcome, recording)},
          {"presence", presence_json(recording)},
          {"incidents", incidents_json(outcome)}};
}

std::string message_columns(const run::Outcome& outcome, const Recording& recording) {
  const core::Time tick = tick_of(end_of(outcome, recording));
  const std::vector<Message>& messages = recording.messages;
  std::string bytes;
  bytes.reserve(messages.size() * bytes_per_message);
  core::Time before = 0;
  append_column<std::uint32_t>(messages, bytes, [&](const Message& message) {
    const core::Time at = message.sent / tick;
    return at - std::exchange(before, at);
  });
  append_column<std::uint32_t>(messages, bytes, [&](const Message& message) {
    if (message.ended == core::never) return core::Time{no_number};
    return message.ended / tick - message.sent / tick;
  });
  append_column<std::uint32_t>(messages, bytes, [](const Message& m) { return m.from; });
  append_column<std::uint32_t>(messages, bytes, [](const Message& m) { return m.to; });
  append_column<std::uint32_t>(messages, bytes, [](const Message& m) { return m.query; });
  append_column<std::uint32_t>(messages, bytes, [](const Message& m) { return m.way; });
  append_column<std::uint32_t>(messages, bytes, [](const Message& m) { return m.bytes; });
  append_column<std::uint32_t>(messages, bytes, [](const Message& m) { return m.messages; });
  append_column<std::uint16_t>(messages, bytes, [](const Message& m) { return m.hops; });
  append_column<std::uint8_t>(messages, bytes, [](const Message& m) { return m.type; });
  append_column<std::uint8_t>(messages, bytes, [](const Message& m) { return m.fate; });
  return bytes;
}

}  // namespace rippletank::replay
