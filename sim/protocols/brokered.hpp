// brokered: a server knows who holds what and tells those who ask; what they fetch passes it by.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/random.hpp"
#include "sim/overlay/content.hpp"
#include "sim/overlay/correspondence.hpp"
#include "sim/overlay/protocol.hpp"
#include "sim/overlay/servers.hpp"
#include "sim/overlay/station.hpp"
#include "sim/protocols/parts/download_parameters.hpp"
#include "sim/protocols/parts/downloads.hpp"
#include "sim/protocols/parts/server_parameters.hpp"
#include "sim/registry/quantity.hpp"

namespace rippletank::protocols {

/// The bare brokered architecture: clients log in and publish what they hold, the server answers
/// searches from its index.
///
/// Source:  McKeeth, A Guide to Peer-2-Peer (2003): brokered networks. Sizes are round numbers.
class Brokered {
 public:
  static constexpr bool carries = true;
  static constexpr bool has_servers = true;

  struct Parameters {
    std::uint32_t login_bytes = 50;
    std::uint32_t welcome_bytes = 25;
    std::uint32_t publish_item_bytes = 90;
    std::uint32_t search_header_bytes = 40;
    std::uint32_t search_text_bytes = 18;
    std::uint32_t results_header_bytes = 4;
    std::uint32_t result_bytes = 100;
    std::uint32_t results_max = 100;
    std::uint32_t request_bytes = 50;
    std::uint32_t refusal_bytes = 25;
    double login_spread_s = 10;
    double retry_s = 60;
    double silence_s = 60;
    ServerParameters server;
    DownloadParameters downloads;
  };

  static registry::Entry entry();

  static std::vector<std::string> message_types() {
    return {"login",          "welcome", "publish", "search",  "results",
            "unknown_client", "logout",  "busy",    "request", "refusal"};
  }

  Brokered(const Parameters& parameters, const overlay::SetUp& set_up);

  measure::MessageSize size(const overlay::Letter& letter) const;
  const char* role(core::PeerId peer) const {
    return servers_.is_server(peer) ? "server" : "client";
  }

  template <class Talk>
  void on_start(Talk& talk) {
    for (core::PeerId peer = 0; peer < clients_.size(); ++peer) {
      if (servers_.is_server(peer)) continue;
      core::Substream stream(seed_, core::Purpose("brokered/login"), peer);
      talk.wake(peer,
                static_cast<core::Time>(stream.uniform() * static_cast<double>(login_spread_)),
                timer(Alarm::log_in));
    }
  }

  template <class Talk>
  void on_query(Talk& talk, const overlay::Query& query, overlay::QueryNumber number) {
    asked_.push_back({query.item.value_or(no_item), query.origin, query.download, {}});
    if (servers_.is_server(query.origin)) return answer_itself(talk, query.origin, number);
    ask(talk, query.origin, number);
  }

  template <class Talk>
  void on_letter(Talk& talk, core::PeerId to, core::PeerId from, const overlay::Letter& letter) {
    if (letter.type == request) return downloads_.asked(talk, *this, to, letter.subject);
    if (letter.type == refusal) return downloads_.passed_over(talk, *this, letter.subject, from);
    if (servers_.is_server(to)) {
      const auto arrival = stations_[servers_.index(to)].arrive(talk.now(), {from, letter});
      if (arrival.started) begin_service(talk, to, *arrival.started);
      if (!arrival.taken) refuse(talk, to, from, letter);
    } else {
      read(talk, to, letter);
    }
  }

  template <class Talk>
  void on_lost(Talk& talk, core::PeerId to, core::PeerId from, const overlay::Letter& letter) {
    if (letter.type == request) return downloads_.passed_over(talk, *this, letter.subject, to);
    if (letter.type == refusal) return downloads_.passed_over(talk, *this, letter.subject, from);
    if (servers_.is_server(from)) return;  // a client that has gone; its session ends by itself
    if (letter.type == login) {
      go_to_next_server(talk, from);
    } else if (letter.type == search) {
      ask_again(talk, from, letter.query);
    }
  }

  template <class Talk>
  void on_timer(Talk& talk, core::PeerId peer, const overlay::Letter& letter) {
    switch (static_cast<Alarm>(letter.type)) {
      case Alarm::served:
        return end_service(talk, peer, letter.subject);
      case Alarm::log_in:
        if (clients_[peer].state == State::away) log_in(talk, peer);
        return;
      case Alarm::silent:
        if (session_epoch_[letter.subject] == letter.value)
          session_[letter.subject] = core::no_peer;
        return;
      case Alarm::piece:
        return downloads_.try_again(talk, *this, letter.subject);
    }
  }

  template <class Talk>
  void on_online(Talk& talk, core::PeerId peer) {
    if (!servers_.is_server(peer)) log_in(talk, peer);
    downloads_.back(talk, *this, peer);
  }

