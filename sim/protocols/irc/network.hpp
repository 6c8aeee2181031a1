// Network: the servers of an IRC network, the links between them, and what they tell one another.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/pool.hpp"
#include "sim/core/random.hpp"
#include "sim/core/time.hpp"
#include "sim/overlay/connections.hpp"
#include "sim/overlay/firewalls.hpp"
#include "sim/overlay/servers.hpp"
#include "sim/protocols/irc/outbox.hpp"
#include "sim/protocols/irc/sessions.hpp"
#include "sim/protocols/irc/view.hpp"

namespace rippletank::protocols::irc {

struct NetworkSettings {
  core::Time reconnect = 0;
  core::Time ping = 0;
  std::uint64_t seed = 1;
};

/// What happens to the network of servers.
struct NetworkFigures {
  std::uint64_t splits = 0;      ///< links that worked and do no more
  std::uint64_t merges = 0;      ///< links that came to work, those of the start included
  std::uint64_t cycles = 0;      ///< links closed because they would have closed a cycle
  std::uint64_t collisions = 0;  ///< nicks that two users turned out to have
  std::uint64_t missed = 0;  ///< members who did not read a line, as it did not get over a split
  std::uint64_t offers_lost = 0;  ///< whose receiver a server on their way did not know
};

/// Servers keep a spanning tree of links, and each server's View follows what its links tell it:
/// each link tells of changes in the order in which they happen, first of all that there is. So a
/// server knows of what lies behind a link what its neighbour there knows, as soon as that has
/// arrived; and when a link is closed it forgets all of that. Hence all servers of a connected part
/// come to know the same, whatever happened before.
///
/// Of two ends that are connected that of the higher number opens the link, unless a firewall keeps
/// it from connecting. It knows that there is
/// no way yet, as otherwise it would close a cycle; where both turn out to be wrong because another
/// link was opened at the same time, the server that hears of a server that it knows closes the
/// link over which it hears it.
///
/// Source:  RFC 2810, RFC 2812, RFC 2813. Departs: a KILL says which two users it means, not only
///          under which nick, so that it cannot hit one who has taken it meanwhile; channels have
///          neither modes nor operators.
/// Random:  substreams "irc/reconnect" of each server, one number for each time that it waits.
/// Cost:    O(users) per server that is lost, and what is sent.
class Network {
 public:
  Network(const NetworkSettings& settings, const overlay::Connections& connections,
          const overlay::Servers& servers, const overlay::Firewalls& firewalls, Sessions& sessions,
          const LineSizes& lines, Outbox& outbox);

  /// The run begins: servers open the links of a spanning tree.
  void start(core::Time now, bool has_horizon);

  // ---- what happens to a server ----

  void read(core::Time now, ServerIndex at, core::PeerId from, const overlay::Letter& letter);
  /// What it sent to another server was lost, and it notices.
  void lost(core::Time now, ServerIndex at, core::PeerId to, const overlay::Letter& letter);
  /// The timer of a link rings.
  void reconnect(core::Time now, ServerIndex at, const overlay::Letter& letter);
  /// It pings other servers that have been silent.
  void check(core::Time now, ServerIndex at);
  void switch_on(core::Time now, ServerIndex at);
  void switch_off(ServerIndex at, bool announced);

  // ---- what users at a server cause ----

  bool nick_is_free(ServerIndex at, NickId nick) const {
    return servers_[at].view.holder(nick) == none;
  }
  SessionId add_user(ServerIndex at, core::PeerId user, NickId nick);
  void quit(ServerIndex at, SessionId session);
  /// A session joins a channel, unless it is in it already.
  void join(ServerIndex at, SessionId session, ChannelId channel);
  void part(ServerIndex at, SessionId session, ChannelId channel);
  /// A user at the server (no_peer: the server itself) says a line.
  void say(ServerIndex at, core::PeerId user, ChannelId channel, overlay::QueryNumber query);
  /// Passes an offer on towards the session that it is made to.
  void pass_offer(ServerIndex at, const overlay::Letter& offer, SessionId target);

  const View& view(ServerIndex at) const { return servers_[at].view; }
  bool is_linked(ServerIndex at, ServerIndex other) const;
  const NetworkFigures& figures() const { return figures_; }

 private:
  enum class State : std::uint8_t { down, opening, up };

  /// One end of a connection of two servers.
  struct Link {
    ServerIndex other = 0;
    bool opens = false;    ///< it is this end that opens it
    bool in_tree = false;  ///< it is opened at the start
    State state = State::down;
    core::Time heard = 0;
    std::uint32_t attempts = 0;  ///< in vain, one after the other
    std::uint32_t timer = 0;     ///< the number of its timer
    bool waits = false;          ///< whether that is to ring
  };

  struct Server {
    core::PeerId peer;
    std::vector<Link> links;  ///< ascending by the other server
    View view;
    core::Substream waits;
  };

  using Sending = std::vector<MembershipId>;

  void make_links(const overlay::Connections& connections, const overlay::Servers& servers,
                  const overlay::Firewalls& firewalls);
  Way way_of(ServerIndex at, core::PeerId other) const;
  void send(ServerIndex at, Way way, const overlay::Letter& letter);
  void send_others(ServerIndex at, Way except, const overlay::Letter& letter);
  void tell_own_members(ServerIndex at, ChannelId channel, const overlay::Letter& letter);

  void open(core::Time now, ServerIndex at, Way way);
  void wait_to_open(core::Time now, ServerIndex at, Way way);
  void greeted(core::Time now, ServerIndex at, Way way);
  bool closes_cycle(core::Time now, ServerIndex at, Way way);
  void join_networks(core::Time now, ServerIndex at, Way way);
  void send_burst(ServerIndex at, Way way);
  void send_channels(ServerIndex at, Way way);
  void send_list(ServerIndex at, Way way, const Sending& list);
  void close(core::Time now, ServerIndex at, Way way);
  void lose(core::Time now, ServerIndex at, const std::vector<ServerIndex>& gone, Way except);

  void read_state(core::Time now, ServerIndex at, Way way, const overlay::Letter& letter);
  void hear_of_server(core::Time now, ServerIndex at, Way way, ServerIndex server);
  void hear_of_loss(core::Time now, ServerIndex at, Way way, ServerIndex server);
  void hear_of_user(ServerIndex at, Way way, SessionId session);
  void hear_of_quit(ServerIndex at, Way way, SessionId session);
  void hear_of_kill(ServerIndex at, Way way, const overlay::Letter& letter);
  bool hear_of_member(ServerIndex at, Way way, MembershipId membership);
  void hear_of_members(ServerIndex at, Way way, const Sending& list);
  void hear_of_part(ServerIndex at, Way way, MembershipId membership);

  /// A user is no more; those at this server who were in a channel with it are told.
  void drop(ServerIndex at, SessionId session, Line told);
  bool kill(ServerIndex at, SessionId session);
  void pass_line(ServerIndex at, Way from, overlay::Letter line);

  NetworkSettings settings_;
  Sessions& sessions_;
  const LineSizes& lines_;
  Outbox& outbox_;
  std::vector<Server> servers_;
  std::vector<ServerIndex> index_;   ///< [peer]
  core::Pool<Sending> lists_;        ///< memberships that an NJOIN names
  std::vector<std::uint32_t> told_;  ///< [peer] the last loss that it was told
  std::uint32_t losses_ = 0;
  bool has_horizon_ = false;  ///< else nothing may be tried for ever
  NetworkFigures figures_;
};

}  // namespace rippletank::protocols::irc
