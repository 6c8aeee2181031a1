// gossip_broadcast: peers push what is new to some of their neighbours, round after round.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/core/random.hpp"
#include "sim/core/time.hpp"
#include "sim/overlay/correspondence.hpp"
#include "sim/protocols/parts/descriptors.hpp"
#include "sim/registry/quantity.hpp"
#include "sim/registry/table.hpp"

namespace rippletank::protocols {

/// Rumour mongering by push: who has got a rumour tells it to random neighbours, some per round,
/// for a number of rounds, whether or not they know it.
///
/// Random:  substream "gossip_broadcast/targets" of each peer, in the order of events.
/// Source:  Demers et al., Epidemic algorithms for replicated database maintenance, PODC 1987.
class GossipBroadcast {
 public:
  struct Parameters {
    std::uint32_t fanout = 1;
    std::uint32_t rounds = 10;
    double round_s = 1;
    std::uint32_t rumour_bytes = 100;
  };

  static registry::Entry entry() {
    using registry::between;
    return registry::describe<Parameters>(
        "gossip_broadcast",
        "Peers push a rumour to random neighbours, round after round; a query is the rumour.",
        "Demers et al., Epidemic algorithms for replicated database maintenance, PODC 1987: rumour "
        "mongering by push, for a fixed number of rounds",
        registry::Table<Parameters>{}
            .field("fanout", &Parameters::fanout,
                   {.unit = "neighbours",
                    .range = between(1, 1e6),
                    .description = "To how many a peer tells a rumour in each round; one may be "
                                   "told twice."})
            .field("rounds", &Parameters::rounds,
                   {.unit = "rounds",
                    .range = between(1, 1e6),
                    .description = "For how many rounds each peer tells it, the first at once."})
            .field("round_s", &Parameters::round_s,
                   {.unit = "s",
                    .range = between(0.001, core::longest_s),
                    .description = "How long a round is."})
            .field("rumour_bytes", &Parameters::rumour_bytes,
                   {.unit = "bytes", .range = between(0, 1e9), .description = "A rumour."}),
        {{"rounds", 5}});
  }

  static std::vector<std::string> message_types() { return {"rumour"}; }

  GossipBroadcast(const Parameters& parameters, const overlay::SetUp& set_up)
      : parameters_(parameters), rumours_(set_up.connections.peers(), core::never) {
    for (core::PeerId peer = 0; peer < set_up.connections.peers(); ++peer) {
      targets_.emplace_back(set_up.seed, core::Purpose("gossip_broadcast/targets"), peer);
    }
  }

  measure::MessageSize size(const overlay::Letter&) const { return {0, parameters_.rumour_bytes}; }
  static const char* role(core::PeerId) { return "peer"; }
  static bool may_be_duplicate(const overlay::Letter&) { return true; }

  template <class Talk>
  void on_query(Talk& talk, const overlay::Query& query, overlay::QueryNumber number) {
    overlay::Letter rumour;
    rumour.query = number;
    rumour.subject = rumours_.begin(talk.now(), query.origin);
    tell(talk, query.origin, rumour);
    rumours_.settle(rumour.subject);
  }

  template <class Talk>
  void on_letter(Talk& talk, core::PeerId to, core::PeerId from, const overlay::Letter& rumour) {
    rumours_.landed(rumour);
    if (rumours_.has_had(rumour.subject, to)) {
      talk.duplicate(rumour.query, rumour.hops);
    } else {
      rumours_.note(rumour.subject, to, from, talk.now());
      talk.reached(rumour.query, to, rumour.hops);
      overlay::Letter next = rumour;
      ++next.hops;
      next.value = 0;
      tell(talk, to, next);
    }
    rumours_.settle(rumour.subject);
  }

  template <class Talk>
  void on_vanished(Talk&, core::PeerId, core::PeerId, const overlay::Letter& rumour) {
    rumours_.landed(rumour);
    rumours_.settle(rumour.subject);
  }

  /// A peer that has gone does not tell it any more.
  void on_missed(core::PeerId, const overlay::Letter& rumour) {
    rumours_.let_go(rumour.subject);
    rumours_.settle(rumour.subject);
  }

  template <class Talk>
  void on_timer(Talk& talk, core::PeerId peer, const overlay::Letter& rumour) {
    rumours_.let_go(rumour.subject);
    tell(talk, peer, rumour);
    rumours_.settle(rumour.subject);
  }

 private:
  /// `value` of a rumour: in how many rounds the peer has told it before.
  template <class Talk>
  void tell(Talk& talk, core::PeerId peer, const overlay::Letter& rumour) {
    const overlay::Connections& rows = talk.connections();
    if (rows.degree(peer) == 0) return;
    for (std::uint32_t i = 0; i < parameters_.fanout; ++i) {
      const auto place = static_cast<core::Slot>(targets_[peer].below(rows.degree(peer)));
      rumours_.send(talk, peer, rows.neighbours[rows.offsets[peer] + place], rumour);
    }
    overlay::Letter again = rumour;
    if (++again.value == parameters_.rounds) return;
    rumours_.hold(rumour.subject);
    talk.wake(peer, core::later(talk.now(), core::from_seconds(parameters_.round_s)), again);
  }

  Parameters parameters_;
  Descriptors rumours_;
  std::vector<core::Substream> targets_;  ///< [peer]
};

RIPPLETANK_PROTOCOL(gossip_broadcast, overlay::Correspondence<GossipBroadcast>)

}  // namespace rippletank::protocols
