// Unstructured: a network of peers without servers or any order among them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sim/overlay/content.hpp"
#include "sim/overlay/neighbours.hpp"
#include "sim/overlay/protocol.hpp"
#include "sim/protocols/parts/download_parameters.hpp"
#include "sim/protocols/parts/election.hpp"
#include "sim/protocols/parts/fetching.hpp"
#include "sim/protocols/parts/hit_ways.hpp"
#include "sim/protocols/parts/joining.hpp"
#include "sim/protocols/parts/leaves.hpp"
#include "sim/protocols/parts/pings.hpp"
#include "sim/protocols/parts/push_letters.hpp"
#include "sim/protocols/parts/search.hpp"
#include "sim/protocols/parts/stays.hpp"
#include "sim/protocols/parts/web_caches.hpp"

namespace rippletank::protocols {

struct PushSettings {
  core::Time memory = 0;    ///< for how long peers remember where a hit has come from
  core::Time patience = 0;  ///< how long one waits for a holder to come
};

struct UnstructuredSettings {
  SearchSettings search;
  PingSettings pings;
  std::optional<JoiningParameters> joining;  ///< none: peers are connected as the topology says
  DownloadParameters downloads;
  PushSettings pushes;
  std::optional<LeafSettings> leaves = {};          ///< none: all peers are equal
  std::optional<ElectionParameters> election = {};  ///< of super-peers, if leaves join
};

/// [type] how large messages are, refusals to connect without the addresses that they tell. A
/// `reply` of 0 bytes is not sent.
using UnstructuredSizes = std::array<measure::MessageSize, Leaves::types>;

/// What there may be several of in a message: each address that a refusal to connect tells, each
/// result in a hit after the first, each item, or byte of a table, that a leaf publishes; what is
/// around each patch of a table, and how much data is in it at most.
struct EachBytes {
  std::uint32_t address = 0;
  std::uint32_t result = 0;
  std::uint32_t item = 0;
  std::uint32_t patch = 0;
  std::uint32_t patch_data = 4096;
};

/// All in which one unstructured network differs from another: what a protocol makes of its
/// parameters.
struct UnstructuredPlan {
  UnstructuredSettings settings;
  UnstructuredSizes sizes;
  EachBytes each_bytes;
  std::vector<std::string> message_types;  ///< [type] names; empty: there are none
  const char* role = "peer";               ///< of a peer that is no super-peer
  const char* super_role = "";
  overlay::MethodSet traversals = 0;  ///< by which peers get round firewalls
  /// Whether who cannot be fetched from does not answer, as queries tell who asks.
  bool hides_unreachable = false;
};

/// Peers that connect, ping, search, and fetch what they have found from each other. A protocol is
/// one of these by `plan(parameters)`, which returns an UnstructuredPlan, and has
/// `entry()` and `message_types()` besides; all of them share one run loop.
///
/// Letters that come from one who is no neighbour, as one of the two has been away, are answered
/// with `close`. Without `joining` connections outlast whoever is away.
class Unstructured {
 public:
  static constexpr bool carries = true;
  /// All that any of them does.
  static constexpr overlay::MethodSet traversals =
      overlay::set_of(overlay::Method::push) | overlay::set_of(overlay::Method::push_proxy) |
      overlay::set_of(overlay::Method::hole_punch) | overlay::set_of(overlay::Method::relay);

  enum Type : std::uint8_t { request = PushLetters::types, reply, refusal, types };
  enum Alarm : std::uint8_t {
    piece = PushLetters::alarms,
    own_alarms,
    look_at_role = Leaves::alarms
  };
  static_assert(std::uint8_t{Leaves::publish} == types && std::uint8_t{Leaves::tell} == own_alarms);

  /// [type] the names under which messages are told, in the words of this code. Types that a
  /// protocol has no messages of have none.
  static std::vector<std::string> message_types_of_equals();
  static std::vector<std::string> message_types_with_leaves();

  using Parameters = UnstructuredPlan;

  Unstructured(const UnstructuredPlan& plan, const overlay::SetUp& set_up);
  Unstructured(const Unstructured&) = delete;
  Unstructured& operator=(const Unstructured&) = delete;

