// Downloads: who fetches what from whom, piece by piece, and who waits for a place to be served.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "sim/core/check.hpp"
#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"
#include "sim/measure/download_record.hpp"
#include "sim/overlay/correspondence.hpp"
#include "sim/overlay/firewalls.hpp"
#include "sim/overlay/letter.hpp"
#include "sim/overlay/protocol.hpp"
#include "sim/protocols/parts/download_parameters.hpp"

namespace rippletank::protocols {

/// A download in the order of begin.
using DownloadId = std::uint32_t;

/// Peers that fetch items from several sources, one after the other or some at once.
///
/// A download asks as many of its sources as it may at once for a piece each. A source sends it at
/// once, or when it has a free slot, or refuses. A source that refuses, or that cannot be reached,
/// is passed over; when none is left the download waits and then tries all of them again, until it
/// has tried often enough. What a source has sent before it was cut off need not be sent again.
///
/// Where firewalls stand between the two, they come together by the first method that the protocol
/// knows, the scenario allows and the firewalls let pass, or else by the next one; a source that
/// none leads to is no source.
///
/// How peers agree is up to the rules of a protocol, which must have
///
///     ask_source(talk, download, source)      the peer asks a source for a piece, as approach()
///                                             tells
///     turn_away(talk, source, download)       a source tells that it has no place
///     ended(talk, download, complete)         the peer has all, or gives up
///
/// may have
///
///     sending(talk, download, source)         the source begins to send a piece
///     relay_between(peer, source, tries)      who may pass on what they exchange, after so many
///                                             tries of the download; no_peer: nobody
///     proxy_of(peer, source)                  who takes a push for the source; no_peer: nobody
///     is_connected(peer, source)              whether the two are connected anyhow
///     method()                                how all come together, if not as approach() tells
///
/// and must tell what comes of it by the functions below. Letters of shipments and timers have the
/// type `piece` that is given here, and the download as their subject.
class Downloads {
 public:
  /// How a peer and one of its sources come together.
  struct Approach {
    overlay::Method method = overlay::Method::direct;
    core::PeerId relay = core::no_peer;
  };

  /// `known`: the methods that the protocol knows besides the direct one.
  Downloads(const DownloadParameters& parameters, const overlay::SetUp& set_up, std::uint8_t piece,
            overlay::MethodSet known = 0)
      : parameters_(parameters),
        limits_(set_up.uploads),
        piece_(piece),
        firewalls_(set_up.firewalls),
        known_(known),
        uploads_(set_up.connections.peers()),
        last_of_(set_up.connections.peers(), none) {}

  overlay::QueryNumber query(DownloadId id) const { return downloads_[id].query; }
  core::PeerId peer(DownloadId id) const { return downloads_[id].peer; }
  /// Whether a source has a slot, or a place to wait for one.
  bool has_place(core::PeerId source) const {
    const Uploads& uploads = uploads_[source];
    return !limits_.slots || uploads.sending < *limits_.slots || !limits_.queue ||
           uploads.waiting.size() < *limits_.queue;
  }
  core::ItemId item(DownloadId id) const { return downloads_[id].item; }
  std::uint64_t carried_bytes(DownloadId id) const { return downloads_[id].carried_bytes; }
  /// Whether a peer can fetch from a source by any method that is known and allowed.
  template <class Rules>
  bool can_fetch(const Rules& rules, core::PeerId peer, core::PeerId source) const {
    return next_approach(rules, peer, source, 0, 0).has_value();
  }
  bool may_punch() const {
    return overlay::has(known_, overlay::Method::hole_punch) &&
           firewalls_.allows(overlay::Method::hole_punch);
  }
  /// Of a source that is being asked.
  const Approach& approach(DownloadId id, core::PeerId source) {
    return source_of(downloads_[id], source).approach;
  }

