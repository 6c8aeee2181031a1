// Front: how servers read what users write, serve it, and notice who has gone.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "sim/core/time.hpp"
#include "sim/overlay/content.hpp"
#include "sim/overlay/servers.hpp"
#include "sim/overlay/station.hpp"
#include "sim/protocols/irc/channels.hpp"
#include "sim/protocols/irc/desk.hpp"
#include "sim/protocols/irc/network.hpp"
#include "sim/protocols/irc/outbox.hpp"
#include "sim/protocols/irc/sessions.hpp"

namespace rippletank::protocols::irc {

struct FrontSettings {
  FloodControl flood;
  core::Time ping = 0;
  overlay::StationSettings station;
  std::uint64_t seed = 1;
};

struct FrontFigures {
  std::uint64_t nicks_in_use = 0;       ///< registrations under a nick that somebody had
  std::uint64_t closed_for_places = 0;  ///< connections closed for want of a place for a line
};

/// A line of a user waits until flood control lets it through, then at the server's station, and is
/// obeyed when it has been served there.
class Front {
 public:
  /// Whom an offer is made to.
  using TargetOf = std::function<SessionId(std::uint32_t offer)>;

  Front(const FrontSettings& settings, const overlay::Servers& servers, const Channels& channels,
        core::PeerId users, const Sessions& sessions, Network& network, TargetOf target_of,
        Outbox& outbox);

  void start(core::Time now, bool has_horizon);
  void read(core::Time now, ServerIndex at, core::PeerId user, const overlay::Letter& letter);
  /// What a server sent to a user was lost: the user has gone.
  void lost(ServerIndex at, core::PeerId user) { see_off(at, user); }
  void read_on(core::Time now, ServerIndex at, core::PeerId user);
  void served(core::Time now, ServerIndex at, overlay::Station::JobId job);
  /// The server pings the users and servers that have been silent; `round`: of its time online.
  void check(core::Time now, ServerIndex at, std::uint32_t round);
  void switch_on(core::Time now, ServerIndex at);
  void switch_off(core::Time now, ServerIndex at, bool announced);

  const std::vector<overlay::Station>& stations() const { return stations_; }
  const FrontFigures& figures() const { return figures_; }
  Visitor* visitor(ServerIndex at, core::PeerId user) { return desk_.find(at, user); }

 private:
  void read_waiting(core::Time now, ServerIndex at, core::PeerId user, Visitor& visitor);
  void begin_service(ServerIndex at, const overlay::Station::Started& started);
  void obey(ServerIndex at, const overlay::Station::Request& request);
  void let_in(ServerIndex at, core::PeerId user, Visitor& visitor, NickId nick);
  void join(ServerIndex at, core::PeerId user, SessionId session, const overlay::Letter& letter);
  void see_off(ServerIndex at, core::PeerId user);
  void set_check(core::Time now, ServerIndex at);
  core::PeerId peer(ServerIndex at) const { return servers_.all()[at]; }

  FrontSettings settings_;
  const overlay::Servers& servers_;
  const Channels& channels_;
  Network& network_;
  TargetOf target_of_;
  Outbox& outbox_;
  Desk desk_;
  std::vector<overlay::Station> stations_;  ///< [server]
  std::vector<std::uint32_t> rounds_;       ///< [server] how often it has gone offline
  bool has_horizon_ = false;
  FrontFigures figures_;
};

}  // namespace rippletank::protocols::irc
