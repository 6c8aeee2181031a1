// A star of peers over access links who come, go and ask as a test says, and who holds what there.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sim/overlay/content.hpp"
#include "sim/overlay/correspondence.hpp"
#include "sim/overlay/engine.hpp"
#include "sim/protocols/parts/unstructured.hpp"
#include "sim/underlay/direct.hpp"
#include "tests/catch.hpp"
#include "tests/firewalled.hpp"
#include "tests/stream.hpp"

namespace rippletank::tests {

/// Of every letter and of the first byte of every file.
inline constexpr core::Time star_delay = 10 * core::millisecond;

/// A star with peer 0 in its centre.
inline overlay::Connections star(core::PeerId peers) {
  overlay::Connections made;
  made.offsets = {0};
  for (core::PeerId peer = 1; peer < peers; ++peer) made.neighbours.push_back(peer);
  made.offsets.push_back(peers - 1);
  for (core::PeerId peer = 1; peer < peers; ++peer) {
    made.neighbours.push_back(0);
    made.offsets.push_back(made.offsets.back() + 1);
  }
  return made;
}

/// Content with the given holders of each item; one size for all items, or one of each.
inline overlay::Content content(const std::vector<std::set<core::PeerId>>& holders,
                                core::PeerId peers, std::vector<std::uint64_t> sizes = {1000}) {
  overlay::HolderRows rows;
  for (const std::set<core::PeerId>& of_item : holders) {
    rows.holders.insert(rows.holders.end(), of_item.begin(), of_item.end());
    rows.offsets.push_back(static_cast<std::uint32_t>(rows.holders.size()));
  }
  return overlay::Content(overlay::Popularity::weighted(std::vector<double>(holders.size(), 1.0)),
                          std::move(sizes), std::move(rows), peers);
}

/// What a peer sends and receives, in bytes per second.
struct Rates {
  double up = 1000;
  double down = 1e9;
};

/// The rules that a protocol plays by: its own, or those of the plan that it makes.
template <class Protocol>
struct RulesOf {
  using Rules = Protocol;
  static const auto& parameters(const typename Protocol::Parameters& parameters) {
    return parameters;
  }
};
template <class Protocol>
  requires requires(const typename Protocol::Parameters& p) { Protocol::plan(p); }
struct RulesOf<Protocol> {
  using Rules = protocols::Unstructured;
  static auto parameters(const typename Protocol::Parameters& parameters) {
    return Protocol::plan(parameters);
  }
};

template <class Rules>
struct Script {
  overlay::Connections connections;
  typename Rules::Parameters parameters;
  std::vector<std::set<core::PeerId>> holders;
  std::vector<std::uint64_t> sizes = {1000};
  std::vector<Rates> rates = {};  ///< [peer], as many as there are; of others as is usual
  std::vector<overlay::Query> queries = {};
  std::vector<overlay::PresenceChange> changes = {};
  std::vector<core::PeerId> servers = {};
  overlay::UploadLimits uploads = {};
  overlay::Firewalls firewalls = {};
  core::Time horizon = core::never;
  core::Time warm_up = 0;
  core::Time delay = star_delay;

