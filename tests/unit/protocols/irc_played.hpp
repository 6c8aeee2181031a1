// Plays IRC over wires of which connections between two peers can be cut.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sim/overlay/engine.hpp"
#include "sim/protocols/irc.hpp"
#include "sim/underlay/transmission.hpp"
#include "tests/catch.hpp"
#include "tests/stream.hpp"

namespace rippletank::tests::irc_played {

using core::PeerId;
using core::Time;
using protocols::Irc;
using Protocol = overlay::Correspondence<Irc>;

inline constexpr Time ms = core::millisecond;
inline constexpr Time s = core::second;
inline constexpr Time delay = 5 * ms;

/// Nothing passes between two peers meanwhile.
struct Cut {
  PeerId a = 0;
  PeerId b = 0;
  Time begin = 0;
  Time end = core::never;
};

/// Every message takes the same time, and is lost if there is a cut when it should arrive.
class CutWires {
 public:
  static constexpr bool forwards = true;

  explicit CutWires(std::vector<Cut> cuts) : cuts_(std::move(cuts)) {}

  static core::Slot slot_between(PeerId, PeerId) { return 0; }
  template <class Ended>
  void send(const underlay::Transmission& sent, Ended) {
    travelling_.emplace(sent.now + delay, sent);
  }
  Time next_time() const { return travelling_.empty() ? core::never : travelling_.begin()->first; }
  template <class Ended>
  void step(Ended ended) {
    const auto [time, sent] = *travelling_.begin();
    travelling_.erase(travelling_.begin());
    std::optional<measure::DropReason> reason;
    for (const Cut& cut : cuts_) {
      const bool between =
          (cut.a == sent.from && cut.b == sent.to) || (cut.a == sent.to && cut.b == sent.from);
      if (between && cut.begin <= time && time < cut.end) reason = measure::DropReason::link_down;
    }
    ended(sent.id, reason);
  }
  static void content_ended(std::uint32_t, bool) {}

 private:
  std::vector<Cut> cuts_;
  std::multimap<Time, underlay::Transmission> travelling_;
};

using Pair = std::pair<PeerId, PeerId>;

inline overlay::Connections connections(PeerId peers, const std::vector<Pair>& pairs) {
  std::vector<std::set<PeerId>> rows(peers);
  for (const auto& [a, b] : pairs) {
    rows[a].insert(b);
    rows[b].insert(a);
  }
  overlay::Connections made;
  made.offsets = {0};
  for (const std::set<PeerId>& row : rows) {
    for (const PeerId neighbour : row) made.neighbours.push_back(neighbour);
    made.offsets.push_back(static_cast<std::uint32_t>(made.neighbours.size()));
  }
  return made;
}

/// Content with the given holders of each item: channels and those who are in them.
inline overlay::Content content(const std::vector<std::set<PeerId>>& holders, PeerId peers) {
  overlay::HolderRows rows;
  for (const std::set<PeerId>& of_item : holders) {
    rows.holders.insert(rows.holders.end(), of_item.begin(), of_item.end());
    rows.offsets.push_back(static_cast<std::uint32_t>(rows.holders.size()));
  }
  return overlay::Content(overlay::Popularity::weighted(std::vector<double>(holders.size(), 1.0)),
                          {1000}, std::move(rows), peers);
}

struct Script {
  overlay::Connections connections;
  std::vector<PeerId> servers;
  const overlay::Content* content = nullptr;
  std::vector<overlay::Query> queries;
  std::vector<overlay::PresenceChange> changes;
  std::vector<Cut> cuts;
  Irc::Parameters parameters;
  Time horizon = core::never;
  std::uint64_t seed = 1;
  overlay::LinkWays link_ways;
};

struct Played {
  std::unique_ptr<Protocol> protocol;
  overlay::Measures measures;

  const Irc& rules() const { return protocol->rules(); }
  const measure::MessageCount& count(const std::string& type) const {
    for (const measure::MessageCount& count : measures.messages) {
      if (count.type == type) return count;
    }
    FAIL("no message is called " << type);
    return measures.messages.front();
  }
  std::uint64_t figure(const std::string& name) const {
    for (const measure::Figure& figure : measures.figures) {
      if (figure.name == name) return std::get<std::uint64_t>(figure.value);
    }
    FAIL("no figure is called " << name);
    return 0;
  }
};

inline Played play(const Script& script) {
  overlay::SetUp set_up{script.connections, script.seed,
                        [](std::uint64_t) { return std::uint64_t{40}; }};
  set_up.content = script.content;
  set_up.servers = script.servers;
  set_up.link_ways = script.link_ways;
  Played played{std::make_unique<Protocol>(script.parameters, set_up),
                overlay::Measures(script.connections.peers())};
  for (const std::string& type : Protocol::message_types()) {
    played.measures.messages.push_back({type});
  }
  overlay::RunSettings settings;
  settings.horizon = script.horizon;
  if (!script.changes.empty()) settings.presence = presence(script.changes);
  CutWires wires(script.cuts);
  overlay::Engine<Protocol, CutWires> engine(script.connections, wires, *played.protocol,
                                             stream(script.queries), settings, played.measures);
  engine.run();
  for (const measure::MessageCount& count : played.measures.messages) {
    REQUIRE(count.messages == count.delivered + count.in_flight + count.dropped_total());
  }
  return played;
}

inline overlay::Query line(Time start, PeerId origin, std::optional<core::ItemId> channel = {}) {
  return {start, origin, channel};
}

/// Everybody logs in at once, and nobody is held up for writing much.
inline Irc::Parameters at_once() {
  Irc::Parameters parameters;
  parameters.login_spread_s = 0;
  parameters.line_cost_s = 0;
  return parameters;
}

}  // namespace rippletank::tests::irc_played
