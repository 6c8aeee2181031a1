// lan_discovery: computers come to know each other, by broadcast or by asking a server.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/core/pool.hpp"
#include "sim/measure/message_count.hpp"
#include "sim/overlay/correspondence.hpp"
#include "sim/overlay/protocol.hpp"
#include "sim/overlay/servers.hpp"
#include "sim/protocols/lan_discovery/acquaintances.hpp"
#include "sim/protocols/lan_discovery/discoveries.hpp"
#include "sim/protocols/parts/stays.hpp"

namespace rippletank::protocols {

/// Computers that look for each other. A LAN are computers that are all connected to one another:
/// who broadcasts is heard by its neighbours, and by nobody beyond. A server is reached from
/// everywhere; servers are no computers that others look for, and tell each other nothing.
///
/// A computer is switched on at a random moment; until then what is sent to it is delivered, as far
/// as messages are counted, and heard by nobody. One that is switched off forgets all it knew, and
/// so does a server. Who says goodbye is forgotten by those that hear it; after a crash its address
/// stays known until it is found out, as the way to find others says.
///
/// Random:  substream "lan_discovery/come" of the peer, one number.
/// Cost:    that of Acquaintances; with `forget_s` 8 bytes per ordered pair of peers besides. A
///          list that travels takes 4 bytes per address.
/// Source:  McKeeth, A Guide to Peer-2-Peer (2003), Server vs. Peer; sizes are estimates.
class LanDiscovery {
 public:
  static constexpr bool takes_queries = false;
  static constexpr bool has_servers = true;

  struct Parameters {
    double spread_s = 10;
    registry::Model how = usual_discovery();
    std::uint32_t header_bytes = 8;
    std::uint32_t address_bytes = 22;
  };

  static registry::Entry entry();
  static std::vector<std::string> roles() { return {"peer", "server", "client"}; }
  static std::vector<std::string> message_types() {
    return {"announce", "answer", "list", "newcomer", "goodbye"};
  }

  LanDiscovery(const Parameters& parameters, const overlay::SetUp& set_up);

  measure::MessageSize size(const overlay::Letter& letter) const;
  const char* role(core::PeerId peer) const {
    if (!asks_server_) return "peer";
    return servers_.is_server(peer) ? "server" : "client";
  }

  template <class Talk>
  void on_start(Talk& talk) {
    for (core::PeerId peer = 0; peer < talk.connections().peers(); ++peer) {
      if (!serves(peer)) talk.wake(peer, comes_at(peer), timer(Alarm::come, peer));
    }
  }

  template <class Talk>
  void on_letter(Talk& talk, core::PeerId to, core::PeerId from, const overlay::Letter& letter) {
    if (serves(to)) return serve(talk, to, from, letter);
    if (letter.type == list) return read_list(talk.now(), to, lists_.take(letter.subject));
    if (!known_.is_here(to)) return;
    if (letter.type == goodbye) return known_.forget(talk.now(), to, letter.subject);
    const bool is_new = hear_of(talk.now(), to, letter.subject);
    const bool has_just_come = letter.value != 0;
    if (letter.type == announce && (is_new || has_just_come)) {
      talk.send(to, from, letter_of(answer, to));
    }
  }

  template <class Talk>
  void on_vanished(Talk&, core::PeerId, core::PeerId, const overlay::Letter& letter) {
    if (letter.type == list) lists_.take(letter.subject);
  }

  /// A letter that is lost on a wire is noticed by nobody; that there is no answer at all is.
  template <class Talk>
  void on_lost(Talk& talk, core::PeerId to, core::PeerId from, const overlay::Letter&,
               measure::DropReason reason) {
    if (serves(from) && measure::cannot_be_reached(reason)) strike_off(talk, from, to);
  }

  template <class Talk>
  void on_timer(Talk& talk, core::PeerId peer, const overlay::Letter& letter) {
    if (letter.value != stays_.of(peer)) return;  // it has been away since
    if (static_cast<Alarm>(letter.type) == Alarm::come) return come(talk, peer);
    forget_silent(talk.now(), peer);
    announce_itself(talk, peer, false);
  }

  template <class Talk>
  void on_online(Talk& talk, core::PeerId peer) {
    stays_.change(peer);
    if (!serves(peer)) come(talk, peer);
  }

  template <class Talk>
  void on_offline(Talk& talk, core::PeerId peer, bool announced) {
    stays_.change(peer);
    if (serves(peer)) return registered_[servers_.index(peer)].clear();
    if (!known_.is_here(peer)) return;
    if (announced) tell(talk, peer, letter_of(goodbye, peer));
    known_.go(talk.now(), peer);
  }

  template <class Talk>
  void on_end(Talk& talk) {
    talk.measures().figures = figures();
  }

