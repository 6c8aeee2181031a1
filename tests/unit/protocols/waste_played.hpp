// Runs of WASTE for tests, and what they tell.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "sim/overlay/engine.hpp"
#include "sim/protocols/waste.hpp"
#include "sim/underlay/direct.hpp"
#include "tests/catch.hpp"
#include "tests/firewalled.hpp"
#include "tests/stream.hpp"

namespace rippletank::tests::waste {

using core::PeerId;
using core::Time;
using Parameters = protocols::waste::Parameters;
using Protocol = overlay::Correspondence<protocols::Waste>;

inline constexpr Time delay = 10 * core::millisecond;

/// Nobody tells anything without being asked, and what is to be sent is sent at once.
inline Parameters quiet() {
  Parameters parameters;
  parameters.join_spread_s = 0;
  parameters.paced = false;
  parameters.loop_ms = 0;
  parameters.ping_s = 0;
  parameters.key_s = 0;
  parameters.user_lists = false;
  return parameters;
}

struct Script {
  PeerId peers = 2;
  std::vector<std::pair<PeerId, PeerId>> connections;
  Parameters parameters = quiet();
  std::vector<PeerId> firewalled = {};         ///< each behind a firewall of its own
  bool share_firewall = false;                 ///< or all behind one
  std::vector<std::set<PeerId>> holders = {};  ///< of each item
  std::uint64_t file_bytes = 10'000;
  std::vector<overlay::Query> queries = {};
  std::vector<overlay::PresenceChange> changes = {};
  std::vector<double> speeds_kbit_s = {};
  Time horizon = core::never;
  Time warm_up = 0;
  Time bin = core::never;
  std::vector<core::ItemId> followed = {};
  std::uint64_t seed = 1;
  std::function<Time(PeerId, PeerId)> delays = [](PeerId, PeerId) { return delay; };
};

inline overlay::Connections rows_of(const Script& script) {
  std::vector<std::set<PeerId>> rows(script.peers);
  for (const auto& [one, other] : script.connections) {
    rows[one].insert(other);
    rows[other].insert(one);
  }
  overlay::Connections made;
  made.offsets = {0};
  for (const std::set<PeerId>& row : rows) {
    for (const PeerId neighbour : row) made.neighbours.push_back(neighbour);
    made.offsets.push_back(static_cast<core::Slot>(made.neighbours.size()));
  }
  return made;
}

inline overlay::Content content_of(const Script& script) {
  overlay::HolderRows rows;
  for (const std::set<PeerId>& of_item : script.holders) {
    rows.holders.insert(rows.holders.end(), of_item.begin(), of_item.end());
    rows.offsets.push_back(static_cast<std::uint32_t>(rows.holders.size()));
  }
  return overlay::Content(
      overlay::Popularity::weighted(std::vector<double>(script.holders.size(), 1.0)),
      {script.file_bytes}, std::move(rows), script.peers);
}

struct Played {
  overlay::Measures measures;

  const measure::MessageCount& count(const std::string& type) const {
    const auto found =
        std::find_if(measures.messages.begin(), measures.messages.end(),
                     [&](const measure::MessageCount& count) { return count.type == type; });
    REQUIRE(found != measures.messages.end());
    return *found;
  }
  std::uint64_t messages(const std::string& type) const { return count(type).messages; }
  std::uint64_t bytes(const std::string& type) const { return count(type).bytes(); }
  std::uint64_t figure(const std::string& name) const {
    for (const measure::Figure& figure : measures.figures) {
      if (figure.name == name) return std::get<std::uint64_t>(figure.value);
    }
    FAIL("there is no figure " << name);
    return 0;
  }
  const measure::QueryRecord& query(std::size_t number) const { return measures.queries[number]; }
};

inline Played play(const Script& script) {
  const overlay::Connections rows = rows_of(script);
  core::Column<Time> delays;
  for (PeerId peer = 0; peer < rows.peers(); ++peer) {
    for (core::Slot slot = rows.offsets[peer]; slot < rows.offsets[peer + 1]; ++slot) {
      delays.push_back(script.delays(peer, rows.neighbours[slot]));
    }
  }
  using Wires = underlay::DelayPerConnection<Time>;
  const Wires wires(std::move(delays), {}, script.delays);
  std::optional<overlay::Content> items;
  if (!script.holders.empty()) items = content_of(script);
  overlay::SetUp set_up{rows, script.seed, [](std::uint64_t) { return std::uint64_t{40}; }};
  if (items) set_up.content = &*items;
  set_up.warm_up = script.warm_up;
  set_up.bin = script.bin;
  const overlay::Firewalls firewalls = script.share_firewall
                                           ? behind_one_firewall(script.peers, script.firewalled)
                                           : behind_own_firewalls(script.peers, script.firewalled);
  set_up.firewalls = firewalls;
  set_up.followed = script.followed;
  for (const double speed : script.speeds_kbit_s) set_up.access.push_back({speed, speed});
  Protocol protocol(script.parameters, set_up);
  Played played{overlay::Measures(script.peers)};
  overlay::Measures& measures = played.measures;
  for (const std::string& type : Protocol::message_types()) measures.messages.push_back({type});
  overlay::RunSettings settings;
  settings.horizon = script.horizon;
  settings.warm_up = script.warm_up;
  settings.bin = script.bin;
  if (!script.changes.empty()) settings.presence = presence(script.changes);
  overlay::Engine<Protocol, Wires> engine(rows, wires, protocol, stream(script.queries), settings,
                                          measures);
  engine.run();
  for (const measure::MessageCount& count : measures.messages) {
    INFO(count.type);
    REQUIRE(count.messages == count.delivered + count.in_flight + count.dropped_total());
  }
  return played;
}

inline overlay::Query ask(Time start, PeerId origin, core::ItemId item) {
  return {start, origin, item, false};
}
inline overlay::Query fetch(Time start, PeerId origin, core::ItemId item) {
  return {start, origin, item, true};
}

/// 0 - 1 - 2 - …
inline std::vector<std::pair<PeerId, PeerId>> line(PeerId peers) {
  std::vector<std::pair<PeerId, PeerId>> connections;
  for (PeerId peer = 1; peer < peers; ++peer) connections.emplace_back(peer - 1, peer);
  return connections;
}

}  // namespace rippletank::tests::waste
