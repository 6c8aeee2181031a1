// ServerRules: what servers do with what they are told and asked, and what the redirector does.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "sim/core/random.hpp"
#include "sim/overlay/letter.hpp"
#include "sim/overlay/protocol.hpp"
#include "sim/protocols/napster/redirector.hpp"
#include "sim/protocols/napster/searches.hpp"
#include "sim/protocols/napster/state.hpp"
#include "sim/protocols/parts/stations.hpp"

namespace rippletank::protocols::napster {

/// Servers keep an index of what their users share, answer searches from it, pass them on to linked
/// servers and tell clients of each other that want to exchange a file.
///
/// Source:  Napster protocol specification, drscholl (2000-2001); OpenNap (drscholl, 2000):
///          search.c, download.c. Departs: what linked servers tell each other of their users is
///          not sent, each knows at once where a client is logged in; so does the redirector know
///          how many users each has; links between servers break and are there again at once;
///          results beyond those that were asked for are not passed on; a message from who is not
///          logged in is answered by closing the connection.
class ServerRules {
 public:
  ServerRules(State& state, const overlay::SetUp& set_up)
      : state_(state),
        stations_(state.parameters.server, state.servers, set_up,
                  static_cast<std::uint8_t>(Alarm::served)),
        redirector_(state.index, set_up.connections.peers()),
        retry_(core::from_seconds(state.parameters.retry_s)),
        silence_(core::from_seconds(state.parameters.silence_s)),
        search_timeout_(core::from_seconds(state.parameters.search_timeout_s)) {}

  /// A server itself asks.
  template <class Talk>
  void on_query(Talk& talk, core::PeerId server, overlay::QueryNumber query) {
    if (state_.is_redirector(server)) return;
    begin_search(talk, {server, server, 0, query, 0, state_.parameters.results_max, {}});
  }

  template <class Talk>
  void on_letter(Talk& talk, core::PeerId server, core::PeerId from,
                 const overlay::Letter& letter) {
    if (letter.type == close) return state_.index.close(from, letter.value);
    const std::uint32_t services = letter.type == share ? letter.subject : 1;
    if (!stations_.arrive(talk, server, {from, letter, services})) {
      refuse(talk, server, from, letter);
    }
  }

  /// What a server has sent does not arrive.
  template <class Talk>
  void on_lost(Talk& talk, core::PeerId to, core::PeerId server, const overlay::Letter& letter) {
    switch (static_cast<Type>(letter.type)) {
      case result:
      case remote_result:
        return state_.drop_batch(letter.subject);
      case remote_search:
        return end_part(talk, server, to, letter.subject);
      case upload_request:
      case push_ack:
        if (state_.index.server_of(state_.requests[letter.subject].peer) == server) {
          tell_peer(talk, server, letter.subject, get_error);
        }
        return;
      default:
        return;
    }
  }

  template <class Talk>
  void served(Talk& talk, core::PeerId server, overlay::Station::JobId job) {
    const auto request = stations_.finish(talk, server, job);
    if (request) serve(talk, server, request->from, request->letter);
  }
  /// A server notices that a client has gone.
  void client_silent(core::PeerId client, std::uint32_t connection) {
    state_.index.close(client, connection);
  }
  /// Whom the redirector has sent somewhere will not come there any more.
  void client_late(core::PeerId client, std::uint32_t visits) {
    redirector_.give_up(client, visits);
  }
  template <class Talk>
  void search_late(Talk& talk, SearchId id) {
    if (const Search* search = searches_.find(id)) finish(talk, id, *search);
  }

  template <class Talk>
  void on_offline(Talk& talk, core::PeerId server, bool announced) {
    stations_.fail(talk.now(), server);
    if (server == state_.redirector) redirector_.forget_all();
    state_.index.close_all(server);
    searches_.for_each([&](SearchId id, const Search& search) {
      if (search.server == server) return searches_.end(id);
      end_part(talk, search.server, server, id);
    });
    for (core::PeerId client = 0; client < state_.clients.size(); ++client) {
      const Client& left = state_.clients[client];
      if (left.server != server || left.login == Login::away) continue;
      if (announced) {
        hang_up(talk, server, client, {}, type_count);
      } else {
        talk.wake(client, core::later(talk.now(), silence_),
                  State::timer(Alarm::server_silent, left.connection));
      }
    }
  }

