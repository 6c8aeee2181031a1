// Rules: what the peers of a Freenet do, whichever of its parameters they follow.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/measure/figure.hpp"
#include "sim/overlay/correspondence.hpp"
#include "sim/overlay/protocol.hpp"
#include "sim/protocols/freenet/asking_rules.hpp"
#include "sim/protocols/freenet/data_rules.hpp"
#include "sim/protocols/freenet/endings.hpp"
#include "sim/protocols/freenet/looks.hpp"
#include "sim/protocols/freenet/messages.hpp"
#include "sim/protocols/freenet/parameters.hpp"
#include "sim/protocols/freenet/state.hpp"

namespace rippletank::protocols::freenet {

/// A network in which items travel from peer to peer and stay where they are asked for. What a peer
/// keeps and whom it knows outlasts its absence; what it was about to do for others does not.
///
/// Random:  substreams "freenet/…": htl, reset, keep and refer of a request and a peer;
///          query_item of a query; publish; contact of a newcomer; announcement; transient; probes.
/// Cost:    per hop that of RoutingTables and Stores; some 50 bytes a step while a request is
///          on its way.
class Rules {
 public:
  using Parameters = freenet::Parameters;

  static std::vector<std::string> message_types() { return message_names(); }

  Rules(const Parameters& parameters, const overlay::SetUp& set_up);

  measure::MessageSize size(const overlay::Letter& letter) const { return state_.size(letter); }
  const char* role(core::PeerId peer) const {
    return state_.is_transient[peer] ? "transient" : "peer";
  }
  /// Of two peers one of which knows the other.
  std::optional<overlay::Connections> made_connections() const;

  template <class Talk>
  void on_start(Talk& talk) {
    for (core::PeerId peer = 0; peer < state_.peers(); ++peer) {
      state_.online[peer] = talk.is_online(peer);
    }
    for (core::PeerId peer = state_.here_count; peer < state_.peers(); ++peer) {
      const core::Time at = comes_at(peer);
      if (at <= talk.horizon()) talk.wake(peer, at, alarm(Alarm::come, peer));
    }
    for (const Insert& insert : inserts_) {
      if (insert.at <= talk.horizon()) {
        talk.wake(insert.peer, insert.at, alarm(Alarm::publish, insert.item));
      }
    }
  }

  template <class Talk>
  void on_query(Talk& talk, const overlay::Query& query, overlay::QueryNumber number) {
    looks_.look_until(talk.now(), talk.measures());
    Request request;
    request.query = number;
    request.origin = somebody_here(query.origin);
    request.item = item_of(query, number);
    if (measure::QueryRecord* record = talk.record(number)) {
      record->origin = request.origin;
      if (request.item != core::no_item) record->item = request.item;
    }
    request.key = state_.key_of(request);
    if (!state_.online[request.origin]) return lose(talk, request, "origin_offline");
    if (state_.content != nullptr && request.item == core::no_item) {
      return lose(talk, request, "nothing_published");
    }
    asking_.start(talk, request);
  }

  template <class Talk>
  void on_letter(Talk& talk, core::PeerId to, core::PeerId from, const overlay::Letter& letter) {
    looks_.look_until(talk.now(), talk.measures());
    if (letter.type <= announcement) {
      asking_.on_asked(talk, to, from, letter);
    } else if (is_awaited(to, from, letter)) {
      if (letter.type == store_data) {
        data_.on_source(talk, from, letter);
      } else if (letter.type == data_insert || letter.type == insert_part) {
        data_.on_inserted_data(talk, letter);
      } else if (letter.type == announcement_execute) {
        asking_.on_key(talk, letter);
      } else {
        asking_.on_answer(talk, from, letter);
      }
    }
    endings_.let_go(talk, letter.subject);
    announce_all(talk);
  }

  template <class Talk>
  void on_vanished(Talk& talk, core::PeerId, core::PeerId from, const overlay::Letter& letter) {
    looks_.look_until(talk.now(), talk.measures());
    if (!talk.is_online(from)) endings_.let_go(talk, letter.subject);
  }

  /// Only that a connection does not come about is noticed; what gets lost on one is waited for.
  template <class Talk>
  void on_lost(Talk& talk, core::PeerId to, core::PeerId from, const overlay::Letter& letter,
               measure::DropReason reason) {
    const bool is_unreachable = measure::cannot_be_reached(reason);
    if (is_unreachable && letter.type <= announcement && is_asking(from, to, letter)) {
      asking_.on_unreachable(talk, to, from, letter);
    }
    endings_.let_go(talk, letter.subject);
    announce_all(talk);
  }

  template <class Talk>
  void on_timer(Talk& talk, core::PeerId peer, const overlay::Letter& letter) {
    looks_.look_until(talk.now(), talk.measures());
    switch (static_cast<Alarm>(letter.type)) {
      case Alarm::patience:
        ring(talk, peer, letter.subject);
        break;
      case Alarm::come:
        come(peer);
        state_.unannounced.push_back({peer, 0});
        break;
      case Alarm::publish:
        publish(talk, peer, letter.subject);
        break;
    }
    announce_all(talk);
  }

  template <class Talk>
  void on_missed(Talk& talk, core::PeerId peer, const overlay::Letter& letter) {
    looks_.look_until(talk.now(), talk.measures());
    switch (static_cast<Alarm>(letter.type)) {
      case Alarm::patience:
        return ring(talk, peer, letter.subject);
      case Alarm::come:
        return come(peer);
      case Alarm::publish:
        return publish(talk, peer, letter.subject);
    }
  }

