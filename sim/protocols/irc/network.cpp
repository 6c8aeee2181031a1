// Links servers into a tree, and takes down what is lost when a link closes.
#include "sim/protocols/irc/network.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace rippletank::protocols::irc {
namespace {

/// Without a horizon somebody who tries in vain gives up after as many times.
constexpr std::uint32_t most_link_attempts = 99;

/// Which servers are connected by the links chosen so far.
class Parts {
 public:
  explicit Parts(std::size_t servers) : part_(servers) {
    std::iota(part_.begin(), part_.end(), ServerIndex{0});
  }
  /// Connects two servers; false if they were already.
  bool connect(ServerIndex a, ServerIndex b) {
    const ServerIndex joined = find(a);
    const ServerIndex other = find(b);
    part_[other] = joined;
    return joined != other;
  }

 private:
  ServerIndex find(ServerIndex server) {
    while (part_[server] != server) server = part_[server] = part_[part_[server]];
    return server;
  }

  std::vector<ServerIndex> part_;
};

}  // namespace

Network::Network(const NetworkSettings& settings, const overlay::Connections& connections,
                 const overlay::Servers& servers, const overlay::Firewalls& firewalls,
                 Sessions& sessions, const LineSizes& lines, Outbox& outbox)
    : settings_(settings),
      sessions_(sessions),
      lines_(lines),
      outbox_(outbox),
      index_(connections.peers(), none),
      told_(connections.peers()) {
  make_links(connections, servers, firewalls);
}

void Network::make_links(const overlay::Connections& connections, const overlay::Servers& servers,
                         const overlay::Firewalls& firewalls) {
  const auto count = static_cast<ServerIndex>(servers.all().size());
  for (ServerIndex server = 0; server < count; ++server) index_[servers.all()[server]] = server;
  Parts parts(count);
  std::vector<std::vector<Link>> links(count);
  for (ServerIndex at = 0; at < count; ++at) {
    const core::PeerId peer = servers.all()[at];
    for (auto slot = connections.offsets[peer]; slot < connections.offsets[peer + 1]; ++slot) {
      const ServerIndex other = index_[connections.neighbours[slot]];
      const bool known = !links[at].empty() && links[at].back().other == other;
      if (other == none || other >= at || known) continue;
      const bool in_tree = parts.connect(at, other);
      const bool opens = firewalls.lets_connect(peer, servers.all()[other]);
      links[at].push_back({other, opens, in_tree});
      links[other].push_back({at, !opens, in_tree});
    }
  }
  for (ServerIndex at = 0; at < count; ++at) {
    const core::PeerId peer = servers.all()[at];
    const auto ends = static_cast<std::uint32_t>(links[at].size());
    servers_.push_back({peer, std::move(links[at]),
                        View(sessions_, at, count, connections.peers(), ends),
                        core::Substream(settings_.seed, core::Purpose("irc/reconnect"), peer)});
  }
}

Way Network::way_of(ServerIndex at, core::PeerId other) const {
  const std::vector<Link>& links = servers_[at].links;
  const auto found =
      std::lower_bound(links.begin(), links.end(), index_[other],
                       [](const Link& link, ServerIndex server) { return link.other < server; });
  return static_cast<Way>(found - links.begin());
}

void Network::send(ServerIndex at, Way way, const overlay::Letter& letter) {
  const Server& server = servers_[at];
  outbox_.send(server.peer, servers_[server.links[way].other].peer, letter);
}

void Network::send_others(ServerIndex at, Way except, const overlay::Letter& letter) {
  const std::vector<Link>& links = servers_[at].links;
  for (Way way = 0; way < links.size(); ++way) {
    if (way != except && links[way].state == State::up) send(at, way, letter);
  }
}

bool Network::is_linked(ServerIndex at, ServerIndex other) const {
  return std::any_of(
      servers_[at].links.begin(), servers_[at].links.end(),
      [other](const Link& link) { return link.other == other && link.state == State::up; });
}