  core::PeerId peers() const { return connections.peers(); }
};

/// Link 2p leads up from peer p and link 2p+1 down to it.
template <class Rules>
overlay::LinkWays access_links(const Script<Rules>& script) {
  overlay::LinkWays ways;
  for (core::PeerId peer = 0; peer < script.peers(); ++peer) {
    const Rates rates = peer < script.rates.size() ? script.rates[peer] : Rates{};
    ways.capacity_bytes_s.push_back(rates.up);
    ways.capacity_bytes_s.push_back(rates.down);
  }
  ways.find = [delay = script.delay](
                  core::PeerId from, core::PeerId to,
                  std::vector<overlay::LinkId>& links) -> std::optional<core::Time> {
    if (from == to) return 0;
    links = {2 * from, 2 * to + 1};
    return delay;
  };
  return ways;
}

/// What must be so whatever is played.
inline void check_sums(const overlay::Measures& measures) {
  for (const measure::MessageCount& count : measures.messages) {
    REQUIRE(count.messages == count.delivered + count.in_flight + count.dropped_total());
  }
  std::vector<measure::CarriedBytes> carried(measures.traffic.size());
  for (const measure::DownloadRecord& download : measures.downloads) {
    carried[download.from].up += download.carried_bytes;
    carried[download.to].down += download.carried_bytes;
    if (download.relay != core::no_peer) {
      carried[download.relay].relayed += download.carried_bytes;
    }
    if (!measure::was_sent(download.status)) REQUIRE(download.carried_bytes == 0);
  }
  REQUIRE(measures.carried.empty() == measures.downloads.empty());
  for (std::size_t peer = 0; peer < measures.carried.size(); ++peer) {
    REQUIRE(measures.carried[peer].up == carried[peer].up);
    REQUIRE(measures.carried[peer].down == carried[peer].down);
    REQUIRE(measures.carried[peer].relayed == carried[peer].relayed);
  }
}

/// A run that has ended, with what it was played with. The script must outlive it.
template <class Rules>
struct PlayedScript {
  std::unique_ptr<overlay::Content> content;  ///< null if nobody holds anything
  std::unique_ptr<overlay::Correspondence<typename RulesOf<Rules>::Rules>> protocol;
  overlay::Measures measures;
};

template <class Rules>
PlayedScript<Rules> play_whole(const Script<Rules>& script, std::uint64_t seed = 1) {
  using Protocol = overlay::Correspondence<typename RulesOf<Rules>::Rules>;
  const underlay::ConstantDelay wires{script.delay, {}};
  std::unique_ptr<overlay::Content> items;
  if (!script.holders.empty()) {
    items =
        std::make_unique<overlay::Content>(content(script.holders, script.peers(), script.sizes));
  }
  overlay::SetUp set_up{script.connections, seed, [](std::uint64_t) { return std::uint64_t{40}; }};
  set_up.content = items.get();
  set_up.servers = script.servers;
  set_up.warm_up = script.warm_up;
  set_up.link_ways = access_links(script);
  set_up.uploads = script.uploads;
  set_up.firewalls = script.firewalls;
  PlayedScript<Rules> played{
      std::move(items),
      std::make_unique<Protocol>(RulesOf<Rules>::parameters(script.parameters), set_up),
      overlay::Measures(script.peers())};
  overlay::Measures& measures = played.measures;
  for (const std::string& type : played.protocol->message_types())
    measures.messages.push_back({type});
  overlay::RunSettings settings;
  settings.horizon = script.horizon;
  settings.warm_up = script.warm_up;
  settings.link_ways = set_up.link_ways;
  if (!script.changes.empty()) settings.presence = presence(script.changes);
  overlay::Engine<Protocol, underlay::ConstantDelay> engine(
      script.connections, wires, *played.protocol, stream(script.queries), settings, measures);
  engine.run();
  check_sums(measures);
  return played;
}

template <class Rules>
overlay::Measures play(const Script<Rules>& script) {
  return play_whole(script).measures;
}

/// How many messages of a type were sent.
inline std::uint64_t messages_of(const overlay::Measures& measures, const std::string& type) {
  for (const measure::MessageCount& count : measures.messages) {
    if (count.type == type) return count.messages;
  }
  FAIL("no message is called " << type);
  return 0;
}

/// Attempts to fetch something of which bytes were on their way.
inline std::vector<measure::DownloadRecord> sent(const overlay::Measures& measures) {
  std::vector<measure::DownloadRecord> all;
  for (const measure::DownloadRecord& one : measures.downloads) {
    if (measure::was_sent(one.status)) all.push_back(one);
  }
  return all;
}
/// How many attempts ended so.
inline std::uint64_t attempts(const overlay::Measures& measures, measure::DownloadStatus status) {
  std::uint64_t count = 0;
  for (const measure::DownloadRecord& one : measures.downloads) count += one.status == status;
  return count;
}

/// A query whose origin fetches what it finds.
inline overlay::Query fetching(core::Time start, core::PeerId origin, core::ItemId item) {
  return {start, origin, item, true};
}

}  // namespace rippletank::tests