  template <class Talk>
  void on_end(Talk& talk) const {
    stations_.on_end(talk);
  }

  // ---- what is asked of servers ----

  template <class Talk>
  void serve(Talk& talk, core::PeerId server, core::PeerId from, const overlay::Letter& letter) {
    switch (static_cast<Type>(letter.type)) {
      case connect:
        return redirect_client(talk, server, from);
      case login:
        return serve_login(talk, server, from, letter);
      case share:
        return state_.index.share(from, server, state_.clients[from].withdrawn);
      case unshare:
      case unshare_all:
        return state_.index.withdraw(from, server, letter.subject);
      case search:
      case download_request:
      case push_request:
        if (state_.index.server_of(from) != server) {
          return hang_up(talk, server, from, letter, letter.type);
        }
        if (letter.type != search) return serve_request(talk, server, letter);
        return begin_search(
            talk, {server, from, 0, letter.query, letter.hops, state_.parameters.results_max, {}});
      case remote_search:
        return begin_search(
            talk, {server, from, letter.subject, letter.query, letter.hops, letter.value, {}});
      case remote_result:
        return take_part(talk, server, letter);
      case remote_end:
        return end_part(talk, server, from, letter.subject);
      default:
        return serve_transfer(talk, server, letter);
    }
  }

  template <class Talk>
  void refuse(Talk& talk, core::PeerId server, core::PeerId from, const overlay::Letter& letter) {
    switch (static_cast<Type>(letter.type)) {
      case connect:
        return talk.send(server, from, to_server(core::no_peer));
      case login:
        redirector_.arrived(from, server);
        return refuse_login(talk, server, from);
      case search: {
        overlay::Letter no_place = State::letter_of(error, letter.query);
        no_place.hops = 2;
        no_place.subject = search;
        return talk.send(server, from, no_place);
      }
      case remote_search:
        return end_search(talk, {server, from, letter.subject, letter.query, letter.hops, 0, {}});
      case remote_result:
        return state_.drop_batch(letter.subject);
      default:
        return;
    }
  }

 private:
  // ---- logins ----

  static overlay::Letter to_server(core::PeerId server) {
    overlay::Letter letter = State::letter_of(redirect);
    letter.subject = server;
    return letter;
  }

  /// The redirector names a server that works, or none.
  template <class Talk>
  void redirect_client(Talk& talk, core::PeerId redirector, core::PeerId client) {
    std::vector<core::PeerId> working;
    for (const core::PeerId server : state_.index_servers) {
      if (talk.is_online(server)) working.push_back(server);
    }
    const core::PeerId server = redirector_.send(client, working);
    talk.send(redirector, client, to_server(server));
    talk.wake(redirector, core::later(talk.now(), retry_),
              State::timer(Alarm::client_late, client, redirector_.visits(client)));
  }

  template <class Talk>
  void serve_login(Talk& talk, core::PeerId server, core::PeerId client,
                   const overlay::Letter& letter) {
    redirector_.arrived(client, server);
    const auto& limit = state_.parameters.user_limit;
    const bool here = state_.index.server_of(client) == server;
    if (limit && !here && state_.index.users_at(server) >= *limit) {
      return refuse_login(talk, server, client);
    }
    if (!state_.index.log_in(client, server, letter.value)) return;
    if (talk.counts(overlay::no_query)) ++state_.counts.logins;
    talk.send(server, client, State::letter_of(login_ack));
  }

  template <class Talk>
  void refuse_login(Talk& talk, core::PeerId server, core::PeerId client) {
    if (talk.counts(overlay::no_query)) ++state_.counts.refused_logins;
    overlay::Letter no_place = State::letter_of(error);
    no_place.subject = login;
    talk.send(server, client, no_place);
  }

