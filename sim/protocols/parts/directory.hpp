// Directory: servers that know who holds what, and clients that tell and ask them.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/random.hpp"
#include "sim/overlay/content.hpp"
#include "sim/overlay/correspondence.hpp"
#include "sim/overlay/protocol.hpp"
#include "sim/overlay/servers.hpp"
#include "sim/overlay/station.hpp"
#include "sim/protocols/parts/directory_parameters.hpp"
#include "sim/protocols/parts/stations.hpp"

namespace rippletank::protocols {

/// Clients log in at a server, publish what they hold and ask it who holds an item. A client that
/// finds its server gone, or full, turns to the next one, until none is left; then it waits. One
/// that only hears nothing more of its server notices after `silence_s`, as servers do of clients.
///
/// The rules of a protocol own a directory, hand on what concerns it, and have
///
///     found(talk, query)                     the answer to a query has come; see asked()
///     serve(talk, server, client, letter)    a server has served a request of another type
///     refuse(talk, server, client, letter)   it has no place for such a request
///
/// and may have
///
///     logged_in(talk, client)                a client is logged in
///
/// Letters of types below `types` and timers below `alarms` are the directory's, others free.
class Directory {
 public:
  enum Type : std::uint8_t {
    login,
    welcome,
    publish,
    search,
    results,
    unknown_client,
    logout,
    busy,
    types
  };
  enum Alarm : std::uint8_t { served, log_in, publish_again, silent, server_silent, alarms };

  static std::vector<std::string> message_types() {
    return {"login", "welcome", "publish", "search", "results", "unknown_client", "logout", "busy"};
  }

  /// What a peer has asked for, and whom the server has named.
  struct Asked {
    core::ItemId item = 0;
    core::PeerId origin = 0;
    bool download = false;
    std::uint32_t hits = 0;
    std::vector<core::PeerId> holders;  ///< if it fetches what it finds
  };

  Directory(const DirectoryParameters& parameters, const overlay::SetUp& set_up);

  const overlay::Servers& servers() const { return servers_; }
  const overlay::Content* content() const { return content_; }
  const char* role(core::PeerId peer) const {
    return servers_.is_server(peer) ? "server" : "client";
  }
  /// For letters of the directory's own types.
  measure::MessageSize size(const overlay::Letter& letter) const;

  Asked& asked(overlay::QueryNumber query) { return asked_[query]; }
  /// The server at which a client is logged in, as the servers know it; no_peer: at none.
  core::PeerId session(core::PeerId client) const { return session_[client]; }
  /// Whether a client thinks that it is logged in.
  bool is_logged_in(core::PeerId client) const {
    return clients_[client].state == State::logged_in;
  }
  /// The server that a client is logged in at, or turns to next.
  core::PeerId server_of(core::PeerId client) const {
    return servers_.choice(client, clients_[client].choice);
  }

  /// The holders of an item that a server knows, one who asks left out, up to the limit of results:
  /// a random part of them if they are more, in random order.
  std::vector<core::PeerId> holders(core::PeerId server, core::PeerId except, core::ItemId item,
                                    core::Substream& stream) const;

  template <class Talk>
  void on_start(Talk& talk) {
    for (core::PeerId peer = 0; peer < clients_.size(); ++peer) {
      if (servers_.is_server(peer) || !talk.is_online(peer)) continue;
      core::Substream stream(seed_, core::Purpose("directory/login"), peer);
      talk.wake(peer,
                static_cast<core::Time>(stream.uniform() * static_cast<double>(login_spread_)),
                letter_of(log_in));
    }
  }

  template <class Talk, class Rules>
  void on_query(Talk& talk, Rules& rules, const overlay::Query& query,
                overlay::QueryNumber number) {
    asked_.push_back({query.item.value_or(core::no_item), query.origin, query.download, 0, {}});
    if (servers_.is_server(query.origin)) {
      look_up(query.origin, query.origin, number);
      return take_answer(talk, rules, number, 0);
    }
    ask(talk, query.origin, number);
  }

  /// For every letter to a server or from one, whatever its type.
  template <class Talk, class Rules>
  void on_letter(Talk& talk, Rules& rules, core::PeerId to, core::PeerId from,
                 const overlay::Letter& letter) {
    if (!servers_.is_server(to)) return read(talk, rules, to, letter);
    if (stations_.arrive(talk, to, {from, letter})) return;
    if (letter.type >= types) return rules.refuse(talk, to, from, letter);
    refuse(talk, to, from, letter);
  }

  /// For letters of the directory's own types.
  template <class Talk>
  void on_lost(Talk& talk, core::PeerId to, core::PeerId from, const overlay::Letter& letter) {
    if (servers_.is_server(from)) {
      if (letter.type == welcome) log_in_later(talk, to);
      return;
    }
    if (letter.type == login) {
      go_to_next_server(talk, from);
    } else if (letter.type == publish) {
      log_in_again(talk, from);
    } else if (letter.type == search) {
      ask_again(talk, from, letter.query);
    }
  }

