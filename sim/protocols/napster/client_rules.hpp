// ClientRules: what clients do to be logged in, to share their files and to search.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "sim/core/distributions.hpp"
#include "sim/core/random.hpp"
#include "sim/overlay/letter.hpp"
#include "sim/protocols/napster/state.hpp"

namespace rippletank::protocols::napster {

/// A client finds a server, by the redirector if there is one, logs in, tells it what it shares and
/// sends it what its user searches for. When its server has gone, or does not let it in, it turns
/// to the next one; when it has tried all it waits.
///
/// Rules of transfers have
///
///     logged_in(talk, client)      the client is logged in
///     begin(talk, query)           all results of a query have come
///     on_letter(talk, to, from, letter), on_lost(talk, to, from, letter)
///
/// Source:  Napster protocol specification, drscholl (2000-2001), sections 2 and 3.
class ClientRules {
 public:
  explicit ClientRules(State& state)
      : state_(state),
        login_spread_(core::from_seconds(state.parameters.login_spread_s)),
        retry_(core::from_seconds(state.parameters.retry_s)),
        silence_(core::from_seconds(state.parameters.silence_s)) {
    if (state.parameters.unshare_rate_per_min == 0) return;
    for (core::PeerId peer = 0; peer < state.clients.size(); ++peer) {
      unsharing_.emplace_back(state.seed, core::Purpose("napster/unshare"), peer);
    }
  }

  template <class Talk>
  void on_start(Talk& talk) {
    for (core::PeerId peer = 0; peer < state_.clients.size(); ++peer) {
      if (state_.is_server(peer) || !talk.is_online(peer)) continue;
      core::Substream random(state_.seed, core::Purpose("napster/login"), peer);
      const double span = static_cast<double>(login_spread_);
      talk.wake(peer, static_cast<core::Time>(random.uniform() * span),
                State::timer(Alarm::log_in, 0));
      plan_unsharing(talk, peer);
    }
  }

  template <class Talk>
  void on_query(Talk& talk, core::PeerId peer, overlay::QueryNumber query) {
    Client& client = state_.clients[peer];
    if (client.login == Login::logged_in) return send_search(talk, peer, query);
    client.searches.push_back(query);
    if (client.login == Login::away) connect_anew(talk, peer);
  }

  template <class Talk, class Transfers>
  void on_letter(Talk& talk, Transfers& transfers, core::PeerId peer, core::PeerId from,
                 const overlay::Letter& letter) {
    switch (static_cast<Type>(letter.type)) {
      case redirect:
        return redirected(talk, peer, letter.subject);
      case login_ack:
        if (from == state_.clients[peer].server) logged_in(talk, transfers, peer);
        return;
      case error:
        if (letter.subject == login && from == state_.clients[peer].server) {
          go_to_next(talk, peer);
        }
        return;
      case close:
        return hung_up(talk, peer, from, letter);
      case result:
        return state_.take_results(talk, letter);
      case search_end:
        return transfers.begin(talk, letter.query);
      default:
        return transfers.on_letter(talk, peer, from, letter);
    }
  }

  /// What a client has sent to a server does not arrive: the server has gone, or cannot be reached
  /// and notices so in turn.
  template <class Talk>
  void on_lost(Talk& talk, core::PeerId server, core::PeerId peer, const overlay::Letter& letter) {
    const Client& client = state_.clients[peer];
    if (client.server != server) return;
    keep(peer, letter.type, letter.query, letter.subject);
    talk.wake(server, core::later(talk.now(), silence_),
              State::timer(Alarm::client_silent, peer, client.connection));
    lose_server(talk, peer);
  }

  template <class Talk>
  void log_in(Talk& talk, core::PeerId peer, std::uint32_t stay) {
    const Client& client = state_.clients[peer];
    if (client.stay == stay && client.login == Login::away) connect_anew(talk, peer);
  }
  /// A client notices that its server has gone.
  template <class Talk>
  void server_silent(Talk& talk, core::PeerId peer, std::uint32_t connection) {
    if (state_.clients[peer].connection == connection) lose_server(talk, peer);
  }

  /// A server, or the redirector, has not answered.
  template <class Talk>
  void login_late(Talk& talk, core::PeerId peer, std::uint32_t connection) {
    const Client& client = state_.clients[peer];
    if (client.connection != connection || client.login == Login::logged_in) return;
    lose_server(talk, peer);
  }

  template <class Talk>
  void on_online(Talk& talk, core::PeerId peer) {
    connect_anew(talk, peer);
    plan_unsharing(talk, peer);
  }

  template <class Talk>
  void on_offline(Talk& talk, core::PeerId peer, bool announced) {
    Client& client = state_.clients[peer];
    if (client.login != Login::away && client.login != Login::redirecting) {
      if (announced) {
        overlay::Letter closed = State::letter_of(close);
        closed.value = client.connection;
        talk.send(peer, client.server, closed);
      }
      // That can be lost, or find no place.
      talk.wake(client.server, core::later(talk.now(), silence_),
                State::timer(Alarm::client_silent, peer, client.connection));
    }
    client.login = Login::away;
    ++client.stay;
    client.searches.clear();
    client.requests.clear();
  }

  /// The user withdraws a file, or all of them.
  template <class Talk>
  void unshare(Talk& talk, core::PeerId peer, std::uint32_t stay) {
    Client& client = state_.clients[peer];
    if (client.stay != stay) return;
    core::Substream& random = unsharing_[peer];
    const bool all = random.chance(state_.parameters.stop_sharing_share);
    if (all) {
      state_.folders.withdraw_all(peer);
    } else {
      state_.folders.withdraw(peer, random);
    }
    if (client.login == Login::logged_in) {
      overlay::Letter letter = State::letter_of(all ? napster::unshare_all : napster::unshare);
      letter.subject = state_.folders.withdrawn(peer);
      talk.send(peer, client.server, letter);
    }
    plan_unsharing(talk, peer);
  }

