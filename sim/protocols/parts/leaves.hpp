// Leaves: peers that super-peers search for, and what super-peers know of them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/random.hpp"
#include "sim/core/time.hpp"
#include "sim/measure/figure.hpp"
#include "sim/overlay/content.hpp"
#include "sim/overlay/letter.hpp"
#include "sim/overlay/neighbours.hpp"
#include "sim/protocols/parts/leaf_index.hpp"
#include "sim/protocols/parts/pushes.hpp"
#include "sim/protocols/parts/stays.hpp"

namespace rippletank::protocols {

struct LeafSettings {
  core::Time spread = 0;   ///< leaves tell what they hold at random moments until then
  core::Time retry = 0;    ///< until one whose super-peer has gone tells it again
  core::Time silence = 0;  ///< until the other side notices a crash
};

/// A leaf tells its super-peers what it holds, and lets one of them in turn ask for it. A
/// super-peer answers for its leaves, for its partners, which are the other super-peers of its
/// cluster, and for itself, and passes queries on to one super-peer of each cluster that it is
/// connected to.
///
/// Letters of types `publish` to `types` and timers `tell` to `alarms` are its own.
///
/// Random:  substream "leaves/tell" of each peer: when it tells first.
/// Source:  Yang & Garcia-Molina, Designing a super-peer network, ICDE 2003.
class Leaves {
 public:
  /// After those of Unstructured.
  enum Type : std::uint8_t { publish = Pushes::types + 3, leave, types };
  enum Alarm : std::uint8_t { tell = Pushes::alarms + 1, forget, alarms };

  static std::vector<std::string> message_types() { return {"publish", "leave"}; }

  /// `super_peers`: ascending. `clusters`: of each peer, by which partners are told; may be empty.
  Leaves(const LeafSettings& settings, const overlay::Neighbours& neighbours, const Stays& stays,
         const std::vector<core::PeerId>& super_peers, const std::vector<std::uint32_t>& clusters,
         const overlay::Content* content, std::uint64_t seed);

  bool is_super(core::PeerId peer) const { return is_super_[peer]; }
  const char* role(core::PeerId peer) const { return is_super(peer) ? "super_peer" : "leaf"; }

  /// To whom a peer passes a query on that came from another one (no_peer: its own). Valid until
  /// the next call.
  template <class Talk>
  std::span<const core::PeerId> targets(Talk& talk, core::PeerId at, core::PeerId from) {
    const auto is_online = [&talk](core::PeerId peer) { return talk.is_online(peer); };
    targets_.clear();
    const std::uint32_t turn = turns_[at]++;
    const std::uint32_t came_from = from == core::no_peer ? no_cluster : cluster_of(from);
    for (std::size_t i = group_offsets_[at]; i < group_offsets_[at + 1]; ++i) {
      const Group& group = groups_[i];
      if (group.cluster == came_from && is_super(at) && is_super(from)) continue;
      targets_.push_back(one_of(group, turn, is_online));
    }
    return targets_;
  }

  /// The peers for which a super-peer answers that hold an item, but for one.
  std::vector<core::PeerId> holders(core::PeerId super_peer, core::ItemId item,
                                    core::PeerId except) const;

  template <class Talk>
  void on_start(Talk& talk) {
    for (core::PeerId peer = 0; peer < is_super_.size(); ++peer) {
      core::Substream random(seed_, core::Purpose("leaves/tell"), peer);
      const auto at =
          static_cast<core::Time>(random.uniform() * static_cast<double>(settings_.spread));
      for_each_holder_of_index(
          peer, [&](core::PeerId super_peer) { talk.wake(peer, at, letter_of(tell, super_peer)); });
    }
  }

  template <class Talk>
  void on_letter(Talk&, core::PeerId to, core::PeerId from, const overlay::Letter& letter) {
    if (letter.type == publish) {
      if (content_ != nullptr) index_.put(to, from, content_->holdings(from));
    } else {
      index_.remove(to, from);
    }
  }

  template <class Talk>
  void on_lost(Talk& talk, core::PeerId to, core::PeerId from, const overlay::Letter& letter) {
    if (letter.type != publish) return;
    talk.wake(from, core::later(talk.now(), settings_.retry), letter_of(tell, to));
  }

