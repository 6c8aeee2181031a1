// Small Freenets that tests play by hand: a line, a tree, one request at a time.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tests/unit/protocols/freenet_played.hpp"

namespace rippletank::tests {

inline constexpr core::Time hand_delay = 100 * core::millisecond;

/// Whom each peer knows at first.
inline overlay::Connections rows_of(const std::vector<std::vector<core::PeerId>>& known) {
  overlay::Connections made;
  made.offsets = {0};
  for (const std::vector<core::PeerId>& row : known) {
    made.neighbours.insert(made.neighbours.end(), row.begin(), row.end());
    made.offsets.push_back(static_cast<core::Slot>(made.neighbours.size()));
  }
  return made;
}

/// Each peer knows the one before it and the one after it.
inline overlay::Connections line_of(core::PeerId peers) {
  std::vector<std::vector<core::PeerId>> known(peers);
  for (core::PeerId peer = 1; peer < peers; ++peer) {
    known[peer].push_back(peer - 1);
    known[peer - 1].push_back(peer);
  }
  return rows_of(known);
}

/// One item of a size at some peers, every message takes hand_delay, and nothing is left to chance.
inline FreenetScript by_hand(const overlay::Connections& connections, fn::Parameters parameters,
                             const std::set<core::PeerId>& holders, std::uint64_t size_bytes) {
  FreenetScript script{connections, std::move(parameters)};
  script.parameters.htl_rule = fn::HtlRule::every_hop;
  script.parameters.reset_probability = 0;
  script.parameters.publishing = fn::placed_items();
  script.holders = {holders};
  script.sizes_bytes = {size_bytes};
  script.delays.assign(script.peers(), std::vector<core::Time>(script.peers(), hand_delay));
  return script;
}

/// The same, but the item is inserted by its holder a second after the beginning.
inline FreenetScript inserting(FreenetScript script) {
  script.parameters.publishing = inserted_as({0, 1, false});
  return script;
}

inline FreenetScript asking(FreenetScript script, const std::vector<core::PeerId>& origins) {
  for (const core::PeerId origin : origins) {
    const auto number = static_cast<core::Time>(script.queries.size() + 1);
    script.queries.push_back({number * 1000 * core::second, origin, 0});
  }
  return script;
}

/// How many messages of each type that was sent at all.
inline std::map<std::string, std::uint64_t> messages_of(const FreenetPlayed& played) {
  std::map<std::string, std::uint64_t> all;
  for (const measure::MessageCount& count : played.measures.messages) {
    if (count.messages > 0) all[count.type] = count.messages;
  }
  return all;
}

inline const measure::MessageCount& count_of(const FreenetPlayed& played, const std::string& type) {
  for (const measure::MessageCount& count : played.measures.messages) {
    if (count.type == type) return count;
  }
  FAIL("no message is called " << type);
  return played.measures.messages.front();
}

/// Whom a peer takes for the source of a key; no_peer: it knows of none.
inline core::PeerId source_at(const FreenetPlayed& played, core::PeerId peer, fn::Key key) {
  for (const auto& each : played.protocol->rules().state().tables.of(peer)) {
    if (each.key == key) return each.node;
  }
  return core::no_peer;
}

inline bool holds(const FreenetPlayed& played, core::PeerId peer) {
  return played.protocol->rules().state().stores.holds(peer, 0);
}

}  // namespace rippletank::tests
