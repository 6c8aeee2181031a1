// TransferRules: how two clients come together for a file, by their servers and then directly.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "sim/core/random.hpp"
#include "sim/overlay/letter.hpp"
#include "sim/overlay/protocol.hpp"
#include "sim/protocols/napster/state.hpp"
#include "sim/protocols/parts/downloads.hpp"

namespace rippletank::protocols::napster {

/// A client that wants a file asks its server (203), which asks the one that has it (607). That one
/// accepts (608), or has no place (619) or the file no longer (609). Then the client learns where
/// to connect to (204), connects and says what it wants (GET). A source that nobody can connect to
/// is asked to connect to the client instead (500, 501) and to offer the file (SEND).
///
/// Source:  Napster protocol specification, drscholl (2000-2001): section 5 and its messages.
///          Departs: one that does not have the file any more tells its server so by the message
///          (609) by which the server tells the other.
class TransferRules {
 public:
  TransferRules(State& state, const overlay::SetUp& set_up)
      : state_(state),
        downloads_(state.parameters.downloads, set_up, static_cast<std::uint8_t>(Alarm::piece),
                   traversals),
        timeout_(core::from_seconds(state.parameters.request_timeout_s)) {}

  /// All results of a query have come: its origin begins to fetch what it has found.
  template <class Talk>
  void begin(Talk& talk, overlay::QueryNumber query) {
    Asked& asked = state_.asked[query];
    if (asked.sources.empty()) return;
    std::vector<core::PeerId> sources = std::exchange(asked.sources, {});
    put_in_order(query, sources);
    talk.download_begun(query);
    downloads_.begin(talk, *this, query, asked.origin, asked.item,
                     state_.content->size_bytes(asked.item), std::move(sources));
  }

  template <class Talk>
  void logged_in(Talk& talk, core::PeerId peer) {
    for (const RequestId id : std::exchange(state_.clients[peer].requests, {})) {
      if (state_.is_open(id)) to_server(talk, peer, state_.about(download_request, id));
    }
  }

  template <class Talk>
  void on_letter(Talk& talk, core::PeerId to, core::PeerId from, const overlay::Letter& letter) {
    if (letter.type == file_size) return;
    const RequestId id = letter.subject;
    if (!state_.is_open(id)) return;
    switch (static_cast<Type>(letter.type)) {
      case download_ack:
        return talk.send(to, state_.requests[id].source, state_.about(connect, id));
      case download_firewalled:
        return to_server(talk, to, state_.about(push_request, id));
      case get_error:
      case accept_failed:
        return pass_over(talk, id, measure::DownloadStatus::gone);
      case queue_full:
        return pass_over(talk, id, measure::DownloadStatus::refused);
      case upload_request:
        if (is_willing(talk, to, id)) to_server(talk, to, state_.about(upload_accept, id));
        return;
      case push_ack:
        if (is_willing(talk, to, id)) {
          talk.send(to, state_.requests[id].peer, state_.about(connect, id));
        }
        return;
      case connect:
        return talk.send(to, from, state_.about(ready, id));
      case ready:
        if (to != state_.requests[id].peer) return talk.send(to, from, state_.about(send, id));
        return tell_offset(talk, to, from, get, id);
      case send:
        return tell_offset(talk, to, from, offset, id);
      case get:
      case offset:
        return hand_over(talk, to, id);
      default:
        return;
    }
  }

  /// What one client has sent to another does not arrive: that one has gone.
  template <class Talk>
  void on_lost(Talk& talk, core::PeerId from, const overlay::Letter& letter) {
    if (letter.type == file_size) return;
    if (state_.requests[letter.subject].peer != from) return;
    pass_over(talk, letter.subject, measure::DownloadStatus::gone);
  }

  template <class Talk>
  void request_late(Talk& talk, RequestId id) {
    pass_over(talk, id, measure::DownloadStatus::unanswered);
  }
  template <class Talk>
  void try_again(Talk& talk, DownloadId download) {
    downloads_.try_again(talk, *this, download);
  }

  template <class Talk>
  void on_online(Talk& talk, core::PeerId peer) {
    downloads_.back(talk, *this, peer);
  }
  template <class Talk>
  void on_offline(Talk& talk, core::PeerId peer) {
    downloads_.gone(talk, *this, peer);
  }

  template <class Talk>
  void on_carried(Talk& talk, core::PeerId from, core::PeerId to, DownloadId download) {
    tell_end(talk, from, to, download);
    downloads_.carried(talk, *this, from, download);
  }
  template <class Talk>
  void on_cut(Talk& talk, core::PeerId from, core::PeerId to, DownloadId download,
              std::uint64_t carried_bytes) {
    tell_end(talk, from, to, download);
    downloads_.cut(talk, *this, from, download, carried_bytes);
  }