  template <class Talk>
  void on_online(Talk& talk, core::PeerId peer) {
    looks_.look_until(talk.now(), talk.measures());
    state_.stays.change(peer);
    state_.online[peer] = true;
    if (!state_.is_here(peer) || state_.is_announced[peer]) return;
    state_.unannounced.push_back({peer, 0});
    announce_all(talk);
  }

  template <class Talk>
  void on_offline(Talk& talk, core::PeerId peer, bool) {
    looks_.look_until(talk.now(), talk.measures());
    state_.stays.change(peer);
    state_.online[peer] = false;
  }

  template <class Talk>
  void on_end(Talk& talk) {
    overlay::Measures& measures = talk.measures();
    looks_.look_last(talk.end(), measures);
    endings_.note_unfinished(measures);
    measures.stores = state_.stores.counted();
    measures.figures = figures(measures);
  }

  static constexpr bool looks_ahead = true;

  RIPPLETANK_ALWAYS_INLINE void fetch_first(core::PeerId to, const overlay::Letter& letter) const {
    state_.requests.fetch(letter.subject);
    state_.tables.fetch_table(to);
    if (letter.type >= data_reply) state_.stores.fetch_store(to);
  }
  RIPPLETANK_ALWAYS_INLINE void fetch_next(core::PeerId to, const overlay::Letter& letter) const {
    const Request& request = state_.requests[letter.subject];
    core::prefetch(request.steps.data() + step_of(letter));
    core::prefetch(request.steps.data() + request.steps.size());
    core::prefetch(request.tried.data());
    if (letter.type <= insert_request) state_.stores.fetch_place(to, request.item);
    if (letter.type >= data_reply) state_.stores.fetch_oldest(to);
    state_.tables.fetch_first_looks(to);
  }
  RIPPLETANK_ALWAYS_INLINE void fetch_last(core::PeerId to, const overlay::Letter& letter) const {
    state_.tables.fetch_near(to, state_.requests[letter.subject].key);
    if (letter.type >= data_reply) state_.stores.fetch_around_oldest(to);
  }

  const State& state() const { return state_; }

 private:
  /// An item that is to come into the network.
  struct Insert {
    core::ItemId item = 0;
    core::PeerId peer = 0;  ///< that inserts it
    core::Time at = 0;
  };

  core::Time comes_at(core::PeerId peer) const;
  std::vector<Insert> planned_inserts() const;
  void place_items();
  void introduce(const overlay::Connections& connections);

  /// Who acts for a peer: itself, or while there are few peers one of them.
  core::PeerId somebody_here(core::PeerId peer) const;
  core::ItemId item_of(const overlay::Query& query, overlay::QueryNumber number) const;

  /// Whether a letter that comes back or goes down is what the peer of its step waits for.
  bool is_awaited(core::PeerId to, core::PeerId from, const overlay::Letter& letter) const;
  /// Whether a peer still waits for the one that it has asked by a letter.
  bool is_asking(core::PeerId from, core::PeerId to, const overlay::Letter& letter) const;

  void come(core::PeerId peer);

  /// It rings at one of its peers, whether or not that is there, for all that wait.
  template <class Talk>
  void ring(Talk& talk, core::PeerId peer, std::uint32_t request) {
    asking_.on_alarm(talk, peer, request);
    endings_.let_go(talk, request);
  }

  template <class Talk>
  void publish(Talk& talk, core::PeerId peer, core::ItemId item) {
    Request request;
    request.kind = Kind::insert;
    request.item = item;
    request.origin = somebody_here(peer);
    request.key = state_.key_of(request);
    if (!state_.online[request.origin]) return lose(talk, request, "origin_offline");
    asking_.start(talk, request);
  }

  /// A request that cannot even begin.
  template <class Talk>
  void lose(Talk& talk, const Request& request, const char* reason) {
    const std::uint32_t id = endings_.begin(talk, request, 0);
    endings_.end(talk, id, measure::RequestOutcome::lost, reason);
    endings_.let_go(talk, id);
  }

  template <class Talk>
  void announce_all(Talk& talk) {
    while (!state_.unannounced.empty()) {
      const Unannounced next = state_.unannounced.back();
      state_.unannounced.pop_back();
      announce(talk, next);
    }
  }

  /// A newcomer knows the one to which it announces itself.
  template <class Talk>
  void announce(Talk& talk, const Unannounced& newcomer) {
    if (newcomer.attempt >= state_.parameters.announce_attempts) return;
    const core::PeerId contact = contact_of(newcomer);
    if (contact == core::no_peer) return;
    state_.tables.refer(newcomer.peer, key_of_peer(state_.seed, contact), contact);
    state_.is_announced[newcomer.peer] = state_.is_transient[newcomer.peer];
    if (state_.is_transient[newcomer.peer]) return;
    Request request;
    request.kind = Kind::announcement;
    request.counted = talk.counts(overlay::no_query);
    if (request.counted) ++state_.counts.announcements;
    request.origin = newcomer.peer;
    request.attempt = newcomer.attempt;
    request.key = key_of_peer(state_.seed, newcomer.peer);
    asking_.start(talk, request);
  }

  core::PeerId contact_of(const Unannounced& newcomer) const;

  std::vector<measure::Figure> figures(const overlay::Measures& measures) const;

  State state_;
  Endings endings_;
  DataRules data_;
  AskingRules asking_;
  Looks looks_;
  std::vector<Insert> inserts_;
};

}  // namespace rippletank::protocols::freenet