  /// A peer begins to fetch an item from sources, at least one and each once, which it prefers in
  /// their order.
  template <class Talk, class Rules>
  void begin(Talk& talk, Rules& rules, const overlay::QueryNumber query, core::PeerId peer,
             core::ItemId item, std::uint64_t bytes, std::vector<core::PeerId> sources) {
    RIPPLETANK_CHECK(are_distinct(sources), "a download names each of its sources once");
    const auto id = static_cast<DownloadId>(downloads_.size());
    Download& download = downloads_.emplace_back();
    download.query = query;
    download.peer = peer;
    download.item = item;
    download.bytes = bytes;
    download.unasked_bytes = bytes;
    download.sources.reserve(sources.size());
    for (const core::PeerId source : sources) {
      if (next_approach(rules, peer, source, 0, 0)) {
        download.sources.push_back({source});
      } else {
        measure::DownloadRecord none_found = record_of(download, source);
        none_found.bytes = bytes;
        none_found.method = "";
        none_found.start = talk.now();
        talk.not_fetched(query, none_found, measure::DownloadStatus::unreachable);
      }
    }
    if (download.sources.empty()) return end(talk, rules, id, State::given_up);
    download.before = std::exchange(last_of_[peer], id);
    ask(talk, rules, id);
  }

  /// A source has been asked for a piece.
  template <class Talk, class Rules>
  void asked(Talk& talk, Rules& rules, core::PeerId source, DownloadId id) {
    Uploads& uploads = uploads_[source];
    // One that went offline after asking, or that came back and asked again.
    if (!talk.is_online(downloads_[id].peer) || !wants(id, source)) return;
    Source& from = source_of(downloads_[id], source);
    if (from.has_place) return;
    if (!limits_.slots || uploads.sending < *limits_.slots) return send(talk, rules, source, id);
    if (limits_.queue && uploads.waiting.size() >= *limits_.queue)
      return rules.turn_away(talk, source, id);
    from.has_place = true;
    uploads.waiting.push_back(id);
  }

  /// The peer learns that a source will not send: it has no place, is gone, or does not come when
  /// it is called, in which case there may be another method.
  template <class Talk, class Rules>
  void passed_over(Talk& talk, Rules& rules, DownloadId id, core::PeerId source,
                   measure::DownloadStatus why) {
    if (!wants(id, source)) return;
    Source& from = source_of(downloads_[id], source);
    measure::DownloadRecord record = record_of(downloads_[id], source);
    record.bytes = from.asked_bytes;
    record.method = method_of<Rules>(from);
    record.start = from.asked_at;
    record.relay = from.approach.relay;
    talk.not_fetched(downloads_[id].query, record, why);
    give_back(id, source, 0);
    if (why == measure::DownloadStatus::unanswered) {
      from.tried |= overlay::set_of(from.approach.method);
      const bool has_another =
          next_approach(rules, downloads_[id].peer, source, from.tried, 0).has_value();
      if (has_another) from.state = SourceState::free;
    }
    if (talk.is_online(downloads_[id].peer)) ask(talk, rules, id);
  }

  /// To be called from on_carried() for letters of type `piece`.
  template <class Talk, class Rules>
  void carried(Talk& talk, Rules& rules, core::PeerId source, DownloadId id) {
    free_slot(talk, rules, source);
    Download& download = downloads_[id];
    Source& from = source_of(download, source);
    download.carried_bytes += from.asked_bytes;
    from.asked_bytes = 0;
    from.state = SourceState::free;
    --download.asking;
    RIPPLETANK_CHECK(download.carried_bytes <= download.bytes, "a download has no more than all");
    if (download.carried_bytes == download.bytes) return finish(talk, rules, id);
    ask(talk, rules, id);
  }

