// brokered: a server knows who holds what and tells those who ask; what they fetch passes it by.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sim/overlay/correspondence.hpp"
#include "sim/overlay/protocol.hpp"
#include "sim/protocols/parts/directory.hpp"
#include "sim/protocols/parts/download_parameters.hpp"
#include "sim/protocols/parts/fetching.hpp"

namespace rippletank::protocols {

/// The bare brokered architecture: clients log in and publish what they hold, the server answers
/// searches from its index, and clients fetch from each other.
///
/// Source:  McKeeth, A Guide to Peer-2-Peer (2003): brokered networks. Sizes are round numbers.
class Brokered {
 public:
  static constexpr bool carries = true;
  static constexpr bool has_servers = true;

  static constexpr overlay::MethodSet traversals = overlay::push_punch_or_relay;

  struct Parameters : DirectoryParameters {
    std::uint32_t push_bytes = 50;
    double push_patience_s = 30;
    DownloadParameters downloads;
  };

  static registry::Entry entry();
  static std::vector<std::string> roles() { return {"server", "client"}; }
  static std::vector<std::string> message_types();

  Brokered(const Parameters& parameters, const overlay::SetUp& set_up);

  measure::MessageSize size(const overlay::Letter& letter) const;
  const char* role(core::PeerId peer) const { return directory_.role(peer); }

  template <class Talk>
  void on_start(Talk& talk) {
    directory_.on_start(talk);
  }

  template <class Talk>
  void on_query(Talk& talk, const overlay::Query& query, overlay::QueryNumber number) {
    directory_.on_query(talk, *this, query, number);
  }

  template <class Talk>
  void on_letter(Talk& talk, core::PeerId to, core::PeerId from, const overlay::Letter& letter) {
    const bool is_for_server = directory_.servers().is_server(to);
    if (letter.type >= Directory::types && !is_for_server) {
      return fetching_.on_letter(talk, *this, to, from, letter);
    }
    directory_.on_letter(talk, *this, to, from, letter);
  }
  bool opens(core::PeerId, core::PeerId from, const overlay::Letter& letter) const {
    if (letter.type >= Directory::types) return fetching_.opens(from, letter);
    return letter.type == Directory::login;
  }
  bool punches(const overlay::Letter& letter) const {
    return letter.type >= Directory::types && fetching_.punches(letter);
  }

  template <class Talk>
  void on_vanished(Talk&, core::PeerId, core::PeerId, const overlay::Letter& letter) {
    fetching_.on_vanished(letter);
  }

  template <class Talk>
  void on_lost(Talk& talk, core::PeerId to, core::PeerId from, const overlay::Letter& letter) {
    if (letter.type >= Directory::types) return fetching_.on_lost(talk, *this, to, from, letter);
    directory_.on_lost(talk, to, from, letter);
  }

  template <class Talk>
  void on_timer(Talk& talk, core::PeerId peer, const overlay::Letter& letter) {
    if (letter.type >= Directory::alarms) return fetching_.on_timer(talk, *this, letter);
    directory_.on_timer(talk, *this, peer, letter);
  }

  template <class Talk>
  void on_online(Talk& talk, core::PeerId peer) {
    stays_.change(peer);
    directory_.on_online(talk, peer);
    fetching_.on_online(talk, *this, peer);
  }

  template <class Talk>
  void on_offline(Talk& talk, core::PeerId peer, bool announced) {
    stays_.change(peer);
    fetching_.on_offline(talk, *this, peer);
    directory_.on_offline(talk, peer, announced);
  }

  template <class Talk>
  void on_carried(Talk& talk, core::PeerId from, core::PeerId, const overlay::Letter& letter) {
    fetching_.on_carried(talk, *this, from, letter);
  }

  template <class Talk>
  void on_cut(Talk& talk, core::PeerId from, core::PeerId, const overlay::Letter& letter,
              std::uint64_t carried_bytes) {
    fetching_.on_cut(talk, *this, from, letter, carried_bytes);
  }

  template <class Talk>
  void on_end(Talk& talk) {
    directory_.on_end(talk);
    if (!firewalls_.are_described()) return;
    for (const measure::Figure& figure : fetching_.push_counts().figures()) {
      talk.measures().figures.push_back(figure);
    }
  }

  // ---- what the directory asks of its protocol ----

  template <class Talk>
  void found(Talk& talk, overlay::QueryNumber query) {
    Directory::Asked& asked = directory_.asked(query);
    if (asked.holders.empty()) return;
    fetching_.begin(talk, *this, query, asked.origin, asked.item,
                    directory_.content()->size_bytes(asked.item), std::exchange(asked.holders, {}));
  }
  /// Besides searches a server serves those who fetch through it, or from it.
  template <class Talk>
  void serve(Talk& talk, core::PeerId server, core::PeerId client, const overlay::Letter& letter) {
    fetching_.on_letter(talk, *this, server, client, letter);
  }
  template <class Talk>
  void logged_in(Talk& talk, core::PeerId client) {
    fetching_.go_on(talk, *this, client);
  }
  /// Nobody is told that it has no place for that.
  template <class Talk>
  void refuse(Talk&, core::PeerId, core::PeerId, const overlay::Letter&) {}

  // ---- what fetching asks ----

  /// A client hands a push to its server, which passes it on to who is logged in there.
  template <class Talk>
  core::PeerId next_to(Talk&, core::PeerId at, const Pushes::Push& asked,
                       const overlay::Letter&) const {
    if (directory_.servers().is_server(at)) {
      return directory_.session(asked.holder) == at ? asked.holder : core::no_peer;
    }
    return directory_.is_logged_in(at) ? directory_.server_of(at) : core::no_peer;
  }
  template <class Talk>
  static std::uint32_t ttl_of_push(Talk&, core::PeerId, core::PeerId) {
    return 0;
  }
  static core::PeerId proxy_of(core::PeerId, core::PeerId) { return core::no_peer; }
  /// The server that has told of the holder.
  core::PeerId relay_between(core::PeerId peer, core::PeerId holder, std::uint32_t) const {
    if (directory_.servers().is_server(peer)) return core::no_peer;
    const core::PeerId server = directory_.server_of(peer);
    return firewalls_.can_join(server, peer, holder) ? server : core::no_peer;
  }
  template <class Talk>
  void fetched(Talk& talk, overlay::QueryNumber query, bool complete) {
    if (complete) talk.downloaded(query);
  }

 private:
  enum Type : std::uint8_t { request = Directory::types, refusal, push, give };
  enum Alarm : std::uint8_t { piece = Directory::alarms, no_source };

  Parameters parameters_;
  const overlay::Firewalls& firewalls_;
  Stays stays_;
  Directory directory_;
  Fetching fetching_;
};

RIPPLETANK_PROTOCOL(brokered, overlay::Correspondence<Brokered>)

}  // namespace rippletank::protocols
