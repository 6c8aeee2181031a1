// Lets the parts of WASTE act.
#include "sim/protocols/waste/mesh.hpp"

#include <algorithm>
#include <utility>

#include "sim/core/random.hpp"
#include "sim/overlay/nearest_copies.hpp"
#include "sim/protocols/waste/speeds.hpp"

namespace rippletank::protocols::waste {
namespace {

constexpr core::Purpose come_purpose("waste/come");
constexpr core::Purpose told_purpose("waste/announcements");

void fill_stores(overlay::Stores& stores, const overlay::SetUp& set_up) {
  if (set_up.content == nullptr) return;
  for (core::PeerId peer = 0; peer < set_up.connections.peers(); ++peer) {
    for (const core::ItemId item : set_up.content->holdings(peer)) stores.keep(0, peer, item);
  }
  stores.count_into(measure::StoreRecord(set_up.bin, set_up.warm_up));
}

core::Time first_look(core::Time bin, core::Time warm_up) {
  return bin == core::never ? core::never : (warm_up / bin + 1) * bin;
}

}  // namespace

Mesh::Mesh(const Parameters& parameters, const overlay::SetUp& set_up)
    : state_(parameters, set_up),
      fillers_(state_, set_up),
      loops_(state_, fillers_),
      dialling_(state_, fillers_),
      relaying_(state_),
      transfers_(state_, relaying_, set_up),
      searches_(state_, relaying_, transfers_),
      bin_(set_up.bin),
      next_look_(first_look(set_up.bin, set_up.warm_up)),
      followed_(set_up.followed) {
  fill_stores(state_.stores, set_up);
}

measure::MessageSize Mesh::size(const overlay::Letter& letter) const {
  if (letter.type == handshake) return {handshake_bytes(letter.value), 0};
  if (letter.type == closing) return {0, 0};
  if (letter.type == saturation) return {std::uint64_t{letter.subject} * letter.value, 0};
  const std::uint64_t payload_bytes = state_.packets[letter.subject].payload_bytes;
  return {state_.wire_bytes(letter.subject) - payload_bytes, payload_bytes};
}

// ---- peers come and go ----

void Mesh::on_start(Post& post) {
  for (core::PeerId peer = 0; peer < state_.peers(); ++peer) {
    core::Substream random(state_.seed, come_purpose, peer);
    const double at_s = random.uniform() * state_.parameters.join_spread_s;
    post.wake(peer, core::from_seconds(at_s), state_.timer(Alarm::come, peer));
  }
}

void Mesh::on_online(Post& post, core::PeerId peer) {
  look(post);
  come(post, peer);
}

void Mesh::come(Post& post, core::PeerId peer) {
  dialling_.come(post, peer);
  core::Substream random(state_.seed, told_purpose, peer);
  const Parameters& parameters = state_.parameters;
  const double ping_s = random.uniform() * parameters.ping_s;
  if (parameters.ping_s > 0) {
    post.wake(peer, core::later(post.now(), core::from_seconds(ping_s)),
              state_.timer(Alarm::ping, peer));
  }
  wake_again(post, peer, Alarm::key, parameters.key_s);
  go_on(post, peer);
}

void Mesh::on_offline(Post& post, core::PeerId peer, bool announced) {
  look(post);
  transfers_.go(post, peer);
  dialling_.go(post, peer, announced);
}

void Mesh::came_up(Post& post, End end) {
  relaying_.greet(post, end);
  transfers_.start(post, state_.links[end].peer);
}

// ---- letters ----

void Mesh::on_query(Post& post, const overlay::Query& query, overlay::QueryNumber number) {
  look(post);
  searches_.ask(post, query, number);
  go_on(post, query.origin);
}

void Mesh::on_letter(Post& post, core::PeerId to, core::PeerId from,
                     const overlay::Letter& letter) {
  if (letter.type == saturation) return;
  look(post);
  const End end = state_.end_of(to, from);
  if (is_packet(letter.type)) {
    arrive(post, end, letter);
  } else if (letter.type == closing) {
    dialling_.on_closing(post, end, letter);
  } else if (dialling_.on_handshake(post, end, letter)) {
    came_up(post, end);
  }
  go_on(post, to);
}

void Mesh::arrive(Post& post, End end, const overlay::Letter& letter) {
  Link& link = state_.links[end];
  const std::uint32_t attempt = attempt_in(letter.value);
  if (dialling_.on_packet(post, end, attempt)) came_up(post, end);
  if (link.stage != Stage::up || link.attempt != attempt) {
    dialling_.refuse(post, link, attempt);
    return state_.packets.release(letter.subject);
  }
  const Copy copy{letter.subject, letter.hops, ttl_in(letter.value), 0};
  if (state_.loop > 0) {
    link.inbox.push_back(copy);
  } else {
    read(post, end, copy);
  }
}

void Mesh::read(Post& post, End end, const Copy& copy) {
  if (relaying_.read(post, end, copy)) deliver(post, end, copy);
  state_.packets.release(copy.packet);
}

void Mesh::deliver(Post& post, End end, const Copy& copy) {
  const core::PeerId peer = state_.links[end].peer;
  // What a handler sends may move packets in memory.
  const Packet packet = state_.packets[copy.packet].without_reached();
  switch (static_cast<Type>(packet.type)) {
    case capabilities:
      return relaying_.read_capabilities(state_.links[end]);
    case user_list:
      return relaying_.answer_user_list(post, peer, packet);
    case key:
      return relaying_.answer_key(post, peer, packet);
    case search:
      return searches_.read_search(post, peer, copy);
    case search_reply:
      return searches_.read_reply(post, peer, packet);
    case file_request:
      return transfers_.read_request(post, peer, packet);
    case file_done:
      return transfers_.read_done(peer, packet);
    case file_header:
      return transfers_.read_header(post, packet);
    case file_chunk:
      return transfers_.read_chunk(post, packet);
    default:
      return;  // a ping, a key, a user: it takes notice
  }
}

void Mesh::on_vanished(const overlay::Letter& letter) {
  if (is_packet(letter.type)) state_.packets.release(letter.subject);
}

void Mesh::on_lost(Post& post, core::PeerId to, core::PeerId from, const overlay::Letter& letter,
                   measure::DropReason reason) {
  look(post);
  dialling_.on_lost(post, state_.end_of(from, to), letter, measure::cannot_be_reached(reason));
  go_on(post, from);
}

// ---- timers ----

void Mesh::on_timer(Post& post, core::PeerId peer, const overlay::Letter& timer) {
  look(post);
  if (static_cast<Alarm>(timer.type) == Alarm::leave_line) {
    loops_.left(post, timer);
  } else if (timer.value != state_.of_peer[peer].stay) {
    return;  // it has been away since
  } else {
    ring(post, peer, timer);
  }
  go_on(post, peer);
}

void Mesh::ring(Post& post, core::PeerId peer, const overlay::Letter& timer) {
  switch (static_cast<Alarm>(timer.type)) {
    case Alarm::come:
      if (!state_.of_peer[peer].here) come(post, peer);
      return;
    case Alarm::dial:
      return dialling_.ring(post, timer.subject);
    case Alarm::half_open:
      return dialling_.ring_half_open(post, timer.subject, timer.query);
    case Alarm::round:
      return play_round(post, peer);
    case Alarm::ping:
      relaying_.tell_ping(post, peer);
      return wake_again(post, peer, Alarm::ping, state_.parameters.ping_s);
    case Alarm::key:
      relaying_.tell_key(post, peer);
      return wake_again(post, peer, Alarm::key, state_.parameters.key_s);
    case Alarm::start_download:
      return transfers_.ring_start(post, peer);
    case Alarm::silence:
      return transfers_.ring_silence(post, timer);
    case Alarm::fill:
      return fillers_.ring(post, peer, timer);
    case Alarm::room:
    case Alarm::leave_line:
      return;
  }
}

void Mesh::on_missed(const overlay::Letter& timer) {
  if (static_cast<Alarm>(timer.type) == Alarm::leave_line) loops_.missed(timer);
}

void Mesh::wake_again(Post& post, core::PeerId peer, Alarm alarm, double every_s) {
  if (every_s == 0) return;
  post.wake(peer, core::later(post.now(), core::from_seconds(every_s)), state_.timer(alarm, peer));
}

// ---- the loop of a program ----

void Mesh::go_on(Post& post, core::PeerId peer) {
  Peer& acting = state_.of_peer[peer];
  if (!acting.here) return;
  if (state_.loop == 0) {
    do {
      loops_.hand_over(post, peer);
    } while (transfers_.pass(post, peer));
    return;
  }
  if (acting.round_at != core::never || !has_work(peer)) return;
  std::uint64_t round = rounds_before(state_, peer, post.now());
  if (round < acting.next_round) round = acting.next_round;
  acting.round_at = round_time(state_, peer, round);
  acting.next_round = round;
  post.wake(peer, acting.round_at, state_.timer(Alarm::round, peer));
}

bool Mesh::has_work(core::PeerId peer) const {
  for (End end = state_.first_end(peer); end < state_.after_last_end(peer); ++end) {
    if (!state_.links[end].queue.empty() || !state_.links[end].inbox.empty()) return true;
  }
  return transfers_.has_chunks(peer);
}

/// Source:  DoMainLoop in sharedmain.cpp and C_MessageQueueList::run in mqueuelist.cpp: a pass lets
///          each link first send and then read, from another one on each time.
void Mesh::play_round(Post& post, core::PeerId peer) {
  Peer& acting = state_.of_peer[peer];
  const std::uint64_t round = acting.next_round;
  acting.round_at = core::never;
  acting.next_round = round + 1;
  fillers_.catch_up_to_round(peer, round);
  acting.rounds_filled = round + 1;
  const End first = state_.first_end(peer);
  const std::uint64_t degree = state_.after_last_end(peer) - first;
  const std::uint32_t passes = passes_of_round(state_.speeds[peer]);
  for (std::uint32_t pass = 0; pass < passes; ++pass) {
    transfers_.pass(post, peer);
    for (std::uint64_t i = 0; i < degree; ++i) {
      const End end = first + static_cast<End>((round * passes + pass + i) % degree);
      if (state_.links[end].stage != Stage::up) continue;
      loops_.pass(post, end);
      read_inbox(post, end);
    }
  }
}

void Mesh::read_inbox(Post& post, End end) {
  for (const Copy& copy : std::exchange(state_.links[end].inbox, {})) {
    const Link& link = state_.links[end];
    post.reads_late(link.other, link.peer, state_.letter_of(copy, link));
    read(post, end, copy);
  }
}

// ---- what a run tells ----

void Mesh::look_until(Post& post, core::Time time) {
  while (next_look_ <= time) {
    look_at(post, next_look_);
    next_look_ = core::later(next_look_, bin_);
  }
}

void Mesh::look_at(Post& post, core::Time time) {
  if (followed_.empty()) return;
  std::vector<bool> here;
  for (const Peer& peer : state_.of_peer) here.push_back(peer.here);
  for (const measure::CopyRecord& record :
       overlay::look_at_copies(time, followed_, state_.stores, state_.links_up(), here)) {
    post.measures().copies.push_back(record);
  }
}

void Mesh::on_end(Post& post) {
  overlay::Measures& measures = post.measures();
  const core::Time end = post.horizon() == core::never ? measures.end : post.horizon();
  look_until(post, end);
  if (measures.copies.empty() || measures.copies.back().time < end) look_at(post, end);
  if (state_.content != nullptr) measures.stores = state_.stores.counted();
  for (const measure::Figure& figure : figures(measures)) measures.figures.push_back(figure);
}

}  // namespace rippletank::protocols::waste