  /// To be called from on_cut() for letters of type `piece`.
  template <class Talk, class Rules>
  void cut(Talk& talk, Rules& rules, core::PeerId source, DownloadId id,
           std::uint64_t carried_bytes) {
    if (talk.is_online(source)) free_slot(talk, rules, source);
    Download& download = downloads_[id];
    if (has_ended(download)) return;
    give_back(id, source, carried_bytes);
    const bool is_all = carried_bytes > 0 && download.carried_bytes == download.bytes;
    if (is_all) return finish(talk, rules, id);
    if (talk.is_online(download.peer)) ask(talk, rules, id);
  }

  /// To be called from on_offline(): those that wait for the peer notice that it has gone.
  template <class Talk, class Rules>
  void gone(Talk& talk, Rules& rules, core::PeerId peer) {
    uploads_[peer].sending = 0;
    for (const DownloadId id : std::exchange(uploads_[peer].waiting, {})) {
      leave_place(id, peer);
      passed_over(talk, rules, id, peer, measure::DownloadStatus::gone);
    }
  }

  /// To be called from on_online(): the peer goes on with what it had begun.
  template <class Talk, class Rules>
  void back(Talk& talk, Rules& rules, core::PeerId peer) {
    for (const DownloadId id : open_of(peer)) {
      Download& download = downloads_[id];
      for (Source& source : download.sources) {
        if (source.state == SourceState::asked) give_back(id, source.peer, 0);
        try_anew(source);
      }
      download.tries = 0;
      ask(talk, rules, id);
    }
  }

  /// A peer wants none of what it had begun any more.
  void abandon(core::PeerId peer) {
    for (const DownloadId id : open_of(peer)) close(downloads_[id], State::given_up);
  }

  /// To be called from on_timer() for letters of type `piece`.
  template <class Talk, class Rules>
  void try_again(Talk& talk, Rules& rules, DownloadId id) {
    Download& download = downloads_[id];
    // A peer that went and came meanwhile has asked already, and may wait for another alarm.
    if (download.state != State::waiting || download.again_at != talk.now()) return;
    for (Source& source : download.sources) try_anew(source);
    ask(talk, rules, id);
  }

 private:
  static constexpr DownloadId none = std::numeric_limits<DownloadId>::max();

  enum class State : std::uint8_t { running, waiting, complete, given_up };
  enum class SourceState : std::uint8_t { free, asked, sending, passed_over };

  struct Source {
    core::PeerId peer = 0;
    SourceState state = SourceState::free;
    bool has_place = false;         ///< in its queue, even if it is not wanted any more
    std::uint64_t asked_bytes = 0;  ///< of the piece that it was asked for
    Approach approach;              ///< the latest
    core::Time asked_at = 0;
    overlay::MethodSet tried = 0;  ///< in vain, since the download waited
  };

  /// Conservation: bytes = carried + asked of all sources + unasked.
  struct Download {
    overlay::QueryNumber query = overlay::no_query;
    core::PeerId peer = 0;
    core::ItemId item = 0;
    State state = State::running;
    std::uint32_t tries = 0;   ///< how often it found no source, since its peer came
    std::uint32_t asking = 0;  ///< sources that were asked and have not ended
    std::uint64_t bytes = 0;
    std::uint64_t carried_bytes = 0;
    std::uint64_t unasked_bytes = 0;
    core::Time again_at = 0;  ///< of one that waits
    std::vector<Source> sources;
    DownloadId before = none;  ///< of the same peer
  };

  /// What a peer sends to others.
  struct Uploads {
    std::uint32_t sending = 0;
    std::deque<DownloadId> waiting;  ///< for a slot, in the order of their asking
  };

  overlay::Letter letter(DownloadId id) const {
    overlay::Letter letter;
    letter.type = piece_;
    letter.query = downloads_[id].query;
    letter.subject = id;
    return letter;
  }

  static bool are_distinct(std::vector<core::PeerId> peers) {
    std::sort(peers.begin(), peers.end());
    return std::adjacent_find(peers.begin(), peers.end()) == peers.end();
  }

