// What the programs of users do.
#include "sim/protocols/irc/clients.hpp"

#include <algorithm>
#include <utility>

#include "sim/core/random.hpp"

namespace rippletank::protocols::irc {
namespace {

/// Without a horizon a user gives up after so many attempts in vain.
constexpr std::uint32_t most_attempts = 99;
/// So many nicks a user tries at a server: the wanted one, and others that nobody else takes.
constexpr std::uint32_t nick_variants = 4;

core::Time part_of(core::Time span, double share) {
  return static_cast<core::Time>(static_cast<double>(span) * share);
}

}  // namespace

Clients::Clients(const ClientSettings& settings, const overlay::Servers& servers,
                 const Channels& channels, core::PeerId peers, const LineSizes& lines,
                 Outbox& outbox)
    : settings_(settings),
      servers_(servers),
      channels_(channels),
      peers_(peers),
      channels_per_line_(lines.most_in(Line::join_to_server)),
      outbox_(outbox),
      clients_(peers) {
  std::vector<core::PeerId> users;
  for (core::PeerId peer = 0; peer < peers; ++peer) {
    wanted_.push_back(peer);
    if (!servers.is_server(peer)) users.push_back(peer);
  }
  for (std::size_t i = 0; i < users.size() && users.size() > 1; ++i) {
    core::Substream stream(settings.seed, core::Purpose("irc/namesake"), users[i]);
    if (!stream.chance(settings.namesakes)) continue;
    const std::size_t other = stream.below(users.size() - 1);
    wanted_[users[i]] = users[other < i ? other : other + 1];
  }
}

NickId Clients::nick(core::PeerId user) const {
  const std::uint32_t variant = clients_[user].variant;
  return variant == 0 ? wanted_[user] : user + variant * peers_;
}

void Clients::start(bool has_horizon) {
  has_horizon_ = has_horizon;
  for (core::PeerId user = 0; user < peers_; ++user) {
    if (servers_.is_server(user)) continue;
    core::Substream stream(settings_.seed, core::Purpose("irc/login"), user);
    outbox_.wake(user, part_of(settings_.login_spread, stream.uniform()), Alarm::connect);
  }
}

// ---- connecting ----

void Clients::connect(core::Time now, core::PeerId user) {
  Client& client = clients_[user];
  client.state = State::connecting;
  ++client.attempt;
  send(user, letter_of(Line::register_to_server, nick(user)));
  if (!has_horizon_) return;
  outbox_.wake(user, core::later(now, settings_.patience), Alarm::patience, 0, client.attempt);
}

void Clients::connect_again(core::Time now, core::PeerId user, std::uint32_t attempt) {
  const Client& client = clients_[user];
  if (client.state == State::out && client.attempt == attempt) connect(now, user);
}

void Clients::lose_patience(core::Time now, core::PeerId user, std::uint32_t attempt) {
  const Client& client = clients_[user];
  if (client.state != State::connecting || client.attempt != attempt) return;
  go_to_next_server(now, user);
}

void Clients::come_in(core::Time now, core::PeerId user, SessionId session) {
  Client& client = clients_[user];
  client.state = State::in;
  client.in_vain = 0;
  client.session = session;
  const auto own = channels_.own(user);
  for (std::size_t i = 0; i < own.size(); i += channels_per_line_) {
    const std::size_t count = std::min<std::size_t>(own.size() - i, channels_per_line_);
    send(user, letter_of(Line::join_to_server, own[i], static_cast<std::uint32_t>(count)));
  }
  for (const Unsaid& line : std::exchange(client.unsaid, {})) speak(now, user, line);
  if (!has_horizon_) return;
  outbox_.wake(user, core::later(now, settings_.ping), Alarm::check, 0, client.attempt);
}

void Clients::take_other_nick(core::Time now, core::PeerId user) {
  Client& client = clients_[user];
  if (++client.variant == nick_variants) return go_to_next_server(now, user);
  send(user, letter_of(Line::nick_to_server, nick(user)));
}

void Clients::fall_out(core::Time now, core::PeerId user) {
  Client& client = clients_[user];
  client.state = State::out;
  client.visits.clear();
  if (++client.in_vain > most_attempts && !has_horizon_) return client.unsaid.clear();
  core::Substream stream(settings_.seed, core::Purpose("irc/return"),
                         (std::uint64_t{user} << 32U) | client.attempt);
  const core::Time wait =
      settings_.return_delay + part_of(settings_.return_spread, stream.uniform());
  outbox_.wake(user, core::later(now, wait), Alarm::connect, 0, client.attempt);
}

void Clients::go_to_next_server(core::Time now, core::PeerId user) {
  Client& client = clients_[user];
  client.choice = (client.choice + 1) % servers_.choices(user);
  client.variant = 0;
  fall_out(now, user);
}

void Clients::lost(core::Time now, core::PeerId user, core::PeerId to) {
  if (clients_[user].state != State::out && to == server_of(user)) go_to_next_server(now, user);
}

/// A server pings whoever was silent from one of its looks to the next, so twice that time may pass
/// between two pings; one that has said nothing for three times as long is gone.
void Clients::check(core::Time now, core::PeerId user, std::uint32_t attempt) {
  const Client& client = clients_[user];
  if (client.state != State::in || client.attempt != attempt) return;
  if (now - client.heard >= 3 * settings_.ping) return go_to_next_server(now, user);
  outbox_.wake(user, core::later(now, settings_.ping), Alarm::check, 0, attempt);
}

void Clients::switch_on(core::Time now, core::PeerId user) { connect(now, user); }

void Clients::switch_off(core::PeerId user, bool announced) {
  Client& client = clients_[user];
  if (announced && client.state == State::in) send(user, letter_of(Line::quit_to_server));
  client.state = State::out;
  ++client.attempt;
  client.in_vain = 0;
  client.variant = 0;
  client.unsaid.clear();
  client.visits.clear();
}

void Clients::read(core::Time now, core::PeerId user, core::PeerId from,
                   const overlay::Letter& letter) {
  Client& client = clients_[user];
  const Line line = line_of(letter);
  const bool closing = line == Line::reset || line == Line::error_to_client;
  if (client.state == State::out || from != server_of(user)) {
    if (!closing) outbox_.send(user, from, letter_of(Line::reset));
    return;
  }
  client.heard = now;
  if (closing) return go_to_next_server(now, user);
  if (client.state == State::connecting) {
    if (line == Line::welcome_to_client) return come_in(now, user, letter.subject);
    if (line == Line::nick_in_use_to_client) return take_other_nick(now, user);
    return;  // of a connection that was there before
  }
  if (line == Line::privmsg_to_client) return outbox_.note_reading(user, letter);
  if (line == Line::ping_to_client) return send(user, letter_of(Line::pong_to_server));
  if (line == Line::kill_to_client) {  // somebody else has the nick
    client.variant = std::max(1U, (client.variant + 1) % nick_variants);
    fall_out(now, user);
  }
}

// ---- saying ----

void Clients::say(core::Time now, core::PeerId user, overlay::QueryNumber query,
                  std::optional<ChannelId> channel) {
  Client& client = clients_[user];
  const auto own = channels_.own(user);
  const ChannelId first = own.empty() ? 0 : own.front();
  const Unsaid line{query, channel.value_or(first)};
  if (client.state == State::in) return speak(now, user, line);
  client.unsaid.push_back(line);
  if (client.attempt == 0) connect(now, user);
}

void Clients::speak(core::Time now, core::PeerId user, const Unsaid& line) {
  if (!channels_.is_own(user, line.channel)) {
    std::vector<Visit>& visits = clients_[user].visits;
    const auto found = std::find_if(visits.begin(), visits.end(), [&](const Visit& visit) {
      return visit.channel == line.channel;
    });
    if (found != visits.end()) {
      found->last_said = now;
    } else {
      const core::Time rings = core::later(now, settings_.visit);
      visits.push_back({line.channel, now, rings});
      send(user, letter_of(Line::join_to_server, line.channel, 1));
      outbox_.wake(user, rings, Alarm::part, line.channel);
    }
  }
  overlay::Letter letter = letter_of(Line::privmsg_to_server, line.channel);
  letter.query = line.query;
  send(user, letter);
}

void Clients::end_visit(core::Time now, core::PeerId user, ChannelId channel) {
  std::vector<Visit>& visits = clients_[user].visits;
  const auto visit = std::find_if(visits.begin(), visits.end(), [&](const Visit& other) {
    return other.channel == channel && other.rings == now;
  });
  if (visit == visits.end()) return;
  const core::Time end = core::later(visit->last_said, settings_.visit);
  if (end > now) {
    visit->rings = end;
    return outbox_.wake(user, end, Alarm::part, channel);
  }
  visits.erase(visit);
  send(user, letter_of(Line::part_to_server, channel));
}

}  // namespace rippletank::protocols::irc