  /// Closes the connection to a client, because of a letter or for no letter's sake.
  template <class Talk>
  void hang_up(Talk& talk, core::PeerId server, core::PeerId client, const overlay::Letter& letter,
               std::uint32_t type) {
    overlay::Letter closed = State::letter_of(close, letter.query);
    closed.subject = type;
    closed.value = letter.subject;
    talk.send(server, client, closed);
  }

  // ---- searches ----

  template <class Talk>
  void begin_search(Talk& talk, Search search) {
    const Asked& asked = state_.asked[search.query];
    if (search.server != asked.origin) talk.reached(search.query, search.server, search.hops);
    const std::uint32_t batch = state_.batches.put({});
    core::Substream random(state_.seed, core::Purpose("napster/results"), search.query);
    const std::uint32_t hidden = state_.index.find(
        {search.server, asked.origin, asked.item, search.wanted}, random, state_.batches[batch]);
    if (talk.counts(search.query)) state_.counts.hidden_results += hidden;
    const bool has_hits = !state_.batches[batch].empty();
    if (has_hits && search.server != asked.origin) talk.answers(search.query, search.server);
    send_results(talk, search, batch, search.hops);
    if (search.wanted > 0) search.awaited = others(talk, search);
    if (search.awaited.empty()) return end_search(talk, search);
    pass_on(talk, std::move(search));
  }

  /// The linked servers that a search is to be passed on to.
  template <class Talk>
  std::vector<core::PeerId> others(Talk& talk, const Search& search) const {
    std::vector<core::PeerId> servers;
    if (!state_.parameters.linked || state_.parameters.local_only) return servers;
    const bool is_first = search.asker == search.server || !state_.is_server(search.asker);
    if (!is_first && !state_.links.pass_on()) return servers;
    for (const core::PeerId server : state_.links.of(search.server)) {
      if (server != search.asker && talk.is_online(server)) servers.push_back(server);
    }
    return servers;
  }

  template <class Talk>
  void pass_on(Talk& talk, Search search) {
    if (talk.counts(search.query)) ++state_.counts.searches_passed_on;
    overlay::Letter letter = State::letter_of(remote_search, search.query);
    letter.hops = static_cast<std::uint16_t>(search.hops + 1);
    letter.value = search.wanted;
    const core::PeerId server = search.server;
    const std::vector<core::PeerId> awaited = search.awaited;
    letter.subject = searches_.begin(std::move(search));
    for (const core::PeerId other : awaited) talk.send(server, other, letter);
    talk.wake(server, core::later(talk.now(), search_timeout_),
              State::timer(Alarm::search_late, letter.subject));
  }

  /// Sends results to who asked, as many as are wanted; the batch is used up.
  template <class Talk>
  void send_results(Talk& talk, Search& search, std::uint32_t batch, std::uint16_t hops) {
    std::vector<core::PeerId>& holders = state_.batches[batch];
    if (holders.size() > search.wanted) holders.resize(search.wanted);
    search.wanted -= static_cast<std::uint32_t>(holders.size());
    if (holders.empty()) return state_.drop_batch(batch);
    overlay::Letter letter = State::letter_of(result, search.query);
    letter.hops = static_cast<std::uint16_t>(hops + 1);
    letter.subject = batch;
    if (search.asker == search.server) return state_.take_results(talk, letter);
    if (state_.is_server(search.asker)) {
      letter.type = remote_result;
      letter.value = search.asked_as;
    }
    talk.send(search.server, search.asker, letter);
  }

  /// Results of a linked server have come.
  template <class Talk>
  void take_part(Talk& talk, core::PeerId server, const overlay::Letter& letter) {
    Search* search = searches_.find(letter.value);
    if (search == nullptr || search->server != server) return state_.drop_batch(letter.subject);
    send_results(talk, *search, letter.subject, letter.hops);
  }

  /// No more will come of a linked server.
  template <class Talk>
  void end_part(Talk& talk, core::PeerId server, core::PeerId other, SearchId id) {
    Search* search = searches_.find(id);
    if (search == nullptr || search->server != server) return;
    std::vector<core::PeerId>& awaited = search->awaited;
    const auto ended = std::find(awaited.begin(), awaited.end(), other);
    if (ended == awaited.end()) return;
    awaited.erase(ended);
    if (awaited.empty()) finish(talk, id, *search);
  }

