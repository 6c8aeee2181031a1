// centralized: everything passes through a server, what clients fetch from each other, too.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sim/measure/figure.hpp"
#include "sim/overlay/correspondence.hpp"
#include "sim/overlay/protocol.hpp"
#include "sim/protocols/parts/directory.hpp"
#include "sim/protocols/parts/download_parameters.hpp"
#include "sim/protocols/parts/downloads.hpp"
#include "sim/protocols/parts/item_cache.hpp"

namespace rippletank::protocols {

/// The bare centralized architecture: as in a brokered network clients log in, publish and search;
/// but who wants an item asks the server for it. The server fetches it whole from a client that
/// holds it, unless it has kept a copy or is fetching one already, and sends it on.
///
/// When a server goes offline it loses what it has kept and what it was fetching. A client whose
/// item does not come asks again after `retry_s`, up to `tries` times, and needs no byte twice.
///
/// Source:  McKeeth, A Guide to Peer-2-Peer (2003): centralized networks. Sizes are round numbers.
class Centralized {
 public:
  static constexpr bool carries = true;
  static constexpr bool has_servers = true;

  struct Parameters : DirectoryParameters {
    std::uint64_t cache_bytes = 0;
    DownloadParameters downloads;
  };

  static registry::Entry entry();
  static std::vector<std::string> roles() { return {"server", "client"}; }
  static std::vector<std::string> message_types();

  Centralized(const Parameters& parameters, const overlay::SetUp& set_up);

  measure::MessageSize size(const overlay::Letter& letter) const;
  const char* role(core::PeerId peer) const { return directory_.role(peer); }

  template <class Talk>
  void on_start(Talk& talk) {
    directory_.on_start(talk);
  }

  template <class Talk>
  void on_query(Talk& talk, const overlay::Query& query, overlay::QueryNumber number) {
    wishes_.emplace_back();
    directory_.on_query(talk, *this, query, number);
  }

  template <class Talk>
  void on_letter(Talk& talk, core::PeerId to, core::PeerId from, const overlay::Letter& letter) {
    if (letter.type == order) return downloads_.asked(talk, *this, to, letter.subject);
    if (letter.type == no_slot) return no_place(talk, letter.subject, from);
    if (letter.type == refusal) return not_coming(talk, letter.query);
    if (letter.type == Directory::unknown_client && letter.subject == request) {
      directory_.log_in_again(talk, to);
      return not_coming(talk, letter.query);
    }
    directory_.on_letter(talk, *this, to, from, letter);
  }

  template <class Talk>
  void on_lost(Talk& talk, core::PeerId to, core::PeerId from, const overlay::Letter& letter) {
    if (letter.type == order) {
      return downloads_.passed_over(talk, *this, letter.subject, to, measure::DownloadStatus::gone);
    }
    if (letter.type == no_slot) return no_place(talk, letter.subject, from);
    if (letter.type == refusal) {  // one that has gone asks again when it is back
      if (talk.is_online(to)) not_coming(talk, letter.query);
      return;
    }
    if (letter.type == request) {
      directory_.log_in_again(talk, from);
      return not_coming(talk, letter.query);
    }
    directory_.on_lost(talk, to, from, letter);
  }

  static bool opens(core::PeerId, core::PeerId, const overlay::Letter& letter) {
    return letter.type == Directory::login;
  }

  template <class Talk>
  void on_timer(Talk& talk, core::PeerId peer, const overlay::Letter& letter) {
    if (letter.type == piece) return downloads_.try_again(talk, *this, letter.subject);
    if (letter.type == wish) return wish_again(talk, letter.query);
    directory_.on_timer(talk, *this, peer, letter);
  }

  template <class Talk>
  void on_online(Talk& talk, core::PeerId peer) {
    directory_.on_online(talk, peer);
    downloads_.back(talk, *this, peer);
    const std::vector<overlay::QueryNumber> wished = wished_by_[peer];
    for (const overlay::QueryNumber query : wished) {
      wishes_[query].tries = 0;
      wish_then(talk, query);
    }
  }

  template <class Talk>
  void on_offline(Talk& talk, core::PeerId peer, bool announced) {
    downloads_.gone(talk, *this, peer);
    if (directory_.servers().is_server(peer)) {
      close(talk, peer);
    } else {
      for (const overlay::QueryNumber query : wished_by_[peer]) wishes_[query].state = State::later;
    }
    directory_.on_offline(talk, peer, announced);
  }

  template <class Talk>
  void on_carried(Talk& talk, core::PeerId from, core::PeerId, const overlay::Letter& letter) {
    if (letter.type == piece) return downloads_.carried(talk, *this, from, letter.subject);
    has_all(talk, letter.query);
  }

  template <class Talk>
  void on_cut(Talk& talk, core::PeerId from, core::PeerId to, const overlay::Letter& letter,
              std::uint64_t carried_bytes) {
    if (letter.type == piece) {
      return downloads_.cut(talk, *this, from, letter.subject, carried_bytes);
    }
    Wish& wished = wishes_[letter.query];
    wished.carried_bytes += carried_bytes;
    wished.state = State::later;
    const bool is_all = carried_bytes > 0 && wished.carried_bytes == size_bytes(letter.query);
    if (is_all) return has_all(talk, letter.query);
    if (talk.is_online(to)) wish_later(talk, letter.query);
  }