  measure::MessageSize size(const overlay::Letter& letter) const {
    if (is_about_web_cache(letter)) return web_caches_->size(letter);
    measure::MessageSize size = plan_.sizes[letter.type];
    if (letter.type == Joining::refuse || letter.type == Joining::accept) {
      size.control_bytes +=
          std::uint64_t{joining_->addresses_in(letter)} * plan_.each_bytes.address;
    } else if (letter.type == Search::query_hit) {
      size.payload_bytes += (search_.results_in(letter) - 1) * plan_.each_bytes.result;
    } else if (letter.type == Leaves::publish || letter.type == Leaves::exchange) {
      size.control_bytes += std::uint64_t{letter.value} * plan_.each_bytes.item;
    }
    if (is_patch(letter)) size.control_bytes += patches(letter) * plan_.each_bytes.patch;
    return size;
  }
  /// A table is told in as many patches as its length asks for, at first after a message that
  /// clears it; items one by one, if nothing is told about all of them.
  std::uint64_t copies(const overlay::Letter& letter) const {
    if (is_patch(letter)) return patches(letter) + (letter.type == Leaves::publish ? 1 : 0);
    const bool is_one_by_one =
        letter.type == Leaves::publish && plan_.sizes[Leaves::publish].bytes() == 0;
    return is_one_by_one ? letter.value : 1;
  }
  std::vector<std::string> message_types() const { return plan_.message_types; }
  const char* role(core::PeerId peer) const {
    if (!takes_part(peer)) return "web_cache";
    return leaves_ && leaves_->is_super(peer) ? plan_.super_role : plan_.role;
  }
  std::optional<overlay::Connections> made_connections() const {
    if (!joining_) return {};
    return neighbours_.mutual();
  }
  static bool may_be_duplicate(const overlay::Letter& letter) {
    return letter.type == Search::query || letter.type == Pings::ping;
  }
  /// Who is connected to whom, as each peer sees it.
  const overlay::Neighbours& neighbours() const { return neighbours_; }

  std::size_t descriptors_in_use() const { return search_.descriptors_in_use(); }

  template <class Talk>
  void on_start(Talk& talk) {
    if (leaves_) leaves_->on_start(talk);
    if (joining_) return joining_->on_start(talk, *this);
    for (core::PeerId peer = 0; peer < neighbours_.peers(); ++peer) pings_.start(talk, peer);
  }

  template <class Talk>
  void on_query(Talk& talk, const overlay::Query& query, overlay::QueryNumber number) {
    search_.on_query(talk, *this, query, number);
  }

  template <class Talk>
  void on_letter(Talk& talk, core::PeerId to, core::PeerId from, const overlay::Letter& letter) {
    const bool is_passed_on = letter.type == Search::query || letter.type == Pings::ping ||
                              letter.type == Pings::pong ||
                              (letter.type == Search::query_hit && !search_.is_out_of_band(letter));
    if (is_passed_on && may_be_no_neighbour_ && !neighbours_.has(to, from)) {
      joining_->turn_away(talk, to, from);
      return vanish(talk, to, from, letter);
    }
    if (letter.type < Search::types) {
      search_.on_letter(talk, *this, to, from, letter);
    } else if (letter.type < Pings::types) {
      pings_.on_letter(talk, *this, to, from, letter);
    } else if (letter.type < Joining::types) {
      joining_->on_letter(talk, *this, to, from, letter);
    } else if (letter.type < WebCaches::types) {
      web_caches_->on_letter(talk, *this, to, from, letter);
    } else if (letter.type < types) {
      fetching_.on_letter(talk, *this, to, from, letter);
    } else {
      leaves_->on_letter(talk, to, from, letter);
    }
  }

  template <class Talk>
  void on_vanished(Talk& talk, core::PeerId to, core::PeerId from, const overlay::Letter& letter) {
    doubt_neighbours();
    vanish(talk, to, from, letter);
  }

  template <class Talk>
  void on_lost(Talk& talk, core::PeerId to, core::PeerId from, const overlay::Letter& letter,
               measure::DropReason reason) {
    if (joining_) joining_->on_lost(talk, *this, to, from, letter, reason);
    if (leaves_) leaves_->on_lost(talk, to, from, letter);
    fetching_.on_lost(talk, *this, to, from, letter);
  }
  bool opens(core::PeerId, core::PeerId from, const overlay::Letter& letter) const {
    if (letter.type >= PushLetters::push && letter.type < types) {
      return fetching_.opens(from, letter);
    }
    return letter.type == Joining::connect;
  }
  bool punches(const overlay::Letter& letter) const {
    return letter.type >= PushLetters::push && letter.type < types && fetching_.punches(letter);
  }

