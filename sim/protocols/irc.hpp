// irc: users talk in channels over a tree of servers, and send one another files without them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/overlay/correspondence.hpp"
#include "sim/overlay/protocol.hpp"
#include "sim/overlay/servers.hpp"
#include "sim/protocols/irc/channels.hpp"
#include "sim/protocols/irc/clients.hpp"
#include "sim/protocols/irc/dcc.hpp"
#include "sim/protocols/irc/front.hpp"
#include "sim/protocols/irc/lines.hpp"
#include "sim/protocols/irc/network.hpp"
#include "sim/protocols/irc/outbox.hpp"
#include "sim/protocols/irc/readers.hpp"
#include "sim/protocols/irc/sessions.hpp"
#include "sim/protocols/parts/server_parameters.hpp"

namespace rippletank::protocols {

/// Internet Relay Chat with DCC. A query is a line that its origin says in the channel of its item;
/// an origin that is a server says it to the members as a server.
///
/// What happens is decided by the parts in sim/protocols/irc, which put into an outbox what is to
/// be sent; here it is handed to the talk.
///
/// Cost:    each change of a user or channel is told to every server and every member, so n users
///          who all join one channel, or see each other leave in a split, cost n² letters.
/// Source:  RFC 1459, RFC 2810, RFC 2812, RFC 2813; The Client-To-Client Protocol, Zeuge, Rollo &
///          Mesander (1994).
class Irc {
 public:
  static constexpr bool carries = true;
  static constexpr bool has_servers = true;

  struct Parameters {
    double login_spread_s = 10;
    double return_delay_s = 10;
    double return_spread_s = 20;
    double patience_s = 60;
    double reconnect_s = 300;
    double ping_s = 90;
    double visit_s = 300;
    double namesakes = 0;
    double line_cost_s = 2;
    double line_credit_s = 10;
    irc::Lengths lengths;
    irc::DccParameters dcc;
    ServerParameters server;
  };

  static registry::Entry entry();
  static std::vector<std::string> roles() { return {"server", "client"}; }
  static std::vector<std::string> message_types() { return irc::line_names(); }

  Irc(const Parameters& parameters, const overlay::SetUp& set_up);
  Irc(const Irc&) = delete;  // its parts know one another by their addresses
  Irc& operator=(const Irc&) = delete;

  measure::MessageSize size(const overlay::Letter& letter) const { return lines_.size(letter); }
  const char* role(core::PeerId peer) const {
    return servers_.is_server(peer) ? "server" : "client";
  }

  template <class Talk>
  void on_start(Talk& talk) {
    start(talk.horizon() != core::never);
    for (core::PeerId peer = 0; peer < talk.connections().peers(); ++peer) {
      if (!talk.is_online(peer)) switch_off(talk.now(), peer, false);
    }
    hand_over(talk);
  }

  template <class Talk>
  void on_query(Talk& talk, const overlay::Query& query, overlay::QueryNumber number) {
    say(talk.now(), query, number);
    hand_over(talk);
  }

  template <class Talk>
  void on_letter(Talk& talk, core::PeerId to, core::PeerId from, const overlay::Letter& letter) {
    read(talk.now(), to, from, letter);
    hand_over(talk);
    if (letter.query != overlay::no_query) readers_.ended(letter.query);
  }

  template <class Talk>
  void on_lost(Talk& talk, core::PeerId to, core::PeerId from, const overlay::Letter& letter,
               measure::DropReason reason) {
    notice_loss(talk.now(), to, from, letter, reason);
    hand_over(talk);
    if (letter.query != overlay::no_query) readers_.ended(letter.query);
  }

  static bool opens(core::PeerId, core::PeerId, const overlay::Letter& letter) {
    const irc::Line line = irc::line_of(letter);
    return line == irc::Line::register_to_server || line == irc::Line::dcc_connect;
  }

  template <class Talk>
  void on_timer(Talk& talk, core::PeerId peer, const overlay::Letter& letter) {
    ring(talk.now(), peer, letter);
    hand_over(talk);
  }

  template <class Talk>
  void on_online(Talk& talk, core::PeerId peer) {
    switch_on(talk.now(), peer);
    hand_over(talk);
  }