  template <class Talk>
  void on_timer(Talk& talk, core::PeerId peer, const overlay::Letter& letter) {
    if (letter.type == forget) {
      if (stays_.of(letter.value) == letter.subject) index_.remove(peer, letter.value);
    } else {
      talk.send(peer, letter.value, letter_of(publish, items_of(peer)));
    }
  }

  template <class Talk>
  void on_online(Talk& talk, core::PeerId peer) {
    for_each_holder_of_index(peer, [&](core::PeerId super_peer) {
      talk.send(peer, super_peer, letter_of(publish, items_of(peer)));
    });
  }

  template <class Talk>
  void on_offline(Talk& talk, core::PeerId peer, bool announced) {
    for_each_holder_of_index(peer, [&](core::PeerId super_peer) {
      if (announced) return talk.send(peer, super_peer, letter_of(leave));
      overlay::Letter alarm = letter_of(forget, peer);
      alarm.subject = stays_.of(peer);
      talk.wake(super_peer, core::later(talk.now(), settings_.silence), alarm);
    });
    if (!is_super(peer)) return;
    index_.clear(peer);
    const core::Time noticed = announced ? talk.now() : core::later(talk.now(), settings_.silence);
    for_each_publisher(
        peer, [&](core::PeerId other) { talk.wake(other, noticed, letter_of(tell, peer)); });
  }

 private:
  static constexpr std::uint32_t no_cluster = 0xffffffff;

  /// Super-peers of one cluster that a peer is connected to: a stretch of members_.
  struct Group {
    std::uint32_t cluster = 0;
    std::uint32_t begin = 0;
    std::uint32_t size = 0;
  };

  static overlay::Letter letter_of(std::uint8_t type, std::uint32_t value = 0) {
    overlay::Letter letter;
    letter.type = type;
    letter.value = value;
    return letter;
  }

  std::uint32_t cluster_of(core::PeerId peer) const {
    return clusters_.empty() ? peer : clusters_[peer];
  }
  bool are_partners(core::PeerId a, core::PeerId b) const {
    return is_super(a) && is_super(b) && cluster_of(a) == cluster_of(b);
  }
  std::uint32_t items_of(core::PeerId peer) const {
    return content_ == nullptr ? 0 : static_cast<std::uint32_t>(content_->holdings(peer).size());
  }

  /// The member whose turn it is, or the next one that is online.
  template <class IsOnline>
  core::PeerId one_of(const Group& group, std::uint32_t turn, IsOnline is_online) const {
    for (std::uint32_t i = 0; i < group.size; ++i) {
      const core::PeerId member = members_[group.begin + (turn + i) % group.size];
      if (is_online(member)) return member;
    }
    return members_[group.begin + turn % group.size];
  }

  /// Those to whom a peer tells what it holds: a leaf its super-peers, a super-peer its partners.
  template <class Visit>
  void for_each_holder_of_index(core::PeerId peer, Visit visit) const {
    for_each_neighbour(peer, [&](core::PeerId other) {
      if (is_super(other) && (!is_super(peer) || are_partners(peer, other))) visit(other);
    });
  }
  /// The other way round: those who tell a super-peer what they hold.
  template <class Visit>
  void for_each_publisher(core::PeerId super_peer, Visit visit) const {
    for_each_neighbour(super_peer, [&](core::PeerId other) {
      if (!is_super(other) || are_partners(super_peer, other)) visit(other);
    });
  }
  template <class Visit>
  void for_each_neighbour(core::PeerId peer, Visit visit) const {
    for (const core::PeerId other : neighbours_.of(peer)) visit(other);
  }

  LeafSettings settings_;
  const overlay::Neighbours& neighbours_;
  const Stays& stays_;
  std::vector<std::uint32_t> clusters_;
  const overlay::Content* content_;
  std::uint64_t seed_;
  std::vector<bool> is_super_;              ///< [peer]
  std::vector<std::uint32_t> turns_;        ///< [peer] how many queries it has passed on
  std::vector<std::size_t> group_offsets_;  ///< [peer] into groups_
  std::vector<Group> groups_;
  std::vector<core::PeerId> members_;
  std::vector<core::PeerId> targets_;
  LeafIndex index_;
};

}  // namespace rippletank::protocols
