// Small internets, and messages played out over them.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "sim/underlay/internet.hpp"
#include "topologies/graph.hpp"

namespace rippletank::tests {

/// A message to be sent.
struct Sent {
  core::Time at = 0;
  core::PeerId from = 0;
  core::PeerId to = 0;
  std::uint32_t bytes = 44;
};

/// When a message arrived, or was dropped and why.
struct Fate {
  core::Time at = core::never;
  std::optional<measure::DropReason> dropped;
  bool operator==(const Fate&) const = default;
};

/// An overlay in which every peer is connected to every other.
inline topologies::Adjacency all_connected(core::PeerId peers) {
  topologies::Graph graph;
  graph.node_count = peers;
  for (core::PeerId a = 0; a < peers; ++a) {
    for (core::PeerId b = a + 1; b < peers; ++b) graph.links.push_back({a, b});
  }
  return topologies::adjacency(graph);
}

/// Plays messages, in order of time, out; each is a content of its own.
inline std::vector<Fate> play_out(underlay::InternetWires& wires, const topologies::Adjacency& rows,
                                  const std::vector<Sent>& messages,
                                  core::Time until = core::never) {
  std::vector<Fate> fates(messages.size());
  core::Time now = 0;
  const auto ended = [&](underlay::MessageId id, std::optional<measure::DropReason> reason) {
    fates[id] = {now, reason};
  };
  const auto step_before = [&](core::Time limit) {
    while (wires.next_time() < limit) {
      now = wires.next_time();
      wires.step(ended);
    }
  };
  for (std::uint32_t id = 0; id < messages.size(); ++id) {
    const Sent& message = messages[id];
    step_before(message.at);
    now = message.at;
    core::Slot slot = rows.offsets[message.from];
    while (rows.neighbours[slot] != message.to) ++slot;
    wires.send({now, slot, message.from, message.to, id, message.bytes, id}, ended);
  }
  step_before(until);
  wires.check_conservation();
  return fates;
}

/// Slow modems: 84 bytes take 20 ms up and 12 ms down, and 75 ms each way besides.
inline underlay::AccessClass modem() {
  return {"modem", 1, 56, 33.6, core::Distribution{core::Constant{75}}};
}

/// All peers with the access links of one class.
inline underlay::InternetPlan plan_of(underlay::RouterNetwork network,
                                      std::vector<underlay::RouterId> router_of,
                                      const underlay::AccessClass& access_class) {
  const auto peers = static_cast<core::PeerId>(router_of.size());
  return {std::move(network),
          std::move(router_of),
          {access_class},
          underlay::draw_access({access_class}, peers, 1),
          {},
          0,
          0};
}

}  // namespace rippletank::tests