  template <class Talk>
  void on_end(Talk& talk) {
    directory_.on_end(talk);
    std::vector<measure::Figure>& figures = talk.measures().figures;
    for (const measure::Figure& figure : figures_of(supplied_)) figures.push_back(figure);
  }

  // ---- what the directory asks of its protocol ----

  template <class Talk>
  void found(Talk& talk, overlay::QueryNumber query) {
    Directory::Asked& asked = directory_.asked(query);
    if (std::exchange(asked.holders, {}).empty()) return;
    talk.download_begun(query);
    wished_by_[asked.origin].push_back(query);
    ask_for_it(talk, query);
  }

  template <class Talk>
  void serve(Talk& talk, core::PeerId server, core::PeerId client, const overlay::Letter& letter) {
    if (directory_.session(client) == server) return supply(talk, server, letter.query);
    overlay::Letter unknown = letter_of(Directory::unknown_client, letter.query);
    unknown.hops = 2;
    unknown.subject = request;
    talk.send(server, client, unknown);
  }

  template <class Talk>
  void refuse(Talk& talk, core::PeerId server, core::PeerId, const overlay::Letter& letter) {
    answer(talk, server, refusal, letter.query);
  }

  // ---- what downloads ask of it; who downloads is the server ----

  template <class Talk>
  void ask_source(Talk& talk, DownloadId download, core::PeerId source) {
    talk.send(downloads_.peer(download), source, about(order, download));
  }

  template <class Talk>
  void turn_away(Talk& talk, core::PeerId source, DownloadId download) {
    talk.send(source, downloads_.peer(download), about(no_slot, download));
  }

  template <class Talk>
  void ended(Talk& talk, DownloadId download, bool complete) {
    const core::PeerId server = downloads_.peer(download);
    const core::ItemId item = downloads_.item(download);
    const auto found = fetching_.find({server, item});
    const std::set<overlay::QueryNumber> waiting = std::move(found->second);
    fetching_.erase(found);
    if (complete) {
      caches_[directory_.servers().index(server)].keep(item,
                                                       directory_.content()->size_bytes(item));
    }
    for (const overlay::QueryNumber query : waiting) {
      if (complete) {
        deliver(talk, server, query);
      } else {
        answer(talk, server, refusal, query);
      }
    }
  }

  /// Over the connection that the client has begun.
  static bool is_connected(core::PeerId, core::PeerId) { return true; }
  static const char* method() { return "relay"; }

 private:
  enum Type : std::uint8_t { request = Directory::types, refusal, order, no_slot };
  enum Alarm : std::uint8_t { piece = Directory::alarms, wish, delivery };

  /// What has become of an item that a client wants.
  enum class State : std::uint8_t { asked, coming, later };

  /// How servers came by what clients wanted, after the warm-up.
  struct Supplied {
    std::uint64_t fetched = 0;  ///< from a client, for it alone or for the first of several
    std::uint64_t joined = 0;   ///< it was being fetched for another client
    std::uint64_t kept = 0;
    std::uint64_t kept_bytes = 0;
  };

  struct Wish {
    State state = State::asked;
    core::PeerId server = core::no_peer;  ///< that was asked last
    std::uint32_t tries = 0;              ///< in vain, since the client came
    core::Time again_at = 0;              ///< of one that comes later
    std::uint64_t carried_bytes = 0;
  };

  static overlay::Letter letter_of(std::uint8_t type, overlay::QueryNumber query) {
    overlay::Letter letter;
    letter.type = type;
    letter.query = query;
    return letter;
  }
  template <class Talk>
  void no_place(Talk& talk, DownloadId download, core::PeerId source) {
    downloads_.passed_over(talk, *this, download, source, measure::DownloadStatus::refused);
  }
  overlay::Letter about(Type type, DownloadId download) const {
    overlay::Letter letter = letter_of(type, downloads_.query(download));
    letter.subject = download;
    return letter;
  }
  core::PeerId origin(overlay::QueryNumber query) { return directory_.asked(query).origin; }
  std::uint64_t size_bytes(overlay::QueryNumber query) {
    return directory_.content()->size_bytes(directory_.asked(query).item);
  }

  // ---- clients ----

  template <class Talk>
  void ask_for_it(Talk& talk, overlay::QueryNumber query) {
    const core::PeerId client = origin(query);
    const bool is_server = directory_.servers().is_server(client);
    const core::PeerId server = is_server ? client : directory_.server_of(client);
    wishes_[query].state = State::asked;
    wishes_[query].server = server;
    if (is_server) return supply(talk, server, query);
    talk.send(client, server, letter_of(request, query));
  }

  /// A server cannot give what a client has asked for.
  template <class Talk>
  void not_coming(Talk& talk, overlay::QueryNumber query) {
    if (wanted(query) && wishes_[query].state == State::asked) wish_later(talk, query);
  }

