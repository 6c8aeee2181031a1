// Reads what users write, and serves it.
#include "sim/protocols/irc/front.hpp"

#include <utility>

namespace rippletank::protocols::irc {

Front::Front(const FrontSettings& settings, const overlay::Servers& servers,
             const Channels& channels, core::PeerId users, const Sessions& sessions,
             Network& network, TargetOf target_of, Outbox& outbox)
    : settings_(settings),
      servers_(servers),
      channels_(channels),
      network_(network),
      target_of_(std::move(target_of)),
      outbox_(outbox),
      desk_(sessions, users),
      rounds_(servers.all().size()) {
  for (const core::PeerId server : servers.all()) {
    stations_.emplace_back(settings.station, settings.seed, server);
  }
}

void Front::start(core::Time now, bool has_horizon) {
  has_horizon_ = has_horizon;
  for (ServerIndex at = 0; at < stations_.size(); ++at) set_check(now, at);
}

// ---- lines of users ----

void Front::read(core::Time now, ServerIndex at, core::PeerId user, const overlay::Letter& letter) {
  const Line line = line_of(letter);
  if (line == Line::register_to_server) {
    see_off(at, user);  // one whose connection was lost and who is back
    desk_.open(at, user);
  }
  Visitor* visitor = desk_.find(at, user);
  if (line == Line::reset) return see_off(at, user);
  if (visitor == nullptr) return outbox_.send(peer(at), user, letter_of(Line::reset));
  visitor->heard = now;
  visitor->waiting.push_back(letter);
  read_waiting(now, at, user, *visitor);
}

void Front::read_on(core::Time now, ServerIndex at, core::PeerId user) {
  Visitor* visitor = desk_.find(at, user);
  if (visitor == nullptr) return;
  visitor->is_awaited = false;
  read_waiting(now, at, user, *visitor);
}

void Front::read_waiting(core::Time now, ServerIndex at, core::PeerId user, Visitor& visitor) {
  while (!visitor.waiting.empty()) {
    const core::Time readable = settings_.flood.readable(visitor.timer);
    if (readable > now) {
      if (!std::exchange(visitor.is_awaited, true)) {
        outbox_.wake(peer(at), readable, Alarm::read_on, user);
      }
      return;
    }
    const overlay::Letter letter = visitor.waiting.front();
    visitor.waiting.erase(visitor.waiting.begin());
    const std::uint32_t lines = line_of(letter) == Line::register_to_server ? 2 : 1;
    visitor.timer = settings_.flood.after(now, visitor.timer, lines);
    const auto arrival = stations_[at].arrive(now, {user, letter, 1, visitor.connection});
    if (arrival.started) begin_service(at, *arrival.started);
    if (arrival.taken) continue;
    ++figures_.closed_for_places;
    outbox_.send(peer(at), user, letter_of(Line::error_to_client));
    return see_off(at, user);
  }
}

void Front::begin_service(ServerIndex at, const overlay::Station::Started& started) {
  outbox_.wake(peer(at), started.end, Alarm::served, started.job);
}

void Front::served(core::Time now, ServerIndex at, overlay::Station::JobId job) {
  const auto finished = stations_[at].finish(now, job);
  if (!finished) return;
  if (finished->next) begin_service(at, *finished->next);
  obey(at, finished->request);
}

void Front::obey(ServerIndex at, const overlay::Station::Request& request) {
  const core::PeerId user = request.from;
  const overlay::Letter& letter = request.letter;
  Visitor* visitor = desk_.find(at, user);
  // Another worker may have come to a line of a later connection before.
  if (visitor == nullptr || visitor->connection != request.connection) return;
  const Line line = line_of(letter);
  if (line == Line::register_to_server || line == Line::nick_to_server) {
    return let_in(at, user, *visitor, letter.subject);
  }
  const SessionId session = visitor->session;
  if (session == none) return;
  switch (line) {
    case Line::join_to_server:
      return join(at, user, session, letter);
    case Line::part_to_server:
      return network_.part(at, session, letter.subject);
    case Line::privmsg_to_server:
      return network_.say(at, user, letter.subject, letter.query);
    case Line::send_offer_to_server:
    case Line::chat_offer_to_server:
      return network_.pass_offer(at, letter, target_of_(letter.subject));
    case Line::quit_to_server:
      return see_off(at, user);
    default:
      return;  // a PONG has said all by coming
  }
}

void Front::let_in(ServerIndex at, core::PeerId user, Visitor& visitor, NickId nick) {
  if (visitor.session != none) return;
  if (!network_.nick_is_free(at, nick)) {
    ++figures_.nicks_in_use;
    return outbox_.send(peer(at), user, letter_of(Line::nick_in_use_to_client));
  }
  visitor.session = network_.add_user(at, user, nick);
  outbox_.send(peer(at), user, letter_of(Line::welcome_to_client, visitor.session));
}

void Front::join(ServerIndex at, core::PeerId user, SessionId session,
                 const overlay::Letter& letter) {
  const auto own = channels_.own(user);
  auto next = std::lower_bound(own.begin(), own.end(), letter.subject);
  if (next == own.end() || *next != letter.subject) {
    return network_.join(at, session, letter.subject);
  }
  for (std::uint32_t left = letter.value; left > 0; --left) network_.join(at, session, *next++);
}

void Front::see_off(ServerIndex at, core::PeerId user) {
  const Visitor* visitor = desk_.find(at, user);
  if (visitor == nullptr) return;
  const SessionId session = visitor->session;
  desk_.close(at, user);
  if (session != none) network_.quit(at, session);
}

// ---- the server ----

void Front::set_check(core::Time now, ServerIndex at) {
  if (!has_horizon_) return;
  outbox_.wake(peer(at), core::later(now, settings_.ping), Alarm::check, 0, rounds_[at]);
}

void Front::check(core::Time now, ServerIndex at, std::uint32_t round) {
  if (round != rounds_[at]) return;
  network_.check(now, at);
  desk_.for_each_at(at, [&](core::PeerId user, const Visitor& visitor) {
    if (now - visitor.heard < settings_.ping) return;
    outbox_.send(peer(at), user, letter_of(Line::ping_to_client));
  });
  set_check(now, at);
}

void Front::switch_on(core::Time now, ServerIndex at) {
  network_.switch_on(now, at);
  set_check(now, at);
}

void Front::switch_off(core::Time now, ServerIndex at, bool announced) {
  ++rounds_[at];
  if (announced) {
    desk_.for_each_at(at, [&](core::PeerId user, const Visitor&) {
      outbox_.send(peer(at), user, letter_of(Line::error_to_client));
    });
  }
  network_.switch_off(at, announced);
  desk_.close_all(at);
  stations_[at].fail(now);
}

}  // namespace rippletank::protocols::irc