// ---- opening and closing ----

void Network::start(core::Time now, bool has_horizon) {
  has_horizon_ = has_horizon;
  for (ServerIndex at = 0; at < servers_.size(); ++at) switch_on(now, at);
}

void Network::switch_on(core::Time now, ServerIndex at) {
  const std::vector<Link>& links = servers_[at].links;
  for (Way way = 0; way < links.size(); ++way) {
    if (!links[way].opens) continue;
    if (links[way].in_tree) {
      open(now, at, way);
    } else {
      wait_to_open(now, at, way);
    }
  }
}

void Network::switch_off(ServerIndex at, bool announced) {
  Server& server = servers_[at];
  if (announced) send_others(at, itself, letter_of(Line::squit_relayed, at));
  std::vector<SessionId> own;
  server.view.for_each_session([&](SessionId session) {
    if (sessions_[session].home == at) own.push_back(session);
  });
  for (const SessionId session : own) sessions_.close(session);
  server.view.clear();
  for (Link& link : server.links) {
    if (link.state == State::up && link.opens) ++figures_.splits;
    link.state = State::down;
    link.attempts = 0;
    link.waits = false;
  }
}

void Network::open(core::Time now, ServerIndex at, Way way) {
  Link& link = servers_[at].links[way];
  link.state = State::opening;
  ++link.attempts;
  send(at, way, letter_of(Line::link_to_server));
  // Its answer may get lost; without a horizon the run shall not go on for that.
  if (has_horizon_) wait_to_open(now, at, way);
}

void Network::wait_to_open(core::Time now, ServerIndex at, Way way) {
  Server& server = servers_[at];
  Link& link = server.links[way];
  if (link.waits || (!has_horizon_ && link.attempts >= most_link_attempts)) return;
  const double spread = 1 + server.waits.uniform() / 2;
  const auto wait = static_cast<core::Time>(static_cast<double>(settings_.reconnect) * spread);
  link.waits = true;
  outbox_.wake(server.peer, core::later(now, wait), Alarm::reconnect, way, ++link.timer);
}

void Network::reconnect(core::Time now, ServerIndex at, const overlay::Letter& letter) {
  const Way way = letter.subject;
  Link& link = servers_[at].links[way];
  if (!link.waits || link.timer != letter.value) return;
  link.waits = false;
  if (link.state == State::up) return;
  link.state = State::down;
  if (!servers_[at].view.knows_server(link.other)) open(now, at, way);
}

void Network::greeted(core::Time now, ServerIndex at, Way way) {
  Link& link = servers_[at].links[way];
  if (link.opens) {
    if (link.state == State::down) return send(at, way, letter_of(Line::reset));
    if (link.state == State::up || closes_cycle(now, at, way)) return;
  } else {
    if (link.state == State::up) close(now, at, way);  // the other end begins anew
    if (closes_cycle(now, at, way)) return;
    send(at, way, letter_of(Line::link_to_server));
  }
  join_networks(now, at, way);
}

/// A link to a server to which there is a way already is closed.
///
/// Source:  RFC 2813, 4.1.2.
bool Network::closes_cycle(core::Time now, ServerIndex at, Way way) {
  if (!servers_[at].view.knows_server(servers_[at].links[way].other)) return false;
  ++figures_.cycles;
  send(at, way, letter_of(Line::error_between));
  close(now, at, way);
  return true;
}

void Network::join_networks(core::Time now, ServerIndex at, Way way) {
  Server& server = servers_[at];
  Link& link = server.links[way];
  link.state = State::up;
  link.heard = now;
  link.attempts = 0;
  if (link.opens) ++figures_.merges;
  server.view.add_server(link.other, way);
  send_others(at, way, letter_of(Line::server_relayed, link.other));
  send_burst(at, way);
}