  const Acquaintances& known() const { return known_; }

 private:
  enum Type : std::uint8_t { announce, answer, list, newcomer, goodbye };
  enum class Alarm : std::uint8_t { come, again };

  /// `subject`: the computer whose address it tells, but of a list the number of that. `value`: of
  /// an announcement whether the computer has just come, of a list how many addresses it has.
  static overlay::Letter letter_of(Type type, std::uint32_t subject, std::uint32_t value = 0) {
    overlay::Letter letter;
    letter.type = type;
    letter.subject = subject;
    letter.value = value;
    return letter;
  }
  overlay::Letter timer(Alarm alarm, core::PeerId peer) const {
    overlay::Letter letter;
    letter.type = static_cast<std::uint8_t>(alarm);
    letter.value = stays_.of(peer);
    return letter;
  }

  bool serves(core::PeerId peer) const { return asks_server_ && servers_.is_server(peer); }
  core::Time comes_at(core::PeerId peer) const;

  // ---- computers ----

  template <class Talk>
  void come(Talk& talk, core::PeerId peer) {
    known_.come(talk.now(), peer, talk.counts(overlay::no_query));
    announce_itself(talk, peer, true);
  }

  template <class Talk>
  void announce_itself(Talk& talk, core::PeerId peer, bool has_just_come) {
    tell(talk, peer, letter_of(announce, peer, has_just_come ? 1 : 0));
    if (again_ == 0) return;
    talk.wake(peer, core::later(talk.now(), again_), timer(Alarm::again, peer));
  }

  /// To all that hear it, or to its server.
  template <class Talk>
  void tell(Talk& talk, core::PeerId peer, const overlay::Letter& letter) {
    if (asks_server_) return talk.send(peer, servers_.choice(peer, 0), letter);
    if (talk.counts(overlay::no_query)) ++broadcasts_;
    const overlay::Connections& rows = talk.connections();
    const std::span<const core::PeerId> hearers(rows.neighbours.data() + rows.offsets[peer],
                                                rows.degree(peer));
    talk.send_copies(peer, hearers, core::no_peer, letter,
                     [](core::PeerId, core::Time) { return false; });
  }

  /// True if the address is new to it.
  bool hear_of(core::Time now, core::PeerId peer, core::PeerId whom);
  void read_list(core::Time now, core::PeerId peer, const std::vector<core::PeerId>& addresses);
  void forget_silent(core::Time now, core::PeerId peer);

  // ---- servers ----

  template <class Talk>
  void serve(Talk& talk, core::PeerId server, core::PeerId from, const overlay::Letter& letter) {
    if (letter.type == goodbye) return strike_off(talk, server, from);
    const bool is_new = enter(server, from);
    std::vector<core::PeerId> others = others_than(server, from);
    const auto count = static_cast<std::uint32_t>(others.size());
    if (is_new) tell_all(talk, server, others, letter_of(newcomer, from));
    talk.send(server, from, letter_of(list, lists_.put(std::move(others)), count));
  }

  template <class Talk>
  void strike_off(Talk& talk, core::PeerId server, core::PeerId who) {
    if (!remove(server, who)) return;
    tell_all(talk, server, registered_[servers_.index(server)], letter_of(goodbye, who));
  }

  template <class Talk>
  void tell_all(Talk& talk, core::PeerId server, const std::vector<core::PeerId>& computers,
                const overlay::Letter& letter) {
    if (!tells_others_) return;
    for (const core::PeerId to : computers) talk.send(server, to, letter);
  }

  /// True if it was not registered, or was, respectively.
  bool enter(core::PeerId server, core::PeerId who);
  bool remove(core::PeerId server, core::PeerId who);
  std::vector<core::PeerId> others_than(core::PeerId server, core::PeerId who) const;

  std::vector<measure::Figure> figures() const;

  std::uint64_t seed_;
  double spread_s_;
  std::uint32_t header_bytes_;
  std::uint32_t address_bytes_;
  bool asks_server_ = false;
  bool tells_others_ = false;
  core::Time again_ = 0;   ///< from one announcement of a computer to its next; 0: only one
  core::Time forget_ = 0;  ///< 0: never
  overlay::Servers servers_;
  Stays stays_;
  Acquaintances known_;
  std::vector<core::Time> heard_;  ///< [who · peers + whom], when last; empty: nobody forgets
  std::vector<std::vector<core::PeerId>> registered_;  ///< [server index], ascending
  core::Pool<std::vector<core::PeerId>> lists_;        ///< that travel
  std::uint64_t broadcasts_ = 0;
};

RIPPLETANK_PROTOCOL(lan_discovery, overlay::Correspondence<LanDiscovery>)

}  // namespace rippletank::protocols
