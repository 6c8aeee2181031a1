// Fetching: how peers that have found something fetch it from each other, firewalls or not.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"
#include "sim/overlay/letter.hpp"
#include "sim/overlay/protocol.hpp"
#include "sim/protocols/parts/download_parameters.hpp"
#include "sim/protocols/parts/downloads.hpp"
#include "sim/protocols/parts/pushes.hpp"
#include "sim/protocols/parts/stays.hpp"

namespace rippletank::protocols {

/// A peer asks a source, which sends, or refuses. Where firewalls keep it from connecting, it asks
/// the source by a push to come, and then on the way on which that came.
///
/// The letters `request`, `reply`, `refusal`, `push` and `give` and the timers `piece` and
/// `no_source` are its own, under the numbers that it is given. The rules of a protocol have
///
///     next_to(talk, at, push, letter)    to whom a peer passes a push on; no_peer: it knows none
///     relay_between(peer, source, tries) who may pass on what they write, after so many tries;
///                                        no_peer: nobody
///     proxy_of(peer, source)             to whom a push may go at once; no_peer: to nobody
///     ttl_of_push(talk, peer, source)    how many hops it may go; 0: any number
///     fetched(talk, query, complete)     the peer has all, or gives up
class Fetching {
 public:
  struct Types {
    std::uint8_t request = 0;
    std::uint8_t refusal = 0;
    std::optional<std::uint8_t> reply;  ///< none: a source says nothing before it sends
    Pushes::Types pushes;
    std::uint8_t piece = 0;
  };

  /// `known`: the methods that the protocol knows besides the direct one.
  Fetching(const Types& types, const DownloadParameters& downloads, core::Time push_patience,
           overlay::MethodSet known, const Stays& stays, const overlay::SetUp& set_up)
      : types_(types),
        downloads_(downloads, set_up, types.piece, known),
        pushes_(types.pushes, push_patience, stays) {}

  const PushCounts& push_counts() const { return pushes_.counts(); }

  /// Whether a peer can fetch from a holder by any method that is known and allowed.
  template <class Rules>
  bool can_fetch(const Rules& rules, core::PeerId peer, core::PeerId holder) const {
    return downloads_.can_fetch(rules, peer, holder);
  }

  template <class Talk, class Rules>
  void begin(Talk& talk, Rules& rules, overlay::QueryNumber query, core::PeerId peer,
             core::ItemId item, std::uint64_t bytes, std::vector<core::PeerId> sources) {
    talk.download_begun(query);
    Asking<Rules> asking{*this, rules};
    downloads_.begin(talk, asking, query, peer, item, bytes, std::move(sources));
  }

  /// For letters of its own types.
  template <class Talk, class Rules>
  void on_letter(Talk& talk, Rules& rules, core::PeerId to, core::PeerId from,
                 const overlay::Letter& letter) {
    Asking<Rules> asking{*this, rules};
    if (letter.type == types_.pushes.push || letter.type == types_.pushes.give) {
      return pushes_.on_letter(talk, asking, to, letter);
    }
    const Pushes::Push* const push = push_of(letter);
    if (push != nullptr && to == push->relay) {
      overlay::Letter next = letter;
      ++next.hops;
      return talk.send(to, from == push->peer ? push->holder : push->peer, next);
    }
    if (letter.type == types_.request) {
      downloads_.asked(talk, asking, to, letter.subject);
    } else if (letter.type == types_.refusal) {
      downloads_.passed_over(talk, asking, letter.subject, push == nullptr ? from : push->holder,
                             measure::DownloadStatus::refused);
    }
  }

  void on_vanished(const overlay::Letter& letter) { pushes_.on_vanished(letter); }

  /// Whatever letter has not arrived.
  template <class Talk, class Rules>
  void on_lost(Talk& talk, Rules& rules, core::PeerId to, core::PeerId from,
               const overlay::Letter& letter) {
    const bool is_request = letter.type == types_.request;
    if (!is_request && letter.type != types_.refusal) return;
    const Pushes::Push* const push = push_of(letter);
    const core::PeerId source = push != nullptr ? push->holder : is_request ? to : from;
    Asking<Rules> asking{*this, rules};
    downloads_.passed_over(
        talk, asking, letter.subject, source,
        is_request ? measure::DownloadStatus::gone : measure::DownloadStatus::refused);
  }

  /// For timers of its own.
  template <class Talk, class Rules>
  void on_timer(Talk& talk, Rules& rules, const overlay::Letter& letter) {
    Asking<Rules> asking{*this, rules};
    if (letter.type == types_.piece) return downloads_.try_again(talk, asking, letter.subject);
    pushes_.on_timer(talk, asking, letter);
  }

  template <class Talk, class Rules>
  void on_online(Talk& talk, Rules& rules, core::PeerId peer) {
    Asking<Rules> asking{*this, rules};
    downloads_.back(talk, asking, peer);
  }
  /// A peer has come to know somebody who may pass on what it asks for.
  template <class Talk, class Rules>
  void go_on(Talk& talk, Rules& rules, core::PeerId peer) {
    pushes_.go_on(talk, rules, peer);
  }
  template <class Talk, class Rules>
  void on_offline(Talk& talk, Rules& rules, core::PeerId peer) {
    Asking<Rules> asking{*this, rules};
    downloads_.gone(talk, asking, peer);
  }
  template <class Talk, class Rules>
  void on_carried(Talk& talk, Rules& rules, core::PeerId from, const overlay::Letter& letter) {
    Asking<Rules> asking{*this, rules};
    downloads_.carried(talk, asking, from, letter.subject);
  }
  template <class Talk, class Rules>
  void on_cut(Talk& talk, Rules& rules, core::PeerId from, const overlay::Letter& letter,
              std::uint64_t carried_bytes) {
    Asking<Rules> asking{*this, rules};
    downloads_.cut(talk, asking, from, letter.subject, carried_bytes);
  }

