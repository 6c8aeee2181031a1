// Sessions: who is registered at which server under which nick, and in which channels.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "sim/core/ids.hpp"

namespace rippletank::protocols::irc {

/// A server, in the order of overlay::Servers::all().
using ServerIndex = std::uint32_t;
using SessionId = std::uint32_t;
using MembershipId = std::uint32_t;
using ChannelId = core::ItemId;
/// A nick: user + variant * users, where only that of variant 0 may be wanted by several.
using NickId = std::uint32_t;

inline constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

/// A user at a server, from the registration to its end. Servers tell one another of it by its
/// number, which stands for nick, user, host and server of the lines.
struct Session {
  core::PeerId user = core::no_peer;
  ServerIndex home = 0;
  NickId nick = 0;
  MembershipId last = none;  ///< the newest of its memberships, those that are over included
  bool open = true;
};

/// A session in a channel, from its JOIN to the PART or the end of the session.
struct Membership {
  SessionId session = 0;
  ChannelId channel = 0;
  MembershipId previous = none;  ///< of the same session
  std::uint32_t place = none;    ///< among the members of the channel; none: it is over
};

/// What is so at the servers that users are at, whether or not other servers have heard of it.
/// What each server has been told is its View.
///
/// Shape:   20 bytes a session and 20 a membership, those that are over included.
class Sessions {
 public:
  SessionId open(core::PeerId user, ServerIndex home, NickId nick);
  /// Ends a session and its memberships.
  void close(SessionId session);

  MembershipId join(SessionId session, ChannelId channel);
  void leave(MembershipId membership);

  const Session& operator[](SessionId session) const { return sessions_[session]; }
  const Membership& membership(MembershipId id) const { return memberships_[id]; }
  std::size_t size() const { return sessions_.size(); }
  std::uint64_t open_sessions() const { return open_sessions_; }

  /// The membership of a session in a channel, if it is in it.
  MembershipId find(SessionId session, ChannelId channel) const;
  /// The memberships of a channel at all servers, in no particular order.
  const std::vector<MembershipId>& members(ChannelId channel) const;

  /// Calls `visit(membership)` for each that a session ever had, the newest first.
  template <class Visit>
  void for_each_membership(SessionId session, Visit visit) const {
    for (MembershipId m = sessions_[session].last; m != none; m = memberships_[m].previous)
      visit(m);
  }

 private:
  std::vector<Session> sessions_;
  std::vector<Membership> memberships_;
  std::vector<std::vector<MembershipId>> members_;  ///< [channel]
  std::uint64_t open_sessions_ = 0;
};

}  // namespace rippletank::protocols::irc
