// Desk: the connections of users at servers, and how fast a server reads from each.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"
#include "sim/overlay/letter.hpp"
#include "sim/protocols/irc/sessions.hpp"

namespace rippletank::protocols::irc {

/// How many lines in a row a server reads from a user: each costs so much time of a timer, which
/// runs at most so far ahead of the clock.
///
/// Source:  RFC 2813, 5.8. Departs: a line is read if the timer is not too far ahead after it, so
///          that whole costs fit in: with 2 s of 10 s five lines at once, then one every 2 s.
struct FloodControl {
  core::Time cost = 2 * core::second;
  core::Time ahead = 10 * core::second;

  core::Time readable(core::Time timer) const { return timer + cost - ahead; }
  core::Time after(core::Time now, core::Time timer, std::uint32_t lines) const {
    return std::max(now, timer) + lines * cost;
  }
};

/// A user's connection to a server; without a session until the server has let the user in.
struct Visitor {
  ServerIndex server = 0;
  std::uint32_t connection = 0;  ///< which of all that there were
  SessionId session = none;
  core::Time heard = 0;
  core::Time timer = 0;     ///< of the flood control
  bool is_awaited = false;  ///< whether an alarm is set for the first of the lines that wait
  std::vector<overlay::Letter> waiting;
};

/// Most users have one connection; another one is of a server that has not noticed that it is over.
class Desk {
 public:
  Desk(const Sessions& sessions, core::PeerId users) : sessions_(sessions), visitors_(users) {}

  Visitor& open(ServerIndex server, core::PeerId user);
  void close(ServerIndex server, core::PeerId user);
  /// The server has lost all of its connections.
  void close_all(ServerIndex server);

  /// The connection, or null. One whose session has been ended is over.
  Visitor* find(ServerIndex server, core::PeerId user);

  /// Calls `visit(user, visitor)` for each connection of a server.
  template <class Visit>
  void for_each_at(ServerIndex server, Visit visit) {
    for (core::PeerId user = 0; user < visitors_.size(); ++user) {
      if (Visitor* visitor = find(server, user)) visit(user, *visitor);
    }
  }

 private:
  const Sessions& sessions_;
  std::uint32_t opened_ = 0;
  std::vector<std::vector<Visitor>> visitors_;  ///< [user]
};

}  // namespace rippletank::protocols::irc
