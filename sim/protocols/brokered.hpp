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
#include "sim/protocols/parts/downloads.hpp"

namespace rippletank::protocols {

/// The bare brokered architecture: clients log in and publish what they hold, the server answers
/// searches from its index, and clients fetch from each other.
///
/// Source:  McKeeth, A Guide to Peer-2-Peer (2003): brokered networks. Sizes are round numbers.
class Brokered {
 public:
  static constexpr bool carries = true;
  static constexpr bool has_servers = true;

  struct Parameters : DirectoryParameters {
    DownloadParameters downloads;
  };

  static registry::Entry entry();
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
    if (letter.type == request) return downloads_.asked(talk, *this, to, letter.subject);
    if (letter.type == refusal) return downloads_.passed_over(talk, *this, letter.subject, from);
    directory_.on_letter(talk, *this, to, from, letter);
  }

  template <class Talk>
  void on_lost(Talk& talk, core::PeerId to, core::PeerId from, const overlay::Letter& letter) {
    if (letter.type == request) return downloads_.passed_over(talk, *this, letter.subject, to);
    if (letter.type == refusal) return downloads_.passed_over(talk, *this, letter.subject, from);
    directory_.on_lost(talk, to, from, letter);
  }

  template <class Talk>
  void on_timer(Talk& talk, core::PeerId peer, const overlay::Letter& letter) {
    if (letter.type == piece) return downloads_.try_again(talk, *this, letter.subject);
    directory_.on_timer(talk, *this, peer, letter);
  }

  template <class Talk>
  void on_online(Talk& talk, core::PeerId peer) {
    directory_.on_online(talk, peer);
    downloads_.back(talk, *this, peer);
  }

  template <class Talk>
  void on_offline(Talk& talk, core::PeerId peer, bool announced) {
    downloads_.gone(talk, *this, peer);
    directory_.on_offline(talk, peer, announced);
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

  template <class Talk>
  void on_end(Talk& talk) {
    directory_.on_end(talk);
  }

  // ---- what the directory asks of its protocol ----

  template <class Talk>
  void found(Talk& talk, overlay::QueryNumber query) {
    Directory::Asked& asked = directory_.asked(query);
    if (asked.holders.empty()) return;
    talk.download_begun(query);
    downloads_.begin(talk, *this, query, asked.origin, asked.item,
                     directory_.content()->size_bytes(asked.item),
                     std::exchange(asked.holders, {}));
  }
  /// A server is asked for nothing else.
  template <class Talk>
  void serve(Talk&, core::PeerId, core::PeerId, const overlay::Letter&) {}
  template <class Talk>
  void refuse(Talk&, core::PeerId, core::PeerId, const overlay::Letter&) {}

  // ---- what downloads ask of it ----

  template <class Talk>
  void ask_source(Talk& talk, DownloadId download, core::PeerId source) {
    talk.send(downloads_.peer(download), source, about(request, download));
  }

  template <class Talk>
  void turn_away(Talk& talk, core::PeerId source, DownloadId download) {
    talk.send(source, downloads_.peer(download), about(refusal, download));
  }

  template <class Talk>
  void ended(Talk& talk, DownloadId download, bool complete) {
    if (complete) talk.downloaded(downloads_.query(download));
  }

  static const char* method(DownloadId, core::PeerId) { return "direct"; }

 private:
  enum Type : std::uint8_t { request = Directory::types, refusal };
  enum Alarm : std::uint8_t { piece = Directory::alarms };

  overlay::Letter about(Type type, DownloadId download) const {
    overlay::Letter letter;
    letter.type = type;
    letter.query = downloads_.query(download);
    letter.subject = download;
    return letter;
  }

  Parameters parameters_;
  Directory directory_;
  Downloads downloads_;
};

RIPPLETANK_PROTOCOL(brokered, overlay::Correspondence<Brokered>)

}  // namespace rippletank::protocols