  template <class Talk>
  void on_timer(Talk& talk, core::PeerId peer, const overlay::Letter& letter) {
    if (letter.type < Search::alarms) {
      search_.on_timer(talk, *this, peer, letter);
    } else if (letter.type < Pings::alarms) {
      pings_.on_timer(talk, peer, letter);
    } else if (letter.type < Joining::alarms) {
      joining_->on_timer(talk, *this, peer, letter);
    } else if (letter.type < WebCaches::alarms) {
      web_caches_->on_timer(talk, *this, peer, letter);
    } else if (letter.type < own_alarms) {
      fetching_.on_timer(talk, *this, letter);
    } else if (letter.type < Leaves::alarms) {
      leaves_->on_timer(talk, peer, letter);
    } else if (election_->end_watch(peer, letter.value)) {
      stop_being_super(talk, peer);
    }
  }

  void on_missed(core::PeerId peer, const overlay::Letter& letter) {
    if (letter.type < Search::alarms) search_.on_missed(peer, letter);
  }

  template <class Talk>
  void on_online(Talk& talk, core::PeerId peer) {
    stays_.change(peer);
    search_.on_online(peer, talk.now());
    if (joining_) {
      joining_->on_online(talk, *this, peer);
    } else {
      pings_.start(talk, peer);
    }
    if (leaves_) leaves_->on_online(talk, peer);
    fetching_.on_online(talk, *this, peer);
  }

  template <class Talk>
  void on_offline(Talk& talk, core::PeerId peer, bool announced) {
    doubt_neighbours();
    stays_.change(peer);
    fetching_.on_offline(talk, *this, peer);
    if (leaves_) leaves_->on_offline(talk, peer, announced);
    if (election_) election_->stop_watching(peer);
    if (joining_) joining_->on_offline(talk, peer, announced);
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
    talk.measures().figures = figures();
  }

  static constexpr bool looks_ahead = true;

  RIPPLETANK_ALWAYS_INLINE void fetch_first(core::PeerId to, const overlay::Letter& letter) const {
    neighbours_.fetch_row(to);
    if (joining_ && letter.type == Pings::pong) joining_->fetch_cache(to);
  }
  RIPPLETANK_ALWAYS_INLINE void fetch_next(core::PeerId to, const overlay::Letter& letter) const {
    neighbours_.fetch_cells(to);
    if (joining_ && letter.type == Pings::pong) joining_->fetch_known(to);
  }
  RIPPLETANK_ALWAYS_INLINE void fetch_last(core::PeerId, const overlay::Letter&) const {}

  // ---- what the parts ask ----

  template <class Talk>
  std::span<const core::PeerId> targets(Talk& talk, core::PeerId at, core::PeerId from,
                                        core::ItemId item, std::uint32_t ttl_hops) {
    return leaves_ ? leaves_->targets(talk, at, from, item, ttl_hops) : neighbours_.of(at);
  }
  bool may_match(core::PeerId at, core::PeerId to, core::ItemId item) const {
    return leaves_->may_match(at, to, item);
  }
  bool is_leaf(core::PeerId peer) const { return leaves_ && !leaves_->is_super(peer); }
  bool has_routed_leaves() const { return leaves_ && leaves_->are_routed(); }
  std::vector<core::PeerId> super_peers_of(core::PeerId peer) const {
    return leaves_->super_peers_of(peer);
  }
  /// Neighbours that a peer's limits are about: super-peers, where there are any.
  std::uint32_t super_degree(core::PeerId peer) const {
    return leaves_ ? leaves_->super_degree(peer) : neighbours_.degree(peer);
  }
  /// A super-peer looks itself up what it wants.
  std::vector<core::PeerId> known_holders(core::PeerId origin, core::ItemId item);
  /// A leaf's own super-peer is reached besides the TTL.
  std::uint32_t extra_hops(core::PeerId origin) const { return is_leaf(origin) ? 1 : 0; }
  /// Those who hold an item for whom a peer answers, if the one that asks can meet them.
  std::vector<core::PeerId> holders(core::PeerId at, core::ItemId item, core::PeerId origin);
  /// Web caches are not.
  bool takes_part(core::PeerId peer) const { return !web_caches_ || !web_caches_->is_one(peer); }
  /// Whether everybody can connect to a peer.
  bool accepts_connections(core::PeerId peer) const {
    return !firewalls_.is_firewalled(peer) && takes_part(peer);
  }
  bool can_connect(core::PeerId from, core::PeerId to) const {
    return firewalls_.lets_connect(from, to) && takes_part(to);
  }