  // ---- what downloads ask ----

  template <class Talk>
  void ask_source(Talk& talk, DownloadId download, core::PeerId source) {
    const core::PeerId peer = downloads_.peer(download);
    const auto id = static_cast<RequestId>(state_.requests.size());
    Client& client = state_.clients[peer];
    state_.requests.push_back({download, peer, source, downloads_.item(download),
                               downloads_.query(download), client.stay, true});
    talk.wake(peer, core::later(talk.now(), timeout_), State::timer(Alarm::request_late, id));
    if (client.login != Login::logged_in) return client.requests.push_back(id);
    to_server(talk, peer, state_.about(download_request, id));
  }

  /// The source has no place any more for whom it had accepted.
  template <class Talk>
  void turn_away(Talk& talk, core::PeerId source, DownloadId) {
    state_.requests[handed_over_].open = true;
    to_server(talk, source, state_.about(queue_limit, handed_over_));
  }

  /// Both tell their servers; one who was connected to tells the size first.
  template <class Talk>
  void sending(Talk& talk, DownloadId download, core::PeerId source) {
    const overlay::QueryNumber query = downloads_.query(download);
    const core::PeerId peer = downloads_.peer(download);
    if (state_.firewalls.lets_connect(peer, source)) {
      overlay::Letter size = State::letter_of(file_size, query);
      size.subject = downloads_.item(download);
      talk.send(source, peer, size);
    }
    to_server(talk, source, State::letter_of(upload_started, query));
    to_server(talk, peer, State::letter_of(download_started, query));
  }

  template <class Talk>
  void ended(Talk& talk, DownloadId download, bool complete) {
    if (complete) talk.downloaded(downloads_.query(download));
  }

 private:
  void put_in_order(overlay::QueryNumber query, std::vector<core::PeerId>& sources) const {
    const SourceChoice choice = state_.parameters.source_choice;
    if (choice == SourceChoice::listed) return;
    core::Substream random(state_.seed, core::Purpose("napster/sources"), query);
    core::shuffle(sources, random);
    if (choice != SourceChoice::fastest) return;
    std::stable_sort(sources.begin(), sources.end(), [this](core::PeerId a, core::PeerId b) {
      return state_.link_types[a] > state_.link_types[b];
    });
  }

  /// Tells the server of a client, if the client is logged in at one.
  template <class Talk>
  void to_server(Talk& talk, core::PeerId peer, const overlay::Letter& letter) {
    const Client& client = state_.clients[peer];
    if (client.login == Login::logged_in) talk.send(peer, client.server, letter);
  }

  /// Whether a source has the file and a place; otherwise it tells its server what is missing.
  template <class Talk>
  bool is_willing(Talk& talk, core::PeerId source, RequestId id) {
    if (!state_.folders.shares(source, state_.requests[id].item)) {
      to_server(talk, source, state_.about(accept_failed, id));
      return false;
    }
    if (downloads_.has_place(source)) return true;
    to_server(talk, source, state_.about(queue_limit, id));
    return false;
  }

  /// From which byte on the peer wants the file.
  template <class Talk>
  void tell_offset(Talk& talk, core::PeerId peer, core::PeerId source, Type type, RequestId id) {
    overlay::Letter letter = state_.about(type, id);
    letter.value = digits(downloads_.carried_bytes(state_.requests[id].download));
    talk.send(peer, source, letter);
  }

  /// The source sends the file, or lets the peer wait for a slot.
  template <class Talk>
  void hand_over(Talk& talk, core::PeerId source, RequestId id) {
    handed_over_ = id;
    state_.requests[id].open = false;
    downloads_.asked(talk, *this, source, state_.requests[id].download);
  }

  template <class Talk>
  void pass_over(Talk& talk, RequestId id, measure::DownloadStatus why) {
    if (!state_.is_open(id)) return;
    state_.requests[id].open = false;
    downloads_.passed_over(talk, *this, state_.requests[id].download, state_.requests[id].source,
                           why);
  }

  template <class Talk>
  void tell_end(Talk& talk, core::PeerId from, core::PeerId to, DownloadId download) {
    const overlay::QueryNumber query = downloads_.query(download);
    to_server(talk, from, State::letter_of(upload_finished, query));
    to_server(talk, to, State::letter_of(download_finished, query));
  }

  State& state_;
  Downloads downloads_;
  RequestId handed_over_ = 0;
  core::Time timeout_;
};

}  // namespace rippletank::protocols::napster