  template <class Talk>
  void on_offline(Talk& talk, core::PeerId peer, bool announced) {
    switch_off(talk.now(), peer, announced);
    hand_over(talk);
  }

  template <class Talk>
  void on_carried(Talk& talk, core::PeerId from, core::PeerId to, const overlay::Letter& letter) {
    dcc_.arrived(from, to, letter.subject);
    hand_over(talk);
  }

  template <class Talk>
  void on_cut(Talk&, core::PeerId, core::PeerId, const overlay::Letter&, std::uint64_t) {}

  template <class Talk>
  void on_end(Talk& talk) {
    for (const overlay::Station& station : front_.stations()) {
      talk.measures().servers.push_back(station.record(talk.end()));
    }
    talk.measures().figures = figures();
  }

  const overlay::Servers& servers() const { return servers_; }
  const irc::Sessions& sessions() const { return sessions_; }
  const irc::Network& network() const { return network_; }
  const irc::Clients& clients() const { return clients_; }
  const irc::Dcc& dcc() const { return dcc_; }
  const irc::Front& front() const { return front_; }

 private:
  template <class Talk>
  void hand_over(Talk& talk) {
    using Kind = irc::Outbox::Kind;
    outbox_.empty([&](const irc::Outbox::Item& item) {
      switch (item.kind) {
        case Kind::letter:
          if (!talk.is_online(item.from)) return;  // from the beginning
          if (item.letter.query != overlay::no_query) readers_.sent(item.letter.query);
          return talk.send(item.from, item.to, item.letter);
        case Kind::timer:
          return talk.wake(item.from, item.at, item.letter);
        case Kind::reading:
          return count_reading(talk, item.from, item.letter);
        case Kind::shipment:
          talk.carry(item.from, item.to, {dcc_.offer(item.letter.subject).bytes, {}, "file", "dcc"},
                     item.letter);
          return;
        case Kind::failure:
          return not_sent(talk, item);
      }
    });
  }

  template <class Talk>
  void not_sent(Talk& talk, const irc::Outbox::Item& item) {
    measure::DownloadRecord record;
    record.from = item.from;
    record.to = item.to;
    record.bytes = dcc_.offer(item.letter.subject).bytes;
    record.start = talk.now();
    const bool is_blocked = item.reason == measure::DropReason::firewall;
    record.method = is_blocked ? "" : "dcc";
    talk.not_fetched(
        item.letter.query, record,
        is_blocked ? measure::DownloadStatus::unreachable : measure::DownloadStatus::gone);
  }

  template <class Talk>
  void count_reading(Talk& talk, core::PeerId user, const overlay::Letter& line) {
    if (readers_.is_first(line.query, user)) return talk.reached(line.query, user, line.hops);
    measure::QueryRecord* record = talk.record(line.query);
    if (record == nullptr) return;
    ++record->duplicates;
    ++record->at_hop(line.hops).duplicates;
  }

  std::vector<measure::Figure> figures() const;
  void start(bool has_horizon);
  void say(core::Time now, const overlay::Query& query, overlay::QueryNumber number);
  void read(core::Time now, core::PeerId to, core::PeerId from, const overlay::Letter& letter);
  void read_as_user(core::Time now, core::PeerId user, core::PeerId from,
                    const overlay::Letter& letter);
  void notice_loss(core::Time now, core::PeerId to, core::PeerId from,
                   const overlay::Letter& letter, measure::DropReason reason);
  void ring(core::Time now, core::PeerId peer, const overlay::Letter& letter);
  void switch_on(core::Time now, core::PeerId peer);
  void switch_off(core::Time now, core::PeerId peer, bool announced);

  overlay::Servers servers_;
  irc::LineSizes lines_;
  irc::Channels channels_;
  irc::Outbox outbox_;
  irc::Sessions sessions_;
  irc::Network network_;
  irc::Clients clients_;
  irc::Dcc dcc_;
  irc::Front front_;
  irc::Readers readers_;
};

RIPPLETANK_PROTOCOL(irc, overlay::Correspondence<Irc>)

}  // namespace rippletank::protocols