  /// Whether a letter of its own types begins a connection.
  bool opens(core::PeerId from, const overlay::Letter& letter) const {
    if (letter.type == types_.pushes.push || letter.type == types_.pushes.give) {
      return pushes_.opens(from, letter);
    }
    return letter.type == types_.request && letter.value == over_own_connection;
  }

  /// Whether a letter of its own types goes through holes: those do that follow a push, which has
  /// told the two of each other.
  bool punches(const overlay::Letter& letter) const {
    if (letter.type == types_.pushes.push || !downloads_.may_punch()) return false;
    return letter.type == types_.pushes.give || letter.value != over_own_connection;
  }

 private:
  /// What the value of requests and answers tells: above 0 the push, counted from 1, because of
  /// which the two are connected.
  static constexpr std::uint32_t over_own_connection = 0;

  /// The rules of downloads and pushes.
  template <class Rules>
  struct Asking {
    Fetching& fetching;
    Rules& rules;

    core::PeerId relay_between(core::PeerId peer, core::PeerId source, std::uint32_t tries) const {
      return rules.relay_between(peer, source, tries);
    }
    core::PeerId proxy_of(core::PeerId peer, core::PeerId source) const {
      return rules.proxy_of(peer, source);
    }

    template <class Talk>
    void ask_source(Talk& talk, DownloadId download, core::PeerId source) {
      Downloads& downloads = fetching.downloads_;
      const core::PeerId peer = downloads.peer(download);
      const Downloads::Approach approach = downloads.approach(download, source);
      const overlay::Letter request = fetching.about(fetching.types_.request, download);
      if (approach.method == overlay::Method::direct) return talk.send(peer, source, request);
      const auto by = fetching.pushes_.connected_by(peer, source, download);
      if (by && fetching.pushes_.number(*by).relay == approach.relay) {
        return fetching.send_over(talk, peer, source, request);
      }
      Pushes::Push push;
      push.peer = peer;
      push.holder = source;
      push.relay = approach.relay;
      if (approach.method == overlay::Method::push_proxy) push.proxy = rules.proxy_of(peer, source);
      push.ttl_hops = rules.ttl_of_push(talk, peer, source);
      fetching.pushes_.ask(talk, rules, push, request);
    }
    template <class Talk>
    void turn_away(Talk& talk, core::PeerId source, DownloadId download) {
      fetching.answer(talk, source, download, fetching.types_.refusal);
    }
    template <class Talk>
    void sending(Talk& talk, DownloadId download, core::PeerId source) {
      if (fetching.types_.reply) fetching.answer(talk, source, download, *fetching.types_.reply);
    }
    template <class Talk>
    void ended(Talk& talk, DownloadId download, bool complete) {
      rules.fetched(talk, fetching.downloads_.query(download), complete);
    }

    template <class Talk>
    core::PeerId next_to(Talk& talk, core::PeerId at, const Pushes::Push& push,
                         const overlay::Letter& letter) const {
      return rules.next_to(talk, at, push, letter);
    }
    template <class Talk>
    void source_has_come(Talk& talk, core::PeerId source, const overlay::Letter& letter) {
      const DownloadId download = letter.subject;
      fetching.send_over(talk, fetching.downloads_.peer(download), source,
                         fetching.about(fetching.types_.request, download));
    }
    template <class Talk>
    void source_has_not_come(Talk& talk, core::PeerId source, DownloadId download) {
      fetching.downloads_.passed_over(talk, *this, download, source,
                                      measure::DownloadStatus::unanswered);
    }
  };

  overlay::Letter about(std::uint8_t type, DownloadId download) const {
    overlay::Letter letter;
    letter.type = type;
    letter.query = downloads_.query(download);
    letter.subject = download;
    return letter;
  }

  /// Null for a letter over a connection that the peer has begun itself.
  const Pushes::Push* push_of(const overlay::Letter& letter) const {
    if (letter.value == over_own_connection) return nullptr;
    return &pushes_.number(letter.value - 1);
  }

  /// Between a peer and a source that has come to it, one way or the other.
  template <class Talk>
  void send_over(Talk& talk, core::PeerId from, core::PeerId to, overlay::Letter letter) {
    const core::PeerId peer = downloads_.peer(letter.subject);
    const core::PeerId source = from == peer ? to : from;
    core::PeerId next = to;
    if (const auto push = pushes_.connected_by(peer, source, letter.subject)) {
      letter.value = *push + 1;
      const core::PeerId relay = pushes_.number(*push).relay;
      if (relay != core::no_peer) next = relay;
    }
    talk.send(from, next, letter);
  }

  template <class Talk>
  void answer(Talk& talk, core::PeerId source, DownloadId download, std::uint8_t type) {
    send_over(talk, source, downloads_.peer(download), about(type, download));
  }

  Types types_;
  Downloads downloads_;
  Pushes pushes_;
};

}  // namespace rippletank::protocols
