// Leaves: peers that super-peers search for, and what super-peers know of them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "sim/core/random.hpp"
#include "sim/core/time.hpp"
#include "sim/measure/figure.hpp"
#include "sim/overlay/content.hpp"
#include "sim/overlay/letter.hpp"
#include "sim/overlay/neighbours.hpp"
#include "sim/protocols/parts/clusters.hpp"
#include "sim/protocols/parts/keywords.hpp"
#include "sim/protocols/parts/leaf_index.hpp"
#include "sim/protocols/parts/push_letters.hpp"
#include "sim/protocols/parts/routing_tables.hpp"
#include "sim/protocols/parts/stays.hpp"

namespace rippletank::protocols {

/// Super-peers know words of what leaves hold, not more, and pass on to them what may concern them.
struct RoutingSettings {
  KeywordSettings keywords;
  bool last_hop = true;   ///< super-peers tell each other their leaves' words
  core::Time update = 0;  ///< at least, between two of these
};

struct LeafSettings {
  core::Time spread = 0;   ///< leaves tell what they hold at random moments until then
  core::Time retry = 0;    ///< until one whose super-peer has gone tells it again
  core::Time silence = 0;  ///< until the other side notices a crash
  bool joins = false;      ///< who is connected to whom, and what each is, changes
  bool in_turn = false;    ///< one super-peer of each cluster gets a query, in turn; else all do
  std::optional<RoutingSettings> routing = {};  ///< none: super-peers answer for their leaves
};

/// A leaf tells its super-peers what it holds, and lets them, all or one in turn, ask for it. A
/// super-peer answers for itself and for its leaves and partners, or else passes queries on to
/// those of them that may hold what is asked for.
///
/// Letters of types `publish` to `types` and timers `tell` to `alarms` are its own.
///
/// Random:  substream "leaves/tell" of each peer: when it tells first.
/// Source:  Yang & Garcia-Molina, Designing a super-peer network, ICDE 2003; Rohrs, Query routing
///          for the Gnutella network (2002).
class Leaves {
 public:
  /// After those of Unstructured.
  enum Type : std::uint8_t { publish = PushLetters::types + 3, leave, exchange, types };
  enum Alarm : std::uint8_t { tell = PushLetters::alarms + 1, forget, renew, alarms };

  static std::vector<std::string> message_types() { return {"publish", "leave", "exchange"}; }

  /// `super_peers`: ascending. `clusters`: of each peer, by which partners are told; may be empty.
  Leaves(const LeafSettings& settings, const overlay::Neighbours& neighbours, const Stays& stays,
         const std::vector<core::PeerId>& super_peers, const std::vector<std::uint32_t>& clusters,
         const overlay::Content* content, std::uint64_t seed);

  bool is_super(core::PeerId peer) const { return is_super_[peer]; }
  /// A peer becomes a super-peer, or a leaf again, and knows nothing of others.
  void set_super(core::PeerId peer, bool is_super);
  bool are_routed() const { return settings_.routing.has_value(); }

  /// To whom a peer passes on a query for an item (no_item: for none) that came from another one
  /// (no_peer: its own), and may travel so many hops more between super-peers. Valid until the next
  /// call.
  template <class Talk>
  std::span<const core::PeerId> targets(Talk& talk, core::PeerId at, core::PeerId from,
                                        core::ItemId item, std::uint32_t ttl_hops) {
    if (clusters_) {
      if (ttl_hops == 0) return {};
      return clusters_->targets(at, from, [&talk](auto peer) { return talk.is_online(peer); });
    }
    targets_.clear();
    if (is_super(at) || from == core::no_peer) add_super_peers(at, item, ttl_hops);
    if (is_super(at) && are_routed()) add_leaves(at, item);
    return targets_;
  }
  /// The super-peers that a peer is connected to.
  std::vector<core::PeerId> super_peers_of(core::PeerId peer) const;
  std::uint32_t super_degree(core::PeerId peer) const {
    return neighbours_.degree(peer) - leaf_degree(peer);
  }
  /// Neighbours that are its leaves, or were when they connected and have not left since.
  std::uint32_t leaf_degree(core::PeerId peer) const;
  /// Whether a super-peer may have an item, as another one has heard.
  bool may_match(core::PeerId at, core::PeerId super_peer, core::ItemId item) const {
    return !tables_ || item == core::no_item ||
           tables_->may_have(at, super_peer, keywords_->slots(item));
  }
  std::uint64_t super_peers() const;