/// All that a server knows: first servers, then users, then channels.
///
/// Source:  RFC 2813, 5.3.2.
void Network::send_burst(ServerIndex at, Way way) {
  const View& view = servers_[at].view;
  for (ServerIndex server = 0; server < servers_.size(); ++server) {
    const Way to = view.way_to(server);
    if (to == none || to == itself || to == way) continue;
    send(at, way, letter_of(Line::server_relayed, server));
  }
  view.for_each_session([&](SessionId session) {
    if (view.way_to_session(session) != way) send(at, way, letter_of(Line::nick_relayed, session));
  });
  send_channels(at, way);
}

void Network::send_channels(ServerIndex at, Way way) {
  const View& view = servers_[at].view;
  std::vector<std::pair<ChannelId, MembershipId>> members;
  view.for_each_session([&](SessionId session) {
    if (view.way_to_session(session) == way) return;
    sessions_.for_each_membership(session, [&](MembershipId id) {
      if (view.knows_membership(id)) members.emplace_back(sessions_.membership(id).channel, id);
    });
  });
  std::sort(members.begin(), members.end());
  const std::uint32_t most = lines_.most_in(Line::njoin_relayed);
  Sending list;
  for (std::size_t i = 0; i < members.size(); ++i) {
    list.push_back(members[i].second);
    const bool last = i + 1 == members.size() || members[i + 1].first != members[i].first;
    if (!last && list.size() < most) continue;
    send_list(at, way, list);
    list.clear();
  }
}

void Network::send_list(ServerIndex at, Way way, const Sending& list) {
  const auto count = static_cast<std::uint32_t>(list.size());
  send(at, way, letter_of(Line::njoin_relayed, lists_.put(list), count));
}

void Network::close(core::Time now, ServerIndex at, Way way) {
  Server& server = servers_[at];
  Link& link = server.links[way];
  const State before = std::exchange(link.state, State::down);
  if (before == State::up) {
    if (link.opens) ++figures_.splits;
    std::vector<ServerIndex> gone;
    for (ServerIndex other = 0; other < servers_.size(); ++other) {
      if (server.view.way_to(other) == way) gone.push_back(other);
    }
    lose(now, at, gone, way);
  }
  if (link.opens) wait_to_open(now, at, way);
}

/// Servers are reached no more: their users are gone, and all other links are told.
///
/// Source:  RFC 2813, 4.1.6 and 5.5.
void Network::lose(core::Time now, ServerIndex at, const std::vector<ServerIndex>& gone,
                   Way except) {
  View& view = servers_[at].view;
  std::vector<SessionId> users;
  view.for_each_session([&](SessionId session) {
    const ServerIndex home = sessions_[session].home;
    if (std::binary_search(gone.begin(), gone.end(), home)) users.push_back(session);
  });
  for (const SessionId session : users) drop(at, session, Line::netsplit_to_client);
  for (const ServerIndex server : gone) {
    view.remove_server(server);
    send_others(at, except, letter_of(Line::squit_relayed, server));
  }
  // Links that would have closed a cycle may now connect what is apart.
  std::vector<Link>& links = servers_[at].links;
  for (Way way = 0; way < links.size(); ++way) {
    if (!links[way].opens || links[way].state != State::down) continue;
    if (!view.knows_server(links[way].other)) wait_to_open(now, at, way);
  }
}

void Network::lost(core::Time now, ServerIndex at, core::PeerId to, const overlay::Letter& letter) {
  if (line_of(letter) == Line::njoin_relayed) lists_.take(letter.subject);
  const Way way = way_of(at, to);
  if (servers_[at].links[way].state != State::down) close(now, at, way);
}

void Network::check(core::Time now, ServerIndex at) {
  const std::vector<Link>& links = servers_[at].links;
  for (Way way = 0; way < links.size(); ++way) {
    if (links[way].state == State::up && now - links[way].heard >= settings_.ping) {
      send(at, way, letter_of(Line::ping_between));
    }
  }
}

}  // namespace rippletank::protocols::irc
