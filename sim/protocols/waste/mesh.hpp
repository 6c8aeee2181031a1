// Mesh: what happens to each peer of WASTE, and which of the parts sees to it.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/measure/figure.hpp"
#include "sim/measure/message_count.hpp"
#include "sim/overlay/protocol.hpp"
#include "sim/overlay/query.hpp"
#include "sim/protocols/waste/dialling.hpp"
#include "sim/protocols/waste/fillers.hpp"
#include "sim/protocols/waste/links.hpp"
#include "sim/protocols/waste/loops.hpp"
#include "sim/protocols/waste/relaying.hpp"
#include "sim/protocols/waste/searches.hpp"
#include "sim/protocols/waste/transfers.hpp"

namespace rippletank::protocols::waste {

class Mesh {
 public:
  Mesh(const Parameters& parameters, const overlay::SetUp& set_up);

  void on_start(Post& post);
  void on_query(Post& post, const overlay::Query& query, overlay::QueryNumber number);
  void on_letter(Post& post, core::PeerId to, core::PeerId from, const overlay::Letter& letter);
  void on_vanished(const overlay::Letter& letter);
  void on_lost(Post& post, core::PeerId to, core::PeerId from, const overlay::Letter& letter,
               measure::DropReason reason);
  void on_timer(Post& post, core::PeerId peer, const overlay::Letter& timer);
  void on_missed(const overlay::Letter& timer);
  void on_online(Post& post, core::PeerId peer);
  void on_offline(Post& post, core::PeerId peer, bool announced);
  void on_end(Post& post);

  measure::MessageSize size(const overlay::Letter& letter) const;
  const State& state() const { return state_; }

 private:
  static bool is_packet(std::uint8_t type) { return type >= capabilities && type < saturation; }

  void come(Post& post, core::PeerId peer);
  void came_up(Post& post, End end);
  void arrive(Post& post, End end, const overlay::Letter& letter);
  void read(Post& post, End end, const Copy& copy);
  void deliver(Post& post, End end, const Copy& copy);
  /// After whatever has happened to a peer: what waits goes on.
  void go_on(Post& post, core::PeerId peer);
  void play_round(Post& post, core::PeerId peer);
  void read_inbox(Post& post, End end);
  bool has_work(core::PeerId peer) const;
  void ring(Post& post, core::PeerId peer, const overlay::Letter& timer);
  void wake_again(Post& post, core::PeerId peer, Alarm alarm, double every_s);
  /// Looks where copies are, at each moment that has come since the last look.
  void look(Post& post) { look_until(post, post.now()); }
  void look_until(Post& post, core::Time time);
  void look_at(Post& post, core::Time time);
  std::vector<measure::Figure> figures(const overlay::Measures& measures) const;

  State state_;
  Fillers fillers_;
  Loops loops_;
  Dialling dialling_;
  Relaying relaying_;
  Transfers transfers_;
  Searches searches_;
  core::Time bin_;
  core::Time next_look_;
  std::vector<core::ItemId> followed_;
};

}  // namespace rippletank::protocols::waste