  /// The peers for which one answers that hold an item, but for one.
  std::vector<core::PeerId> holders(core::PeerId peer, core::ItemId item,
                                    core::PeerId except) const;

  template <class Talk>
  void on_start(Talk& talk) {
    if (settings_.joins) return;
    for (core::PeerId peer = 0; peer < is_super_.size(); ++peer) {
      if (!talk.is_online(peer)) continue;
      core::Substream random(seed_, core::Purpose("leaves/tell"), peer);
      const auto at =
          static_cast<core::Time>(random.uniform() * static_cast<double>(settings_.spread));
      for_each_holder_of_index(
          peer, [&](core::PeerId super_peer) { talk.wake(peer, at, letter_of(tell, super_peer)); });
      if (is_super(peer)) table_has_changed(talk, peer);
    }
  }

  /// A peer has a new neighbour: it tells that what it holds, or knows, if that is a super-peer.
  template <class Talk>
  void connected(Talk& talk, core::PeerId peer, core::PeerId neighbour) {
    if (is_super(peer) && !is_super(neighbour)) leaves_of_[peer].insert(neighbour);
    if (!is_super(neighbour)) return;
    if (!is_super(peer)) return talk.send(peer, neighbour, letter_of(publish, publication(peer)));
    if (!tables_) return;
    if (!tables_->has(peer)) renew_table(peer);
    tell_table(talk, peer, neighbour, whole_table(peer));
  }
  /// A peer notices that it has a neighbour no more.
  template <class Talk>
  void lost(Talk& talk, core::PeerId peer, core::PeerId neighbour) {
    if (tables_) tables_->forget(peer, neighbour);
    if (!is_super(peer)) return;
    leaves_of_[peer].erase(neighbour);
    index_.remove(peer, neighbour);
    table_has_changed(talk, peer);
  }

  template <class Talk>
  void on_letter(Talk& talk, core::PeerId to, core::PeerId from, const overlay::Letter& letter) {
    if (settings_.joins && !neighbours_.has(to, from)) return on_vanished(letter);
    if (letter.type == exchange) return tables_->receive(to, from, letter.subject);
    if (letter.type == publish) {
      if (content_ != nullptr) index_.put(to, from, keys_of(from));
    } else {
      index_.remove(to, from);
    }
    table_has_changed(talk, to);
  }

  void on_vanished(const overlay::Letter& letter) {
    if (letter.type == exchange) tables_->give_back(letter.subject);
  }

  template <class Talk>
  void on_lost(Talk& talk, core::PeerId to, core::PeerId from, const overlay::Letter& letter) {
    if (letter.type != publish && letter.type != exchange) return;
    talk.wake(from, core::later(talk.now(), settings_.retry), letter_of(tell, to));
  }

  template <class Talk>
  void on_timer(Talk& talk, core::PeerId peer, const overlay::Letter& letter) {
    if (letter.type == renew) {
      if (letter.subject == stays_.of(peer)) tell_super_peers(talk, peer);
    } else if (letter.type == tell) {
      tell_again(talk, peer, letter.value);
    } else if (stays_.of(letter.value) == letter.subject) {
      index_.remove(peer, letter.value);
      table_has_changed(talk, peer);
    }
  }

  template <class Talk>
  void on_online(Talk& talk, core::PeerId peer) {
    if (settings_.joins) return;
    for_each_holder_of_index(peer, [&](core::PeerId super_peer) {
      talk.send(peer, super_peer, letter_of(publish, publication(peer)));
    });
    if (is_super(peer)) table_has_changed(talk, peer);
  }

  template <class Talk>
  void on_offline(Talk& talk, core::PeerId peer, bool announced) {
    if (settings_.joins) return set_super(peer, false);
    for_each_holder_of_index(peer, [&](core::PeerId super_peer) {
      if (announced) return talk.send(peer, super_peer, letter_of(leave));
      overlay::Letter alarm = letter_of(forget, peer);
      alarm.subject = stays_.of(peer);
      talk.wake(super_peer, core::later(talk.now(), settings_.silence), alarm);
    });
    if (!is_super(peer)) return;
    index_.clear(peer);
    if (tables_) tables_->forget_all(peer);
    const core::Time noticed = announced ? talk.now() : core::later(talk.now(), settings_.silence);
    for_each_publisher(
        peer, [&](core::PeerId other) { talk.wake(other, noticed, letter_of(tell, peer)); });
  }

