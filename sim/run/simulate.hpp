// The run loop of one protocol over each kind of wires.
#pragma once

#include <string>
#include <type_traits>
#include <utility>
#include <variant>

#include "sim/core/check.hpp"
#include "sim/run/simulation.hpp"

namespace rippletank::run {

/// Conservation: what was sent has arrived, was dropped for a reason, or is on its way.
inline void check_conservation(const overlay::Measures& measures) {
  std::uint64_t sent = 0;
  std::uint64_t delivered = 0;
  std::uint64_t bytes = 0;
  for (const measure::MessageCount& count : measures.messages) {
    RIPPLETANK_CHECK(count.messages == count.delivered + count.dropped_total() + count.in_flight,
                     "messages of type " + count.type + " are not conserved");
    sent += count.messages;
    delivered += count.delivered;
    bytes += count.bytes();
  }
  measure::Amount in;
  measure::Amount out;
  for (const measure::InOut& peer : measures.traffic) {
    in.messages += peer.in.messages;
    out.messages += peer.out.messages;
    out.bytes += peer.out.bytes;
  }
  RIPPLETANK_CHECK(out.messages == sent && out.bytes == bytes,
                   "what the peers sent is not the sum over message types");
  std::uint64_t up = 0;
  std::uint64_t down = 0;
  std::uint64_t relayed = 0;
  for (const measure::CarriedBytes& carried : measures.carried) {
    up += carried.up;
    down += carried.down;
    relayed += carried.relayed;
  }
  for (const measure::DownloadRecord& download : measures.downloads) {
    up -= download.carried_bytes;
    down -= download.carried_bytes;
    if (download.relay != core::no_peer) relayed -= download.carried_bytes;
    RIPPLETANK_CHECK(measure::was_sent(download.status) || download.carried_bytes == 0,
                     "a download has bytes that nobody sent");
    RIPPLETANK_CHECK(download.status != measure::DownloadStatus::complete ||
                         download.carried_bytes == download.bytes,
                     "a download is complete without all its bytes");
  }
  RIPPLETANK_CHECK(up == 0 && down == 0 && relayed == 0,
                   "what the peers uploaded, downloaded and relayed is not the sum over downloads");
  RIPPLETANK_CHECK(in.messages == delivered, "what the peers received is not what was delivered");
}

template <class Wires>
Wires& wires_in(Wires& wires) {
  return wires;
}
template <class Wires>
Wires& wires_in(std::unique_ptr<Wires>& wires) {
  return *wires;
}

template <class Protocol, class WiresType>
overlay::Measures simulate_over(WiresType& wires, Simulation& simulation,
                                const typename Protocol::Parameters& parameters) {
  const overlay::RunSettings& settings = simulation.settings;
  const overlay::SetUp set_up{simulation.connections,
                              simulation.seed,
                              [&wires](std::uint64_t bytes) { return wires.overhead_bytes(bytes); },
                              simulation.content,
                              simulation.servers,
                              settings.warm_up,
                              settings.link_ways,
                              simulation.uploads,
                              simulation.access,
                              settings.bin,
                              simulation.clusters,
                              simulation.followed,
                              simulation.firewalls};
  Protocol protocol(parameters, set_up);
  overlay::Measures measures(simulation.connections.peers());
  for (const std::string& type : protocol.message_types()) measures.messages.push_back({type});
  measures.sent = measure::BinnedTraffic(settings.bin, measures.messages.size());
  measures.attendance =
      overlay::Attendance(simulation.connections.peers(), settings.bin, settings.warm_up);
  overlay::Engine<Protocol, std::remove_const_t<WiresType>> engine(
      simulation.connections, wires, protocol, std::move(simulation.queries), settings, measures);
  engine.run();
  check_conservation(measures);
  if constexpr (requires { wires.check_conservation(); }) wires.check_conservation();
  return measures;
}

template <class Protocol>
overlay::Measures play(Simulation simulation, const typename Protocol::Parameters& parameters) {
  return std::visit(
      [&](auto& held) {
        auto& wires = wires_in(held);
        constexpr bool from_peer_to_peer = requires { requires Protocol::from_peer_to_peer; };
        if constexpr (from_peer_to_peer && requires { wires.between(); }) {
          const underlay::DelaysBetween between(wires);
          return simulate_over<Protocol>(between, simulation, parameters);
        } else {
          return simulate_over<Protocol>(wires, simulation, parameters);
        }
      },
      simulation.wires);
}

/// Plays a run of one protocol. Those that only make a plan share the loop of that.
template <class Protocol>
overlay::Measures simulate(Simulation simulation) {
  const auto& parameters = simulation.protocol.as<typename Protocol::Parameters>();
  if constexpr (requires { Protocol::plan(parameters); }) {
    return play_plan(std::move(simulation), Protocol::plan(parameters));
  } else {
    return play<Protocol>(std::move(simulation), parameters);
  }
}

}  // namespace rippletank::run
