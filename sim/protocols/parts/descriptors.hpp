// Descriptors: what peers pass on from neighbour to neighbour, and where answers to it go back.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "sim/core/check.hpp"
#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"
#include "sim/overlay/first_arrivals.hpp"
#include "sim/overlay/letter.hpp"
#include "sim/overlay/return_routes.hpp"

namespace rippletank::protocols {

/// A descriptor among those that travel; its number is used again when nothing of it does any more.
using DescriptorId = std::uint32_t;

/// Descriptors of one kind, each known by its GUID: peers remember which they have seen and from
/// whom they came first, for a while and as long as they are online.
///
/// Every letter about a descriptor, a copy of it or an answer to it, has its number as `subject`
/// and is sent by send(). Whoever begins one, and whoever deals with a letter that has landed,
/// calls settle() when all that follows from it has been sent.
///
/// Source:  Gnutella Protocol Specification v0.4 (Clip2, 2001), descriptor routing.
class Descriptors {
 public:
  Descriptors(core::PeerId peers, core::Time memory) : memory_(memory), came_(peers) {}

  /// The peer where it begins has it already.
  DescriptorId begin(core::Time now, core::PeerId origin);
  /// The same of one that is flooded; its copies go by flood().
  template <class Talk>
  DescriptorId begin_flood(Talk& talk, core::PeerId origin, std::uint32_t ttl_hops,
                           double mean_degree) {
    const DescriptorId id = begin(talk.now(), origin);
    const auto peers = static_cast<core::PeerId>(came_.size());
    if (overlay::FirstArrivals::pays(peers, mean_degree, ttl_hops)) {
      start_arrivals(*all_[id],
                     overlay::FirstArrivals::expected_span(ttl_hops, talk.longest_delay()));
    }
    return id;
  }

  core::PeerId origin(DescriptorId id) const { return all_[id]->origin; }

  /// Whether a peer has ever got it, what it may have forgotten.
  bool has_had(DescriptorId id, core::PeerId peer) const { return all_[id]->routes.has(peer); }
  /// Whether a peer knows it when a copy comes, which then is a duplicate.
  bool knows(DescriptorId id, core::PeerId peer, core::Time now) const {
    const Descriptor& descriptor = *all_[id];
    return descriptor.routes.has(peer) &&
           (now - descriptor.start <= memory_ || now - descriptor.routes.since(peer) <= memory_) &&
           (somebody_came_at_ == never_yet || descriptor.routes.since(peer) >= came_[peer]);
  }
  /// A peer gets it from a neighbour, and will send answers there.
  void note(DescriptorId id, core::PeerId peer, core::PeerId from, core::Time now) {
    all_[id]->routes.set(peer, from, now);
  }
  /// To whom a peer sends an answer on, if it knows; no_peer where the descriptor has begun.
  std::optional<core::PeerId> way_back(DescriptorId id, core::PeerId peer, core::Time now) const {
    if (!knows(id, peer, now)) return {};
    return all_[id]->routes.back(peer);
  }

  /// Since when a peer that has ever got it has had it.
  core::Time since(DescriptorId id, core::PeerId peer) const {
    return all_[id]->routes.since(peer);
  }

  template <class Talk>
  void send(Talk& talk, core::PeerId from, core::PeerId to, const overlay::Letter& letter) {
    ++all_[letter.subject]->travelling;
    talk.send(from, to, letter);
  }
  /// Sends a copy to each of several peers but one (no_peer: to all). Of those that will certainly
  /// be duplicates nothing more is heard.
  template <class Talk>
  void flood(Talk& talk, core::PeerId from, std::span<const core::PeerId> targets,
             core::PeerId except, const overlay::Letter& letter) {
    Descriptor& descriptor = *all_[letter.subject];
    const auto never = [](core::PeerId, core::Time) { return false; };
    const auto certain = [&](core::PeerId to, core::Time arrival) {
      return arrival - descriptor.start <= memory_ &&
             descriptor.arrivals->certain_duplicate(to, arrival) != 0;
    };
    const bool may_be_certain =
        descriptor.arrivals != nullptr && somebody_came_at_ <= descriptor.start && !is_uncertain_;
    descriptor.travelling += may_be_certain
                                 ? talk.send_copies(from, targets, except, letter, certain)
                                 : talk.send_copies(from, targets, except, letter, never);
  }
  /// From now on a copy may arrive at a peer without being noted.
  void doubt() { is_uncertain_ = true; }

  /// A peer will still do something about it; until let_go() its number is not free.
  void hold(DescriptorId id) { ++all_[id]->travelling; }
  void let_go(DescriptorId id) {
    RIPPLETANK_CHECK(all_[id]->travelling > 0, "a descriptor was let go that nobody holds");
    --all_[id]->travelling;
  }

  /// A letter has arrived or was dropped. What comes of it is sent before settle().
  void landed(const overlay::Letter& letter) { --all_[letter.subject]->travelling; }
  /// How many descriptors something travels of.
  std::size_t in_use() const { return all_.size() - free_.size(); }
  /// True if nothing of a descriptor travels any more: then its number is free.
  bool settle(DescriptorId id);

  /// A peer has come online, and remembers nothing.
  void came(core::PeerId peer, core::Time now) {
    came_[peer] = now;
    somebody_came_at_ = now;
  }

 private:
  struct Descriptor {
    overlay::ReturnRoutes routes;
    core::PeerId origin = 0;
    core::Time start = 0;
    std::uint64_t travelling = 0;
    std::unique_ptr<overlay::FirstArrivals> arrivals;  ///< of a flood, if there is memory for them
  };

  static constexpr core::Time never_yet = -1;

  void start_arrivals(Descriptor& descriptor, core::Time span);

  core::Time memory_;
  std::vector<core::Time> came_;  ///< [peer]
  core::Time somebody_came_at_ = never_yet;
  bool is_uncertain_ = false;
  overlay::FirstArrivalsStore arrivals_;
  std::vector<std::unique_ptr<Descriptor>> all_;
  std::vector<DescriptorId> free_;
};

}  // namespace rippletank::protocols