 private:
  // ---- logging in ----

  template <class Talk>
  void connect_anew(Talk& talk, core::PeerId peer) {
    if (state_.redirector == core::no_peer) {
      return send_login(talk, peer, state_.servers.choice(peer, state_.clients[peer].choice));
    }
    begin_connection(talk, peer, state_.redirector, Login::redirecting);
    talk.send(peer, state_.redirector, State::letter_of(connect));
  }

  template <class Talk>
  void begin_connection(Talk& talk, core::PeerId peer, core::PeerId server, Login login) {
    Client& client = state_.clients[peer];
    client.login = login;
    client.server = server;
    ++client.connection;
    talk.wake(peer, core::later(talk.now(), retry_),
              State::timer(Alarm::login_late, client.connection));
  }

  template <class Talk>
  void redirected(Talk& talk, core::PeerId peer, core::PeerId server) {
    if (state_.clients[peer].login != Login::redirecting) return;
    if (server == core::no_peer) return try_later(talk, peer);
    send_login(talk, peer, server);
  }

  template <class Talk>
  void send_login(Talk& talk, core::PeerId peer, core::PeerId server) {
    begin_connection(talk, peer, server, Login::logging_in);
    overlay::Letter letter = State::letter_of(login);
    letter.subject = peer;
    letter.value = state_.clients[peer].connection;
    talk.send(peer, server, letter);
  }

  template <class Talk, class Transfers>
  void logged_in(Talk& talk, Transfers& transfers, core::PeerId peer) {
    Client& client = state_.clients[peer];
    if (client.login != Login::logging_in) return;
    client.login = Login::logged_in;
    client.tried = 0;
    client.rounds = 0;
    client.withdrawn = state_.folders.withdrawn(peer);
    if (state_.folders.shared(peer) > 0) {
      overlay::Letter files = State::letter_of(share);
      files.subject = state_.folders.shared(peer);
      files.value = state_.share_bytes(peer);
      talk.send(peer, client.server, files);
    }
    for (const overlay::QueryNumber query : std::exchange(client.searches, {})) {
      send_search(talk, peer, query);
    }
    transfers.logged_in(talk, peer);
  }

  template <class Talk>
  void send_search(Talk& talk, core::PeerId peer, overlay::QueryNumber query) {
    talk.send(peer, state_.clients[peer].server, State::letter_of(search, query));
  }

  /// The server has closed the connection, as it leaves, or as it does not know who has sent a
  /// letter. Then it is there, and the client logs in anew.
  template <class Talk>
  void hung_up(Talk& talk, core::PeerId peer, core::PeerId server, const overlay::Letter& letter) {
    if (state_.clients[peer].server != server) return;
    keep(peer, letter.subject, letter.query, letter.value);
    if (letter.subject == type_count) return lose_server(talk, peer);
    if (state_.clients[peer].login == Login::logged_in) connect_anew(talk, peer);
  }

  /// Keeps what a server has not taken until the client is logged in again.
  void keep(core::PeerId peer, std::uint32_t type, overlay::QueryNumber query,
            std::uint32_t subject) {
    Client& client = state_.clients[peer];
    if (type == search) {
      client.searches.push_back(query);
    } else if (type == download_request && state_.is_open(subject)) {
      client.requests.push_back(subject);
    }
  }

  template <class Talk>
  void lose_server(Talk& talk, core::PeerId peer) {
    if (state_.clients[peer].login == Login::away) return;
    go_to_next(talk, peer);
  }

  template <class Talk>
  void go_to_next(Talk& talk, core::PeerId peer) {
    Client& client = state_.clients[peer];
    const bool redirected = state_.redirector != core::no_peer;
    const std::uint32_t choices = redirected
                                      ? static_cast<std::uint32_t>(state_.index_servers.size())
                                      : state_.servers.choices(peer);
    client.choice = (client.choice + 1) % state_.servers.choices(peer);
    if (client.server == state_.redirector || ++client.tried >= choices) {
      return try_later(talk, peer);
    }
    connect_anew(talk, peer);
  }

  template <class Talk>
  void try_later(Talk& talk, core::PeerId peer) {
    Client& client = state_.clients[peer];
    client.tried = 0;
    client.login = Login::away;
    client.searches.clear();  // nobody is left to ask
    // Without a horizon nothing else might ever end the run.
    if (++client.rounds >= State::most_rounds && talk.horizon() == core::never) return;
    talk.wake(peer, core::later(talk.now(), retry_), State::timer(Alarm::log_in, client.stay));
  }

  // ---- sharing ----

  template <class Talk>
  void plan_unsharing(Talk& talk, core::PeerId peer) {
    if (unsharing_.empty() || state_.folders.shared(peer) == 0) return;
    const core::Distribution wait_s{core::Exponential{60 / state_.parameters.unshare_rate_per_min}};
    const double wait_ms = 1000 * wait_s.quantile(unsharing_[peer].uniform_open());
    talk.wake(peer, core::later(talk.now(), core::from_milliseconds_cut(wait_ms)),
              State::timer(Alarm::unshare, state_.clients[peer].stay));
  }

  State& state_;
  std::vector<core::Substream> unsharing_;  ///< [peer]; empty if nobody withdraws files
  core::Time login_spread_;
  core::Time retry_;
  core::Time silence_;
};

}  // namespace rippletank::protocols::napster
