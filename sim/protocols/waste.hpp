// waste: friends in a mesh that pass on what others ask and send, so that all reach all.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/overlay/correspondence.hpp"
#include "sim/overlay/protocol.hpp"
#include "sim/protocols/waste/mesh.hpp"

namespace rippletank::protocols {

/// WASTE (Nullsoft, 2003), version 1.5 where versions differ.
///
/// The topology says who would be connected to whom; between two peers that are both behind a
/// firewall no link comes up. All links are TCP, encrypted, and carry everything: searches and
/// files as well as what peers tell about themselves. What a link cannot carry at once waits in its
/// queue, by urgency; a message counts as sent when it leaves that, and one that is dropped before
/// is a figure. Filler travels in letters that stand for many, see Fillers.
///
/// Random:  substreams "waste/come", "waste/loop" and "waste/announcements" of
///          each peer, one number each: when it starts, when the first round of its loop is, and
///          how long after its start its first ping.
/// Cost:    of a file O(hops) events per chunk; with a loop, O(links of the peer) per round in
///          which something waits.
/// Source:  the source code of WASTE 1.5 (eiginn/waste) and 1.0b. Departs: as the parts say. Not
///          modelled: chat, offers of files, browsing, and links that are dialled by themselves.
class Waste {
 public:
  /// Its peers fetch what they find, over the way of the answers.
  static constexpr bool fetches = true;

  using Parameters = waste::Parameters;

  static registry::Entry entry();
  static std::vector<std::string> roles() { return {"open", "firewalled"}; }
  static std::vector<std::string> message_types() { return waste::message_names(); }

  Waste(const Parameters& parameters, const overlay::SetUp& set_up) : mesh_(parameters, set_up) {}

  measure::MessageSize size(const overlay::Letter& letter) const { return mesh_.size(letter); }
  static std::uint64_t copies(const overlay::Letter& letter) {
    return letter.type == waste::saturation ? letter.value : 1;
  }
  const char* role(core::PeerId peer) const {
    return mesh_.state().firewalls.is_firewalled(peer) ? "firewalled" : "open";
  }
  std::optional<overlay::Connections> made_connections() const { return mesh_.state().links_up(); }

  template <class Talk>
  void on_start(Talk& talk) {
    waste::PostOf<Talk> post(talk);
    mesh_.on_start(post);
  }
  template <class Talk>
  void on_query(Talk& talk, const overlay::Query& query, overlay::QueryNumber number) {
    waste::PostOf<Talk> post(talk);
    mesh_.on_query(post, query, number);
  }
  template <class Talk>
  void on_letter(Talk& talk, core::PeerId to, core::PeerId from, const overlay::Letter& letter) {
    waste::PostOf<Talk> post(talk);
    mesh_.on_letter(post, to, from, letter);
  }
  template <class Talk>
  void on_vanished(Talk&, core::PeerId, core::PeerId, const overlay::Letter& letter) {
    mesh_.on_vanished(letter);
  }
  template <class Talk>
  void on_lost(Talk& talk, core::PeerId to, core::PeerId from, const overlay::Letter& letter,
               measure::DropReason reason) {
    waste::PostOf<Talk> post(talk);
    mesh_.on_lost(post, to, from, letter, reason);
  }
  template <class Talk>
  void on_timer(Talk& talk, core::PeerId peer, const overlay::Letter& timer) {
    waste::PostOf<Talk> post(talk);
    mesh_.on_timer(post, peer, timer);
  }
  void on_missed(core::PeerId, const overlay::Letter& timer) { mesh_.on_missed(timer); }
  template <class Talk>
  void on_online(Talk& talk, core::PeerId peer) {
    waste::PostOf<Talk> post(talk);
    mesh_.on_online(post, peer);
  }
  template <class Talk>
  void on_offline(Talk& talk, core::PeerId peer, bool announced) {
    waste::PostOf<Talk> post(talk);
    mesh_.on_offline(post, peer, announced);
  }
  template <class Talk>
  void on_end(Talk& talk) {
    waste::PostOf<Talk> post(talk);
    mesh_.on_end(post);
  }

 private:
  waste::Mesh mesh_;
};

RIPPLETANK_PROTOCOL(waste, overlay::Correspondence<Waste>)

}  // namespace rippletank::protocols