 private:
  static overlay::Letter letter_of(std::uint8_t type, std::uint32_t value = 0) {
    overlay::Letter letter;
    letter.type = type;
    letter.value = value;
    return letter;
  }

  bool are_partners(core::PeerId a, core::PeerId b) const {
    return clusters_ && clusters_->are_partners(a, b);
  }
  /// What the index knows of a peer.
  std::vector<LeafIndex::Key> keys_of(core::PeerId peer) const;
  /// How many items a peer tells, or how long the patch is that tells its words.
  std::uint32_t publication(core::PeerId peer) const;

  void add_super_peers(core::PeerId at, core::ItemId item, std::uint32_t ttl_hops);
  void add_leaves(core::PeerId at, core::ItemId item);

  /// A super-peer tells the others, but not more often than it may.
  template <class Talk>
  void table_has_changed(Talk& talk, core::PeerId super_peer) {
    if (!tables_ || is_to_renew_[super_peer] == stays_.of(super_peer) + 1) return;
    is_to_renew_[super_peer] = stays_.of(super_peer) + 1;
    overlay::Letter alarm = letter_of(renew);
    alarm.subject = stays_.of(super_peer);
    talk.wake(super_peer, core::later(talk.now(), settings_.routing->update), alarm);
  }
  template <class Talk>
  void tell_super_peers(Talk& talk, core::PeerId peer) {
    is_to_renew_[peer] = 0;
    const std::uint32_t bytes = renew_table(peer);
    for (const core::PeerId other : super_peers_of(peer)) tell_table(talk, peer, other, bytes);
  }
  template <class Talk>
  void tell_again(Talk& talk, core::PeerId peer, core::PeerId super_peer) {
    if (settings_.joins && !neighbours_.has(peer, super_peer)) return;
    if (!tables_ || !is_super(peer)) {
      talk.send(peer, super_peer, letter_of(publish, publication(peer)));
    } else if (tables_->has(peer)) {
      tell_table(talk, peer, super_peer, whole_table(peer));
    }
  }
  /// `bytes`: how long the patch is.
  template <class Talk>
  void tell_table(Talk& talk, core::PeerId peer, core::PeerId other, std::uint32_t bytes) {
    overlay::Letter letter = letter_of(exchange, bytes);
    letter.subject = tables_->lend(peer);
    talk.send(peer, other, letter);
  }
  /// What a super-peer and its leaves have.
  std::vector<std::uint32_t> merged_slots(core::PeerId super_peer) const;
  /// Returns how long the patch is.
  std::uint32_t renew_table(core::PeerId super_peer);
  std::uint32_t whole_table(core::PeerId super_peer) const;
  /// Whether a peer believes that a neighbour is its leaf, or no super-peer.
  bool is_leaf_of(core::PeerId peer, core::PeerId neighbour) const {
    return settings_.joins ? leaves_of_[peer].count(neighbour) > 0 : !is_super(neighbour);
  }

  /// Those to whom a peer tells what it holds: a leaf its super-peers, a super-peer its partners.
  template <class Visit>
  void for_each_holder_of_index(core::PeerId peer, Visit visit) const {
    for (const core::PeerId other : neighbours_.of(peer)) {
      if (is_super(other) && (!is_super(peer) || are_partners(peer, other))) visit(other);
    }
  }
  /// The other way round: those who tell a super-peer what they hold.
  template <class Visit>
  void for_each_publisher(core::PeerId super_peer, Visit visit) const {
    for (const core::PeerId other : neighbours_.of(super_peer)) {
      if (!is_super(other) || are_partners(super_peer, other)) visit(other);
    }
  }

  LeafSettings settings_;
  const overlay::Neighbours& neighbours_;
  const Stays& stays_;
  const overlay::Content* content_;
  std::uint64_t seed_;
  std::vector<bool> is_super_;  ///< [peer]
  std::optional<Clusters> clusters_;
  std::optional<Keywords> keywords_;
  std::optional<RoutingTables> tables_;  ///< of super-peers, if they tell them
  std::vector<std::uint32_t>
      is_to_renew_;  ///< [peer] 1 + the stay in which it will; 0: it will not
  LeafIndex index_;
  /// [peer] who has connected to it as a leaf, if they join; others may not be what they were
  std::vector<std::unordered_set<core::PeerId>> leaves_of_;
  std::vector<core::PeerId> targets_;
};

}  // namespace rippletank::protocols