  /// For timers of the directory's own.
  template <class Talk, class Rules>
  void on_timer(Talk& talk, Rules& rules, core::PeerId peer, const overlay::Letter& letter) {
    if (letter.type == served) {
      end_service(talk, rules, peer, letter.subject);
    } else if (letter.type == log_in) {
      if (clients_[peer].state == State::away) start_login(talk, peer);
    } else if (letter.type == publish_again) {
      if (is_logged_in(peer)) tell_holdings(talk, peer);
    } else if (letter.type == server_silent) {
      const Client& client = clients_[peer];
      if (client.state != State::away && client.logins == letter.value) start_login(talk, peer);
    } else if (session_login_[letter.subject] == letter.value) {
      session_[letter.subject] = core::no_peer;
    }
  }

  template <class Talk>
  void on_online(Talk& talk, core::PeerId peer) {
    if (!servers_.is_server(peer)) start_login(talk, peer);
  }

  template <class Talk>
  void on_offline(Talk& talk, core::PeerId peer, bool announced) {
    if (servers_.is_server(peer)) return close_server(talk, peer);
    Client& client = clients_[peer];
    const core::PeerId server = session_[peer];
    if (client.state == State::logged_in && announced) {
      send_of_login(talk, peer, logout);
    }
    if (server != core::no_peer) {  // a logout can be lost, or find no place
      overlay::Letter alarm = letter_of(silent);
      alarm.subject = peer;
      alarm.value = session_login_[peer];
      talk.wake(server, core::later(talk.now(), silence_), alarm);
    }
    client.state = State::away;
    client.waiting.clear();
  }

  template <class Talk>
  void on_end(Talk& talk) {
    stations_.on_end(talk);
  }

  /// A client's server does not know it, or does not answer: it logs in anew.
  template <class Talk>
  void log_in_again(Talk& talk, core::PeerId client) {
    if (clients_[client].state == State::logged_in) start_login(talk, client);
  }

 private:
  enum class State : std::uint8_t { away, logging_in, logged_in };

  struct Client {
    State state = State::away;
    std::uint32_t choice = 0;  ///< position among the servers that it may use
    std::uint32_t tried = 0;   ///< servers that did not answer, one after the other
    std::uint32_t rounds = 0;  ///< in a row in which none of them did, or no answer came back
    std::uint32_t logins = 0;  ///< that it has sent
    std::vector<overlay::QueryNumber> waiting;  ///< until it is logged in
  };

  static constexpr std::uint32_t most_rounds = 100;

  static overlay::Letter letter_of(std::uint8_t type,
                                   overlay::QueryNumber query = overlay::no_query) {
    overlay::Letter letter;
    letter.type = type;
    letter.query = query;
    return letter;
  }

  // ---- clients ----

  template <class Talk>
  void start_login(Talk& talk, core::PeerId peer) {
    clients_[peer].state = State::logging_in;
    ++clients_[peer].logins;
    send_of_login(talk, peer, login);
  }

  /// A login and its logout have a number in common, as a server with several workers may come to
  /// the logout when the client has already logged in anew.
  template <class Talk>
  void send_of_login(Talk& talk, core::PeerId peer, Type type) {
    overlay::Letter letter = letter_of(type);
    letter.value = clients_[peer].logins;
    talk.send(peer, server_of(peer), letter);
  }

  /// The answer to a login does not come.
  template <class Talk>
  void log_in_later(Talk& talk, core::PeerId peer) {
    if (clients_[peer].state == State::logging_in) try_again_later(talk, peer);
  }

  template <class Talk>
  void try_again_later(Talk& talk, core::PeerId peer) {
    Client& client = clients_[peer];
    client.tried = 0;
    client.state = State::away;
    // Without a horizon nothing else might ever end the run.
    if (++client.rounds >= most_rounds && talk.horizon() == core::never) {
      return client.waiting.clear();
    }
    talk.wake(peer, core::later(talk.now(), retry_), letter_of(log_in));
  }

  template <class Talk>
  void tell_holdings(Talk& talk, core::PeerId peer) {
    overlay::Letter files = letter_of(publish);
    files.value = held_by(peer);
    if (files.value > 0) talk.send(peer, server_of(peer), files);
  }

  template <class Talk>
  void ask(Talk& talk, core::PeerId peer, overlay::QueryNumber query) {
    Client& client = clients_[peer];
    if (client.state == State::logged_in) {
      talk.send(peer, server_of(peer), letter_of(search, query));
    } else {
      client.waiting.push_back(query);
      if (client.state == State::away) start_login(talk, peer);
    }
  }

  /// The server does not know the client, or does not answer: it logs in anew, then asks again.
  template <class Talk>
  void ask_again(Talk& talk, core::PeerId peer, overlay::QueryNumber query) {
    Client& client = clients_[peer];
    client.waiting.push_back(query);
    log_in_again(talk, peer);
  }