  /// Null for one that is none of its sources, or when it has ended.
  static Source* find(Download& download, core::PeerId peer) {
    const auto found = std::find_if(download.sources.begin(), download.sources.end(),
                                    [peer](const Source& source) { return source.peer == peer; });
    return found == download.sources.end() ? nullptr : &*found;
  }
  static Source& source_of(Download& download, core::PeerId peer) {
    Source* const found = find(download, peer);
    RIPPLETANK_CHECK(found != nullptr, "a download knows its sources until it ends");
    return *found;
  }

  /// Those of a peer that have not ended, the latest first; the others are struck off its list.
  std::vector<DownloadId> open_of(core::PeerId peer) {
    std::vector<DownloadId> open;
    DownloadId* next = &last_of_[peer];
    while (*next != none) {
      Download& download = downloads_[*next];
      if (has_ended(download)) {
        *next = download.before;
      } else {
        open.push_back(*next);
        next = &download.before;
      }
    }
    return open;
  }

  static void try_anew(Source& source) {
    if (source.state != SourceState::passed_over) return;
    source.state = SourceState::free;
    source.tried = 0;
  }

  /// The first of the methods that have not been tried by which a peer can fetch from a source.
  template <class Rules>
  std::optional<Approach> next_approach(const Rules& rules, core::PeerId peer, core::PeerId source,
                                        overlay::MethodSet tried, std::uint32_t tries) const {
    using overlay::Method;
    if (firewalls_.lets_connect(peer, source)) return Approach{};
    if constexpr (requires { rules.is_connected(peer, source); }) {
      if (rules.is_connected(peer, source)) return Approach{};
    }
    const auto may_try = [&](Method method) {
      return overlay::has(known_, method) && firewalls_.allows(method) &&
             !overlay::has(tried, method);
    };
    const bool can_come = firewalls_.lets_connect(source, peer);
    if constexpr (requires { rules.proxy_of(peer, source); }) {
      const bool may = can_come && may_try(Method::push_proxy);
      if (may && rules.proxy_of(peer, source) != core::no_peer) return Approach{Method::push_proxy};
    }
    if (can_come && may_try(Method::push)) return Approach{Method::push};
    if (!can_come && may_try(Method::hole_punch)) return Approach{Method::hole_punch};
    if constexpr (requires { rules.relay_between(peer, source, tries); }) {
      const core::PeerId relay =
          may_try(Method::relay) ? rules.relay_between(peer, source, tries) : core::no_peer;
      if (relay != core::no_peer) return Approach{Method::relay, relay};
    }
    return {};
  }

  template <class Rules>
  static const char* method_of(const Source& source) {
    if constexpr (requires { Rules::method(); }) {
      return Rules::method();
    } else {
      return overlay::name_of(source.approach.method);
    }
  }

  static measure::DownloadRecord record_of(const Download& download, core::PeerId source) {
    measure::DownloadRecord record;
    record.item = download.item;
    record.from = source;
    record.to = download.peer;
    return record;
  }

  /// Asks free sources for pieces, as many as may send at once.
  template <class Talk, class Rules>
  void ask(Talk& talk, Rules& rules, DownloadId id) {
    downloads_[id].state = State::running;
    for (std::size_t i = 0; i < downloads_[id].sources.size(); ++i) {
      Download& download = downloads_[id];
      const bool enough = download.asking >= parameters_.sources;
      if (enough || (download.unasked_bytes == 0 && download.bytes > 0)) break;
      Source& source = download.sources[i];
      if (source.state != SourceState::free) continue;
      const std::optional<Approach> approach =
          next_approach(rules, download.peer, source.peer, source.tried, download.tries);
      if (!approach) {  // who would pass it on has gone meanwhile
        source.state = SourceState::passed_over;
        continue;
      }
      source.approach = *approach;
      source.asked_at = talk.now();
      source.state = SourceState::asked;
      source.asked_bytes = piece_bytes(download);
      download.unasked_bytes -= source.asked_bytes;
      ++download.asking;
      rules.ask_source(talk, id, source.peer);
      if (downloads_[id].bytes == 0) break;
    }
    if (downloads_[id].asking == 0) wait(talk, rules, id);
  }

