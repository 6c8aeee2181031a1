// What servers tell one another about users and channels, and whom they tell of it.
#include <algorithm>
#include <utility>

#include "sim/protocols/irc/network.hpp"

namespace rippletank::protocols::irc {

// ---- what comes over a link ----

void Network::read(core::Time now, ServerIndex at, core::PeerId from,
                   const overlay::Letter& letter) {
  const Way way = way_of(at, from);
  const Line line = line_of(letter);
  // A list is taken even if nobody will read it.
  const Sending list = line == Line::njoin_relayed ? lists_.take(letter.subject) : Sending{};
  if (line == Line::link_to_server) return greeted(now, at, way);
  Link& link = servers_[at].links[way];
  const bool closing = line == Line::reset || line == Line::error_between;
  if (link.state == State::down) {
    if (!closing) send(at, way, letter_of(Line::reset));
    return;
  }
  if (closing) return close(now, at, way);
  if (link.state == State::opening) return;  // what was sent over the link that was there before
  link.heard = now;
  if (line == Line::njoin_relayed) return hear_of_members(at, way, list);
  read_state(now, at, way, letter);
}

void Network::read_state(core::Time now, ServerIndex at, Way way, const overlay::Letter& letter) {
  switch (line_of(letter)) {
    case Line::server_relayed:
      return hear_of_server(now, at, way, letter.subject);
    case Line::squit_relayed:
      return hear_of_loss(now, at, way, letter.subject);
    case Line::nick_relayed:
      return hear_of_user(at, way, letter.subject);
    case Line::quit_relayed:
      return hear_of_quit(at, way, letter.subject);
    case Line::kill_relayed:
      return hear_of_kill(at, way, letter);
    case Line::join_relayed:
      if (hear_of_member(at, way, letter.subject)) send_others(at, way, letter);
      return;
    case Line::part_relayed:
      return hear_of_part(at, way, letter.subject);
    case Line::privmsg_relayed:
      return pass_line(at, way, letter);
    case Line::ping_between:
      return send(at, way, letter_of(Line::pong_between));
    default:
      return;  // a PONG has said all by coming
  }
}

void Network::hear_of_server(core::Time now, ServerIndex at, Way way, ServerIndex server) {
  View& view = servers_[at].view;
  if (view.knows_server(server)) {  // two ways to it: a cycle
    ++figures_.cycles;
    send(at, way, letter_of(Line::error_between));
    return close(now, at, way);
  }
  view.add_server(server, way);
  send_others(at, way, letter_of(Line::server_relayed, server));
}

void Network::hear_of_loss(core::Time now, ServerIndex at, Way way, ServerIndex server) {
  if (server == servers_[at].links[way].other) return close(now, at, way);
  if (servers_[at].view.way_to(server) == way) lose(now, at, {server}, way);
}

/// A nick that two users have is taken from both.
///
/// Source:  RFC 2812, 3.7.1; RFC 2813, 4.1.3.
void Network::hear_of_user(ServerIndex at, Way way, SessionId session) {
  View& view = servers_[at].view;
  if (view.way_to_session(session) != way) return;
  const SessionId holder = view.holder(sessions_[session].nick);
  if (holder == none) {
    view.add(session);
    return send_others(at, way, letter_of(Line::nick_relayed, session));
  }
  ++figures_.collisions;
  kill(at, holder);
  send_others(at, itself, letter_of(Line::kill_relayed, session, holder));
}

void Network::hear_of_quit(ServerIndex at, Way way, SessionId session) {
  const View& view = servers_[at].view;
  if (!view.knows(session) || view.way_to_session(session) != way) return;
  drop(at, session, Line::quit_to_client);
  send_others(at, way, letter_of(Line::quit_relayed, session));
}

void Network::hear_of_kill(ServerIndex at, Way way, const overlay::Letter& letter) {
  const bool first = kill(at, letter.subject);
  const bool second = kill(at, letter.value);
  if (first || second) send_others(at, way, letter);
}

bool Network::kill(ServerIndex at, SessionId session) {
  if (!servers_[at].view.knows(session)) return false;
  drop(at, session, Line::quit_to_client);
  if (sessions_[session].home == at) {
    sessions_.close(session);
    outbox_.send(servers_[at].peer, sessions_[session].user, letter_of(Line::kill_to_client));
  }
  return true;
}

bool Network::hear_of_member(ServerIndex at, Way way, MembershipId id) {
  View& view = servers_[at].view;
  const Membership& membership = sessions_.membership(id);
  if (!view.knows(membership.session) || view.way_to_session(membership.session) != way ||
      view.knows_membership(id)) {
    return false;
  }
  view.add_membership(id);
  tell_own_members(at, membership.channel, letter_of(Line::join_to_client));
  return true;
}

void Network::hear_of_members(ServerIndex at, Way way, const Sending& list) {
  Sending news;
  for (const MembershipId id : list) {
    if (hear_of_member(at, way, id)) news.push_back(id);
  }
  if (news.empty()) return;
  const std::vector<Link>& links = servers_[at].links;
  for (Way other = 0; other < links.size(); ++other) {
    if (other != way && links[other].state == State::up) send_list(at, other, news);
  }
}

void Network::hear_of_part(ServerIndex at, Way way, MembershipId id) {
  View& view = servers_[at].view;
  const Membership& membership = sessions_.membership(id);
  if (!view.knows_membership(id) || view.way_to_session(membership.session) != way) return;
  tell_own_members(at, membership.channel, letter_of(Line::part_to_client));
  view.remove_membership(id);
  send_others(at, way, letter_of(Line::part_relayed, id));
}

// ---- users ----

SessionId Network::add_user(ServerIndex at, core::PeerId user, NickId nick) {
  const SessionId session = sessions_.open(user, at, nick);
  servers_[at].view.add(session);
  send_others(at, itself, letter_of(Line::nick_relayed, session));
  return session;
}

void Network::quit(ServerIndex at, SessionId session) {
  drop(at, session, Line::quit_to_client);
  sessions_.close(session);
  send_others(at, itself, letter_of(Line::quit_relayed, session));
}

void Network::drop(ServerIndex at, SessionId session, Line told) {
  View& view = servers_[at].view;
  ++losses_;
  sessions_.for_each_membership(session, [&](MembershipId id) {
    if (!view.knows_membership(id)) return;
    view.remove_membership(id);
    for (const core::PeerId user : view.own_members(sessions_.membership(id).channel)) {
      if (std::exchange(told_[user], losses_) == losses_) continue;
      outbox_.send(servers_[at].peer, user, letter_of(told));
    }
  });
  view.remove(session);
}

// ---- channels ----

void Network::tell_own_members(ServerIndex at, ChannelId channel, const overlay::Letter& letter) {
  for (const core::PeerId user : servers_[at].view.own_members(channel)) {
    outbox_.send(servers_[at].peer, user, letter);
  }
}

/// All in the channel are told, the one who joins too, who also learns who else is there.
///
/// Source:  RFC 2812, 3.2.1.
void Network::join(ServerIndex at, SessionId session, ChannelId channel) {
  if (sessions_.find(session, channel) != none) return;
  const MembershipId id = sessions_.join(session, channel);
  View& view = servers_[at].view;
  view.add_membership(id);
  tell_own_members(at, channel, letter_of(Line::join_to_client));
  const core::PeerId user = sessions_[session].user;
  const std::uint32_t most = lines_.most_in(Line::names_to_client);
  for (std::uint32_t left = view.members(channel); left > 0; left -= std::min(left, most)) {
    outbox_.send(servers_[at].peer, user,
                 letter_of(Line::names_to_client, 0, std::min(left, most)));
  }
  outbox_.send(servers_[at].peer, user, letter_of(Line::names_end_to_client));
  send_others(at, itself, letter_of(Line::join_relayed, id));
}

void Network::part(ServerIndex at, SessionId session, ChannelId channel) {
  const MembershipId id = sessions_.find(session, channel);
  if (id == none) return;
  tell_own_members(at, channel, letter_of(Line::part_to_client));
  servers_[at].view.remove_membership(id);
  sessions_.leave(id);
  send_others(at, itself, letter_of(Line::part_relayed, id));
}

void Network::say(ServerIndex at, core::PeerId user, ChannelId channel,
                  overlay::QueryNumber query) {
  overlay::Letter line = letter_of(Line::privmsg_relayed, channel, user);
  line.query = query;
  line.hops = user == core::no_peer ? 0 : 1;
  const std::size_t members = sessions_.members(channel).size();
  const std::size_t known = servers_[at].view.members(channel);
  figures_.missed += members - std::min(members, known);
  pass_line(at, itself, line);
}

/// To the members at this server, and over each link behind which there are any.
///
/// Source:  RFC 2810, 5.2.
void Network::pass_line(ServerIndex at, Way from, overlay::Letter line) {
  ++line.hops;
  const Server& server = servers_[at];
  for (Way way = 0; way < server.links.size(); ++way) {
    if (way != from && server.view.members(line.subject, way) > 0) send(at, way, line);
  }
  line.type = static_cast<std::uint8_t>(Line::privmsg_to_client);
  for (const core::PeerId user : server.view.own_members(line.subject)) {
    if (user != line.value) outbox_.send(server.peer, user, line);
  }
}

void Network::pass_offer(ServerIndex at, const overlay::Letter& offer, SessionId target) {
  const bool is_chat =
      line_of(offer) == Line::chat_offer_to_server || line_of(offer) == Line::chat_offer_relayed;
  const View& view = servers_[at].view;
  if (!view.knows(target)) {
    ++figures_.offers_lost;
    return;
  }
  overlay::Letter letter = offer;
  const Way way = view.way_to_session(target);
  if (way == itself) {
    const Line line = is_chat ? Line::chat_offer_to_client : Line::send_offer_to_client;
    letter.type = static_cast<std::uint8_t>(line);
    outbox_.send(servers_[at].peer, sessions_[target].user, letter);
  } else {
    const Line line = is_chat ? Line::chat_offer_relayed : Line::send_offer_relayed;
    letter.type = static_cast<std::uint8_t>(line);
    send(at, way, letter);
  }
}

}  // namespace rippletank::protocols::irc
