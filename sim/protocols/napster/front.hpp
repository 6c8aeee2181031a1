// Front: the end of servers that takes requests in and serves them one after the other.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/overlay/letter.hpp"
#include "sim/overlay/protocol.hpp"
#include "sim/overlay/servers.hpp"
#include "sim/overlay/station.hpp"
#include "sim/protocols/napster/state.hpp"

namespace rippletank::protocols::napster {

/// A station for each server. Rules have
///
///     serve(talk, server, from, letter)     a request has been served
///     refuse(talk, server, from, letter)    there is no place for it
class Front {
 public:
  Front(const State& state, const overlay::SetUp& set_up) : servers_(state.servers) {
    for (const core::PeerId server : servers_.all()) {
      stations_.emplace_back(state.parameters.server.station(set_up), set_up.seed, server);
    }
  }

  template <class Talk, class Rules>
  void arrive(Talk& talk, Rules& rules, core::PeerId server, core::PeerId from,
              const overlay::Letter& letter) {
    const std::uint32_t services = letter.type == share ? letter.subject : 1;
    const auto arrival = station(server).arrive(talk.now(), {from, letter, services});
    if (arrival.started) begin_service(talk, server, *arrival.started);
    if (!arrival.taken) rules.refuse(talk, server, from, letter);
  }

  template <class Talk, class Rules>
  void end_service(Talk& talk, Rules& rules, core::PeerId server, overlay::Station::JobId job) {
    const auto finished = station(server).finish(talk.now(), job);
    if (!finished) return;
    if (finished->next) begin_service(talk, server, *finished->next);
    rules.serve(talk, server, finished->request.from, finished->request.letter);
  }

  /// A server goes offline and loses what waits for it.
  void fail(core::Time now, core::PeerId server) { station(server).fail(now); }

  template <class Talk>
  void on_end(Talk& talk) const {
    for (const overlay::Station& station : stations_) {
      talk.measures().servers.push_back(station.record(talk.end()));
    }
  }

 private:
  overlay::Station& station(core::PeerId server) { return stations_[servers_.index(server)]; }

  template <class Talk>
  void begin_service(Talk& talk, core::PeerId server, const overlay::Station::Started& started) {
    talk.wake(server, started.end, State::timer(Alarm::served, started.job));
  }

  const overlay::Servers& servers_;
  std::vector<overlay::Station> stations_;  ///< in the order of the servers
};

}  // namespace rippletank::protocols::napster