  void passed_hit(core::Time now, core::PeerId at, core::PeerId from, core::PeerId holder,
                  std::uint32_t hops) {
    if (firewalls_.is_firewalled(holder)) hit_ways_.passed_hit(now, at, from, holder, hops);
  }

  template <class Talk>
  void found(Talk& talk, overlay::QueryNumber query, core::PeerId origin, core::ItemId item,
             std::vector<core::PeerId> holders) {
    fetching_.begin(talk, *this, query, origin, item, content_->size_bytes(item),
                    std::move(holders));
  }

  std::vector<core::PeerId> cached_pongs(core::PeerId peer, core::PeerId asker, std::uint32_t most);

  template <class Talk>
  void heard_of(Talk&, core::PeerId peer, core::PeerId other, const Distance& distance) {
    if (joining_) joining_->learn(peer, other, distance);
  }
  void learn(core::PeerId peer, core::PeerId other) { joining_->learn(peer, other); }
  template <class Talk>
  void learnt(Talk& talk, core::PeerId peer) {
    joining_->seek(talk, *this, peer);
  }

  template <class Talk>
  void arrived(Talk& talk, core::PeerId peer) {
    if (election_) election_->came(peer, talk.now());
    pings_.start(talk, peer);
    if (web_caches_ && accepts_connections(peer)) web_caches_->start(talk, peer);
  }
  template <class Talk>
  void connected(Talk& talk, core::PeerId peer, core::PeerId neighbour) {
    if (is_not_needed(peer, neighbour)) {
      joining_->learn(peer, neighbour);
      return become_leaf(talk, peer);
    }
    accepted(talk, peer, neighbour);
    pings_.greet(talk, peer);
  }
  template <class Talk>
  void accepted(Talk& talk, core::PeerId peer, core::PeerId neighbour) {
    fetching_.go_on(talk, *this, peer);
    if (!leaves_) return;
    leaves_->connected(talk, peer, neighbour);
    if (!has_few_leaves(peer)) election_->stop_watching(peer);
  }
  template <class Talk>
  void lost(Talk& talk, core::PeerId peer, core::PeerId neighbour) {
    if (!leaves_) return;
    leaves_->lost(talk, peer, neighbour);
    if (leaves_->is_super(peer) && has_few_leaves(peer)) watch_role(talk, peer);
  }
  template <class Talk>
  void refused(Talk& talk, core::PeerId peer, core::PeerId by) {
    if (!election_ || !leaves_->is_super(by)) return;
    if (election_->has_been_there(peer, talk.now())) become_super(talk, peer);
  }
  template <class Talk>
  void knows_nobody(Talk& talk, core::PeerId peer, std::uint32_t waits) {
    if (election_ && waits > 1) become_super(talk, peer);
    pings_.greet(talk, peer);
    if (web_caches_) web_caches_->ask_one(talk, peer);
  }
  /// Host caches are full of super-peers, where there are any.
  bool is_worth_telling(core::PeerId peer) const { return !is_leaf(peer) && takes_part(peer); }
  bool wants_more(core::PeerId peer, std::uint32_t asked) const;
  bool lets_connect(core::PeerId peer) const { return !is_leaf(peer); }
  bool has_room(core::PeerId peer, core::PeerId neighbour) const;

  // ---- what fetching asks ----

  /// A push goes back along the way on which the holder's latest hit came, and no farther.
  template <class Talk>
  core::PeerId next_to(Talk& talk, core::PeerId at, const Pushes::Push& push,
                       const overlay::Letter& letter) const {
    if (neighbours_.has(at, push.holder)) return push.holder;
    if (letter.hops > push.ttl_hops) return core::no_peer;
    const core::PeerId next = hit_ways_.next(talk.now(), at, push.holder);
    return next != core::no_peer && neighbours_.has(at, next) ? next : core::no_peer;
  }
  template <class Talk>
  std::uint32_t ttl_of_push(Talk& talk, core::PeerId peer, core::PeerId holder) const {
    return hit_ways_.hops(talk.now(), peer, holder);
  }
  /// Super-peers of a holder that is a leaf take pushes for it.
  core::PeerId proxy_of(core::PeerId peer, core::PeerId holder) const;
  /// One of the neighbours that both can connect to.
  core::PeerId relay_between(core::PeerId peer, core::PeerId holder, std::uint32_t tries) const;
  template <class Talk>
  void fetched(Talk& talk, overlay::QueryNumber query, bool complete) {
    if (complete) talk.downloaded(query);
  }

