// napster: servers know who shares what, and clients fetch it from each other.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "sim/overlay/correspondence.hpp"
#include "sim/overlay/protocol.hpp"
#include "sim/protocols/napster/client_rules.hpp"
#include "sim/protocols/napster/parameters.hpp"
#include "sim/protocols/napster/server_rules.hpp"
#include "sim/protocols/napster/state.hpp"
#include "sim/protocols/napster/transfer_rules.hpp"

namespace rippletank::protocols {

/// Napster, and OpenNap with its linked servers.
///
/// Source:  Napster protocol specification, drscholl (2000-2001); OpenNap (drscholl, 2000). What
///          departs from them stands where it does. Not modelled: chat, hot lists, browsing and
///          resuming by checksum.
class Napster {
 public:
  static constexpr bool carries = true;
  static constexpr bool has_servers = true;
  static constexpr overlay::MethodSet traversals = napster::traversals;

  using Parameters = napster::Parameters;

  static registry::Entry entry();
  static std::vector<std::string> roles() { return {"redirector", "server", "client"}; }
  static std::vector<std::string> message_types() { return napster::message_names(); }

  Napster(const Parameters& parameters, const overlay::SetUp& set_up);

  measure::MessageSize size(const overlay::Letter& letter) const { return state_.size(letter); }
  std::uint64_t copies(const overlay::Letter& letter) const { return state_.copies(letter); }
  const char* role(core::PeerId peer) const;

  template <class Talk>
  void on_start(Talk& talk) {
    clients_.on_start(talk);
  }

  template <class Talk>
  void on_query(Talk& talk, const overlay::Query& query, overlay::QueryNumber number) {
    const bool of_client = !state_.is_server(query.origin);
    state_.asked.push_back(
        {query.item.value_or(core::no_item), query.origin, query.download && of_client, {}});
    if (of_client) {
      clients_.on_query(talk, query.origin, number);
    } else {
      servers_.on_query(talk, query.origin, number);
    }
  }

  template <class Talk>
  void on_letter(Talk& talk, core::PeerId to, core::PeerId from, const overlay::Letter& letter) {
    if (state_.is_server(to)) {
      servers_.on_letter(talk, to, from, letter);
    } else {
      clients_.on_letter(talk, transfers_, to, from, letter);
    }
  }

  template <class Talk>
  void on_lost(Talk& talk, core::PeerId to, core::PeerId from, const overlay::Letter& letter) {
    if (state_.is_server(from)) {
      servers_.on_lost(talk, to, from, letter);
    } else if (state_.is_server(to)) {
      clients_.on_lost(talk, to, from, letter);
    } else {
      transfers_.on_lost(talk, from, letter);
    }
  }

  static bool opens(core::PeerId, core::PeerId, const overlay::Letter& letter) {
    return letter.type == napster::connect || letter.type == napster::login;
  }

  template <class Talk>
  void on_timer(Talk& talk, core::PeerId peer, const overlay::Letter& letter) {
    using napster::Alarm;
    switch (static_cast<Alarm>(letter.type)) {
      case Alarm::served:
        return servers_.served(talk, peer, letter.subject);
      case Alarm::log_in:
        return clients_.log_in(talk, peer, letter.subject);
      case Alarm::client_silent:
        return servers_.client_silent(letter.subject, letter.value);
      case Alarm::server_silent:
        return clients_.server_silent(talk, peer, letter.subject);
      case Alarm::login_late:
        return clients_.login_late(talk, peer, letter.subject);
      case Alarm::client_late:
        return servers_.client_late(letter.subject, letter.value);
      case Alarm::unshare:
        return clients_.unshare(talk, peer, letter.subject);
      case Alarm::request_late:
        return transfers_.request_late(talk, letter.subject);
      case Alarm::search_late:
        return servers_.search_late(talk, letter.subject);
      case Alarm::piece:
        return transfers_.try_again(talk, letter.subject);
    }
  }

  template <class Talk>
  void on_online(Talk& talk, core::PeerId peer) {
    if (state_.is_server(peer)) return;
    clients_.on_online(talk, peer);
    transfers_.on_online(talk, peer);
  }

  template <class Talk>
  void on_offline(Talk& talk, core::PeerId peer, bool announced) {
    if (state_.is_server(peer)) return servers_.on_offline(talk, peer, announced);
    transfers_.on_offline(talk, peer);
    clients_.on_offline(talk, peer, announced);
  }

  template <class Talk>
  void on_carried(Talk& talk, core::PeerId from, core::PeerId to, const overlay::Letter& letter) {
    transfers_.on_carried(talk, from, to, letter.subject);
  }

  template <class Talk>
  void on_cut(Talk& talk, core::PeerId from, core::PeerId to, const overlay::Letter& letter,
              std::uint64_t carried_bytes) {
    transfers_.on_cut(talk, from, to, letter.subject, carried_bytes);
  }

  template <class Talk>
  void on_end(Talk& talk) {
    servers_.on_end(talk);
    for (const measure::Figure& figure : figures()) talk.measures().figures.push_back(figure);
  }

 private:
  std::vector<measure::Figure> figures() const;

  napster::State state_;
  napster::ServerRules servers_;
  napster::ClientRules clients_;
  napster::TransferRules transfers_;
};

RIPPLETANK_PROTOCOL(napster, overlay::Correspondence<Napster>)

}  // namespace rippletank::protocols
