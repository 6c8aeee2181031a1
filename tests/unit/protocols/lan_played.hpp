// Runs of lan_discovery for tests, and what they tell.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sim/overlay/engine.hpp"
#include "sim/protocols/lan_discovery.hpp"
#include "sim/underlay/direct.hpp"
#include "tests/catch.hpp"
#include "tests/stream.hpp"

namespace rippletank::tests {

using LanParameters = protocols::LanDiscovery::Parameters;

inline constexpr core::Time lan_delay = 5 * core::millisecond;

/// One LAN after the other, of so many peers each, and no connection between two.
inline overlay::Connections lans(const std::vector<core::PeerId>& sizes) {
  overlay::Connections made;
  made.offsets = {0};
  core::PeerId first = 0;
  for (const core::PeerId size : sizes) {
    for (core::PeerId peer = first; peer < first + size; ++peer) {
      for (core::PeerId other = first; other < first + size; ++other) {
        if (other != peer) made.neighbours.push_back(other);
      }
      made.offsets.push_back(static_cast<core::Slot>(made.neighbours.size()));
    }
    first += size;
  }
  return made;
}

template <class Way>
registry::Model way_of(const char* name, const Way& way) {
  return {protocols::discoveries().find(name), std::make_shared<const Way>(way)};
}
inline registry::Model by_broadcast(double repeat_s = 0, double forget_s = 0) {
  return way_of("broadcast", protocols::BroadcastDiscovery{repeat_s, forget_s});
}
inline registry::Model by_server(double ask_s, bool tells_others) {
  return way_of("server", protocols::ServerDiscovery{ask_s, tells_others});
}

struct LanScript {
  overlay::Connections connections;
  LanParameters parameters;
  std::vector<overlay::PresenceChange> changes = {};
  std::vector<core::PeerId> servers = {};
  core::Time horizon = core::never;
  core::Time warm_up = 0;
  std::uint64_t seed = 1;
};

struct LanPlayed {
  overlay::Measures measures;

  const measure::MessageCount& count(const std::string& type) const {
    const auto found =
        std::find_if(measures.messages.begin(), measures.messages.end(),
                     [&](const measure::MessageCount& count) { return count.type == type; });
    REQUIRE(found != measures.messages.end());
    return *found;
  }
  std::uint64_t messages(const std::string& type) const { return count(type).messages; }
  std::uint64_t bytes() const {
    std::uint64_t bytes = 0;
    for (const measure::MessageCount& count : measures.messages) bytes += count.bytes();
    return bytes;
  }
  /// Nothing where the figure has no value.
  std::optional<double> figure(const std::string& name) const {
    for (const measure::Figure& figure : measures.figures) {
      if (figure.name != name) continue;
      if (const auto* count = std::get_if<std::uint64_t>(&figure.value)) {
        return static_cast<double>(*count);
      }
      const auto* number = std::get_if<double>(&figure.value);
      return number == nullptr ? std::nullopt : std::optional(*number);
    }
    FAIL("there is no figure " << name);
    return {};
  }
};

inline LanPlayed play_lan(const LanScript& script) {
  using Protocol = overlay::Correspondence<protocols::LanDiscovery>;
  const underlay::ConstantDelay wires{lan_delay, {}};
  overlay::SetUp set_up{script.connections, script.seed,
                        [](std::uint64_t) { return std::uint64_t{40}; }};
  set_up.servers = script.servers;
  set_up.warm_up = script.warm_up;
  Protocol protocol(script.parameters, set_up);
  LanPlayed played{overlay::Measures(script.connections.peers())};
  for (const std::string& type : Protocol::message_types()) {
    played.measures.messages.push_back({type});
  }
  overlay::RunSettings settings;
  settings.horizon = script.horizon;
  settings.warm_up = script.warm_up;
  if (!script.changes.empty()) settings.presence = presence(script.changes);
  overlay::Engine<Protocol, underlay::ConstantDelay> engine(script.connections, wires, protocol,
                                                            stream(std::vector<overlay::Query>{}),
                                                            settings, played.measures);
  engine.run();
  for (const measure::MessageCount& count : played.measures.messages) {
    REQUIRE(count.messages == count.delivered + count.in_flight + count.dropped_total());
  }
  return played;
}

/// The moments at which peers from `first` on come, ascending.
inline std::vector<core::Time> lan_arrivals(core::PeerId first, core::PeerId peers, double spread_s,
                                            std::uint64_t seed = 1) {
  std::vector<core::Time> moments;
  for (core::PeerId peer = first; peer < peers; ++peer) {
    core::Substream stream(seed, "lan_discovery/come", peer);
    moments.push_back(core::from_seconds(stream.uniform() * spread_s));
  }
  std::sort(moments.begin(), moments.end());
  return moments;
}

}  // namespace rippletank::tests