 private:
  bool has_few_leaves(core::PeerId peer) const {
    return leaves_->leaf_degree(peer) < election_->parameters().leaves_least;
  }
  /// A leaf without a super-peer becomes one, if it is able to.
  template <class Talk>
  void become_super(Talk& talk, core::PeerId peer) {
    const bool is_able = accepts_connections(peer) && election_->is_fast(peer);
    if (!is_able || !is_leaf(peer) || super_degree(peer) > 0) return;
    election_->count_promotion();
    leaves_->set_super(peer, true);
    election_->stop_watching(peer);
    watch_role(talk, peer);
    joining_->begin_anew(talk, *this, peer);
  }
  template <class Talk>
  void watch_role(Talk& talk, core::PeerId peer) {
    overlay::Letter alarm;
    alarm.type = look_at_role;
    alarm.value = election_->watch(peer);
    if (alarm.value == 0) return;
    talk.wake(peer, core::later(talk.now(), election_->patience()), alarm);
  }
  /// A super-peer that has too few leaves becomes one itself, if another one is there.
  template <class Talk>
  void stop_being_super(Talk& talk, core::PeerId peer) {
    if (!leaves_->is_super(peer) || !has_few_leaves(peer)) return;
    if (super_degree(peer) == 0) return watch_role(talk, peer);
    become_leaf(talk, peer);
  }
  template <class Talk>
  void become_leaf(Talk& talk, core::PeerId peer) {
    election_->count_demotion();
    leaves_->set_super(peer, false);
    joining_->begin_anew(talk, *this, peer);
  }
  /// Whether a super-peer without leaves has met one that could have it as a leaf.
  bool is_not_needed(core::PeerId peer, core::PeerId neighbour) const;

  /// Something may have kept a peer from hearing that another one is its neighbour no more.
  void doubt_neighbours() {
    if (!joining_ || std::exchange(may_be_no_neighbour_, true)) return;
    search_.doubt();
    pings_.doubt();
  }

  template <class Talk>
  void vanish(Talk& talk, core::PeerId to, core::PeerId from, const overlay::Letter& letter) {
    if (letter.type < Search::types) {
      search_.on_vanished(letter);
    } else if (letter.type < Pings::types) {
      pings_.on_vanished(letter);
    } else if (letter.type < Joining::types) {
      joining_->on_vanished(talk, to, from, letter);
    } else if (letter.type < WebCaches::types) {
      web_caches_->on_vanished(letter);
    } else if (letter.type < PushLetters::types) {
      fetching_.on_vanished(letter);
    } else if (letter.type >= types) {
      leaves_->on_vanished(letter);
    }
  }

  static bool is_about_web_cache(const overlay::Letter& letter) {
    return letter.type >= Joining::types && letter.type < WebCaches::types;
  }
  bool is_patch(const overlay::Letter& letter) const {
    return has_routed_leaves() &&
           (letter.type == Leaves::publish || letter.type == Leaves::exchange);
  }
  std::uint64_t patches(const overlay::Letter& letter) const;

  void make_leaves(const LeafSettings& settings, const overlay::SetUp& set_up);
  std::vector<measure::Figure> figures() const;

  UnstructuredPlan plan_;
  const overlay::Content* content_;
  overlay::Neighbours neighbours_;
  Stays stays_;
  Search search_;
  Pings pings_;
  std::optional<Joining> joining_;
  std::optional<WebCaches> web_caches_;
  const overlay::Firewalls& firewalls_;
  HitWays hit_ways_;
  Fetching fetching_;
  std::optional<Leaves> leaves_;
  std::optional<Election> election_;
  std::uint64_t leaf_queries_ = 0;
  std::uint64_t leaf_queries_in_vain_ = 0;
  std::uint64_t results_hidden_ = 0;
  bool may_be_no_neighbour_ = false;  ///< who sends something to a peer
};

}  // namespace rippletank::protocols
