// Stations: where requests wait at each server of a protocol until they are served.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"
#include "sim/overlay/letter.hpp"
#include "sim/overlay/protocol.hpp"
#include "sim/overlay/servers.hpp"
#include "sim/overlay/station.hpp"
#include "sim/protocols/parts/server_parameters.hpp"

namespace rippletank::protocols {

/// A station for each server, and the timers that end its services: letters of the type `served`
/// with the job as their subject, which the rules of the protocol hand on to finish().
class Stations {
 public:
  /// `servers` must outlive the stations.
  Stations(const ServerParameters& parameters, const overlay::Servers& servers,
           const overlay::SetUp& set_up, std::uint8_t served)
      : servers_(servers), served_(served) {
    for (const core::PeerId server : servers.all()) {
      stations_.emplace_back(parameters.station(set_up), set_up.seed, server);
    }
  }
  Stations(const Stations&) = delete;
  Stations& operator=(const Stations&) = delete;

  /// A request has come to a server; false if there is no place for it.
  template <class Talk>
  bool arrive(Talk& talk, core::PeerId server, const overlay::Station::Request& request) {
    const auto arrival = station(server).arrive(talk.now(), request);
    if (arrival.started) begin_service(talk, server, *arrival.started);
    return arrival.taken;
  }

  /// The request whose service ends now, unless it was lost meanwhile; the next one begins.
  template <class Talk>
  std::optional<overlay::Station::Request> finish(Talk& talk, core::PeerId server,
                                                  overlay::Station::JobId job) {
    const auto finished = station(server).finish(talk.now(), job);
    if (!finished) return {};
    if (finished->next) begin_service(talk, server, *finished->next);
    return finished->request;
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
    overlay::Letter alarm;
    alarm.type = served_;
    alarm.subject = started.job;
    talk.wake(server, started.end, alarm);
  }

  const overlay::Servers& servers_;
  std::uint8_t served_;
  std::vector<overlay::Station> stations_;  ///< in the order of the servers
};

}  // namespace rippletank::protocols