  template <class Talk>
  void on_offline(Talk& talk, core::PeerId peer, bool announced) {
    downloads_.gone(talk, *this, peer);
    if (servers_.is_server(peer)) return close_server(talk, peer);
    Client& client = clients_[peer];
    const core::PeerId server = session_[peer];
    if (client.state == State::logged_in && announced) {
      talk.send(peer, server_of(peer), letter_of(logout));
    } else if (server != core::no_peer) {
      overlay::Letter alarm = timer(Alarm::silent);
      alarm.subject = peer;
      alarm.value = session_epoch_[peer];
      talk.wake(server, core::later(talk.now(), silence_), alarm);
    }
    client.state = State::away;
    client.waiting.clear();
  }

  template <class Talk>
  void on_carried(Talk& talk, core::PeerId from, core::PeerId, const overlay::Letter& letter) {
    downloads_.carried(talk, *this, from, letter.subject);
  }

  template <class Talk>
  void on_cut(Talk& talk, core::PeerId from, core::PeerId, const overlay::Letter& letter,
              std::uint64_t carried_bytes) {
    downloads_.cut(talk, *this, from, letter.subject, carried_bytes);
  }

  // ---- what downloads ask of their protocol ----

  template <class Talk>
  void ask_source(Talk& talk, DownloadId download, core::PeerId source) {
    talk.send(downloads_.peer(download), source, about(request, download));
  }

  template <class Talk>
  void refuse(Talk& talk, core::PeerId source, DownloadId download) {
    talk.send(source, downloads_.peer(download), about(refusal, download));
  }

  static const char* method(DownloadId, core::PeerId) { return "direct"; }

  template <class Talk>
  void on_end(Talk& talk) {
    for (const overlay::Station& station : stations_) {
      talk.measures().servers.push_back(station.record(talk.measures().end));
    }
  }

 private:
  enum Type : std::uint8_t {
    login,
    welcome,
    publish,
    search,
    results,
    unknown_client,
    logout,
    busy,
    request,
    refusal
  };
  enum class Alarm : std::uint8_t { served, log_in, silent, piece };
  enum class State : std::uint8_t { away, logging_in, logged_in };

  struct Client {
    State state = State::away;
    std::uint32_t choice = 0;  ///< position among the servers that it may use
    std::uint32_t tried = 0;   ///< servers that did not answer, one after the other
    std::vector<overlay::QueryNumber> waiting;  ///< until it is logged in
  };

  /// What a peer has asked for, and whom the server has named.
  struct Asked {
    core::ItemId item = 0;
    core::PeerId origin = 0;
    bool download = false;
    std::vector<core::PeerId> holders;  ///< if it fetches what it finds
  };

  static constexpr core::ItemId no_item = std::numeric_limits<core::ItemId>::max();

  static overlay::Letter letter_of(Type type, overlay::QueryNumber query = overlay::no_query) {
    overlay::Letter letter;
    letter.type = type;
    letter.query = query;
    return letter;
  }
  static overlay::Letter timer(Alarm alarm) {
    overlay::Letter letter;
    letter.type = static_cast<std::uint8_t>(alarm);
    return letter;
  }

  overlay::Letter about(Type type, DownloadId download) const {
    overlay::Letter letter = letter_of(type, downloads_.query(download));
    letter.subject = download;
    return letter;
  }

  core::PeerId server_of(core::PeerId client) const {
    return servers_.choice(client, clients_[client].choice);
  }

  // ---- clients ----

  template <class Talk>
  void log_in(Talk& talk, core::PeerId peer) {
    clients_[peer].state = State::logging_in;
    talk.send(peer, server_of(peer), letter_of(login));
  }

  template <class Talk>
  void ask(Talk& talk, core::PeerId peer, overlay::QueryNumber query) {
    Client& client = clients_[peer];
    if (client.state == State::logged_in) {
      talk.send(peer, server_of(peer), letter_of(search, query));
    } else {
      client.waiting.push_back(query);
      if (client.state == State::away) log_in(talk, peer);
    }
  }

  /// The server does not know the client, or does not answer: it logs in anew, then asks again.
  template <class Talk>
  void ask_again(Talk& talk, core::PeerId peer, overlay::QueryNumber query) {
    Client& client = clients_[peer];
    client.waiting.push_back(query);
    if (client.state == State::logged_in) log_in(talk, peer);
  }

  template <class Talk>
  void go_to_next_server(Talk& talk, core::PeerId peer) {
    Client& client = clients_[peer];
    const std::uint32_t choices = servers_.choices(peer);
    client.choice = (client.choice + 1) % choices;
    if (++client.tried < choices) return log_in(talk, peer);
    client.tried = 0;
    client.state = State::away;
    client.waiting.clear();  // nobody is left to ask
    talk.wake(peer, core::later(talk.now(), retry_), timer(Alarm::log_in));
  }