  std::uint64_t piece_bytes(const Download& download) const {
    if (parameters_.sources == 1) return download.unasked_bytes;
    return std::min(download.unasked_bytes, parameters_.piece_bytes);
  }

  /// No source is left: all are tried again after a while.
  template <class Talk, class Rules>
  void wait(Talk& talk, Rules& rules, DownloadId id) {
    Download& download = downloads_[id];
    if (++download.tries >= parameters_.tries) return end(talk, rules, id, State::given_up);
    download.state = State::waiting;
    download.again_at = core::later(talk.now(), core::from_seconds(parameters_.retry_s));
    talk.wake(download.peer, download.again_at, letter(id));
  }

  template <class Talk, class Rules>
  void send(Talk& talk, Rules& rules, core::PeerId source, DownloadId id) {
    ++uploads_[source].sending;
    Download& download = downloads_[id];
    Source& from = source_of(download, source);
    from.state = SourceState::sending;
    talk.carry(
        source, download.peer,
        {from.asked_bytes, download.item, "file", method_of<Rules>(from), from.approach.relay},
        letter(id));
    if constexpr (requires { rules.sending(talk, id, source); }) rules.sending(talk, id, source);
  }

  template <class Talk, class Rules>
  void free_slot(Talk& talk, Rules& rules, core::PeerId source) {
    Uploads& uploads = uploads_[source];
    --uploads.sending;
    while (!uploads.waiting.empty() && (!limits_.slots || uploads.sending < *limits_.slots)) {
      const DownloadId next = uploads.waiting.front();
      uploads.waiting.pop_front();
      leave_place(next, source);
      if (wants(next, source) && talk.is_online(downloads_[next].peer)) {
        send(talk, rules, source, next);
      }
    }
  }

  void leave_place(DownloadId id, core::PeerId source) {
    if (Source* const found = find(downloads_[id], source)) found->has_place = false;
  }

  /// Whether a download still waits for what it has asked a source for.
  bool wants(DownloadId id, core::PeerId source) {
    const Source* const found = find(downloads_[id], source);
    return found != nullptr && found->state == SourceState::asked;
  }

  /// A source has sent so much of its piece and sends no more.
  void give_back(DownloadId id, core::PeerId peer, std::uint64_t carried_bytes) {
    Download& download = downloads_[id];
    Source& source = source_of(download, peer);
    source.state = SourceState::passed_over;
    download.carried_bytes += carried_bytes;
    download.unasked_bytes += source.asked_bytes - carried_bytes;
    source.asked_bytes = 0;
    --download.asking;
  }

  template <class Talk, class Rules>
  void finish(Talk& talk, Rules& rules, DownloadId id) {
    const Download& download = downloads_[id];
    RIPPLETANK_CHECK(download.asking == 0 && download.unasked_bytes == 0,
                     "a complete download has asked for nothing else");
    end(talk, rules, id, State::complete);
  }

  template <class Talk, class Rules>
  void end(Talk& talk, Rules& rules, DownloadId id, State state) {
    close(downloads_[id], state);
    rules.ended(talk, id, state == State::complete);
  }

  static bool has_ended(const Download& download) {
    return download.state == State::complete || download.state == State::given_up;
  }
  /// Whoever still sends something of it, or holds a place for it, finds that it has no sources.
  static void close(Download& download, State state) {
    download.state = state;
    download.sources = {};
  }

  DownloadParameters parameters_;
  overlay::UploadLimits limits_;
  std::uint8_t piece_;
  const overlay::Firewalls& firewalls_;
  overlay::MethodSet known_;
  std::vector<Download> downloads_;
  std::vector<Uploads> uploads_;     ///< [peer]
  std::vector<DownloadId> last_of_;  ///< [peer] its latest download
};

}  // namespace rippletank::protocols