  template <class Talk>
  void finish(Talk& talk, SearchId id, const Search& search) {
    end_search(talk, search);
    searches_.end(id);
  }

  template <class Talk>
  void end_search(Talk& talk, const Search& search) {
    if (search.asker == search.server) return;
    overlay::Letter letter = State::letter_of(search_end, search.query);
    letter.hops = static_cast<std::uint16_t>(search.hops + 1);
    if (state_.is_server(search.asker)) {
      letter.type = remote_end;
      letter.subject = search.asked_as;
    }
    talk.send(search.server, search.asker, letter);
  }

  // ---- transfers ----

  /// A client asks for a file of another.
  template <class Talk>
  void serve_request(Talk& talk, core::PeerId server, const overlay::Letter& letter) {
    const RequestId id = letter.subject;
    const Request& request = state_.requests[id];
    const core::PeerId at = state_.index.server_of(request.source);
    const bool there = at == server
                           ? state_.index.lists(server, request.source, request.item)
                           : at != core::no_peer && state_.links.next(server, at) != core::no_peer;
    if (!there) return tell_peer(talk, server, id, get_error);
    if (letter.type == push_request) return to_source(talk, server, id, push_ack);
    if (!state_.firewalls.lets_connect(request.peer, request.source)) {
      return tell_peer(talk, server, id, download_firewalled);
    }
    to_source(talk, server, id, upload_request);
  }

  /// A client answers such a request, or a linked server passes on what concerns one.
  template <class Talk>
  void serve_transfer(Talk& talk, core::PeerId server, const overlay::Letter& letter) {
    const RequestId id = letter.subject;
    switch (static_cast<Type>(letter.type)) {
      case linked_push_request:
        return to_source(talk, server, id, push_ack);
      case linked_upload_request:
        return to_source(talk, server, id, upload_request);
      case upload_accept:
      case linked_upload_accept:
        return to_peer(talk, server, id, download_ack, linked_upload_accept);
      case accept_failed:
      case linked_accept_failed:
        return to_peer(talk, server, id, accept_failed, linked_accept_failed);
      case queue_limit:
      case linked_queue_limit:
        return to_peer(talk, server, id, queue_full, linked_queue_limit);
      default:
        return;
    }
  }

  template <class Talk>
  void tell_peer(Talk& talk, core::PeerId server, RequestId id, Type type) {
    talk.send(server, state_.requests[id].peer, state_.about(type, id));
  }

  /// To the client that is asked, by way of its server.
  template <class Talk>
  void to_source(Talk& talk, core::PeerId server, RequestId id, Type type) {
    const core::PeerId source = state_.requests[id].source;
    const core::PeerId at = state_.index.server_of(source);
    if (at == server) return talk.send(server, source, state_.about(type, id));
    send_along(talk, server, at,
               state_.about(type == push_ack ? linked_push_request : linked_upload_request, id));
  }

  /// To the client that has asked, by way of its server.
  template <class Talk>
  void to_peer(Talk& talk, core::PeerId server, RequestId id, Type type, Type between_servers) {
    const core::PeerId at = state_.index.server_of(state_.requests[id].peer);
    if (at == server) return tell_peer(talk, server, id, type);
    send_along(talk, server, at, state_.about(between_servers, id));
  }

  /// To the next server on the way to another; where there is none the request comes to nothing.
  template <class Talk>
  void send_along(Talk& talk, core::PeerId server, core::PeerId to, const overlay::Letter& letter) {
    if (to == core::no_peer) return;
    const core::PeerId next = state_.links.next(server, to);
    if (next != core::no_peer) talk.send(server, next, letter);
  }

  State& state_;
  Stations stations_;
  Searches searches_;
  Redirector redirector_;
  core::Time retry_;
  core::Time silence_;
  core::Time search_timeout_;
};

}  // namespace rippletank::protocols::napster