  template <class Talk>
  void go_to_next_server(Talk& talk, core::PeerId peer) {
    Client& client = clients_[peer];
    const std::uint32_t choices = servers_.choices(peer);
    client.choice = (client.choice + 1) % choices;
    if (++client.tried < choices) return start_login(talk, peer);
    client.waiting.clear();  // nobody is left to ask
    try_again_later(talk, peer);
  }

  template <class Talk, class Rules>
  void read(Talk& talk, Rules& rules, core::PeerId peer, const overlay::Letter& letter) {
    Client& client = clients_[peer];
    if (letter.type == welcome) {
      client.state = State::logged_in;
      client.tried = 0;
      client.rounds = 0;
      tell_holdings(talk, peer);
      for (const overlay::QueryNumber query : std::exchange(client.waiting, {})) {
        ask(talk, peer, query);
      }
      if constexpr (requires { rules.logged_in(talk, peer); }) rules.logged_in(talk, peer);
    } else if (letter.type == unknown_client) {
      ask_again(talk, peer, letter.query);
    } else if (letter.type == busy) {
      if (letter.subject == login) go_to_next_server(talk, peer);
      if (letter.subject == publish) {
        talk.wake(peer, core::later(talk.now(), retry_), letter_of(publish_again));
      }
    } else {
      take_answer(talk, rules, letter.query, 1);
    }
  }

  template <class Talk, class Rules>
  void take_answer(Talk& talk, Rules& rules, overlay::QueryNumber query, std::uint32_t hops) {
    talk.answered(query, asked_[query].hits, hops);
    rules.found(talk, query);
  }

  // ---- servers ----

  template <class Talk, class Rules>
  void end_service(Talk& talk, Rules& rules, core::PeerId server, overlay::Station::JobId job) {
    const auto request = stations_.finish(talk, server, job);
    if (!request) return;
    if (request->letter.type >= types) {
      return rules.serve(talk, server, request->from, request->letter);
    }
    serve(talk, server, request->from, request->letter);
  }

  template <class Talk>
  void serve(Talk& talk, core::PeerId server, core::PeerId client, const overlay::Letter& letter) {
    switch (static_cast<Type>(letter.type)) {
      case login:
        if (letter.value < session_login_[client]) return;  // it has logged in anew since
        session_[client] = server;
        session_login_[client] = letter.value;
        published_[client] = false;
        return talk.send(server, client, letter_of(welcome));
      case publish:
        published_[client] = session_[client] == server;
        return;
      case logout:
        if (session_[client] == server && session_login_[client] == letter.value) {
          session_[client] = core::no_peer;
        }
        return;
      case search:
        if (session_[client] != server) {
          return talk.send(server, client, letter_of(unknown_client, letter.query));
        }
        talk.reached(letter.query, server, 1);
        look_up(server, client, letter.query);
        if (asked_[letter.query].hits > 0) talk.answers(letter.query, server);
        return talk.send(server, client, answer(letter.query));
      case welcome:
      case results:
      case unknown_client:
      case busy:
      case types:
        return;
    }
  }

  /// There is no place for a request: who needs to know is told so.
  template <class Talk>
  void refuse(Talk& talk, core::PeerId server, core::PeerId client, const overlay::Letter& letter) {
    if (letter.type == logout) return;
    overlay::Letter no_place = letter_of(busy, letter.query);
    no_place.hops = 2;
    no_place.subject = letter.type;
    talk.send(server, client, no_place);
  }

  overlay::Letter answer(overlay::QueryNumber query) const {
    overlay::Letter letter = letter_of(results, query);
    letter.hops = 2;
    letter.value = asked_[query].hits;
    return letter;
  }

  template <class Talk>
  void close_server(Talk& talk, core::PeerId server) {
    stations_.fail(talk.now(), server);
    for (core::PeerId client = 0; client < clients_.size(); ++client) {
      if (session_[client] == server) session_[client] = core::no_peer;
      if (clients_[client].state == State::away || server_of(client) != server) continue;
      overlay::Letter alarm = letter_of(server_silent);
      alarm.value = clients_[client].logins;
      talk.wake(client, core::later(talk.now(), silence_), alarm);
    }
  }

  std::uint32_t held_by(core::PeerId peer) const;
  /// Notes how many holders of what is asked for a server knows, and whom if they are to be fetched
  /// from.
  void look_up(core::PeerId server, core::PeerId client, overlay::QueryNumber query);

  DirectoryParameters parameters_;
  std::uint64_t seed_;
  core::Time login_spread_;
  core::Time retry_;
  core::Time silence_;
  const overlay::Content* content_;
  overlay::Servers servers_;
  Stations stations_;
  std::vector<Client> clients_;               ///< [peer]
  std::vector<core::PeerId> session_;         ///< [peer] the server at which it is logged in
  std::vector<std::uint32_t> session_login_;  ///< [peer] which of its logins that server last took
  std::vector<bool> published_;               ///< [peer] whether that server knows what it holds
  std::vector<Asked> asked_;                  ///< [query]
};

}  // namespace rippletank::protocols