  /// What a client wants does not come: it asks again after a while, if it has not tried too often.
  template <class Talk>
  void wish_later(Talk& talk, overlay::QueryNumber query) {
    if (++wishes_[query].tries >= parameters_.downloads.tries) return forget(query);
    wish_then(talk, query);
  }
  template <class Talk>
  void wish_then(Talk& talk, overlay::QueryNumber query) {
    wishes_[query].state = State::later;
    const core::Time retry = core::from_seconds(parameters_.downloads.retry_s);
    wishes_[query].again_at = core::later(talk.now(), retry);
    talk.wake(origin(query), wishes_[query].again_at, letter_of(wish, query));
  }

  template <class Talk>
  void wish_again(Talk& talk, overlay::QueryNumber query) {
    const Wish& wished = wishes_[query];
    if (wished.state != State::later || wished.again_at != talk.now() || !wanted(query)) return;
    const core::PeerId client = origin(query);
    if (directory_.servers().is_server(client) || directory_.is_logged_in(client)) {
      return ask_for_it(talk, query);
    }
    wish_later(talk, query);
  }

  template <class Talk>
  void has_all(Talk& talk, overlay::QueryNumber query) {
    talk.downloaded(query);
    forget(query);
  }

  static std::vector<measure::Figure> figures_of(const Supplied& supplied);
  bool wanted(overlay::QueryNumber query);
  void forget(overlay::QueryNumber query);

  // ---- servers ----

  template <class Talk>
  void answer(Talk& talk, core::PeerId server, Type type, overlay::QueryNumber query) {
    overlay::Letter letter = letter_of(type, query);
    letter.hops = 2;
    talk.send(server, origin(query), letter);
  }

  /// A client that is logged in wants an item.
  template <class Talk>
  void supply(Talk& talk, core::PeerId server, overlay::QueryNumber query) {
    if (!wanted(query) || wishes_[query].state == State::coming) return;
    const core::ItemId item = directory_.asked(query).item;
    const overlay::Content& content = *directory_.content();
    if (content.holds(server, item)) return deliver(talk, server, query);
    if (caches_[directory_.servers().index(server)].use(item)) {
      if (talk.counts(query)) {
        ++supplied_.kept;
        supplied_.kept_bytes += content.size_bytes(item);
      }
      return deliver(talk, server, query);
    }
    const auto [waiting, is_new] = fetching_.try_emplace({server, item});
    const bool is_new_wish = waiting->second.insert(query).second;
    if (!is_new) {
      if (is_new_wish && talk.counts(query)) ++supplied_.joined;
      return;
    }
    core::Substream stream(seed_, core::Purpose("centralized/source"), query);
    std::vector<core::PeerId> holders = directory_.holders(server, origin(query), item, stream);
    if (holders.empty()) {
      fetching_.erase(waiting);
      return answer(talk, server, refusal, query);
    }
    if (talk.counts(query)) ++supplied_.fetched;
    downloads_.begin(talk, *this, query, server, item, content.size_bytes(item),
                     std::move(holders));
  }

  /// Sends what a client has not got yet; one that has gone asks again when it is back.
  template <class Talk>
  void deliver(Talk& talk, core::PeerId server, overlay::QueryNumber query) {
    const core::PeerId client = origin(query);
    const bool is_coming = wishes_[query].state == State::coming;
    if (!wanted(query) || is_coming || !talk.is_online(client)) return;
    if (client == server) return has_all(talk, query);
    wishes_[query].state = State::coming;
    talk.carry(server, client,
               {size_bytes(query) - wishes_[query].carried_bytes, directory_.asked(query).item,
                "file", "relay"},
               letter_of(delivery, query));
  }

  /// A server goes offline: those who have asked it for an item notice it.
  template <class Talk>
  void close(Talk& talk, core::PeerId server) {
    caches_[directory_.servers().index(server)].clear();
    downloads_.abandon(server);
    fetching_.erase(fetching_.lower_bound({server, 0}), fetching_.lower_bound({server + 1, 0}));
    for (const std::vector<overlay::QueryNumber>& of_client : wished_by_) {
      const std::vector<overlay::QueryNumber> wished = of_client;
      for (const overlay::QueryNumber query : wished) {
        const Wish& one = wishes_[query];
        if (one.state == State::asked && one.server == server) wish_later(talk, query);
      }
    }
  }

  Parameters parameters_;
  std::uint64_t seed_;
  Directory directory_;
  Downloads downloads_;
  std::vector<ItemCache> caches_;  ///< in the order of the servers
  /// Who waits for an item that a server is fetching.
  std::map<std::pair<core::PeerId, core::ItemId>, std::set<overlay::QueryNumber>> fetching_;
  std::vector<Wish> wishes_;                                  ///< [query]
  std::vector<std::vector<overlay::QueryNumber>> wished_by_;  ///< [peer] what has not come yet
  Supplied supplied_;
};

RIPPLETANK_PROTOCOL(centralized, overlay::Correspondence<Centralized>)

}  // namespace rippletank::protocols
