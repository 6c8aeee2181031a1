// Clients: the programs of users, which connect to servers, join channels and say lines.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/core/time.hpp"
#include "sim/overlay/query.hpp"
#include "sim/overlay/servers.hpp"
#include "sim/protocols/irc/channels.hpp"
#include "sim/protocols/irc/outbox.hpp"
#include "sim/protocols/irc/sessions.hpp"

namespace rippletank::protocols::irc {

struct ClientSettings {
  core::Time login_spread = 0;
  core::Time return_delay = 0;
  core::Time return_spread = 0;
  core::Time patience = 0;
  core::Time ping = 0;
  core::Time visit = 0;
  double namesakes = 0;
  std::uint64_t seed = 1;
};

/// A user whose server has gone, closed the connection or does not answer turns to the next one
/// that it knows after a while.
///
/// Random:  substreams "irc/login" and "irc/namesake" of each user, and "irc/return" of each user
///          and attempt.
class Clients {
 public:
  Clients(const ClientSettings& settings, const overlay::Servers& servers, const Channels& channels,
          core::PeerId peers, const LineSizes& lines, Outbox& outbox);

  void start(bool has_horizon);
  /// A user says a line in a channel, or in the first of those it wants to be in.
  void say(core::Time now, core::PeerId user, overlay::QueryNumber query,
           std::optional<ChannelId> channel);
  void read(core::Time now, core::PeerId user, core::PeerId from, const overlay::Letter& letter);
  /// What it sent to a server was lost, and it notices.
  void lost(core::Time now, core::PeerId user, core::PeerId to);
  void connect_again(core::Time now, core::PeerId user, std::uint32_t attempt);
  void lose_patience(core::Time now, core::PeerId user, std::uint32_t attempt);
  void check(core::Time now, core::PeerId user, std::uint32_t attempt);
  void end_visit(core::Time now, core::PeerId user, ChannelId channel);
  void switch_on(core::Time now, core::PeerId user);
  void switch_off(core::PeerId user, bool announced);

  /// Whether a server has let the user in and the user knows it.
  bool is_in(core::PeerId user) const { return clients_[user].state == State::in; }
  SessionId session(core::PeerId user) const { return clients_[user].session; }
  core::PeerId server_of(core::PeerId user) const {
    return servers_.choice(user, clients_[user].choice);
  }

 private:
  enum class State : std::uint8_t { out, connecting, in };

  /// A stay in a channel that is not among a user's own.
  struct Visit {
    ChannelId channel = 0;
    core::Time last_said = 0;
    core::Time rings = 0;
  };
  struct Unsaid {
    overlay::QueryNumber query = 0;
    ChannelId channel = 0;
  };

  struct Client {
    State state = State::out;
    std::uint32_t choice = 0;   ///< position among the servers that it may use
    std::uint32_t in_vain = 0;  ///< attempts, one after the other
    std::uint32_t attempt = 0;  ///< its number; alarms of earlier ones mean nothing
    std::uint32_t variant = 0;  ///< of the nick
    SessionId session = none;
    core::Time heard = 0;
    std::vector<Unsaid> unsaid;  ///< until it is in
    std::vector<Visit> visits;
  };

  NickId nick(core::PeerId user) const;
  void send(core::PeerId user, const overlay::Letter& letter) {
    outbox_.send(user, server_of(user), letter);
  }
  void connect(core::Time now, core::PeerId user);
  void come_in(core::Time now, core::PeerId user, SessionId session);
  void take_other_nick(core::Time now, core::PeerId user);
  void speak(core::Time now, core::PeerId user, const Unsaid& line);
  /// The connection is over; the user tries again later.
  void fall_out(core::Time now, core::PeerId user);
  void go_to_next_server(core::Time now, core::PeerId user);

  ClientSettings settings_;
  const overlay::Servers& servers_;
  const Channels& channels_;
  core::PeerId peers_;
  std::uint32_t channels_per_line_;
  Outbox& outbox_;
  std::vector<core::PeerId> wanted_;  ///< [user] whose nick it wants: its own, or a namesake's
  std::vector<Client> clients_;       ///< [peer]
  bool has_horizon_ = false;
};

}  // namespace rippletank::protocols::irc