  template <class Talk>
  void read(Talk& talk, core::PeerId peer, const overlay::Letter& letter) {
    Client& client = clients_[peer];
    if (letter.type == welcome) {
      client.state = State::logged_in;
      client.tried = 0;
      if (held_by(peer) > 0) {
        overlay::Letter files = letter_of(publish);
        files.value = held_by(peer);
        talk.send(peer, server_of(peer), files);
      }
      for (const overlay::QueryNumber query : std::exchange(client.waiting, {})) {
        ask(talk, peer, query);
      }
    } else if (letter.type == unknown_client) {
      ask_again(talk, peer, letter.query);
    } else if (letter.type == busy) {
      if (letter.subject == login) go_to_next_server(talk, peer);
    } else {
      take_answer(talk, letter.query, letter.value, 1);
    }
  }

  template <class Talk>
  void take_answer(Talk& talk, overlay::QueryNumber query, std::uint32_t hits, std::uint32_t hops) {
    talk.answered(query, hits, hops);
    Asked& asked = asked_[query];
    if (asked.holders.empty()) return;
    downloads_.begin(talk, *this, query, asked.origin, asked.item, content_->size_bytes(asked.item),
                     std::exchange(asked.holders, {}));
  }

  // ---- servers ----

  template <class Talk>
  void begin_service(Talk& talk, core::PeerId server, const overlay::Station::Started& started) {
    overlay::Letter alarm = timer(Alarm::served);
    alarm.subject = started.job;
    talk.wake(server, started.end, alarm);
  }

  template <class Talk>
  void end_service(Talk& talk, core::PeerId server, overlay::Station::JobId job) {
    const auto finished = stations_[servers_.index(server)].finish(talk.now(), job);
    if (!finished) return;
    if (finished->next) begin_service(talk, server, *finished->next);
    serve(talk, server, finished->request.from, finished->request.letter);
  }

  template <class Talk>
  void serve(Talk& talk, core::PeerId server, core::PeerId client, const overlay::Letter& letter) {
    switch (static_cast<Type>(letter.type)) {
      case login:
        session_[client] = server;
        ++session_epoch_[client];
        published_[client] = false;
        return talk.send(server, client, letter_of(welcome));
      case publish:
        published_[client] = session_[client] == server;
        return;
      case logout:
        if (session_[client] == server) session_[client] = core::no_peer;
        return;
      case search:
        if (session_[client] != server) {
          return talk.send(server, client, letter_of(unknown_client, letter.query));
        }
        talk.reached(letter.query, server, 1);
        return talk.send(server, client, answer(server, client, letter.query));
      case request:
      case refusal:
      case welcome:
      case results:
      case unknown_client:
      case busy:
        return;
    }
  }

  /// There is no place for a request: who waits for an answer is told so.
  template <class Talk>
  void refuse(Talk& talk, core::PeerId server, core::PeerId client, const overlay::Letter& letter) {
    if (letter.type != login && letter.type != search) return;
    overlay::Letter no_place = letter_of(busy, letter.query);
    no_place.hops = 2;
    no_place.subject = letter.type;
    talk.send(server, client, no_place);
  }

  overlay::Letter answer(core::PeerId server, core::PeerId client, overlay::QueryNumber query) {
    overlay::Letter letter = letter_of(results, query);
    letter.hops = 2;
    letter.value = find(server, client, query);
    return letter;
  }

  template <class Talk>
  void answer_itself(Talk& talk, core::PeerId server, overlay::QueryNumber query) {
    take_answer(talk, query, find(server, server, query), 0);
  }

  template <class Talk>
  void close_server(Talk& talk, core::PeerId server) {
    stations_[servers_.index(server)].fail(talk.now());
    for (core::PeerId& at : session_) {
      if (at == server) at = core::no_peer;
    }
  }

  std::uint32_t held_by(core::PeerId peer) const;
  /// How many holders a server knows of what is asked for, the one who asks left out, up to the
  /// limit; notes whom if they are to be fetched from.
  std::uint32_t find(core::PeerId server, core::PeerId client, overlay::QueryNumber query);

  Parameters parameters_;
  std::uint64_t seed_;
  core::Time login_spread_;
  core::Time retry_;
  core::Time silence_;
  const overlay::Content* content_;
  overlay::Servers servers_;
  std::vector<overlay::Station> stations_;    ///< in the order of servers_.all()
  std::vector<Client> clients_;               ///< [peer]
  std::vector<core::PeerId> session_;         ///< [peer] the server at which it is logged in
  std::vector<std::uint32_t> session_epoch_;  ///< [peer] how often it has logged in
  std::vector<bool> published_;               ///< [peer] whether that server knows what it holds
  std::vector<Asked> asked_;                  ///< [query]
  Downloads downloads_;
};

RIPPLETANK_PROTOCOL(brokered, overlay::Correspondence<Brokered>)

}  // namespace rippletank::protocols
