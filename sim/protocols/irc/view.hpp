// View: what one server has been told about servers, users and channels.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "sim/protocols/irc/sessions.hpp"

namespace rippletank::protocols::irc {

/// A link of a server, by its position; or the server itself, or no way at all.
using Way = std::uint32_t;
inline constexpr Way itself = none - 1;

/// The database of a server: what it knows of others it knows from one of its links, and knows no
/// more once that link is closed.
///
/// Shape:   4 bytes a server, 4 a user, 1 bit for each membership that ever was; 24 bytes and 4 a
///          link for each channel, 4 for each of the server's own users in it.
/// Source:  RFC 2810, 3 and 5: every server knows all servers, users and channels.
class View {
 public:
  View(const Sessions& sessions, ServerIndex self, ServerIndex servers, core::PeerId users,
       std::uint32_t links);

  /// Forgets everything but itself.
  void clear();

  // ---- servers ----

  Way way_to(ServerIndex server) const { return ways_[server]; }
  bool knows_server(ServerIndex server) const { return ways_[server] != none; }
  void add_server(ServerIndex server, Way way) { ways_[server] = way; }
  void remove_server(ServerIndex server) { ways_[server] = none; }

  // ---- users ----

  /// Who has a nick; none if it is free.
  SessionId holder(NickId nick) const;
  bool knows(SessionId session) const { return holder(sessions_[session].nick) == session; }
  Way way_to_session(SessionId session) const { return ways_[sessions_[session].home]; }
  void add(SessionId session);
  void remove(SessionId session);
  std::uint32_t users() const { return users_; }

  /// Calls `visit(session)` for every user.
  template <class Visit>
  void for_each_session(Visit visit) const {
    for (const SessionId session : wanted_) {
      if (session != none) visit(session);
    }
    for (const auto& [nick, session] : others_) visit(session);
  }

  // ---- channels ----

  bool knows_membership(MembershipId membership) const {
    return membership < memberships_.size() && memberships_[membership];
  }
  /// Takes a membership of a user that it knows.
  void add_membership(MembershipId membership);
  void remove_membership(MembershipId membership);

  /// How many members of a channel are reached by a way.
  std::uint32_t members(ChannelId channel, Way way) const;
  std::uint32_t members(ChannelId channel) const;
  /// Its own users in a channel.
  const std::vector<core::PeerId>& own_members(ChannelId channel) const;

 private:
  std::uint32_t& count(ChannelId channel, Way way);
  std::size_t place(ChannelId channel, Way way) const {
    return std::size_t{channel} * (links_ + 1) + (way == itself ? links_ : way);
  }

  const Sessions& sessions_;
  ServerIndex self_;
  std::uint32_t links_;
  std::vector<Way> ways_;               ///< [server]
  std::vector<SessionId> wanted_;       ///< [nick] of those that are wanted by users
  std::map<NickId, SessionId> others_;  ///< those taken instead
  std::uint32_t users_ = 0;
  std::vector<bool> memberships_;      ///< [membership]
  std::vector<std::uint32_t> counts_;  ///< [channel][link], the last for the server itself
  std::vector<std::vector<core::PeerId>> own_members_;  ///< [channel]
};

}  // namespace rippletank::protocols::irc
