// Plays Napster networks that a test writes down: who is connected, who holds what, who asks when.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sim/overlay/engine.hpp"
#include "sim/protocols/napster.hpp"
#include "sim/underlay/direct.hpp"
#include "tests/catch.hpp"
#include "tests/firewalled.hpp"
#include "tests/stream.hpp"

namespace rippletank::tests::napster {

using core::PeerId;
using core::Time;
using Protocol = overlay::Correspondence<protocols::Napster>;
using protocols::napster::Parameters;

inline constexpr Time ms = core::millisecond;
inline constexpr Time delay = 5 * ms;
inline constexpr std::uint64_t file_bytes = 2'558'199;  // of the specification's example

struct Script {
  PeerId peers = 0;
  std::set<std::pair<PeerId, PeerId>> links{};  ///< of the overlay, each once
  std::vector<PeerId> servers{};
  std::vector<std::set<PeerId>> holders{};  ///< of each item
  std::vector<overlay::Query> queries{};
  std::vector<overlay::PresenceChange> changes{};
  Parameters parameters{};
  overlay::UploadLimits uploads{};
  overlay::Firewalls firewalls{};
  std::vector<overlay::AccessSpeed> access{};
  double bytes_s = 0;  ///< of each peer's link, each way; 0: files take no time but the way's
  Time horizon = core::never;
};

inline overlay::Connections connections(const Script& script) {
  std::vector<std::vector<PeerId>> rows(script.peers);
  for (const auto& [one, other] : script.links) {
    rows[one].push_back(other);
    rows[other].push_back(one);
  }
  overlay::Connections made;
  made.offsets = {0};
  for (std::vector<PeerId>& row : rows) {
    std::sort(row.begin(), row.end());
    for (const PeerId neighbour : row) made.neighbours.push_back(neighbour);
    made.offsets.push_back(static_cast<std::uint32_t>(made.neighbours.size()));
  }
  return made;
}

/// Items of one size.
inline overlay::Content content(const std::vector<std::set<PeerId>>& holders, PeerId peers) {
  overlay::HolderRows rows;
  for (const std::set<PeerId>& of_item : holders) {
    rows.holders.insert(rows.holders.end(), of_item.begin(), of_item.end());
    rows.offsets.push_back(static_cast<std::uint32_t>(rows.holders.size()));
  }
  return overlay::Content(overlay::Popularity::weighted(std::vector<double>(holders.size(), 1.0)),
                          {file_bytes}, std::move(rows), peers);
}

inline overlay::LinkWays link_ways(const Script& script) {
  overlay::LinkWays ways;
  ways.find = [timed = script.bytes_s > 0](
                  PeerId from, PeerId to,
                  std::vector<overlay::LinkId>& links) -> std::optional<Time> {
    if (timed) links = {2 * from, 2 * to + 1};
    return delay;
  };
  if (script.bytes_s > 0) ways.capacity_bytes_s.assign(2 * script.peers, script.bytes_s);
  return ways;
}

inline overlay::Measures play(const Script& script, std::uint64_t seed = 1) {
  const overlay::Connections rows = connections(script);
  std::optional<overlay::Content> items;
  if (!script.holders.empty()) items = content(script.holders, script.peers);
  const underlay::ConstantDelay wires{delay, {}};
  overlay::RunSettings settings;
  settings.horizon = script.horizon;
  settings.link_ways = link_ways(script);
  if (!script.changes.empty()) settings.presence = presence(script.changes);
  overlay::SetUp set_up{rows, seed, [](std::uint64_t) { return std::uint64_t{40}; }};
  if (items) set_up.content = &*items;
  set_up.servers = script.servers;
  set_up.link_ways = settings.link_ways;
  set_up.uploads = script.uploads;
  set_up.firewalls = script.firewalls;
  set_up.access = script.access;
  Protocol protocol(script.parameters, set_up);
  overlay::Measures measures(script.peers);
  for (const std::string& type : Protocol::message_types()) measures.messages.push_back({type});
  overlay::Engine<Protocol, underlay::ConstantDelay> engine(
      rows, wires, protocol, stream(script.queries), settings, measures);
  engine.run();
  for (const measure::MessageCount& count : measures.messages) {
    REQUIRE(count.messages == count.delivered + count.in_flight + count.dropped_total());
  }
  return measures;
}

/// Clients that log in at once, and ends of connections that notice soon.
inline Parameters at_once() {
  Parameters parameters;
  parameters.login_spread_s = 0;
  parameters.silence_s = 0.1;
  return parameters;
}

inline const measure::MessageCount& message(const overlay::Measures& measures,
                                            const std::string& type) {
  for (const measure::MessageCount& count : measures.messages) {
    if (count.type == type) return count;
  }
  FAIL("no message " << type);
  return measures.messages.front();
}

inline std::uint64_t figure(const overlay::Measures& measures, const std::string& name) {
  for (const measure::Figure& found : measures.figures) {
    if (found.name == name) return std::get<std::uint64_t>(found.value);
  }
  FAIL("no figure " << name);
  return 0;
}

inline overlay::Query fetch(Time start, PeerId origin, core::ItemId item) {
  return {start, origin, item, true};
}

}  // namespace rippletank::tests::napster
